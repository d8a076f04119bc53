"""The people of the demo company: for each role the full names at the head branch and at the second one."""

PEOPLE: dict[str, tuple[str, str]] = {
    "customer_service": ("王秀兰", "陈晓燕"),
    "surveyor": ("李建国", "徐志远"),
    "cost_estimator": ("张丽娟", "孙美玲"),
    "market_approver": ("刘海涛", "马文斌"),
    "chief_engineer": ("赵德明", "朱国强"),
    "designer": ("周子轩", "胡雨桐"),
    "project_manager": ("吴志刚", "郭俊杰"),
    "construction_crew": ("郑大勇", "何铁柱"),
    "acceptance_officer": ("冯玉梅", "高明亮"),
    "commissioning_technician": ("褚卫东", "林春生"),
    "archivist": ("卫静怡", "罗淑芬"),
    "metering_officer": ("蒋文博", "梁慧敏"),
    "meter_technician": ("沈永强", "宋立新"),
    "warehouse_keeper": ("韩桂英", "唐福生"),
    "meter_tester": ("杨思齐", "许可欣"),
    "safety_inspector": ("朱安民", "邓平安"),
    "theft_inspector": ("秦正义", "曹铁军"),
    "legal_officer": ("尤若琳", "彭法明"),
    "cashier": ("许小芳", "曾巧云"),
    "finance_officer": ("何金凤", "萧敏之"),
    "branch_manager": ("吕国栋", "田振华"),
    "data_steward": ("施雅文", "董书瑶"),
    "call_center_agent": ("张悦", "潘婷婷"),
    "dispatcher": ("孔令辉", "袁海波"),
    "repair_crew": ("曹猛", "蔡长江"),
    "account_manager": ("严晓东", "蒋欣怡"),
    "process_designer": ("华清源", "余思远"),
    "auditor": ("金明镜", "杜严正"),
    "administrator": ("魏子健", "戴维"),
    "general_manager": ("陆振国", "尹志远"),
}

BRANCHES = (
    "城中分公司", "城东分公司", "城西分公司", "城南分公司", "城北分公司", "高新分公司",
    "经开分公司", "滨湖分公司", "新站分公司", "临江分公司", "空港分公司", "长河分公司",
)  # fmt: skip
STATIONS = ("一片区", "二片区", "三片区")
COMMUNITIES = ("工商户抄表册", "居民抄表册")
COMPANY = "江城燃气集团有限公司"

COMPANY_WIDE = ("auditor", "administrator", "process_designer", "general_manager")
"""Roles that the first person holds for the whole company; the second person's end at the second branch."""
