"""一天, continued: papers that take other ways, and people who go away."""

from config.policy import policy
from tests.leaks.handing_in import LATER, Story, comes_in, is_entered, is_proposed, is_signed
from tests.leaks.papers import scan
from tests.leaks.person import People, waits
from tests.personas import in_days
from tests.rules.rulebooks import today


def read_paper(people: People) -> Story:
    """阅件, steered beside its way."""
    of, place = people.marks.of, comes_in(people, "second")
    yield
    is_entered(people, place, "second", action="read")
    yield
    readers = {"readers": [people.id("sun")], "lead": "", "assistants": "", "leaders": []}
    is_proposed(people, place, "proposal of readers", **readers)
    yield
    people["lin"].posts(f"{place}/handing-out", reading_id=str(waits(place, "hand-out").about))
    yield
    over = {"colleague": people.id("ma"), "words": of("reading handed over")}
    people["sun"].posts(f"{place}/reading-hand-over", **over)
    yield
    people["lin"].posts(f"{place}/suspension", until=LATER, words=of("suspension"))
    yield
    people["lin"].posts(f"{place}/resumption")
    yield
    raised = {"level": "internal", "term": "5年", "words": of("classification")}
    people["chen"].posts(f"{place}/classification", **raised)
    closed = {"authority": people.id("zhou"), "words": of("special closure")}
    people["chen"].posts(f"{place}/special-closure", **closed)
    yield
    people["chen"].posts(f"{place}/reopening", words=of("reopening"))


def shared_paper(people: People) -> Story:
    """办件 of several departments."""
    of, place = people.marks.of, comes_in(people, "third")
    yield
    is_entered(people, place, "third")
    yield
    is_proposed(people, place, "proposal for two departments", leaders=[people.id("zhou")])
    yield
    is_signed(people, place, "zhou", "opinion on the third")
    yield
    people["zhao"].posts(f"{place}/acceptance", handler="")
    people["qian"].posts(f"{place}/acceptance", handler="")
    yield
    asks = {"matter": of("sub-case"), "mode": "in-order", "due_date": f"{in_days(3):%Y-%m-%d}"}
    people["zhao"].posts(f"{place}/sub-case", people=[people.id("ma"), people.id("sun")], **asks)
    yield
    back = {"answer_id": str(waits(place, "answer").about), "words": of("sub-case returned")}
    people["ma"].posts(f"{place}/answer-return", **back)
    yield
    told = {"answer_id": str(waits(place, "answer").about), "words": of("sub-case answer")}
    people["sun"].posts(f"{place}/answer", **told)
    people["qian"].posts(f"{place}/assistance", words=of("assistance"))
    yield


def signed_paper(people: People) -> Story:
    """会签, 加签, 转办; one of the leaders signs on paper and corrects what was keyed in."""
    of, place = people.marks.of, comes_in(people, "fourth")
    yield
    is_entered(people, place, "fourth")
    yield
    is_proposed(people, place, "proposal to countersign", countersigners=[people.id("zhao")])
    yield
    adds = {"people": [people.id("sun")], "where": "beside", "words": of("signer added")}
    people["zhao"].posts(f"{place}/signer-addition", **adds)
    yield
    against = {"decision": "against", "words": of("countersignature")}
    people["zhao"].posts(f"{place}/countersignature", **against)
    yield
    place_now = {"place": "step-2", "words": of("relocation")}
    people["chen"].posts(f"{place}/relocation", **place_now)
    yield
    seat, day = str(waits(place, "sign").about), str(today())
    keyed = {"seat_id": seat, "decision": "instructed", "signed_on": day, "words": of("paper opinion")}
    people["lin"].posts(f"{place}/paper-opinion", files=scan(people.marks), **keyed)
    yield
    people["wang"].posts(f"{place}/confirmation", agrees="no", words=of("paper opinion corrected"))
    people["wang"].posts(f"{place}/amendment", seat_id=seat, words=of("amendment"))
    yield


def returned_paper(people: People) -> Story:
    of, place = people.marks.of, comes_in(people, "fifth")
    yield
    back = {
        "title": of("returned: title"),
        "issuer": of("returned: issuer"),
        "doc_number": of("returned: number"),
    }
    why = {"reasons": policy().return_reasons[0], "words": of("return")}
    people["lin"].posts(f"{place}/return", **back | why)


def leave_is_taken(people: People) -> Story:
    when = {"starts": f"{in_days(1):%Y-%m-%dT09:00}", "ends": f"{in_days(2):%Y-%m-%dT09:00}"}
    people["qian"].posts(
        "/delegations", substitute=people.id("sun"), words=people.marks.of("delegation"), **when
    )
    people["ma"].posts("/absences", words=people.marks.of("absence"), **when)
    yield
