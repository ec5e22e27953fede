"""Who may do what, said a second time: by names and paths, without a look at the product's table or filter.

A new route is put here too: its author says in plain words for whom it is.  Sources: 保守国家秘密法 art. 21 (知悉范围),
实施条例 art. 19, GB/T 22239-2019 8.1.4.2 (管理用户权限分离).
"""

from enum import Enum


class Outcome(Enum):
    OPEN = "nobody is asked who he is"
    SIGN_IN = "sign in first"
    UNSEEN = "there is no such thing"
    REFUSED = "not yours"
    OVER = "it has come to its end"
    THROUGH = "the right lets pass; the verb, or the form's fields, may still refuse"


ABSENT = {"", "gone"}
THREE = {"gu", "an", "shen"}
SECRETARIES, HEAD, LEADERS, ARCHIVIST = {"lin"}, {"chen"}, {"wang", "zhou"}, {"he"}
HEADS_OF_OFFICES = {"zhao", "qian", "bai"}

# Whom each paper came before, by the way it went; 唐 while he stands in for 王, 冯 never: he is not cleared.
KNOWS: dict[str, set[str]] = {
    "received": {"lin"},
    "registered": {"lin", "chen"},
    "signing": {"lin", "chen", "wang", "tang"},
    "reading": {"lin", "chen", "wang", "zhou"},
    "carried": {"lin", "chen", "wang", "zhou", "sun", "zhao", "li"},
    "done": {"lin", "chen", "wang", "zhou", "sun", "zhao", "li", "he"},
    "foreign": {"lin", "chen", "zhou", "qian"},
    "kept": {"lin", "chen", "wang", "he"},
    "listed": {"lin", "chen", "wang", "he"},
    "destroyed": {"lin", "chen", "wang", "he"},
    "nowhere": set(),
}
LISTS = {"waiting": {"he", "zhou", "sun"}, "over": {"he", "zhou", "sun"}, "nowhere": set()}

