"""Why a file is not taken at all; the docstring is the message in English, `zh` the one in Chinese."""

from registers.refusals import RegisterRefusal


class MayNotImport(RegisterRefusal):
    """You may not import files of this kind: ask your administrator for the role."""

    code = "forbidden"
    zh = "您无权导入此类文件，请向管理员申请相应角色。"


class NoSuchImport(RegisterRefusal):
    """There is no import {subject}."""

    code = "not_found"
    zh = "没有导入批次 {subject}。"


class FileTooLarge(RegisterRefusal):
    """The file is larger than {subject} MB: split it."""

    code = "too_large"
    zh = "文件超过 {subject} MB，请拆分后上传。"


class NotImportable(RegisterRefusal):
    """The file cannot be imported now ({subject}): mend it and upload it again."""

    code = "not_open"
    zh = "该文件当前为“{subject}”，不能导入；请更正后重新上传。"
