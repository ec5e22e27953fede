"""jiyao: what the other commands say, to people and to programs, and how they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from gateways.clock import now
from models import letters, outbox
from models.database import reading, unit_of_work
from models.haste import Haste
from models.letters import LetterKind
from models.outbox import Errand
from models.people import find_uid
from tests.cli.conftest import Run
from tests.office import Letter
from tests.personas import Cast
from tests.this_year import YEAR

PAPER = """江州市卫生健康委员会文件

江卫〔2026〕17号

关于开展消防演练的通知

各科室：
请于11月30日前完成。

江州市卫生健康委员会
2026年11月16日
"""
COMMANDS = (
    *("up", "demo", "migrate", "verify-audit", "doctor", "form", "recognise"),
    *("user add", "user list", "user disable", "mail list", "mail retry"),
    *("backup", "restore", "bench seed"),
)


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("api.cli", ("sqlmodel", "fastapi", "prefect", "pydantic", "docx", "httpx")),
        ("api.cli.up", ("fastapi", "prefect", "docx", "pypinyin")),  # looks after the others, for years
        ("flows.clerk", ("fastapi", "pypinyin")),
    ],
)
def test_what_a_process_never_needs_it_does_not_hold(module: str, heavy: tuple[str, ...]) -> None:
    asked = f"import sys, {module}; sys.exit(','.join(m for m in {heavy} if m in sys.modules) or 0)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_in_both_languages(run: Run, command: str) -> None:
    told = run(*command.split(), "--help")
    assert told.exit_code == 0
    body = told.stdout.partition("Options:")[0].partition("\n")[2]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body)
    assert any(word.isascii() and word.isalpha() for word in body.split("（")[1].split("）")[0].split())


def test_a_wrong_setting_is_one_sentence(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_COLOUR", "red")
    told = CliRunner().invoke(app, ["user", "list"])
    assert (told.exit_code, told.stderr.strip()) == (1, "环境变量 JIYAO_COLOUR：没有这项设置。")


@pytest.mark.parametrize(
    "command", [("form", f"{YEAR}-普-0001", "文件处理单"), ("user", "list"), ("mail", "list")], ids=" ".join
)
def test_a_database_that_is_not_there_is_one_sentence(empty: Path, command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, list(command))
    assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert told.stderr.startswith("数据库打不开，或者还没有建好（")
    assert "jiyao migrate" in told.stderr


def test_a_form_is_written_where_it_was_asked_for(run: Run, cast: Cast, tmp_path: Path) -> None:
    letter = Letter(cast).arrives()
    number = letter.is_registered()
    told = run("form", number, "文件处理单", "-o", str(tmp_path / "sheet.docx"))
    assert told.exit_code == 0, told.output
    words = "\n".join(
        cell.text
        for table in Document(str(tmp_path / "sheet.docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert number in words


@pytest.mark.parametrize(
    ("number", "kind", "sentence"),
    [
        (f"{YEAR}-普-9999", "文件处理单", f"没有编号为{YEAR}-普-9999的公文"),
        ("17", "文件处理单", "收文编号应写作"),
        (f"{YEAR}-普-0001", "请假条", "可用的是"),
    ],
)
def test_a_form_that_cannot_be_is_refused(
    run: Run, cast: Cast, number: str, kind: str, sentence: str
) -> None:
    Letter(cast).arrives().is_registered()
    told = run("form", number, kind, "-o", "-")
    assert told.exit_code == 1
    assert sentence in told.stderr
    assert told.stdout == ""


def test_a_paper_is_read_for_people_and_for_programs(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(PAPER, "utf-8")
    said = json.loads(run("recognise", str(paper), "--json").stdout)
    assert (said["title"], said["doc_number"]) == ("关于开展消防演练的通知", "江卫〔2026〕17号")
    rows = [line.split("\t") for line in run("recognise", str(paper)).stdout.splitlines()]
    assert ["发文字号", "江卫〔2026〕17号", "第3行：江卫〔2026〕17号"] in rows


def test_a_state_secret_is_not_even_read_aloud(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(f"机密★1年\n{PAPER}", "utf-8")
    told = run("recognise", str(paper), "--json")
    assert told.exit_code == 1
    assert told.stderr.startswith("本系统为非涉密信息系统")
    assert "消防" not in told.output


def test_a_file_that_is_not_there_is_a_slip_of_the_pen(run: Run) -> None:
    assert run("recognise", "nowhere.pdf").exit_code == 2


def test_a_mail_that_was_given_up_gets_another_try(run: Run, cast: Cast) -> None:
    with unit_of_work() as session:
        letters.write(session, find_uid(session, "wang"), LetterKind.ASK, at=now(), how=Haste.NOW)
        errand = session.exec(select(Errand)).one()
        outbox.bury(session, errand, at=now(), error="smtp-550")
    (one,) = json.loads(run("mail", "list", "--json").stdout)
    assert (one["to"], one["error"]) == ("王建国", "smtp-550")
    assert run("mail", "retry").exit_code == 2
    assert run("mail", "retry", "no-such-id").exit_code == 1
    assert "1 封" in run("mail", "retry", one["id"]).stderr
    with reading() as session:
        assert session.get_one(Errand, errand.id).dead_at is None


def test_migrate_brings_an_empty_machine_to_head(data_dir: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from api.cli import app; app()", "migrate"], capture_output=True, check=False
    )
    assert told.returncode == 0, told.stderr.decode()
    from models.migrate import standing

    has, wanted = standing()
    assert has == wanted
