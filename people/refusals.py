"""Why people's commands and the log-in say no; the docstring is the message in English, `zh` the one in Chinese."""

from __future__ import annotations

from typing import Any, ClassVar


class PeopleRefusal(Exception):
    """This is not possible."""

    code: ClassVar[str] = "forbidden"
    zh: ClassVar[str] = "无法执行此操作。"

    def __init__(self, subject: str = "", **extra: Any) -> None:
        super().__init__(subject)
        self.subject = subject
        self.extra = extra

    def message(self, lang: str = "zh") -> str:
        """The sentence in the reader's language."""
        sentence = (self.__doc__ or "") if lang.startswith("en") else self.zh
        return sentence.format(subject=self.subject, **self.extra)


class NotAllowed(PeopleRefusal):
    """You lack the permission “{subject}” for this: ask an administrator for a role that carries it."""

    zh = "您没有“{subject}”权限，无法执行此操作；请联系系统管理员分配相应角色。"


class NoSuchUnit(PeopleRefusal):
    """There is no open unit with the code “{subject}”: check the code in the organisation tree."""

    code = "not_found"
    zh = "组织机构中没有编码为“{subject}”的在用单位，请核对编码。"


class UnitInUse(PeopleRefusal):
    """“{subject}” is in use ({units} open units below, {positions} positions, {people} people): end these first."""

    code = "conflict"
    zh = "“{subject}”仍在使用（下级在用单位 {units} 个，岗位 {positions} 个，人员 {people} 名），请先处理后再停用。"


class WrongCredentials(PeopleRefusal):
    """The user name or the password is wrong: check both and try again."""

    code = "not_authenticated"
    zh = "用户名或密码不正确，请核对后重试。"


class CodeNeeded(PeopleRefusal):
    """Enter the six digits that your authenticator shows now, or one of your recovery codes."""

    code = "code_needed"
    zh = "请输入身份验证器当前显示的 6 位数字，或一个恢复码。"


class WrongCode(PeopleRefusal):
    """This code is not valid: wait for the next one and check the clock of your phone."""

    code = "wrong_code"
    zh = "验证码无效：请等待下一个验证码，并检查手机时间是否准确。"


class WeakPassword(PeopleRefusal):
    """The new password does not follow the rules: {subject}"""

    code = "weak_password"
    zh = "新密码不符合要求：{subject}"


class TwoPeople(PeopleRefusal):
    """Another administrator decides this: not who proposed it, not whom it is about, not a substitute of theirs."""

    code = "forbidden"
    zh = "须由另一名管理员决定：提出人、当事人及其代办人均不得决定。"


class AlreadyDecided(PeopleRefusal):
    """This change has been decided already: refresh the list."""

    code = "conflict"
    zh = "该变更已经处理，请刷新列表。"


class NotWhole(PeopleRefusal):
    """This is missing or wrong: {subject}"""

    code = "invalid"
    zh = "缺少或有误：{subject}"

    def message(self, lang: str = "zh") -> str:
        """The sentence with how to mend the field."""
        zh, en = HOW_TO_MEND.get(self.subject, ("", ""))
        hint = en if lang.startswith("en") else zh
        return hint or super().message(lang)


HOW_TO_MEND = {
    "code": (
        "单位编码须为 1–32 个字母、数字或连字符，且未被其他单位使用；最上级公司不能停用。",
        "A unit's code is 1-32 letters, digits or hyphens that no other unit has; the company itself is never closed.",
    ),
    "name": ("名称不能为空，且不超过 120 个字。", "Give a name of at most 120 characters."),
    "reason": ("请填写理由，理由将写入审计记录。", "Give a reason; it is kept in the audit trail."),
    "kind": ("下级单位的类别必须低于上级单位。", "A unit's kind must be lower than that of the unit above it."),
    "parent": (
        "上级单位不存在或已停用，请选择在用单位。",
        "The unit above does not exist or is closed: choose an open one.",
    ),
    "username": (
        "账号须以小写字母或数字开头，由小写字母、数字、点、下划线或连字符组成（最长 64 位），且未被使用。",
        "A user name is up to 64 small letters, digits, dots, underscores or hyphens, begins with a letter or digit, "
        "and is not taken.",
    ),
    "role": ("请选择角色。", "Choose a role."),
    "unit": ("请选择在用单位。", "Choose an open unit."),
    "position": ("请选择要结束的岗位。", "Choose the position that ends."),
    "minutes": ("紧急授权时长须为 1–480 分钟。", "An emergency lasts 1 to 480 minutes."),
    "absent": ("请选择在用人员作为不在岗人员。", "Choose an active person who will be absent."),
    "substitute": (
        "代办人须为另一名在用人员，不能是本人。",
        "A substitute is another active person, not the absent one.",
    ),
    "roles": ("所选角色不存在，请重新选择。", "One of the roles does not exist: choose again."),
    "valid_until": (
        "结束日期不得早于开始日期，也不得早于今天。",
        "The last day must not be before the first day, nor in the past.",
    ),
}
"""Per field of a request: what it must be, in Chinese and English."""


class NoSuchAccount(PeopleRefusal):
    """You are known to the company's log-in, but “{subject}” has no active account here: ask an administrator."""

    code = "not_authenticated"
    zh = "统一认证已通过，但本系统没有账号“{subject}”或账号已停用，请联系系统管理员。"


class LockedOut(PeopleRefusal):
    """Too many wrong passwords: the account is locked; try again in {minutes} minutes or ask an administrator."""

    code = "locked_out"
    zh = "密码错误次数过多，账号已锁定；请 {minutes} 分钟后重试，或联系系统管理员。"
