"""Why a file is not taken or not shown."""

from __future__ import annotations

from engine.refusals import EngineRefusal


class FileTooLarge(EngineRefusal):
    """The file "{name}" is larger than {limit} MB; make it smaller or split it."""

    code = "too_large"
    zh = "文件“{name}”超过 {limit} MB，请压缩或拆分后再上传。"


class FileTypeRefused(EngineRefusal):
    """The file "{name}" is not of an accepted kind, or its ending does not agree with its content: {accepted}."""

    code = "unsupported_media_type"
    zh = "不接受文件“{name}”：类型不在允许范围，或扩展名与内容不符。可用：{accepted}。"


class FileEmpty(EngineRefusal):
    """The file "{name}" is empty; choose another one."""

    code = "invalid"
    zh = "文件“{name}”是空的，请重新选择。"
