"""Why the engine says no: a stable code and one sentence that says how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class EngineRefusal(Exception):
    """The engine cannot do this."""

    code = "refused"
    zh = "引擎无法执行此操作。"

    def __init__(self, *, extra: Mapping[str, Any] | None = None, **parts: Any) -> None:
        self.extra = dict(extra or {})
        self.parts = parts
        super().__init__(self.message("en"))

    def message(self, lang: str = "zh") -> str:
        """The sentence in the reader's language, with its particulars filled in."""
        text = (self.__doc__ or "") if lang.startswith("en") else self.zh
        parts = {k: _in_english(v) for k, v in self.parts.items()} if lang.startswith("en") else self.parts
        return text.format_map(_Parts(parts))


class _Parts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


class BothLanguages(str):
    """A particular of a refusal that says itself in Chinese, and knows its English."""

    english: str

    def __new__(cls, zh: str, en: str) -> BothLanguages:
        """The text, with its English beside it."""
        made = super().__new__(cls, zh)
        made.english = en
        return made


def _in_english(part: Any) -> Any:
    """A particular with its Chinese words, whole or before the first space, in English."""
    if isinstance(part, BothLanguages):
        return part.english
    if not isinstance(part, str):
        return part
    word, space, rest = part.partition(" ")
    return ENGLISH.get(part) or f"{ENGLISH.get(word, word)}{space}{rest}"


ENGLISH: Mapping[str, str] = {
    "任务": "The user task",
    "单位": "The unit",
    "异常": "The incident",
    "未处理的异常": "An open incident of that number",
    "流程图": "The diagram",
    "流程定义": "The process definition",
    "流程实例": "The process instance",
    "附件": "The attachment",
    "文书": "The document",
    "用户": "The user",
    "发起": "starting",
    "分派任务": "assigning tasks",
    "加签": "adding a signer",
    "调整优先级": "changing priorities",
    "优先级须为 0 至 100 的整数": "a priority is a whole number from 0 to 100",
    "签署人": "choose who shall sign",
    "签署岗位": "choose the role that shall sign",
    "发布流程": "deploying processes",
    "发送消息": "sending messages",
    "取消原因": "the reason is missing",
    "取消流程实例": "canceling process instances",
    "回退与移动流程": "rewinding and moving process instances",
    "移动的起点或终点": "name a token to take away or an element to enter",
    "未完成的工作": "Open work of that id",
    "变量名": "a variable needs a name",
    "在该单位发起流程": "starting processes at that unit",
    "处理原因": "the reason is missing",
    "处理异常": "handling incidents",
    "查看异常": "seeing incidents",
    "查看流程文件": "seeing a process's files",
    "挂起流程": "suspending processes",
    "该异常没有可跳过的环节": "nothing can be skipped here: retry it",
    "目标环节": "the target element is missing",
    "流程版本": "The version",
    "流程实例已在该版本上": "the instance is on that version already",
    "法定保全": "placing legal holds",
    "原因": "the reason is missing",
    "迁移流程实例": "migrating process instances",
    "查看归档包": "opening archive bundles",
    "归档包": "The bundle",
    "处理对象": "nothing is selected",
    "批量操作": "The batch",
    "批量操作种类": "no such act on many",
    "消息名": "the message needs a name",
    "机器凭证": "The machine credential",
    "管理机器凭证": "managing machine credentials",
    "查看发件箱": "seeing the outbox",
}


class NotFound(EngineRefusal):
    """{thing} does not exist, or you may not see it."""

    code = "not_found"
    zh = "{thing}不存在，或您无权查看。"


class Forbidden(EngineRefusal):
    """Your roles do not allow this: {what}."""

    code = "forbidden"
    zh = "您的岗位没有此权限：{what}。"


class NotACandidate(EngineRefusal):
    """The user task "{name}" belongs to {groups}; you hold no such role at its unit."""

    code = "not_a_candidate"
    zh = "任务“{name}”由{groups}办理，您在该单位没有相应岗位。"


