"""jiyao doctor --invariants: one line for each rule; where it does not hold, one sentence for each thing."""

import typer

from api.cli import output
from api.cli.checks import data
from api.cli.checks.finding import Trouble
from config.errors import BadConfig
from gateways import invariants
from gateways.clock import now

SHOWN = 20  # of what breaks one rule; --json tells all


def hold(*, as_json: bool) -> None:
    """Raises BadConfig where there is nothing to look at."""
    try:
        data.keys_are_private()
        data.schema_is_current()
    except Trouble as trouble:
        raise BadConfig(f"{trouble.what}：{trouble.advice}") from None
    looked = list(invariants.look(now()))
    if as_json:
        output.as_json([one.as_dict() for one in looked])
    else:
        for one in looked:
            _say(one)
    if any(one.broken for one in looked):
        raise typer.Exit(output.FINDINGS)


def _say(one: invariants.Looked) -> None:
    typer.echo(f"{'✗' if one.broken else '✓'} {one.rule}")
    for found in one.broken[:SHOWN]:
        typer.echo(f"    {found.where}：{found.what}")
    if len(one.broken) > SHOWN:
        typer.echo(f"    ……共{len(one.broken)}处，--json 列出全部")
