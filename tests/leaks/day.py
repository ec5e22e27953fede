"""一天: what is done in an office on one day, told as stories that go on side by side.

A story yields where the engine has to hand its paper on.
"""

from config.policy import policy
from tests.leaks.handing_in import LATER, Story, comes_in, is_entered, is_proposed, is_signed
from tests.leaks.other_ways import leave_is_taken, read_paper, returned_paper, shared_paper, signed_paper
from tests.leaks.person import People, waits
from tests.stages.test_archive import filing


def first_paper(people: People) -> Story:
    """来文 from the post room to the shelf, with everything beside it, and to the list of what is destroyed."""
    of, place = people.marks.of, comes_in(people, "first", copies="2", copy_numbers="000001,000002")
    yield
    is_entered(people, place, "first", copies="2", copy_numbers="000001,000002", issue_date="2014-03-03")
    yield
    people["lin"].posts(f"{place}/distribution", offices=["YGK"], words=of("distribution"))
    people["lin"].posts(f"{place}/copying", people=[people.id("he")], words=of("copy"))
    is_proposed(people, place, "proposal to be sent back", readers=[people.id("sun")])
    yield
    people["qian"].posts(f"{place}/receipt", words=of("receipt of a distribution"))
    people["wang"].posts(f"{place}/send-back", words=of("send-back"))
    yield
    is_proposed(people, place, "proposal", readers=[people.id("sun")])
    yield
    people["lin"].posts(f"{place}/urging", task_id=str(waits(place, "sign").id), words=of("urging"))
    people["wang"].posts(f"{place}/remark", words=of("conversation"))
    is_signed(people, place, "wang", "opinion of wang")
    yield
    is_signed(people, place, "zhou", "opinion of zhou")
    yield
    about = str(waits(place, "hand-out").about)
    people["lin"].posts(f"{place}/handing-out", reading_id=about, copy_number="000001")
    yield
    people["sun"].posts(f"{place}/reading", words=of("reading opinion"))
    yield
    people["lin"].posts(f"{place}/taking-back", reading_id=str(waits(place, "take-back").about))
    yield
    yield from carried_out(people, place)
    yield from kept_and_listed(people, place)


def carried_out(people: People, place: str) -> Story:
    of, points = people.marks.of, list(policy().review.points)
    done = {"words": of("result sent back"), "without": of("ended without")}
    people["zhao"].posts(f"{place}/acceptance", handler=people.id("li"))
    yield
    people["li"].posts(f"{place}/progress", percent="60", words=of("progress"))
    people["li"].posts(f"{place}/extension-request", until=LATER, words=of("extension"))
    people["li"].posts(f"{place}/scope-request", who="office:XXZ", words=of("wider scope"))
    yield
    about = str(waits(place, "decide-extension").about)
    answer = {"request_id": about, "grant": "no", "words": of("extension refused")}
    people["lin"].posts(f"{place}/extension-decision", **answer)
    about = str(waits(place, "decide-scope").about)
    answer = {"request_id": about, "grant": "no", "words": of("wider scope refused")}
    people["chen"].posts(f"{place}/scope-decision", **answer)
    people["zhao"].posts(f"{place}/completion", **done)
    yield
    people["lin"].posts(f"{place}/redo", words=of("redo"))
    yield
    people["zhao"].posts(f"{place}/completion", words=of("result"), without=of("ended without again"))
    yield
    people["lin"].posts(f"{place}/closure", checks=points, words=of("review"))
    yield
    people["zhou"].posts(f"{place}/acknowledgement")
    yield


def kept_and_listed(people: People, place: str) -> Story:
    of = people.marks.of
    people["he"].posts(f"{place}/filing", **filing(remarks=of("filing")))
    yield
    order = {
        "documents": place[-36:], "words": of("destruction list"), "method": "粉碎", "approver": people.id("zhou"),
        "witnesses": [people.id("sun"), people.id("ma")],
    }  # fmt: skip
    listed = people["he"].posts("/destruction-orders", **order)
    yield
    people["zhou"].posts(f"{listed}/refusal", words=of("destruction refused"))
    yield
    keeps = {"retention": "years30", "words": of("keeping on")}
    people["he"].posts(f"{place}/extension-of-keeping", **keeps)


STORIES = (
    first_paper, read_paper, shared_paper, signed_paper, returned_paper, leave_is_taken,
)  # fmt: skip
