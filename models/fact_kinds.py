"""事实的种类: which tables decide something, whose record each row belongs to, and which tables decide nothing.

A column that is added to a fact later must be nullable: the rows that are there were counted without it.
"""

from dataclasses import dataclass
from uuid import UUID

HOUSE = UUID(int=0)  # whose record the rows are that belong to nobody in particular


@dataclass(frozen=True)
class Kind:
    """``road``: the column that names the owner, or the row of ``via`` that knows it; empty: the house."""

    label: str
    road: str = "document_id"
    via: str = ""


FACTS = {
    "document": Kind("公文", "id"),
    "receipt": Kind("签收"),
    "registration": Kind("登记"),
    "knower": Kind("知悉范围"),
    "classification": Kind("密级变更"),
    "initiation": Kind("立项"),
    "proposal": Kind("拟办"),
    "step": Kind("签批环节", "proposal_id", "proposal"),
    "seat": Kind("签批席位"),
    "amendment": Kind("补充意见"),
    "paper_opinion": Kind("代录批示"),
    "reading": Kind("传阅"),
    "hand_over": Kind("转办"),
    "assignment": Kind("承办"),
    "progress": Kind("反馈"),
    "extension": Kind("延期"),
    "sub_case": Kind("子事项"),
    "answer": Kind("子事项答复"),
    "suspension": Kind("缓办"),
    "special_closing": Kind("特殊办结"),
    "reopening": Kind("恢复待办"),
    "opening": Kind("知悉记录"),
    "copy": Kind("抄送"),
    "scope_request": Kind("扩大知悉范围申请"),
    "delivery": Kind("分发回执"),
    "relation": Kind("关联"),
    "remark": Kind("交流"),
    "archive_entry": Kind("归档"),
    "keeping_on": Kind("续存"),
    "stored_file": Kind("文件", "owner"),
    "destruction_order": Kind("销毁清册", "id"),
    "order_line": Kind("清册条目", "order_id"),
    "witness": Kind("监销", "order_id"),
    "person": Kind("人员", "id"),
    "capacity": Kind("职责", "person_id"),
    "role_grant": Kind("角色", "person_id"),
    "authenticator": Kind("验证器", "person_id"),
    "passkey": Kind("通行密钥", "person_id"),
    "factor_reset": Kind("重置二次验证", "person_id"),
    "identity": Kind("外部身份", "person_id"),
    "rights_change": Kind("授权提请", "person_id"),
    "first_run_over": Kind("移交", ""),
    "delegation": Kind("委托", "principal_id"),
    "absence": Kind("外出", "person_id"),
    "office": Kind("部门", ""),
    "rulebook": Kind("拟办规则", "id"),
    "form_release": Kind("单据模板", "id"),
    "policy_release": Kind("规矩的发布", "id"),
    "consent": Kind("保密机构同意", "id"),
    "carrier": Kind("涉密载体", "id"),
    "handing": Kind("载体交接", "carrier_id"),
    "obligation": Kind("定期报送", "id"),
    "occasion": Kind("定期报送的一次", "obligation_id"),
    "count": Kind("载体清点", "carrier_id"),
    "leaving": Kind("载体去向", "carrier_id"),
}

PROVED_ELSEWHERE = {
    "entry": "a chain of its own",
    "event": "a chain of its own",
    "anchor": "signed, and in the anchor file",
    "anchor_line": "its anchor is signed over it",
    "tally": "has a code of its own",
    "master_key": "a key that is not the right one opens nothing",
    "content_key": "opens for its owner alone (GCM); erased for good when the document is destroyed",
    "recovery_code": "a code made under the audit key, for its owner alone",
    "sign_in": "a code of its own under the audit key, asked for at every click",
    "feed": "a code of its own under the audit key, asked for at every reading",
    "device": "a code of its own under the audit key, and the password is asked for beside it",
    "half_way": "a code of its own under the audit key",
    "counter": "the anchors hold its value; every number given is unique",
}

DECIDES_NOTHING = {
    "backup_medium": "where backup media lie and who keeps them; the journal says so too",
    "backup": "which copies were made, where, and when one was tried; the journal says so too",
    "asking": "sign-ins at an identity provider that are not through",
    "attempts": "forgotten within the day",
    "clock_mark": "what the clock said last; who accepted a leap stands in the journal",
    "desk_habit": "how somebody likes to work at the desk",
    "draft": "words that nobody has signed yet",
    "errand": "owed work; done twice is done once",
    "gram": "search index, made from the documents",
    "lease": "who is on duty",
    "letter": "mails owed",
    "mail_wish": "which harmless mails somebody does without",
    "look": "what somebody has seen of a conversation",
    "organ": "names offered for completion; the register holds what was confirmed",
    "password_set": "former passwords; the one in force stands with the person",
    "phrase": "what somebody likes to write",
    "print_job": "forms owed",
    "reminder": "reminders sent",
    "saved_filter": "lists that somebody looks at again",
    "second_thought": "what somebody may still have back, for a minute",
    "suggestion": "what the machine recognised, before somebody confirmed it",
    "task": "computed from the facts; the sweep and every look of the engine compute it anew",
    "ticket": "mail links; opens nothing that its person could not open, and the session signs",
    "turn": "what the clock did",
    "upload_day": "how much somebody sent in today",
    "urging": "a reminder by hand",
}
