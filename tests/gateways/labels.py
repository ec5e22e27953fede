"""The labels an office prints on its forms, word by word, and the rows that may run on over a page."""

LABELS = {
    "receive-register": """
        收文号 收文日期 来文机关 来文字号 文件标题 附件 份数 密级 承办单位 签收人 复文号 归卷日期 归入卷号
        份号 保密期限 紧急程度 页数 清退日期 备注""",
    "processing-sheet": """
        来文单位 来文字号 收文日期 收文编号 密级 紧急程度 份数/份号 文件标题 附件 办理时限 拟办意见 领导批示 传阅
        承办部门意见 办理结果 归档 备注""",
    "return-notice": "来文单位 文号 标题 退文理由 退文人 日期 对方签收",
    "circulation-sheet": """
        文件标题 来文单位 文号 收文编号 密级 份数(份号) 传阅范围
        序号 传阅人 送阅时间 阅退时间 意见/签名 经手人 备注""",
    "supervision-notice": """
        督办编号 立项日期 事项来源 督办事项 批示领导及内容 主办(牵头)部门 协办部门 责任人 办理要求 办结时限 反馈方式
        签收人/时间 催办记录 办理情况 审核意见 办结日期/销号""",
    "supervision-bulletin": """
        立项交办 在办 本周到期 已超期 按期办结 超期办结 按期率 主办部门 平均工作日""",
    "archive-catalogue": """
        全宗号 全宗名称 年度 保管期限 机构(问题) 序号 档号 文号 责任者 题名 日期 密级 页数 备注""",
    "destruction-list": """
        全宗号 销毁档案数量 鉴定小组负责人签字及时间 批准人签字及时间 监销人签字及销毁时间
        序号 档号 文号 责任者 文件题名 所属年度 形成时间 应保管期限 已保管期限 文件页数 销毁时间 备注""",
    "destruction-certificate": """
        序号 标题 文号 密级 份号 份数 页数 保管部门
        销毁日期 方式 地点 承销单位 批准人 押运人 监销人 经办人""",
}
IN_THE_CELL = {
    "processing-sheet": "拟办人： 姓名： 签名： 承办人： 日期： 档号：",
    "supervision-notice": "批示领导： 审核人： 日期：",
}
COLUMNS = {
    "supervision-bulletin": "主办部门 在办 本周到期 已超期 按期办结 超期办结 按期率 平均工作日",
    "circulation-sheet": "序号 传阅人 送阅时间 阅退时间 意见/签名 经手人 备注",
    "archive-catalogue": "序号 档号 文号 责任者 题名 日期 密级 页数 备注",  # DA/T 22-2015
    "destruction-certificate": "序号 标题 文号 密级 份号 份数 页数 保管部门",
}
RUN_ON = {
    "processing-sheet": "拟办意见 领导批示 传阅 承办部门意见 办理结果",
    "return-notice": "退文理由",
    "supervision-notice": "批示领导及内容 催办记录 办理情况 审核意见",
}
