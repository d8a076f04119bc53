"""The roles of the company and the permissions that each one carries."""

from __future__ import annotations

from dataclasses import dataclass

PERMISSIONS: dict[str, tuple[str, str]] = {
    "design": ("设计流程", "Design processes"),
    "deploy": ("发布流程", "Deploy processes"),
    "audit": ("查看审计", "Read the audit trail"),
    "administer": ("系统管理", "Administer the system"),
    "send_messages": ("发送消息", "Send messages to instances"),
    "see_customers": ("查看客户", "See customers"),
    "see_contacts": ("查看联系方式", "See contact data unmasked"),
    "see_bank": ("查看银行账户", "See bank accounts unmasked"),
    "propose_changes": ("提出资料变更", "Propose changes of registers"),
    "cancel_instances": ("取消流程实例", "Cancel process instances"),
    "suspend_instances": ("挂起流程", "Suspend processes"),
    "migrate_instances": ("迁移流程实例", "Migrate process instances"),
    "hold_instances": ("法定保全", "Put instances under legal hold"),
    "retry_incidents": ("处理异常", "Retry incidents"),
    "move_instances": ("回退与移动流程", "Rewind and move process instances"),
    "assign_tasks": ("分派任务", "Assign tasks to others"),
    "see_instances": ("查看流程实例", "See process instances of the unit"),
    "import_settlement": ("导入银行结算文件", "Import settlement files of the bank"),
    "import_readings": ("导入抄表文件", "Import readings"),
    "import_meters": ("导入表具出入库", "Import meter stock"),
}

_FRONT = ("see_customers", "see_contacts", "see_instances", "propose_changes")
_FIELD = ("see_customers", "see_contacts", "see_instances")
_OFFICE = ("see_customers", "see_instances")


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A role's key, its names, and what it may do at its unit and below."""

    key: str
    name_zh: str
    name_en: str
    may: frozenset[str] = frozenset()


def _role(key: str, name_zh: str, name_en: str, *may: str) -> RoleKind:
    unknown = set(may) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"role {key} names unknown permissions: {sorted(unknown)}")
    return RoleKind(key=key, name_zh=name_zh, name_en=name_en, may=frozenset(may))


_ALL = (
    _role("customer_service", "客服受理员", "Customer service", *_FRONT, "send_messages"),
    _role("surveyor", "勘察员", "Surveyor", *_FIELD),
    _role("cost_estimator", "预算员", "Cost estimator", *_OFFICE),
    _role("market_approver", "市场部审批人", "Market approver", *_OFFICE),
    _role("chief_engineer", "总工", "Chief engineer", *_OFFICE),
    _role("designer", "设计员", "Designer", *_OFFICE),
    _role("project_manager", "工程管理员", "Project manager", *_FIELD, "assign_tasks"),
    _role("construction_crew", "施工队", "Construction crew", *_FIELD),
    _role("acceptance_officer", "验收员", "Acceptance officer", *_FIELD),
    _role("commissioning_technician", "点火通气员", "Commissioning technician", *_FIELD),
    _role("archivist", "档案员", "Archivist", *_FRONT),
    _role("metering_officer", "计量管理员", "Metering officer", *_FRONT, "assign_tasks", "import_readings"),
    _role("meter_technician", "换表维修工", "Meter technician", *_FIELD),
    _role("warehouse_keeper", "表库管理员", "Warehouse keeper", "see_instances", "import_meters"),
    _role("meter_tester", "检定员", "Meter tester", "see_instances"),
    _role("safety_inspector", "安检员", "Safety inspector", *_FIELD),
    _role("theft_inspector", "稽查员", "Theft inspector", *_FIELD),
    _role("legal_officer", "法务", "Legal officer", *_OFFICE, "hold_instances"),
    _role("cashier", "收费员", "Cashier", *_OFFICE, "see_bank", "send_messages"),
    _role("finance_officer", "财务", "Finance officer", *_OFFICE, "see_bank", "propose_changes", "import_settlement"),
    _role("branch_manager", "分公司经理", "Branch manager", *_FIELD, "assign_tasks", "cancel_instances",
          "suspend_instances"),  # fmt: skip
    _role("data_steward", "数据管理员", "Data steward", *_FRONT, "see_bank"),
    _role("call_center_agent", "热线座席", "Call centre agent", *_FRONT, "send_messages"),
    _role("dispatcher", "调度派工员", "Dispatcher", *_FIELD, "assign_tasks"),
    _role("repair_crew", "抢修队", "Repair crew", *_FIELD),
    _role("account_manager", "客户经理", "Account manager", *_FRONT),
    _role("process_designer", "流程设计员", "Process designer", "design", "deploy"),
    _role("auditor", "审计员", "Auditor", "audit", "see_customers", "see_contacts", "see_bank", "see_instances",
          "hold_instances"),  # fmt: skip
    _role(
        "administrator", "系统管理员", "Administrator",
        "administer", "retry_incidents", "cancel_instances", "suspend_instances", "migrate_instances",
        "move_instances", "send_messages", "see_instances", "assign_tasks",
    ),
    _role("general_manager", "公司分管领导", "General manager", *_FIELD),
)  # fmt: skip

ROLES: dict[str, RoleKind] = {role.key: role for role in _ALL}


_KEYS = {word.lower(): role.key for role in _ALL for word in (role.name_zh, role.name_en, role.key)}
ROLE_WORDS = frozenset(word for role in _ALL for word in (role.key, role.name_zh, role.name_en))
"""Every word by which a diagram may call a role: its key and its two names."""


def role_key(word: str) -> str:
    """The key of the role that is called so, by its key or either of its names; the word itself when none is."""
    return _KEYS.get(word.strip().lower(), word)


def roles_with(permission: str) -> frozenset[str]:
    """The keys of the roles that carry this permission."""
    return frozenset(role.key for role in _ALL if permission in role.may)
