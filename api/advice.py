"""怎么办: what a page that refuses says: what happened, what is kept, what to do next, and whom to ask."""

from dataclasses import dataclass

from config.language import _

NOTHING_CHANGED = _("没有改动任何内容。")
SECRETARY, SYSTEM = _("机要秘书"), _("系统管理员")


@dataclass(frozen=True)
class Advice:
    """``ask``: who can help; the page adds a code for whoever looks it up in the log."""

    heading: str
    kept: str
    steps: tuple[str, ...]
    ask: str


NOBODY_KNOWS = Advice(
    _("系统出错了"),
    _("不能确定这一步有没有办成；已经办过的事都在，不会丢。"),
    (
        _("先回到待办，看看这件事是不是已经办了。"),
        _("没有办成的，再试一次。"),
        _("还是不行，把下面的编号告诉系统管理员。"),
    ),
    SYSTEM,
)
ADVICE = {
    401: Advice(
        _("请先登录"),
        _("您离开得久了，系统已自动退出；这次填写的内容没有保存。"),
        (_("点“去登录”，登录后会回到待办。"), _("刚才填写的文字还在下面，请复制下来，登录后再填一次。")),
        SYSTEM,
    ),
    403: Advice(
        _("这件事不归您办"),
        NOTHING_CHANGED,
        (_("看看右上角登录的是不是自己的账号。"), _("需要由您代办的，请本人先登记委托。")),
        _("机要秘书；角色不对的，请找安全保密管理员"),
    ),
    404: Advice(
        _("没有找到"),
        NOTHING_CHANGED,
        (_("核对编号，或者从待办、查询里重新打开。"), _("确实需要知悉的，请经办人申请扩大知悉范围。")),
        SECRETARY,
    ),
    405: Advice(_("不能这样办"), NOTHING_CHANGED, (_("回到待办，从公文页面上的按钮办理。"),), SYSTEM),
    409: Advice(
        _("现在不能这样办"),
        NOTHING_CHANGED,
        (_("重新打开此件，看看最新办到哪一步。"), _("别人已经办过的，不用再办。")),
        SECRETARY,
    ),
    413: Advice(
        _("文件太大"),
        _("这次的文件没有收下，已经登记的公文不受影响。"),
        (_("扫描请用300dpi、黑白或灰度，一般一页不到0.2 MB。"), _("仍然太大的，分成几个文件上传。")),
        _("系统管理员（可以调整上限）"),
    ),
    422: Advice(_("填写有误"), _("这次没有保存。"), (_("回到上一页，照上面的提示改好再提交。"),), SECRETARY),
    429: Advice(_("操作太频繁"), NOTHING_CHANGED, (_("等上面写的时间过了再试。"),), SYSTEM),
    500: NOBODY_KNOWS,
    503: Advice(
        _("暂时办不了"),
        _("这一步没有办，已经办过的事都在。"),
        (_("过几分钟再试一次。"), _("急件请先按纸质程序办理，事后补录。")),
        SYSTEM,
    ),
    504: NOBODY_KNOWS,
}
OTHERWISE = Advice(_("没有办成"), NOTHING_CHANGED, (_("回到待办，重新打开后再试。"),), SYSTEM)


def on(status: int) -> Advice:
    return ADVICE.get(status, OTHERWISE)
