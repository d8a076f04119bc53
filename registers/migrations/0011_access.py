"""Requests for access, their approvals and what the database lets happen to them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ledger.triggers import watch

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0010_rewritten_flat'),
        ('ledger', '0005_streams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fields', '查看遮盖内容'), ('export', '导出清单'), ('borrow', '借阅案卷')], max_length=8, verbose_name='类别')),
                ('register', models.CharField(max_length=32, verbose_name='档案')),
                ('table_name', models.CharField(max_length=64, verbose_name='表')),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='记录')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, size=None, verbose_name='字段')),
                ('list_filter', models.TextField(blank=True, verbose_name='筛选条件')),
                ('row_count', models.IntegerField(default=1, verbose_name='行数')),
                ('purpose', models.TextField(verbose_name='用途')),
                ('valid_until', models.DateField(verbose_name='有效期至')),
                ('state', models.CharField(choices=[('REQUESTED', '待审批'), ('GRANTED', '有效'), ('REFUSED', '未批准'), ('ENDED', '已失效')], default='REQUESTED', max_length=12, verbose_name='状态')),
                ('instance', models.CharField(max_length=64, verbose_name='流程实例')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审批时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='失效时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
            ],
            options={
                'verbose_name': '查阅授权',
            },
        ),
        migrations.CreateModel(
            name='AccessApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved', models.BooleanField(verbose_name='同意')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='审批时间')),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代办')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='registers.accessgrant', verbose_name='查阅授权')),
            ],
            options={
                'verbose_name': '查阅审批',
            },
        ),
        migrations.AddIndex(
            model_name='accessgrant',
            index=models.Index(fields=['user', 'state'], name='registers_access_of_user'),
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='registers_access_has_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(('instance', ''), _negated=True), name='registers_access_in_an_instance'),
        ),
        migrations.AddConstraint(
            model_name='accessapproval',
            constraint=models.UniqueConstraint(fields=('grant', 'approver'), name='registers_access_approval_once'),
        ),
        migrations.RunSQL((SQL / "access.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        watch("registers_accessgrant"),
        watch("registers_accessapproval"),
    ]
