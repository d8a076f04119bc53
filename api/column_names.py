"""Names of columns whose own app declares none: papers, people and their positions."""

from __future__ import annotations

NAMES: dict[str, tuple[str, str]] = {
    "absent_id": ("离岗人", "Absent person"),
    "calendar_id": ("工作日历", "Working calendar"),
    "code": ("编码", "Code"),
    "content_type": ("文件类型", "Content type"),
    "created_at": ("创建时间", "Created at"),
    "created_by": ("创建人账号", "Created by (user name)"),
    "created_by_name": ("创建人", "Created by"),
    "day": ("日期", "Day"),
    "element_id": ("环节", "Element"),
    "full_name": ("姓名", "Full name"),
    "hours": ("工作时段", "Working hours"),
    "id": ("内部编号", "Internal number"),
    "instance_id": ("流程实例", "Process instance"),
    "is_active": ("启用", "Active"),
    "is_demo": ("演示账号", "Demo account"),
    "is_open": ("营业中", "Open"),
    "is_working": ("是否工作日", "Working day"),
    "job_id": ("系统作业", "Job"),
    "key": ("代码", "Key"),
    "kind": ("类型", "Kind"),
    "language": ("语言", "Language"),
    "name": ("名称", "Name"),
    "name_en": ("英文名称", "English name"),
    "name_zh": ("中文名称", "Chinese name"),
    "number": ("编号", "Number"),
    "parent_id": ("上级单位", "Parent unit"),
    "password": ("密码", "Password"),
    "path": ("层级路径", "Path"),
    "phone": ("电话", "Phone"),
    "purpose": ("用途", "Purpose"),
    "reason": ("原因", "Reason"),
    "role_id": ("岗位角色", "Role"),
    "sha256": ("SHA-256 校验值", "SHA-256"),
    "size": ("大小（字节）", "Size (bytes)"),
    "source": ("依据", "Source"),
    "substitute_id": ("代办人", "Substitute"),
    "title": ("标题", "Title"),
    "unit_id": ("所属单位", "Unit"),
    "uploaded_at": ("上传时间", "Uploaded at"),
    "uploaded_by": ("上传人账号", "Uploaded by (user name)"),
    "uploaded_by_name": ("上传人", "Uploaded by"),
    "user_id": ("人员", "Person"),
    "username": ("账号", "User name"),
    "valid_from": ("生效日期", "Valid from"),
    "valid_until": ("失效日期", "Valid until"),
}


def column_name(label: str, field: str, *, english: bool) -> str:
    """The label that the table declares; where it declares none, what the column is called everywhere."""
    return label if label != field else NAMES.get(field, (field, field))[english]
