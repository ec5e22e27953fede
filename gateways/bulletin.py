"""督查通报: the form with its chart, filled in."""

from gateways import forms
from gateways.form_chart import Bars, with_chart
from models.bulletins import CHART, SupervisionBulletin

PARTS = ("时限未到", "本周到期", "已超期")


def bulletin_bytes(paper: SupervisionBulletin, released: bytes | None) -> bytes:
    """The .docx.  Raises BadTemplate."""
    rows = []
    for one in paper.offices:
        soon, late = int(one.week), int(one.late)
        if int(one.open):
            rows.append((one.office, (int(one.open) - soon - late, soon, late)))
    return with_chart(forms.fill(paper, released), CHART, Bars(PARTS, rows))
