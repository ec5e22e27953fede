"""jiyao calendar: the tables of holidays, and a new year's from the published notice."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="节假日表（calendar）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("show")
def show(year: Annotated[int | None, typer.Argument(metavar="年份", help="不写则列出各年")] = None) -> None:
    """列出已有的节假日表，或某一年的每一项安排（show the holidays）。"""
    from api.cli import output
    from config.holidays import years

    tables = {one.year: one for one in years()}
    if year is None:
        output.table(("年份", "来源"), [(str(one.year), one.source) for one in tables.values()])
        return
    if year not in tables:
        output.say(f"没有{year}年的节假日表。国务院办公厅发布后，运行 jiyao calendar read 通知.txt。")
        raise typer.Exit(output.FINDINGS)
    rows = [
        (one.name, f"{one.first}", f"{one.last}", "、".join(map(_weekday, one.work)))
        for one in tables[year].holidays
    ]
    output.table(("节日", "首日", "末日", "调休上班"), rows)


@app.command("read")
def read(
    notice: Annotated[Path, typer.Argument(metavar="通知文本", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help="已有这一年的表时，用新的替换")] = False,
) -> None:
    """把国务院办公厅的节假日通知（文本文件）变成一年的节假日表（import a published notice）。

    逐条核对天数和星期，不符的不写入。重启后生效。
    """
    from api.cli import output
    from config.errors import BadConfig
    from config.holiday_notice import as_toml, read_notice
    from config.holidays import own_folder

    year = read_notice(_text(notice))
    target = own_folder() / f"{year.year}.toml"
    if target.exists() and not replace:
        raise BadConfig(f"{target} 已经有了；要替换请加 --replace。")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(as_toml(year), encoding="utf-8")
    output.say(f"已写入 {target}：{len(year.holidays)} 个节日，{len(year.work)} 个调休上班日。请核对后重启。")


def _text(path: Path) -> str:
    from config.errors import BadConfig

    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadConfig(f"{path} 不是 UTF-8 文本；请把通知另存为文本文件（UTF-8）。") from None


def _weekday(day: date) -> str:
    return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
