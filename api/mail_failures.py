"""为什么没有送达: what a safe code means to whoever has to mend it, and what to do."""

import re

from config.language import _, each

WORDS = each(
    {
        "mail-address": "邮箱地址写法不对，请更正此人的邮箱",
        "mail-header": "信头有不能用的字符，请核对姓名和发件设置",
        "mail-changed": "信件内容前后不一致，没有发出",
        "mail-words": "邮件模板有误，请检查改过的模板",
        "mail-folder": "写不进邮件文件夹，请检查磁盘和权限",
        "smtp-tls": "与邮件服务器的加密连接没有建立，请核对证书",
        "smtp-not-offered": "邮件服务器不支持所设的加密或登录方式",
        "smtp-timeout": "邮件服务器没有及时应答",
        "smtp-lost": "连不上邮件服务器",
        "smtp-421": "邮件服务器暂时不接受连接",
        "smtp-535": "邮件服务器不认发件账号或口令",
        "smtp-550": "收件邮箱不存在或被拒收，请核对此人的邮箱",
        "smtp-552": "收件邮箱已满",
        "smtp-553": "邮件服务器不认这个邮箱地址",
        "smtp-554": "邮件服务器拒收这封邮件",
    }
)
# RFC 3463: class, subject, detail.
BOUNCES = each(
    {
        "5.1.1": "收件邮箱不存在",
        "5.1.2": "收件邮箱的域名不存在",
        "5.2.1": "收件邮箱已停用",
        "5.2.2": "收件邮箱已满",
        "5.4.4": "找不到收件的邮件服务器",
        "5.4.7": "多次投递未成，已放弃",
        "5.7.1": "对方邮件服务器拒收",
    }
)
ANSWER = re.compile(r"smtp-([45])\d\d")


def in_words(code: str) -> str:
    """One sentence; the code stands behind it for whoever asks the mail server's keeper."""
    if code in WORDS:
        return _("{why}（{code}）", why=WORDS[code], code=code)
    answer = ANSWER.fullmatch(code)
    if answer is None:
        return _("程序出错（{code}），请看 clerk.log", code=code) if code else _("没有记录原因")
    return _(
        "邮件服务器{answer}（{code}）", answer=_("暂时不收") if answer[1] == "4" else _("拒收"), code=code
    )


def bounce_in_words(status: str) -> str:
    """One sentence for what came back, its code behind it."""
    why = BOUNCES.get(status, _("对方邮件服务器退回"))
    return _("{why}（{code}）", why=why, code=status) if status else why
