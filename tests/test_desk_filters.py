"""我的筛选 and 快捷键: kept for one person, by page and by program, never the words looked for."""

import re
from uuid import uuid4

from sqlmodel import select

from models.database import reading
from models.desk_filters import LONGEST, MOST, SavedFilter
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


def test_a_filter_is_saved_opened_renamed_removed_and_had_back(browser: People) -> None:
    lin = browser("lin")
    place = lin.posts("/desk/filters", name="特急督办", folder="chased", urgency="very_urgent")
    assert place == "/?folder=chased&urgency=very_urgent&done=filter-saved"
    html = lin.opens("/")
    assert 'href="/?folder=chased&amp;urgency=very_urgent">特急督办</a>' in html
    one = lin.calls("GET", "/desk/filters")[0]["id"]
    lin.posts(f"/desk/filters/{one}/name", name="急件督办")
    assert "急件督办" in lin.opens("/")
    gone = lin.posts(f"/desk/filters/{one}/removal", name="急件督办")
    page = lin.opens(gone)
    assert "急件督办" not in page
    assert "撤销删除" in page
    lin.posts(f"/desk/filters/{one}/restoring")
    assert "急件督办" in lin.opens("/")


def test_what_was_looked_for_is_not_kept(browser: People) -> None:
    lin = browser("lin")
    html = lin.opens("/?folder=mine&q=密级:内部 流感")
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.partition('class="keep"')[2])
    )
    lin.posts("/desk/filters", name="内部件", **{k: v for k, v in hidden.items() if k in ("folder", "level")})
    with reading() as session:
        assert session.exec(select(SavedFilter.query)).all() == ["level=internal&folder=mine"]
    with untouched():
        assert "查找的词不保存" in lin.posts("/desk/filters", expect=422, name="空的")
        lin.posts("/desk/filters", expect=422, name="词", q="流感")


def test_names_are_ones_own_short_and_not_too_many(browser: People) -> None:
    lin, chen = browser("lin"), browser("chen")
    lin.posts("/desk/filters", name="急件", urgency="urgent")
    chen.posts("/desk/filters", name="急件", urgency="urgent")
    with untouched():
        assert "已有同名" in lin.posts("/desk/filters", expect=422, name="急件", due="late")
        lin.posts("/desk/filters", expect=422, name="长" * (LONGEST + 1), due="late")
    for n in range(MOST - 1):
        lin.posts("/desk/filters", name=f"筛选{n}", due="late")
    with untouched():
        assert "最多保存" in lin.posts("/desk/filters", expect=409, name="再来", due="late")
    assert len(lin.calls("GET", "/desk/filters")) == MOST


def test_anothers_filter_is_not_there(browser: People) -> None:
    lin, chen = browser("lin"), browser("chen")
    lin.posts("/desk/filters", name="急件", urgency="urgent")
    one = lin.calls("GET", "/desk/filters")[0]["id"]
    assert chen.calls("GET", "/desk/filters") == []
    for which in (one, uuid4()):
        with untouched():
            chen.calls("POST", f"/desk/filters/{which}/name", expect=404, json={"name": "我的"})
            chen.calls("POST", f"/desk/filters/{which}/removal", expect=404, json={})
            chen.calls("POST", f"/desk/filters/{which}/restoring", expect=404, json={})


def test_keys_can_be_turned_off_for_one_person_everywhere(browser: People) -> None:
    lin = browser("lin")
    assert "/static/keys.js" in lin.opens("/")
    assert "/static/keys.js" in lin.opens("/documents")
    lin.posts("/account/keys", keys="no")
    assert "/static/keys.js" not in lin.opens("/")
    assert "/static/keys.js" not in lin.opens("/documents")
    assert "打开快捷键" in lin.opens("/account")
    assert "/static/keys.js" in browser("chen").opens("/")
    assert lin.calls("POST", "/account/keys", json={"keys": True})["keys"] is True
    assert "/static/keys.js" in lin.opens("/")
