"""jiyao migrate: bring the database to the schema of this release."""


def migrate() -> None:
    """把数据库迁移到本版本（bring the database to this release's schema）。

    jiyao up 启动时会自动迁移；单独运行用于升级前后核对。迁移前请先备份数据目录。
    """
    from api.cli.output import say
    from models.migrate import standing, upgrade

    upgrade()
    has, _ = standing()
    say(f"数据库已是最新：{has}。")
