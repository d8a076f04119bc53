"""Shapes of the registers' lists and records."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.registers import RegisterField


class ColumnChoice(s.Serializer):
    value = s.CharField(allow_blank=True)
    label = s.CharField()


class RecordColumn(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    kind = s.ChoiceField(choices=["text", "choice", "date", "moment", "number", "boolean"])
    sortable = s.BooleanField(help_text="may be asked for as sort=name or sort=-name")
    filterable = s.BooleanField(help_text="may be asked for as name=value,value; of a date as name_from and name_until")
    sensitive = s.BooleanField(help_text="masked in an export unless access to it is granted")
    choices = ColumnChoice(many=True)


class RegisterRef(s.Serializer):
    key = s.CharField()
    title = s.CharField()
    group = s.ChoiceField(choices=["customers", "meters", "money", "network", "safety", "archive"])
    columns = RecordColumn(many=True)


class RecordRow(s.Serializer):
    id = s.CharField()
    values = s.DictField(help_text="by column; masked where the reader may not see it whole, absent where not at all")
    texts = s.DictField(child=s.CharField(), help_text="the words of choices, by column")
    customer_id = s.CharField(allow_null=True)


class RelatedRecords(s.Serializer):
    key = s.CharField()
    title = s.CharField()
    columns = RecordColumn(many=True)
    rows = RecordRow(many=True)
    more = s.BooleanField()


class RecordLink(s.Serializer):
    key = s.CharField()
    id = s.CharField()
    label = s.CharField()
    name = s.CharField(allow_blank=True)


class RecordDetail(s.Serializer):
    key = s.CharField()
    id = s.CharField()
    title = s.CharField()
    name = s.CharField(allow_blank=True)
    fields = RegisterField(many=True)
    links = RecordLink(many=True)
    related = RelatedRecords(many=True)
    at = s.DateTimeField(allow_null=True, help_text="the moment that the fields are of; null for now")
    existed = s.BooleanField(help_text="whether there was such a record at that moment")


class MonthUsed(s.Serializer):
    month = s.CharField(help_text="such as 2026-11")
    volume = s.DecimalField(max_digits=16, decimal_places=1, coerce_to_string=False)
    charged = s.DecimalField(
        max_digits=16, decimal_places=2, coerce_to_string=False, allow_null=True, help_text="of customers only"
    )


class LifeStage(s.Serializer):
    at = s.DateTimeField()
    kind = s.ChoiceField(
        choices=[
            "made", "verified", "received", "issued", "installed", "removed", "sent", "tested", "stocked", "scrapped",
        ]
    )  # fmt: skip
    supply_point_id = s.CharField(allow_null=True)
    supply_point = s.CharField(allow_blank=True)
    reading = s.DecimalField(max_digits=14, decimal_places=3, coerce_to_string=False, allow_null=True)
    text = s.CharField(allow_blank=True, help_text="maker, laboratory, error, reason or last day, as the kind has it")
    passed = s.BooleanField(allow_null=True)
    instance_id = s.CharField(allow_blank=True)
    business_key = s.CharField(allow_blank=True, help_text="of the instance, empty where it is not known here")


class ExportRequest(s.Serializer):
    reason = s.CharField(help_text="what the list is for; it stands in the file and in the ledger")