class AlreadyClaimed(EngineRefusal):
    """{by} claimed this user task first; ask them to release it, or choose another one."""

    code = "already_claimed"
    zh = "该任务已由{by}先行领取；请与其联系，或选择其他任务。"


class NotOpen(EngineRefusal):
    """This user task is no longer open: {by} finished it or the process moved on; refresh your list."""

    code = "not_open"
    zh = "该任务已不在待办状态（办理人：{by}）；请刷新列表。"


class InstanceNotActive(EngineRefusal):
    """The process instance has ended （{state}）; nothing more can be done in it."""

    code = "not_open"
    zh = "该流程已结束（{state}），不能再办理。"


class InstanceSuspended(EngineRefusal):
    """The process instance is suspended: {reason}; it goes on when somebody resumes it."""

    code = "suspended"
    zh = "该流程已挂起（{reason}），恢复后方可继续办理。"


class DefinitionSuspended(EngineRefusal):
    """The process definition "{name}" is suspended: {reason}; nothing can be started until it is resumed."""

    code = "suspended"
    zh = "流程“{name}”已停用（{reason}），恢复前不能发起。"


class MappingNeeded(EngineRefusal):
    """Nothing was migrated: {why}; say where these elements are in the new version."""

    code = "needs_mapping"
    zh = "未迁移：{why}；请指明这些环节在目标版本中的对应位置。"


class MigrationBlocked(EngineRefusal):
    """Nothing was migrated: {why}."""

    code = "blocked"
    zh = "未迁移：{why}。"


class InvalidForm(EngineRefusal):
    """Some fields are not filled in correctly; each is marked with what is wrong."""

    code = "invalid_form"
    zh = "部分字段填写有误，请按提示修改。"

    def __init__(self, *, errors: Sequence[Mapping[str, Any]]) -> None:
        self.errors = [dict(error) for error in errors]
        super().__init__()


class ReadOnlyField(InvalidForm):
    """A field that this task may only show was changed; nothing has been saved."""

    code = "read_only_field"
    zh = "提交中改动了本任务只读的字段，未保存任何内容。"


class Invalid(EngineRefusal):
    """The request is not complete: {what}."""

    code = "invalid"
    zh = "请求内容有误：{what}。"


class TooLarge(EngineRefusal):
    """The variables have {size} bytes, more than the {limit} of one submission; send files as attachments."""

    code = "too_large"
    zh = "提交的数据共 {size} 字节，超过单次提交的上限 {limit} 字节；文件请以附件上传。"


class IdempotencyKeyReused(EngineRefusal):
    """This Idempotency-Key was used for another request; send a fresh key."""

    code = "idempotency_key_reused"
    zh = "此幂等键已用于其他请求，请使用新的幂等键。"


class IdempotencyKeyMissing(EngineRefusal):
    """An Idempotency-Key is needed, so that a repeated request is never carried out twice."""

    code = "idempotency_key_missing"
    zh = "缺少幂等键（Idempotency-Key），无法避免重复提交。"


class DefinitionRefused(EngineRefusal):
    """The process definition has errors and was not deployed; every finding says where and why."""

    code = "definition_refused"
    zh = "流程定义存在错误，未部署；详见各项检查结果。"

    def __init__(self, *, findings: Sequence[Any]) -> None:
        self.findings = list(findings)
        super().__init__()


class NoSubscription(EngineRefusal):
    """No process definition knows a message called "{name}"."""

    code = "no_subscription"
    zh = "没有任何流程定义接收名为“{name}”的消息。"


class AmbiguousMessage(EngineRefusal):
    """The message "{name}" with this correlation key fits {count} waiting places; use a key that fits one."""

    code = "ambiguous"
    zh = "消息“{name}”的关联键匹配到 {count} 处等待；请使用唯一的关联键。"


class CommandRefused(EngineRefusal):
    """The process cannot take this command now: {why}."""

    code = "not_open"
    zh = "流程当前不能执行此操作：{why}。"


class TooMuchWork(EngineRefusal):
    """One command would have cost more than {limit} steps, children or bytes; nothing has changed."""

    code = "budget_exceeded"
    zh = "此操作超出单次执行限额（{limit}），未做任何更改。"
