"""G4: with Prefect, mail server and directory all silent the inbox opens, and says so; how fast: ``bench.outage``."""

from datetime import timedelta

import pytest

from gateways import engine
from tests.databases import SQLITE_ONLY
from tests.engine.machine import until
from tests.faults.outages.moments import MOMENTS
from tests.faults.outages.office import Office
from tests.faults.outages.proxy import SILENT
from tests.faults.outages.test_matrix import banner

pytestmark = [pytest.mark.faults, SQLITE_ONLY]


def test_with_everything_outside_down_the_inbox_opens_and_says_what_is_down(office: Office) -> None:
    office.mail.fault = SILENT
    MOMENTS["propose"].does(office)
    office.later += timedelta(minutes=1)  # a mail leaves a moment after the act
    office.clerk_works()
    office.directory.fault = office.prefect.fault = SILENT
    MOMENTS["sign-in"].does(office)
    MOMENTS["sign"].does(office)
    until(lambda: not engine.healthy())
    pages = [office.looks("lin", "/") for _ in range(10)]
    assert {page.status_code for page in pages} == {200}
    said = banner(pages[-1].text)
    for sentence in ("流转引擎暂未就绪", "邮件暂时发不出去", "目录服务没有应答"):
        assert sentence in said