OPEN = {
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /sign-in",
    "GET /oidc/start",
    "GET /oidc/callback",
    "GET /sign-in/code",
    "POST /sign-in/code",
    "GET /sign-in/password",
    "POST /sign-in/password",
    "POST /sign-in",
    "POST /appearance",
    "POST /language",
    "POST /session",
    "GET /openapi.json",
    "GET /t/{token}",
    "GET /feeds/{word}.ics",
}
EVERYBODY = {"GET /", "GET /api/v1", "POST /sign-out"}
EVERYBODY |= {"GET /calendar", "GET /calendar/until", "GET /calendar/deadline"}
EVERYBODY |= {"GET /help", "GET /help/{role}"}
EVERYBODY |= {"GET /confirm", "POST /confirm", "POST /session/confirmation"}
ONES_OWN = "/account"  # one's own sessions, second factors and password, all that lies below it
WHOEVER_HANDLES_PAPERS = {
    "POST /search",
    "GET /desk/events",
    "POST /desk/bulk",
    "GET /desk/filters",
    "POST /desk/filters",
    *(f"POST /desk/filters/{{filter_id}}/{act}" for act in ("name", "removal", "restoring")),
    "GET /tasks",
    "GET /documents",
    "GET /destruction-orders",
    "GET /supervision",
    "GET /delegations",
    "POST /delegations",
    "POST /delegations/{delegation_id}/revocation",
    "GET /absences",
    "POST /absences",
    "POST /absences/{absence_id}/return",
    "GET /carriers",
    "GET /carriers/{carrier_id}",
    *(f"POST /carriers/{{carrier_id}}/{act}" for act in ("handing", "coming-back", "count", "leaving")),
    "POST /carriers/{carrier_id}/leaving-confirmation",
}
# Without a document: for these people; for anybody else it is refused, or it is not there.
FOR = {
    "GET /documents/new": SECRETARIES,
    "POST /documents": SECRETARIES,
    "GET /supervision/new": SECRETARIES | HEAD,
    "POST /supervision": SECRETARIES | HEAD,
    "GET /obligations": SECRETARIES | HEAD,
    "POST /obligations": SECRETARIES | HEAD,
    "POST /obligations/{obligation_id}/ending": SECRETARIES | HEAD,
    "GET /documents/likely-duplicates": SECRETARIES,
    "POST /destruction-orders": ARCHIVIST,
    "GET /rules/new": HEAD | SECRETARIES,
    "POST /rules": HEAD | SECRETARIES,
    "POST /carriers": SECRETARIES,
    "POST /people": {"gu"},
    "POST /offices": {"gu"},
    "POST /backup-media": {"gu"},
    "POST /backup-media-endings": {"gu"},
    "GET /readers": {"an"},
    "GET /clock": THREE,
    "POST /clock/acceptance": THREE,
    "GET /factor-resets": THREE,
    "POST /factor-resets": THREE,
    "POST /factor-resets/{reset_id}/confirmation": THREE,
    "POST /factor-resets/{reset_id}/refusal": THREE,
    "GET /audit": {"an", "shen"},
    "GET /audit/export": {"shen"},
    "POST /audit/verification": {"shen"},
    "POST /people/{person_id}/closure": {"gu"},
    "POST /people/{person_id}/rights-changes": {"an"},
}
WHOEVER_ANSWERS_FOR_RIGHTS = THREE | HEAD | LEADERS
FORM_KEEPERS = {"gu", "an"}
HIDDEN = {
    "GET /forms": FORM_KEEPERS,
    "GET /forms/kinds/{kind}/template": FORM_KEEPERS,
    "GET /forms/{release_id}/sample": FORM_KEEPERS,
    "POST /forms/{release_id}/withdrawal": FORM_KEEPERS,
    "GET /engine": {"gu"},
    "GET /backups": {"gu", "shen"},
    "GET /policy": THREE | HEAD,
    "GET /policy/releases": THREE | HEAD,
    "GET /numbers": SECRETARIES | HEAD | ARCHIVIST | {"shen"},
    "GET /dead-letters": SECRETARIES | {"gu"},
    "GET /dead-letters/bounced": SECRETARIES | {"gu"},
    "POST /dead-letters/sending": SECRETARIES | {"gu"},
    "POST /dead-letters/{letter_id}/giving-up": SECRETARIES | {"gu"},
    "POST /dead-letters/{letter_id}/sending": SECRETARIES | {"gu"},
    "GET /departures": SECRETARIES | HEAD,
    "POST /departures/{person_id}/handing-on": SECRETARIES | HEAD,
    "GET /consents": HEAD | {"an"},
    "POST /consents/{consent_id}/revocation": HEAD | {"an"},
    "GET /people": WHOEVER_ANSWERS_FOR_RIGHTS,
    "GET /people/{person_id}": WHOEVER_ANSWERS_FOR_RIGHTS,
    "GET /offices": WHOEVER_ANSWERS_FOR_RIGHTS,
    "GET /rights-changes": WHOEVER_ANSWERS_FOR_RIGHTS,
    "POST /rights-changes/{change_id}/confirmation": WHOEVER_ANSWERS_FOR_RIGHTS,
    "POST /rights-changes/{change_id}/refusal": WHOEVER_ANSWERS_FOR_RIGHTS,
    "POST /rights-changes/{change_id}/withdrawal": WHOEVER_ANSWERS_FOR_RIGHTS,
    "GET /organs": SECRETARIES | HEAD,
    "GET /organs/matching": SECRETARIES | HEAD,
    "GET /organs/{organ_id}": SECRETARIES | HEAD,
    "POST /organs": SECRETARIES | HEAD,
    **{
        f"POST /organs/{{organ_id}}/{act}": SECRETARIES | HEAD
        for act in ("change", "merger", "retirement", "return")
    },
    **{
        f"GET /supervision/{one}": SECRETARIES | HEAD | LEADERS | HEADS_OF_OFFICES
        for one in ("board", "bulletin", "scorecard")
    },
    "GET /books": SECRETARIES | ARCHIVIST,
    "GET /books/registers/{book}/{year}": SECRETARIES,
    "GET /books/catalogues/{year}/{retention}/{office}": ARCHIVIST,
    "GET /rules": HEAD | SECRETARIES | LEADERS,
    "GET /rules/{book_id}": HEAD | SECRETARIES | LEADERS,
    "GET /rules/{book_id}/preview": HEAD | SECRETARIES | LEADERS,
    "POST /rules/{book_id}/withdrawal": HEAD | SECRETARIES | LEADERS,
}
# For some, refused to others who know of it, and not there for anybody else.
KNOWN = {
    "POST /forms": ({"gu"}, {"an"}),
    "POST /forms/{release_id}/release": ({"an"}, {"gu"}),
    **{
        route: ({"gu", "an"} | HEAD, {"shen"})
        for route in (
            "GET /policy/change",
            "POST /policy",
            "POST /policy/releases/{release_id}/release",
            "POST /policy/releases/{release_id}/withdrawal",
        )
    },
    "POST /consents": ({"an"}, HEAD),
    "POST /consents/{consent_id}/confirmation": (HEAD, {"an"}),
    "POST /rules/{book_id}/release": (HEAD | LEADERS, SECRETARIES),
}
# On a document, besides knowing of it.
ROLE_ACTS = {
    "distribution": SECRETARIES,
    "chasing": SECRETARIES,
    "paper-opinion": SECRETARIES,
    "suspension": SECRETARIES | HEAD,
    "resumption": SECRETARIES | HEAD,
    "relocation": HEAD,
    "special-closure": HEAD,
    "reopening": HEAD,
    "scope-removal": SECRETARIES | HEAD,
    "classification": HEAD,
    "rules-version": HEAD,
    "approval": LEADERS,
    "calling-off": ARCHIVIST,
}


