"""The pages of people and their rights, opened and checked with everything that can stand on them."""

from models.grants import Kind
from tests.administrators.rights import proposed
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.test_a_secretarys_day import People


def governed(browser: People, cast: Cast) -> None:
    """An account is opened, rights are proposed, refused, confirmed; a department is founded; an account is closed."""
    gu, mi, chen = browser("gu"), browser("min"), browser("chen")
    ma = f"/people/{cast.id('ma')}"
    gu.posts("/people", expect=200, uid="bai", name="白露", office="YWB")
    gu.posts("/offices", office="XCB", name="宣传部")
    gu.opens("/offices")
    for level in ("public", "secret"):
        waits = proposed(cast, "min", "ma", Kind.CLEAR, level)
        mi.opens("/people")
        mi.opens(ma)
        chen.opens("/")
        chen.opens(ma)
        answer = {"expect": 303} if level == "secret" else {"words": "不必调整。"}
        chen.posts(f"/rights-changes/{waits}/{'confirmation' if level == 'secret' else 'refusal'}", **answer)
    gu.opens(ma)
    gu.posts(f"{ma}/closure", words="调离")
    gu.opens(ma)


def scoped(browser: People, cast: Cast) -> set[tuple[str, str]]:
    """Somebody asks that another may know, the office head agrees, the secretary takes him off again."""
    letter = Letter(cast).arrives()
    letter.is_registered(doc_number="")
    letter.is_proposed()
    place, who = f"/documents/{letter.id}", f"person:{cast.id('he')}"
    wang, chen, lin = browser("wang"), browser("chen"), browser("lin")
    long = "长" * 201
    assert long in wang.posts(f"{place}/scope-request", expect=422, who=who, words=long)
    wang.posts(f"{place}/scope-request", who=who, words="归档前须核对。")
    engine_runs()
    answer = {"request_id": str(letter.about("decide-scope")), "grant": "no"}
    assert "请填写批复意见" in chen.posts(f"{place}/scope-decision", expect=422, **answer)
    chen.posts(f"{place}/scope-decision", **answer | {"grant": "yes"})
    engine_runs()
    assert long in lin.posts(f"{place}/scope-removal", expect=422, who=who, words=long)
    lin.posts(f"{place}/scope-removal", who=who, words="核对完毕。")
    lin.opens(place)
    browser("min").opens("/readers")
    return {("documents", act) for act in ("scope-request", "scope-decision", "scope-removal")}
