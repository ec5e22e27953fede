"""外面: the engine and the mail server, both of which may be away without stopping the office."""

import os
import socket

from api.cli.checks.finding import Trouble
from api.cli.dead_letters import dead
from config.settings import settings
from gateways import engine

PATIENCE_SECONDS = 5
UP = "jiyao up 正在运行时才有应答；仍不应答请看数据目录下的 logs/engine.log。"


def engine_answers() -> str:
    standing = engine.state()
    if not standing.up:
        raise Trouble(f"没有应答（127.0.0.1:{settings().prefect_port}），{standing.waiting} 件等候推进", UP)
    if standing.late:
        raise Trouble(f"推进较慢，{standing.waiting} 件等候", "请看数据目录下的 logs/clerk.log。")
    return f"有应答，{standing.waiting} 件等候推进"


def mail_leaves() -> str:
    if given_up := len(dead()):
        raise Trouble(f"{given_up} 封多次投递失败", "请运行 jiyao mail list，处理后 jiyao mail retry --all。")
    here = settings()
    if not here.smtp_host:
        if here.mail_folder.exists() and not os.access(here.mail_folder, os.W_OK):
            raise Trouble(f"写不进 {here.mail_folder}", "请检查文件夹的权限。")
        return f"没有设邮件服务器，邮件写成 {here.mail_folder} 里的 .eml 文件"
    try:
        socket.create_connection((here.smtp_host, here.smtp_port), PATIENCE_SECONDS).close()
    except OSError:
        raise Trouble(
            f"连不上 {here.smtp_host}:{here.smtp_port}", "请核对 JIYAO_SMTP_HOST、JIYAO_SMTP_PORT 和防火墙。"
        ) from None
    return f"{here.smtp_host}:{here.smtp_port} 可以连通（{here.smtp_tls}）"
