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


class LockedOut(PeopleRefusal):
    """Too many wrong passwords: the account is locked; try again in {minutes} minutes or ask an administrator."""

    code = "locked_out"
    zh = "密码错误次数过多，账号已锁定；请 {minutes} 分钟后重试，或联系系统管理员。"
