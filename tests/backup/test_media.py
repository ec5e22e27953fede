"""备份介质: who keeps which disc where, from first use to destruction; told by page, program and journal."""

from uuid import uuid4

from tests.test_a_secretarys_day import People

DISC = {"label": "备份盘-01", "keeper": "顾向东", "place": "行政楼二层保险柜"}


def test_a_medium_is_registered_moved_stopped_and_destroyed(browser: People) -> None:
    gu, yan = browser("gu"), browser("yan")
    assert "还没有登记备份介质" in gu.opens("/backups")
    assert gu.posts("/backup-media", **DISC) == "/backups?done=medium-kept"
    gu.posts("/backup-media", **DISC | {"place": "门诊楼机房"})
    (disc,) = yan.calls("GET", "/backups")["media"]
    assert (disc["label"], disc["place"], disc["state"]) == ("备份盘-01", "门诊楼机房", "in-use")
    page = yan.opens("/backups")
    assert "门诊楼机房" in page
    assert "登记介质" not in page, "the auditor looks, and changes nothing"
    for state in ("stopped", "destroyed"):
        gu.posts("/backup-media-endings", medium=disc["id"], state=state, why="坏道，两人在场粉碎")
    assert "已销毁" in gu.opens("/backups")
    assert "停用或销毁" not in gu.opens("/backups")
    assert "新的编号" in gu.posts("/backup-media", expect=409, **DISC)


def test_what_is_missing_or_too_late_is_told_beside_the_form(browser: People) -> None:
    gu = browser("gu")
    assert "请填写存放地点" in gu.posts("/backup-media", expect=422, label="盘2", keeper="顾向东")
    disc = gu.calls("POST", "/backup-media", expect=201, json=DISC)
    assert "请填写说明" in gu.posts("/backup-media-endings", expect=422, medium=disc["id"], state="stopped")
    gu.calls("POST", "/backup-media-endings", json={"medium": disc["id"], "state": "stopped", "why": "换新"})
    unknown = gu.posts("/backup-media-endings", expect=422, medium=uuid4(), state="stopped", why="不见了")
    assert "请从名单里选" in unknown
    again = {"medium": disc["id"], "state": "in-use", "why": "再用"}
    assert "再登记一次" in gu.posts("/backup-media-endings", expect=409, **again)
    assert gu.calls("POST", "/backup-media", expect=201, json=DISC)["state"] == "in-use"


def test_only_the_system_administrator_keeps_them(browser: People) -> None:
    for uid in ("yan", "min", "lin", "chen"):
        browser(uid).calls("POST", "/backup-media", expect=403, json=DISC)
