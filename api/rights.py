"""路由与权限: every route and the right it asks for.  What does not stand here is refused when it is called."""

from collections.abc import Iterable

from fastapi import Request

from models import change_policy, form_releases, narrow, suspend
from models.board import WATCHERS
from models.books import KEEPERS
from models.departures import HEIRS
from models.errors import NotYours
from models.initiate import INITIATORS
from models.organs import KEEPERS as ORGAN_KEEPERS
from models.people import Role
from models.powers import JOURNALS, Power, holders_of
from models.revise import RELEASERS, WRITERS
from models.rights import (
    ASKED,
    LOOK,
    OPEN,
    PAPERS,
    SIGNED_IN,
    Right,
    Side,
    act_of,
    administration_of,
    in_order,
    papers_of,
)
from models.rulebooks import READERS

PROGRAMS = "/api/v1"  # both doors of one route ask for one right


class Unlisted(NotYours):
    def __init__(self) -> None:
        super().__init__("此功能未列入权限表，暂不开放。")


def acts(names: str, about: str = "documents/{document_id}") -> list[str]:
    """The routes of some acts on one document."""
    return [f"POST /{about}/{name}" for name in names.split()]


def _hidden(roles: Iterable[Role]) -> Right:
    """There for these roles, and for nobody else."""
    return papers_of(*in_order(roles), known_to=roles)


def _for_holders(power: Power) -> Right:
    """For whoever has this power, on either side, and there for nobody else."""
    return Right(Side.EITHER, holders_of(power), known_to=holders_of(power))


def _of_policy() -> Right:
    """For those who change the policy two by two; whoever may read it is told so."""
    return Right(Side.EITHER, change_policy.KEEPERS, known_to=holders_of(Power.READ_POLICY))


def _of_forms(*roles: Role) -> Right:
    """For those of the 三员 who keep the templates, and there for nobody else."""
    return Right(Side.EITHER, roles, known_to=form_releases.KEEPERS)


CONSENTERS = (Role.OFFICE_HEAD, Role.SECURITY_ADMIN)  # they answer for the consent of the 保密工作机构


def _of_consenters(*roles: Role) -> Right:
    return Right(Side.EITHER, roles, known_to=CONSENTERS)


