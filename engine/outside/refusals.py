"""Why something outside did not work: said to operators, never with a secret in it."""

from __future__ import annotations

from engine.refusals import EngineRefusal


class NotConfigured(EngineRefusal):
    """No {what} is configured: set {setting} for web and workers, restart them, and retry."""

    code = "unavailable"
    zh = "未配置{what}：请为 web 与 worker 设置 {setting}，重启后重试。"


class PlaceholderMissing(EngineRefusal):
    """The text asks for {{{name}}}, which neither `data` nor the variables have; give it a value or change the text."""

    code = "invalid"
    zh = "文本中的 {{{name}}} 在 data 和流程变量中都没有值：请补充该值或修改文本。"


class TemplateMissing(EngineRefusal):
    """There is no text messages/{name}.txt in the process "{process}"; add the file or correct `template`."""

    code = "invalid"
    zh = "流程“{process}”中没有文本 messages/{name}.txt：请添加该文件或改正 template。"


class NoText(EngineRefusal):
    """Give either `text` or `template`, one of them."""

    code = "invalid"
    zh = "请给出 text 或 template 之一（且仅一个）。"


class NoRecipient(EngineRefusal):
    """Nobody can be notified: {who}; correct users, group or unit, or give somebody that role there."""

    code = "invalid"
    zh = "没有可通知的人：{who}。请改正 users、group 或 unit，或在该单位安排此岗位的人员。"


class NoSuchDocument(EngineRefusal):
    """This process instance has no document with the number {number}; correct `attachments`."""

    code = "invalid"
    zh = "本流程实例没有编号为 {number} 的文书：请改正 attachments。"


class SecretMissing(EngineRefusal):
    """There is no secret called {name}: set SECRET_{name}, or put it into the file {name} of the secrets' folder."""

    code = "unavailable"
    zh = "没有名为 {name} 的密钥：请设置环境变量 SECRET_{name}，或在密钥目录中放入文件 {name}。"


class AddressRefused(EngineRefusal):
    """The address {address} may not be called: {why}; an administrator can add it to HTTP_ALLOW."""

    code = "forbidden"
    zh = "不允许访问 {address}：{why}。可请管理员将其加入 HTTP_ALLOW。"


class CallFailed(EngineRefusal):
    """{what} did not accept it: {why}. It is tried again by itself; then an operator mends the cause and retries."""

    code = "unavailable"
    zh = "{what}未能受理：{why}。系统会自动重试；仍失败时请排除原因后手动重试。"


class LockLost(EngineRefusal):
    """The task is no longer locked by you: its lock ran out, it was done, or its process ended; fetch again."""

    code = "lock_lost"
    zh = "您已不再锁定该任务：锁定已过期、任务已完成或流程已结束；请重新领取。"


class NotYourTopic(EngineRefusal):
    """This credential is not for {topics}; ask an administrator for one that is."""

    code = "forbidden"
    zh = "此凭证不适用于 {topics}；请向管理员申请。"


class BadSignature(EngineRefusal):
    """The call is not signed as agreed: {why}. Sign timestamp + "." + body with HMAC-SHA256 and the shared secret."""

    code = "bad_signature"
    zh = "签名不符合约定：{why}。请用共享密钥对“时间戳.请求体”做 HMAC-SHA256 签名。"


class WebhookUnknown(EngineRefusal):
    """There is no webhook of that name; an administrator adds it to WEBHOOKS."""

    code = "not_found"
    zh = "没有此名称的回调地址；请管理员在 WEBHOOKS 中配置。"


class WebhookBody(EngineRefusal):
    """The call cannot be used: {what}."""

    code = "invalid"
    zh = "回调内容无法使用：{what}。"
