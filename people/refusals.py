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


class NoSuchAccount(PeopleRefusal):
    """You are known to the company's log-in, but “{subject}” has no active account here: ask an administrator."""

    code = "not_authenticated"
    zh = "统一认证已通过，但本系统没有账号“{subject}”或账号已停用，请联系系统管理员。"


class LockedOut(PeopleRefusal):
    """Too many wrong passwords: the account is locked; try again in {minutes} minutes or ask an administrator."""

    code = "locked_out"
    zh = "密码错误次数过多，账号已锁定；请 {minutes} 分钟后重试，或联系系统管理员。"
