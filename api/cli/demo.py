"""jiyao demo: a hospital of its own to look at, and one document's whole life, walked before your eyes."""

from typing import Annotated

import typer


def demo(
    walk_only: Annotated[
        bool, typer.Option("--walk-only", help="走完就退出，不再等候（exit after the walk）")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="删掉上次的演示数据，重新开张（start over）")
    ] = False,
) -> None:
    """开一家演示医院，让一件公文走完从签收到销毁的一生（a demo hospital）。

    数据在 var/demo，与正式数据互不相干；人员、公文都是虚构的。走完后列出网址和演示账号，
    按 Ctrl-C 停止。再次运行时接着用上次的数据。

    \b
    例：jiyao demo
        jiyao demo --walk-only
        jiyao demo --fresh
    """
    from api.cli.walk.opening import open_house

    raise typer.Exit(open_house(walk_only=walk_only, fresh=fresh))
