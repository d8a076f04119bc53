"""Shapes of imports, suspected faults and collection files."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.people import PersonRef, UnitRef
from exchange.kinds import KINDS
from exchange.models import Collection as CollectionModel
from exchange.models import ImportRun as ImportRunModel
from exchange.models import Suspicion as SuspicionModel

IMPORT_KINDS = list(KINDS)
IMPORT_STATES = list(ImportRunModel.State.values)
SUSPICION_RULES = list(SuspicionModel.Rule.values)
SUSPICION_STATES = list(SuspicionModel.State.values)
LAYOUTS = ["fixed", "csv"]
COLLECTION_STATES = list(CollectionModel.State.values)


class ImportColumn(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    required = s.BooleanField()
    choices = s.ListField(child=s.CharField())


class ImportLayout(s.Serializer):
    key = s.CharField()
    label = s.CharField()
    encodings = s.ListField(child=s.CharField())
    columns = ImportColumn(many=True)


class ImportKind(s.Serializer):
    key = s.ChoiceField(choices=IMPORT_KINDS)
    label = s.CharField()
    may_import = s.BooleanField()
    template = s.BooleanField(help_text="whether there is an empty file to begin with")
    layouts = ImportLayout(many=True)


class ImportRun(s.Serializer):
    id = s.CharField()
    kind = s.ChoiceField(choices=IMPORT_KINDS)
    kind_label = s.CharField()
    file_name = s.CharField()
    digest = s.CharField(help_text="SHA-256 of the file")
    layout = s.CharField(allow_blank=True)
    batch_no = s.CharField(allow_blank=True)
    state = s.ChoiceField(choices=IMPORT_STATES)
    row_count = s.IntegerField()
    total = s.CharField()
    position = s.IntegerField(help_text="rows that the workers have come to")
    imported = s.IntegerField()
    skipped = s.IntegerField(help_text="rows that took effect before")
    failed = s.IntegerField()
    warned = s.IntegerField()
    unit = UnitRef(allow_null=True)
    uploaded_by = PersonRef(allow_null=True)
    uploaded_at = s.DateTimeField()
    confirmed_by = PersonRef(allow_null=True)
    confirmed_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)
    may_import = s.BooleanField()


class UploadedImport(ImportRun):
    known = s.BooleanField(help_text="the same bytes had been uploaded before; this is that run")


class UploadImport(s.Serializer):
    kind = s.ChoiceField(choices=IMPORT_KINDS)
    file = s.FileField()


class ImportRowProblem(s.Serializer):
    id = s.CharField()
    run = s.CharField()
    file_name = s.CharField()
    row = s.IntegerField(help_text="0 is the file itself")
    column = s.CharField(allow_blank=True)
    level = s.ChoiceField(choices=["error", "warning"])
    code = s.CharField()
    message = s.CharField(help_text="what is wrong and how to mend it, in the reader's language")
    told = s.CharField(allow_blank=True, help_text="what the row says")
    handled_at = s.DateTimeField(allow_null=True)
    handled_by = PersonRef(allow_null=True)
    note = s.CharField(allow_blank=True)


class Ids(s.Serializer):
    ids = s.ListField(child=s.RegexField(r"^[0-9]{1,18}$"), min_length=1, max_length=500)


class IdsWithNote(Ids):
    note = s.CharField(max_length=300)


class StartReplacements(Ids):
    reason = s.CharField(max_length=16, required=False, allow_blank=True, help_text="a reason code for all of them")


class Handled(s.Serializer):
    count = s.IntegerField()


class Suspicion(s.Serializer):
    id = s.CharField()
    rule = s.ChoiceField(choices=SUSPICION_RULES)
    rule_label = s.CharField()
    reason = s.CharField(help_text="the reason code of the replacement that it suggests")
    figures = s.CharField()
    seen_at = s.DateTimeField()
    found_at = s.DateTimeField()
    state = s.ChoiceField(choices=SUSPICION_STATES)
    meter_id = s.CharField()
    serial = s.CharField()
    customer_id = s.CharField()
    customer_name = s.CharField()
    address = s.CharField()
    unit = UnitRef()
    instance_id = s.CharField(allow_null=True)
    decided_by = PersonRef(allow_null=True)
    decided_at = s.DateTimeField(allow_null=True)
    note = s.CharField(allow_blank=True)


class StartedReplacement(s.Serializer):
    id = s.CharField()
    state = s.ChoiceField(choices=["started", "refused"])
    instance_id = s.CharField(allow_null=True)
    business_key = s.CharField(allow_blank=True)
    code = s.CharField(allow_blank=True)
    message = s.CharField(allow_blank=True)


class StartedReplacements(s.Serializer):
    results = StartedReplacement(many=True)


class SearchSuspicions(s.Serializer):
    unit = s.CharField(required=False, allow_blank=True, help_text="its code; the reader's own unit without it")


class DueAtBank(s.Serializer):
    bank = s.CharField()
    count = s.IntegerField()
    total = s.CharField()


class NewCollection(s.Serializer):
    bank = s.CharField(max_length=120)
    bank_code = s.RegexField(r"^[0-9A-Za-z]{1,12}$")
    batch_no = s.RegexField(r"^[0-9A-Za-z-]{1,20}$")
    layout = s.ChoiceField(choices=LAYOUTS, default="fixed")
    due_from = s.DateField(required=False, allow_null=True)
    due_until = s.DateField(required=False, allow_null=True)


class Collection(s.Serializer):
    id = s.CharField()
    bank = s.CharField()
    bank_code = s.CharField()
    batch_no = s.CharField()
    made_on = s.DateField()
    due_from = s.DateField(allow_null=True)
    due_until = s.DateField(allow_null=True)
    layout = s.ChoiceField(choices=LAYOUTS)
    row_count = s.IntegerField()
    total = s.CharField()
    digest = s.CharField(allow_blank=True)
    state = s.ChoiceField(choices=COLLECTION_STATES)
    made_by = PersonRef(allow_null=True)
    made_at = s.DateTimeField()
    reason = s.CharField(allow_blank=True)
    collected = s.CharField(help_text="the sum of what the bank collected so far")
    collected_count = s.IntegerField()
    failed_count = s.IntegerField()
    waiting_count = s.IntegerField()
    may_collect = s.BooleanField()


class CollectionRow(s.Serializer):
    position = s.IntegerField()
    charge_id = s.CharField()
    charge_number = s.CharField()
    customer_id = s.CharField(allow_null=True)
    customer_name = s.CharField(allow_blank=True)
    account_no = s.CharField(allow_null=True, help_text="masked for who may not see bank accounts")
    amount = s.CharField()
    result = s.CharField(allow_blank=True, help_text="empty while the bank has not answered; 00 collected")
    collected = s.CharField(allow_null=True)
    waiting = s.BooleanField()
