"""识读: read every field off one paper."""

from dataclasses import replace

from models.recognition.addressees import addressees
from models.recognition.attachments import attachments
from models.recognition.dates import usual_year
from models.recognition.deadlines import deadline
from models.recognition.found import LABELS, Found, Recognition
from models.recognition.issuer import issue_date, issuer
from models.recognition.kinds import action_type, kind, urgency
from models.recognition.layout import Layout, lay_out
from models.recognition.numbers import doc_number
from models.recognition.paper import MAX_TEXT, Line, lines_of, paragraphs, with_half_width_digits
from models.recognition.phrases import due_phrase
from models.recognition.places import Place, Plan, begins, page_starts
from models.recognition.secrecy import security_mark
from models.recognition.signature import Signature, signature
from models.recognition.titles import title
from models.recognition.unfolding import unfolded


def recognise(text: str, name: str = "") -> Recognition:
    """What stands on the paper.  ``name`` is the file name, used where the paper itself is silent."""
    rows = unfolded(with_half_width_digits(text[:MAX_TEXT]))
    layout = lay_out(lines_of(rows))
    signed = signature(layout)
    heading = title(layout.head, name)
    body = _body(layout, signed)
    sort, issued = kind(heading, body), issue_date(layout, signed)
    due = deadline(body, issued.value if issued else None, usual_year(line.tight for line in layout.lines))
    read = Recognition(
        title=heading,
        issuer=issuer(layout, signed, heading),
        doc_number=doc_number(layout.head),
        issue_date=issued,
        addressees=addressees(layout),
        kind=sort,
        urgency=urgency(layout.head),
        security_mark=security_mark(layout.lines, name),
        attachments=attachments(layout, signed),
        due_date=due,
        due_phrase=Found(due.words, due.line, due.words) if due else due_phrase(body),
        action_type=action_type(heading, sort, due, body) if layout.lines else None,
    )
    return replace(read, places=_places(read, _plan(rows, layout, signed, heading)))


def _plan(rows: str, layout: Layout, signed: Signature, heading: Found[str] | None) -> Plan:
    return Plan(
        page_starts(rows),
        salutation=begins(layout.lines, layout.head_end),
        signature=begins(layout.lines, signed.start),
        below=begins(layout.lines, signed.end),
        title=heading.line if heading else -1,
    )


def _places(read: Recognition, plan: Plan) -> dict[str, Place]:
    found = {name: getattr(read, name) for name in LABELS}
    return {name: plan.place(name, one.line) for name, one in found.items() if one}


def _body(layout: Layout, signed: Signature) -> list[Line]:
    """From the salutation to the signature; what is annexed does not count."""
    return paragraphs(layout.lines[layout.body : max(signed.start, layout.body)])