def expects(uid: str, route: str, thing: str = "") -> Outcome:
    """``route`` is "POST /documents/{document_id}/opinion", whichever door; ``thing`` the paper or list behind it."""
    if route in OPEN:
        return Outcome.OPEN
    if uid in ABSENT:
        return Outcome.SIGN_IN
    if route in EVERYBODY or route.split()[1].startswith(ONES_OWN):
        return Outcome.THROUGH
    if "{document_id}" in route:
        return _on(KNOWS[thing], uid, route, over=thing == "destroyed")
    if "{order_id}" in route:
        return _on(LISTS[thing], uid, route, over=False)
    if route == "POST /t/{token}":  # 王's link: 三员 have none
        return Outcome.UNSEEN if uid in THREE else Outcome.THROUGH
    return _without_a_paper(uid, route)


def _on(known_to: set[str], uid: str, route: str, *, over: bool) -> Outcome:
    if uid not in known_to:
        return Outcome.UNSEEN
    if route.startswith("GET"):
        return Outcome.THROUGH
    if uid not in ROLE_ACTS.get(route.rpartition("/")[2], {uid}):
        return Outcome.REFUSED
    return Outcome.OVER if over else Outcome.THROUGH


def _without_a_paper(uid: str, route: str) -> Outcome:
    if route in KNOWN:
        people, others = KNOWN[route]
        return _for(people, uid, Outcome.REFUSED if uid in others else Outcome.UNSEEN)
    if route in HIDDEN:
        return _for(HIDDEN[route], uid, Outcome.UNSEEN)
    if route in FOR:
        return _for(FOR[route], uid)
    assert route in WHOEVER_HANDLES_PAPERS, f"say in tests/rights/oracle.py for whom {route} is"
    return Outcome.REFUSED if uid in THREE else Outcome.THROUGH


def _for(people: set[str], uid: str, otherwise: Outcome = Outcome.REFUSED) -> Outcome:
    return Outcome.THROUGH if uid in people else otherwise
