"""核对: the whole house looked through now, and the result written into its journal."""

from config.settings import settings
from gateways import anchor_file
from gateways.clock import now
from models import audit, heads, verify
from models.audit_words import Act
from models.database import unit_of_work
from models.people import Me
from models.proof import Report, looking_at

TOLD = 10  # findings that the journal names; verify-audit names all


def prove(by: Me | None) -> Report:
    """Also when nothing was found: that somebody looked is on record."""
    with looking_at(settings().database_url) as connection:
        report = verify.verify(connection, anchor_file.lines(), heads.public_key())
    with unit_of_work() as session:
        audit.record(session, Act.AUDIT_VERIFIED, by=by, at=now(), ok=not report.findings, why=_said(report))
    return report


def _said(report: Report) -> str:
    found = report.findings
    looked = (
        f"已核对{report.documents}件公文、{report.lines}行台账、{report.events}行日志、"
        f"{report.facts}条事实、{report.anchors}个存证，{len(found)}处不符"
    )
    named = "".join(f"；{one.where}：{one.what}" for one in found[:TOLD])
    return looked + named + ("；……" if len(found) > TOLD else "")
