"""Invented issuers and titles, so many that some words are everywhere and others almost nowhere."""

from random import Random

CITIES = ("江州市", "临川市", "云溪县", "青浦县", "松原区", "海宁区", "东岭县", "南平县", "西河区", "北辰区")
BODIES = (
    *("卫生健康委员会", "医疗保障局", "疾病预防控制中心", "市场监督管理局", "人力资源和社会保障局", "财政局"),
    *(
        "应急管理局",
        "发展和改革委员会",
        "中医药管理局",
        "药品监督管理局",
        "教育局",
        "公安局",
        "档案局",
        "审计局",
    ),
)
VERBS = ("做好", "加强", "开展", "印发", "报送", "进一步规范", "组织", "转发", "推进", "落实")
TOPICS = (
    *(
        "冬春季呼吸道传染病防治",
        "医疗质量安全核心制度",
        "医院感染管理",
        "院感防控督导检查",
        "药品集中带量采购",
    ),
    *(
        "医保基金使用自查自纠",
        "住院医师规范化培训",
        "公立医院绩效考核",
        "电子病历应用水平分级评价",
        "网络安全等级保护",
    ),
    *(
        "医疗废物处置",
        "放射诊疗设备检测",
        "临床用血安全",
        "麻醉药品和精神药品管理",
        "护士执业注册",
        "消防安全隐患排查",
    ),
    *(
        "应急物资储备",
        "突发公共卫生事件演练",
        "对口支援",
        "健康扶贫",
        "妇幼保健机构评审",
        "老年友善医疗机构建设",
    ),
    *(
        "互联网医院监管",
        "检验结果互认",
        "分级诊疗",
        "家庭医生签约服务",
        "疫苗接种",
        "职业病诊断",
        "特种设备年检",
    ),
    *(
        "医疗服务价格调整",
        "人才引进",
        "职称评审",
        "科研项目申报",
        "档案数字化",
        "保密工作检查",
        "财务决算编制",
    ),
)
RARE = ("全网医药价格监测", "高压氧舱整治", "蛇伤救治定点医院设置", "核酸采样亭处置", "罕见病用药登记")
KINDS = ("通知", "通知", "通知", "通知", "意见", "通报", "函", "报告")
RARE_SHARE = 0.004


def issuer_and_title(random: Random) -> tuple[str, str]:
    issuer = random.choice(CITIES) + random.choice(BODIES)
    topic = random.choice(RARE if random.random() < RARE_SHARE else TOPICS)
    year = random.randrange(2014, 2027)
    return issuer, f"关于{random.choice(VERBS)}{year}年{topic}工作的{random.choice(KINDS)}"
