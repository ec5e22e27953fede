"""审计用语: what may be written into the security journal, one word for each kind of act."""

from models.kinds import Labelled


class Act(Labelled):
    """Acts on documents stand in the documents' own ledgers; here is everything else that must be answered for."""

    SIGNED_IN = "signed-in", "登录"
    SIGN_IN_REFUSED = "sign-in-refused", "登录被拒"
    TURNED_AWAY = "turned-away", "拒绝"
    SIGNED_OUT = "signed-out", "退出"
    ACCOUNT_OPENED = "account-opened", "开立账号"
    ACCOUNT_CLOSED = "account-closed", "停用账号"
    ACCOUNT_CHANGED = "account-changed", "更改账号"
    ACCOUNT_REOPENED = "account-reopened", "恢复账号"
    ROSTER_HELD = "roster-held", "目录同步未执行"
    WORK_HANDED_OVER = "work-handed-over", "离任交接"
    ROLL_BACK_ACCEPTED = "roll-back-accepted", "接受恢复旧库"
    BACKUP_MADE = "backup-made", "备份"
    BACKUP_VERIFIED = "backup-verified", "核对备份"
    BACKUP_DRILLED = "backup-drilled", "恢复演练"
    MEDIUM_KEPT = "medium-kept", "登记备份介质"
    MEDIUM_STOPPED = "medium-stopped", "停用备份介质"
    MEDIUM_DESTROYED = "medium-destroyed", "销毁备份介质"
    BACKUP_REMOVED = "backup-removed", "按留存规则删除备份"
    AUDIT_VERIFIED = "audit-verified", "核对审计记录"
    AUDIT_EXPORTED = "audit-exported", "导出审计记录"
    PASSWORD_SET = "password-set", "设定口令"
    IDENTITY_BOUND = "identity-bound", "绑定统一登录"
    ACCOUNT_UNLOCKED = "account-unlocked", "解除暂停登录"
    SESSION_ENDED = "session-ended", "退出其他设备"
    FEED_BEGUN = "feed-begun", "启用日历订阅"
    FEED_ENDED = "feed-ended", "停用日历订阅"
    FACTOR_ADDED = "factor-added", "登记第二因素"
    FACTOR_REMOVED = "factor-removed", "注销第二因素"
    RECOVERY_CODES = "recovery-codes", "生成恢复码"
    CONFIRMED = "confirmed", "再次确认身份"
    CONFIRMATION_REFUSED = "confirmation-refused", "确认身份被拒"
    FACTOR_RESET_PROPOSED = "factor-reset-proposed", "提请重置第二因素"
    FACTOR_RESET = "factor-reset", "重置第二因素"
    FACTOR_RESET_REFUSED = "factor-reset-refused", "不同意重置第二因素"
    RIGHTS_PROPOSED = "rights-proposed", "提出权限变更"
    RIGHTS_CONFIRMED = "rights-confirmed", "确认权限变更"
    RIGHTS_REFUSED = "rights-refused", "不同意权限变更"
    RIGHTS_WITHDRAWN = "rights-withdrawn", "撤回权限变更"
    ROLE_GIVEN = "role-given", "初次设置授予角色"
    OFFICE_FOUNDED = "office-founded", "设置部门"
    ORGAN_ADDED = "organ-added", "设置来文机关"
    ORGAN_CHANGED = "organ-changed", "更改来文机关"
    ORGAN_MERGED = "organ-merged", "合并来文机关"
    ORGAN_RETIRED = "organ-retired", "停用来文机关"
    ORGAN_BACK = "organ-back", "恢复来文机关"
    OBLIGATION_ADDED = "obligation-added", "设置定期报送"
    OBLIGATION_ENDED = "obligation-ended", "停止定期报送"
    SETUP_FINISHED = "setup-finished", "初次设置结束"
    CONSENT_NOTED = "consent-noted", "登记保密机构同意"
    CONSENT_CONFIRMED = "consent-confirmed", "确认保密机构同意"
    CONSENT_REVOKED = "consent-revoked", "撤销保密机构同意"
    CARRIER_ENTERED = "carrier-entered", "登记涉密载体"
    CARRIER_HANDED = "carrier-handed", "交出涉密载体"
    CARRIER_BACK = "carrier-back", "归还涉密载体"
    CARRIER_COUNTED = "carrier-counted", "清点涉密载体"
    CARRIER_LEAVING = "carrier-leaving", "提请载体去向"
    CARRIER_GONE = "carrier-gone", "确认载体去向"
    FILE_TAKEN = "file-taken", "下载文件"
    FILE_REFUSED = "file-refused", "拒收文件"
    NOT_SCANNED = "not-scanned", "未经查毒收下文件"
    SECRET_REFUSED = "secret-refused", "拒收涉密文件"
    CLOCK_HELD = "clock-held", "时钟异常"
    CLOCK_RIGHT = "clock-right", "时钟恢复"
    CLOCK_ACCEPTED = "clock-accepted", "接受现在的时间"
    MASTER_MADE = "master-made", "启用新主密钥"
    MASTER_RETIRED = "master-retired", "停用旧主密钥"
    FORM_PROPOSED = "form-proposed", "提交表单模板"
    FORM_RELEASED = "form-released", "发布表单模板"
    FORM_WITHDRAWN = "form-withdrawn", "撤回表单模板"
    POLICY_PROPOSED = "policy-proposed", "提请修改规矩"
    POLICY_RELEASED = "policy-released", "发布规矩"
    POLICY_WITHDRAWN = "policy-withdrawn", "撤回规矩修改"
    LETTER_SENT_AGAIN = "letter-sent-again", "重发未送达邮件"
    LETTER_GIVEN_UP = "letter-given-up", "放弃未送达邮件"


# 管理操作: who may do what, whoever decides it; an office head who confirms a role administers too.
ADMINISTRATION = frozenset(
    {
        *(
            Act.ACCOUNT_OPENED,
            Act.ACCOUNT_CLOSED,
            Act.ACCOUNT_CHANGED,
            Act.ACCOUNT_REOPENED,
            Act.ACCOUNT_UNLOCKED,
        ),
        *(
            Act.RIGHTS_PROPOSED,
            Act.RIGHTS_CONFIRMED,
            Act.RIGHTS_REFUSED,
            Act.RIGHTS_WITHDRAWN,
            Act.ROLE_GIVEN,
        ),
        *(Act.FACTOR_RESET_PROPOSED, Act.FACTOR_RESET, Act.FACTOR_RESET_REFUSED, Act.OFFICE_FOUNDED),
        *(Act.CONSENT_NOTED, Act.CONSENT_CONFIRMED, Act.CONSENT_REVOKED),
        *(Act.FORM_PROPOSED, Act.FORM_RELEASED, Act.FORM_WITHDRAWN),
        *(Act.POLICY_PROPOSED, Act.POLICY_RELEASED, Act.POLICY_WITHDRAWN),
        *(
            Act.AUDIT_VERIFIED,
            Act.AUDIT_EXPORTED,
            Act.ROLL_BACK_ACCEPTED,
            Act.BACKUP_MADE,
            Act.BACKUP_VERIFIED,
            Act.BACKUP_DRILLED,
            Act.MEDIUM_KEPT,
            Act.MEDIUM_STOPPED,
            Act.MEDIUM_DESTROYED,
            Act.BACKUP_REMOVED,
            Act.MASTER_MADE,
            Act.MASTER_RETIRED,
        ),
    }
)