# The right, and the routes that ask for it: a method and a path, without /api/v1.
TABLE: list[tuple[Right, list[str]]] = [
    (OPEN, ["GET /health/live", "GET /health/ready", "GET /metrics", "GET /openapi.json"]),
    (OPEN, ["GET /sign-in", "POST /sign-in", "POST /session", "GET /t/{token}"]),
    (OPEN, ["GET /sign-in/password", "POST /sign-in/password"]),  # half way in, and not further
    (OPEN, ["POST /appearance", "POST /language"]),  # how pages look and speak in this browser
    (OPEN, ["GET /oidc/start", "GET /oidc/callback"]),
    (OPEN, ["GET /sign-in/code", "POST /sign-in/code"]),
    (SIGNED_IN, ["GET /confirm", "POST /confirm", "POST /session/confirmation"]),
    (SIGNED_IN, ["GET /account", "POST /account/password", "POST /account/sessions/end"]),
    (SIGNED_IN, ["POST /account/sessions/{handle}/end", "POST /account/recovery-codes"]),
    (SIGNED_IN, ["POST /account/factors", "GET /account/factors/{factor_id}"]),
    (SIGNED_IN, ["POST /account/factors/{factor_id}", "POST /account/factors/{factor_id}/removal"]),
    (SIGNED_IN, ["GET /account/factors/{factor_id}/picture.svg"]),
    (SIGNED_IN, ["GET /account/passkeys/new", "POST /account/passkeys"]),
    (SIGNED_IN, ["POST /account/passkeys/{passkey_id}/removal"]),
    (SIGNED_IN, ["POST /sign-out", "GET /", "GET /api/v1", "GET /help", "GET /help/{role}"]),
    (SIGNED_IN, ["POST /account/mail", "POST /account/keys"]),
    (SIGNED_IN, ["POST /account/devices/{handle}/end"]),
    (SIGNED_IN, ["GET /account/phrases", "POST /account/phrases"]),
    (SIGNED_IN, ["POST /account/phrases/removal", "POST /account/phrases/lift"]),
    (SIGNED_IN, ["GET /account/undoing", "POST /account/undoing"]),  # one's own, judged by the verb again
    (OPEN, ["GET /feeds/{word}.ics"]),  # whoever has the secret address, and then by its owner's rights
    (SIGNED_IN, ["GET /account/feeds", "POST /account/feeds", "POST /account/feeds/{handle}/end"]),
    (SIGNED_IN, ["GET /calendar", "GET /calendar/until", "GET /calendar/deadline"]),
    # what handles papers
    (PAPERS, ["GET /tasks", "GET /documents", "GET /destruction-orders"]),
    # one's own desk; what is done there to several papers is judged for each by the right of its own door
    (
        PAPERS,
        ["POST /search", "GET /desk/events", "POST /desk/bulk", "GET /desk/filters", "POST /desk/filters"],
    ),
    (PAPERS, acts("name removal restoring", "desk/filters/{filter_id}")),
    (PAPERS, ["GET /delegations", "POST /delegations", "POST /delegations/{delegation_id}/revocation"]),
    (PAPERS, ["GET /absences", "POST /absences", "POST /absences/{absence_id}/return"]),
    (_hidden(HEIRS), ["GET /departures", "POST /departures/{person_id}/handing-on"]),
    (
        papers_of(Role.SECRETARY),
        ["GET /documents/new", "POST /documents", "GET /documents/likely-duplicates"],
    ),
    (papers_of(Role.ARCHIVIST), ["POST /destruction-orders"]),
    (_hidden(KEEPERS), ["GET /books"]),
    (_hidden({Role.SECRETARY}), ["GET /books/registers/{book}/{year}"]),
    (_hidden({Role.ARCHIVIST}), ["GET /books/catalogues/{year}/{retention}/{office}"]),
    (
        _hidden(ORGAN_KEEPERS),
        ["GET /organs", "GET /organs/matching", "GET /organs/{organ_id}", "POST /organs"],
    ),
    (_hidden(ORGAN_KEEPERS), acts("change merger retirement return", "organs/{organ_id}")),
    # carriers of state secrets, and the consent their register rests on
    (PAPERS, ["GET /carriers", "GET /carriers/{carrier_id}"]),
    (PAPERS, ["GET /supervision"]),
    (
        _hidden(WATCHERS),
        ["GET /supervision/board", "GET /supervision/bulletin", "GET /supervision/scorecard"],
    ),
    (papers_of(*INITIATORS), ["GET /supervision/new", "POST /supervision"]),
    (papers_of(*INITIATORS), ["GET /obligations", "POST /obligations"]),
    (papers_of(*INITIATORS), acts("ending", "obligations/{obligation_id}")),
    (papers_of(Role.SECRETARY), ["POST /carriers"]),
    (PAPERS, acts("handing coming-back count leaving leaving-confirmation", "carriers/{carrier_id}")),
    (_of_consenters(*CONSENTERS), ["GET /consents", *acts("revocation", "consents/{consent_id}")]),
    (_of_consenters(Role.SECURITY_ADMIN), ["POST /consents"]),
    (_of_consenters(Role.OFFICE_HEAD), acts("confirmation", "consents/{consent_id}")),
    # people and their rights, by models/powers.py: whoever answers a change of rights is asked by the change itself
    (
        _for_holders(Power.SEE_PEOPLE),
        ["GET /people", "GET /people/{person_id}", "GET /offices", "GET /rights-changes"],
    ),
    (_for_holders(Power.SEE_PEOPLE), acts("confirmation refusal withdrawal", "rights-changes/{change_id}")),
    (administration_of(*holders_of(Power.KEEP_ACCOUNTS)), ["POST /people", "POST /offices"]),
    (administration_of(*holders_of(Power.KEEP_ACCOUNTS)), acts("closure", "people/{person_id}")),
    (administration_of(*holders_of(Power.GRANT_RIGHTS)), acts("rights-changes", "people/{person_id}")),
    (administration_of(), ["GET /factor-resets", "POST /factor-resets"]),
    (administration_of(), ["GET /clock", "POST /clock/acceptance"]),
    (administration_of(), acts("confirmation refusal", "factor-resets/{reset_id}")),
    (administration_of(*holders_of(Power.SEE_READERS)), ["GET /readers"]),
    (
        _for_holders(Power.KEEP_MAIL),
        ["GET /dead-letters", "GET /dead-letters/bounced", "POST /dead-letters/sending"],
    ),
    (_for_holders(Power.KEEP_MAIL), acts("sending giving-up", "dead-letters/{letter_id}")),
    (_for_holders(Power.SEE_ENGINE), ["GET /engine"]),
    (_for_holders(Power.SEE_BACKUPS), ["GET /backups"]),
    (administration_of(*holders_of(Power.KEEP_MEDIA)), ["POST /backup-media", "POST /backup-media-endings"]),
    (_for_holders(Power.READ_NUMBERS), ["GET /numbers"]),
    (_for_holders(Power.READ_POLICY), ["GET /policy", "GET /policy/releases"]),
    (_of_policy(), ["GET /policy/change", "POST /policy"]),
    (_of_policy(), acts("release withdrawal", "policy/releases/{release_id}")),
    # the records of everything: each sees what powers.py gives, only the auditor takes them away or checks them
    (administration_of(*holders_of(*JOURNALS)), ["GET /audit"]),
    (
        administration_of(*holders_of(Power.READ_ADMINISTRATORS_JOURNAL)),
        ["GET /audit/export", "POST /audit/verification"],
    ),
    # the rules of routing
    (_hidden(READERS), ["GET /rules", "GET /rules/{book_id}", "GET /rules/{book_id}/preview"]),
    (papers_of(*WRITERS), ["GET /rules/new", "POST /rules"]),
    (papers_of(*RELEASERS, known_to=READERS), ["POST /rules/{book_id}/release"]),
    (_hidden(READERS), ["POST /rules/{book_id}/withdrawal"]),
    # the templates of the forms: one of the 三员 hands in, another releases
    (_of_forms(*form_releases.KEEPERS), ["GET /forms", "GET /forms/kinds/{kind}/template"]),
    (_of_forms(*form_releases.KEEPERS), ["GET /forms/{release_id}/sample"]),
    (_of_forms(form_releases.PROPOSER), ["POST /forms"]),
    (_of_forms(form_releases.RELEASER), ["POST /forms/{release_id}/release"]),
    (_of_forms(*form_releases.KEEPERS), ["POST /forms/{release_id}/withdrawal"]),
    # one document, one list: to be looked at
    (LOOK, ["GET /documents/{document_id}", "GET /documents/{document_id}/history.svg"]),
    (LOOK, ["GET /documents/{document_id}/receipts", "GET /documents/{document_id}/distribution"]),
    (LOOK, ["GET /documents/{document_id}/ledger", "GET /documents/{document_id}/copies"]),
    (LOOK, ["GET /documents/{document_id}/remarks", "GET /documents/{document_id}/relations"]),
    (LOOK, ["GET /documents/{document_id}/waits", "GET /documents/{document_id}/files/{file_id}"]),
    (LOOK, ["GET /documents/{document_id}/files/{file_id}/pages/{number}"]),
    (LOOK, ["GET /documents/{document_id}/files/{file_id}/pdf", "GET /documents/{document_id}/preview"]),
    (LOOK, ["GET /destruction-orders/{order_id}", "GET /destruction-orders/{order_id}/files/{file_id}"]),
    (LOOK, ["GET /destruction-orders/{order_id}/files/{file_id}/pdf"]),
    # acts on a document: whoever is asked, the verb knows from its open tasks
    (ASKED, acts("registration return proposal opinion send-back countersignature")),
    (ASKED, ["POST /t/{token}", "POST /documents/{document_id}/drafts/{task_id}"]),
    (ASKED, acts("signer-addition signer-removal handing-over claim putting-back recall")),
    (ASKED, acts("confirmation amendment handing-out reading taking-back reading-hand-over")),
    (ASKED, acts("acceptance progress extension-request extension-decision completion")),
    (ASKED, acts("closure redo acknowledgement new-instruction assistance assignment-hand-over")),
    (ASKED, acts("sub-case answer answer-return sub-case-closure filing extension-of-keeping")),
    (ASKED, acts("scope-request scope-decision")),
    (ASKED, acts("remark remark-withdrawal copying seeing relation relation-removal urging receipt")),
    # acts that belong to a role
    (act_of(Role.SECRETARY), acts("distribution chasing paper-opinion")),
    (act_of(Role.OFFICE_HEAD), acts("relocation special-closure reopening rules-version classification")),
    (act_of(*suspend.STEERERS), acts("suspension resumption")),
    (act_of(*narrow.KEEPERS_OF_SCOPE), acts("scope-removal")),
    (act_of(Role.LEADER), acts("approval", "destruction-orders/{order_id}")),
    (act_of(Role.ARCHIVIST), acts("calling-off", "destruction-orders/{order_id}")),
    (ASKED, acts("refusal witnessing", "destruction-orders/{order_id}")),
]

RIGHTS: dict[str, Right] = {route: right for right, routes in TABLE for route in routes}


def right_of(request: Request) -> Right:
    """What this request asks for.  Raises Unlisted."""
    route = request.scope.get("route")
    found = RIGHTS.get(name_of(request.method, route.path)) if route else None
    if found is None:
        raise Unlisted()
    return found


def name_of(method: str, path: str) -> str:
    """Where a route stands in the table: HEAD looks, and a program's door is the page's."""
    page = path.removeprefix(PROGRAMS) if path.startswith(f"{PROGRAMS}/") else path
    return f"{'GET' if method == 'HEAD' else method} {page}"


async def listed(request: Request) -> None:
    """Asked before every route.  Raises Unlisted."""
    right_of(request)
