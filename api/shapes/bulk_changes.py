"""Shapes of bulk changes: the check of a workbook or a selection, the proposal, and its rows."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.changes import FIELD_RIGHTS, FieldChoice


class BulkAsked(s.Serializer):
    """A workbook (`attachment`), or records with the same new values (`records` or `list_filter`, and `changes`)."""

    register = s.CharField(max_length=32)
    attachment = s.CharField(max_length=64, required=False, allow_blank=True)
    records = s.ListField(child=s.IntegerField(min_value=1), required=False, max_length=5000)
    list_filter = s.CharField(max_length=2000, required=False, allow_blank=True, help_text="every row of this list")
    changes = s.DictField(
        child=s.CharField(allow_blank=True, max_length=500), required=False, help_text="field → value"
    )


class BulkProposal(BulkAsked):
    reason = s.CharField(max_length=500)
    effective_on = s.DateField(required=False, allow_null=True)
    papers = s.ListField(child=s.CharField(max_length=64), required=False, max_length=20)


class BulkProblem(s.Serializer):
    row = s.IntegerField(help_text="Excel's row number; 0 is the file, 1 the headings")
    column = s.CharField(allow_blank=True)
    label = s.CharField(allow_blank=True)
    code = s.CharField()
    value = s.CharField(allow_blank=True)
    message = s.CharField(help_text="what is wrong and how to mend it")


class BulkCellShape(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    old = s.JSONField(help_text="masked as the record is")
    new = s.JSONField()
    found = s.JSONField(required=False, help_text="of a row in conflict: what the record holds")
    right = s.ChoiceField(choices=FIELD_RIGHTS)


class BulkDifference(s.Serializer):
    row = s.IntegerField()
    record_id = s.IntegerField()
    name = s.CharField()
    fields = BulkCellShape(many=True)


class BulkColumnShape(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    kind = s.CharField()
    needed = s.IntegerField()
    choices = FieldChoice(many=True)


class BulkCheck(s.Serializer):
    register = s.CharField()
    total = s.IntegerField()
    changed = s.IntegerField()
    unchanged = s.IntegerField()
    problems = BulkProblem(many=True)
    warnings = BulkProblem(many=True)
    columns = BulkColumnShape(many=True, help_text="those that some row changes")
    impact = s.CharField()
    differences = BulkDifference(many=True)


class BulkRegister(s.Serializer):
    key = s.CharField()
    title = s.CharField()
    key_label = s.CharField()
    most_rows = s.IntegerField()
    columns = BulkColumnShape(many=True)


class BulkProposed(s.Serializer):
    bulk_id = s.IntegerField()
    instance_id = s.CharField()
    business_key = s.CharField()


class BulkFieldShape(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    rows = s.IntegerField()
    needed = s.IntegerField()
    approved = s.IntegerField()
    refused = s.IntegerField()
    to_decide = s.BooleanField()


class BulkState(s.Serializer):
    state = s.CharField()
    label = s.CharField()
    rows = s.IntegerField()


class BulkShape(s.Serializer):
    id = s.IntegerField()
    register = s.CharField()
    register_title = s.CharField()
    source = s.CharField()
    reason = s.CharField()
    requester = s.CharField()
    effective_on = s.DateField()
    proposed_at = s.DateTimeField()
    instance_id = s.CharField(allow_blank=True)
    attachment = s.CharField(allow_blank=True)
    file_sha256 = s.CharField(allow_blank=True)
    rows = s.IntegerField()
    hidden_rows = s.IntegerField(help_text="rows of other units, which the reader does not see")
    states = BulkState(many=True)
    fields = BulkFieldShape(many=True)


class BulkRowShape(s.Serializer):
    row = s.IntegerField()
    record_id = s.IntegerField()
    key = s.CharField()
    name = s.CharField(allow_blank=True)
    state = s.CharField()
    state_label = s.CharField()
    refused = s.BooleanField()
    note = s.CharField(allow_blank=True)
    fields = BulkCellShape(many=True)


class BulkRows(s.Serializer):
    results = BulkRowShape(many=True)
    next = s.IntegerField(allow_null=True)
