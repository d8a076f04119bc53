"""What is searched of a customer as numbers instead of words: half the size, and found by meter and contract too."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from ledger.triggers import watch
from registers.searching import haystack, search_keys

DERIVED = ("search_text", "search_keys", "initials")


def refill(apps, schema_editor):
    """Computes the columns of the customers that are there, as the commands do."""
    model = lambda name: apps.get_model("registers", name).objects
    for customer in model("Customer").order_by("pk").iterator():
        sites = model("Site").filter(customer=customer, valid_until=None).values_list("address", flat=True)
        meters = model("MeterInstallation").filter(supply_point__site__customer=customer).order_by("-pk")
        contracts = model("Contract").filter(customer=customer).order_by("-pk").values_list("number", flat=True)
        others = [customer.number, customer.billing_title, customer.address, *sites]
        others += [*meters.values_list("meter__serial", flat=True)[:200], *contracts[:200]]
        customer.search_text = haystack(name=customer.name, others=others)
        customer.search_keys = search_keys(customer.search_text)
        customer.save(update_fields=["search_text", "search_keys"])


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_authority")]
    operations = [
        migrations.RemoveIndex(model_name="customer", name="registers_customer_grams"),
        migrations.RemoveField(model_name="customer", name="search_grams"),
        migrations.AddField(
            model_name="customer",
            name="search_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), blank=True, default=list, size=None, verbose_name="检索词元"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_keys"], name="registers_customer_keys", fastupdate=False
            ),
        ),
        watch("registers_customer", ignore=DERIVED),
        migrations.RunPython(refill, migrations.RunPython.noop),
    ]
