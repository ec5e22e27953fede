"""网络: how pages, mails, files and records travel."""

from sqlalchemy import make_url

from api.cli.checks.finding import Trouble
from config.guards import is_here
from config.settings import settings


def pages_come_by_https() -> str:
    url = settings().public_url
    if not url.startswith("https://"):
        raise Trouble(
            f"{url} 不加密，口令和公文在网上可被窃听",
            "请设 JIYAO_TLS_CERTIFICATE 和 JIYAO_TLS_KEY，或在前面架设 HTTPS 反向代理（如 nginx），"
            "把 JIYAO_PUBLIC_URL 设为 https:// 网址。",
        )
    return url


def nobody_walks_round_the_proxy() -> str:
    here = settings()
    if here.tls_certificate:
        return f"没有代理，网页自己走 HTTPS：{here.host}:{here.port}"
    if not is_here(here.host):
        raise Trouble(
            f"网页开在 {here.host}:{here.port}，别的机器可以绕过反向代理",
            "请把 JIYAO_HOST 设为 127.0.0.1，只让本机的反向代理连接。",
        )
    if here.public_url.startswith("https://") and not here.trusted_proxies:
        raise Trouble(
            "没有写明反向代理，审计里的来源地址都会是代理的地址",
            "请把 JIYAO_TRUSTED_PROXIES 设为代理的地址，如 127.0.0.1。",
        )
    return f"只在本机 {here.host}:{here.port}"


def mail_is_encrypted() -> str:
    here = settings()
    if not here.smtp_host:
        raise Trouble("没有设邮件服务器，没有人收得到提醒", "请设 JIYAO_SMTP_HOST 等项。")
    if here.smtp_tls == "none" and not is_here(here.smtp_host):
        raise Trouble(f"发往 {here.smtp_host} 的邮件不加密", "请把 JIYAO_SMTP_TLS 设为 starttls 或 tls。")
    return f"{here.smtp_host}（{here.smtp_tls}）"


def files_are_scanned() -> str:
    """clamd speaks in clear: papers go to it on this machine only."""
    where = settings().clamd
    if not where:
        raise Trouble("收进来的文件不查毒", "请在本机装 clamd，把 JIYAO_CLAMD 设为它的套接字。")
    if not where.startswith("/") and not is_here(where.rpartition(":")[0].strip("[]")):
        raise Trouble(f"文件不加密地送往 {where} 查毒", "请在本机装 clamd，或者经本机的加密隧道连接。")
    return where


def database_is_reached_in_secret() -> str:
    url = make_url(settings().database_url)
    host = url.host or str(url.query.get("host", ""))
    if not host or host.startswith("/") or is_here(host):
        return "在本机"
    if url.query.get("sslmode") != "verify-full":
        raise Trouble(
            f"到 {host} 的数据库连接没有加密，或者不核对对方是谁",
            "请在 JIYAO_DATABASE_URL 后加 ?sslmode=verify-full&sslrootcert=证书文件。",
        )
    return f"{host}（verify-full）"
