"""Bulk changes: many records in one proposal; opening, closing and handing over a customer as kinds of requests."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ledger.triggers import watch

SQL = Path(__file__).resolve().parent.parent / "sql"
MINE = ("registers_apply_bulk(bigint)", "registers_finish_request(bigint, bigint)")
BORROW = """
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT register_keeper TO %I', current_user);
        GRANT CREATE ON SCHEMA public TO register_keeper;
    END IF;
END $$;
"""
HAND_BACK = (
    "GRANT SELECT, UPDATE ON registers_bulkchange TO register_keeper;"
    + "".join(f"ALTER FUNCTION {function} OWNER TO register_keeper;" for function in MINE)
    + """
ALTER TABLE registers_bulkchange ENABLE ALWAYS TRIGGER registers_bulk_rules;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE CREATE ON SCHEMA public FROM register_keeper;
        EXECUTE format('REVOKE register_keeper FROM %I', current_user);
    END IF;
END $$;
"""
)


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0012_lists'),
        ('ledger', '0005_streams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='changerequest',
            name='kind',
            field=models.CharField(choices=[('update', '变更'), ('transfer', '过户'), ('open', '新增客户'), ('close', '销户')], default='update', max_length=8, verbose_name='类型'),
        ),
        migrations.AlterField(
            model_name='changeapproval',
            name='request',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='registers.changerequest', verbose_name='变更申请'),
        ),
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_name', models.CharField(max_length=64, verbose_name='档案')),
                ('register', models.CharField(max_length=32, verbose_name='清单')),
                ('source', models.CharField(choices=[('sheet', '表格导入'), ('list', '清单勾选')], max_length=8, verbose_name='来源')),
                ('attachment', models.CharField(blank=True, max_length=64, verbose_name='文件')),
                ('file_sha256', models.CharField(blank=True, max_length=64, verbose_name='文件校验值')),
                ('row_count', models.IntegerField(verbose_name='行数')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None, verbose_name='字段')),
                ('reason', models.TextField(verbose_name='变更理由')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('instance', models.CharField(blank=True, max_length=64, verbose_name='流程实例')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
            ],
            options={
                'verbose_name': '批量变更',
            },
        ),
        migrations.AddField(
            model_name='changeapproval',
            name='bulk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='registers.bulkchange', verbose_name='批量变更'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='bulk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='registers.bulkchange', verbose_name='批量变更'),
        ),
        migrations.AddConstraint(
            model_name='changeapproval',
            constraint=models.UniqueConstraint(fields=('bulk', 'approver', 'approved'), name='registers_approval_once_a_bulk'),
        ),
        migrations.AddConstraint(
            model_name='changeapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bulk__isnull', False), ('request', None)), models.Q(('bulk', None), ('request__isnull', False)), _connector='OR'), name='registers_approval_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(('record__gt', 0), models.Q(('bulk', None), ('kind', 'open')), _connector='OR'), name='registers_request_of_a_record'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.UniqueConstraint(fields=('bulk', 'record'), name='registers_request_once_in_a_bulk'),
        ),
        migrations.AddConstraint(
            model_name='bulkchange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='registers_bulk_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='bulkchange',
            constraint=models.CheckConstraint(condition=models.Q(('row_count__gt', 0)), name='registers_bulk_has_rows'),
        ),
        migrations.RunSQL(BORROW, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "bulk.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(HAND_BACK, migrations.RunSQL.noop),
        watch("registers_bulkchange"),
    ]
