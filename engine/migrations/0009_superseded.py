from django.db import migrations, models


class Migration(migrations.Migration):
    """A completed user task whose work was taken back stays, as an earlier round."""

    dependencies = [("engine", "0008_repair")]
    operations = [
        migrations.AddField(
            model_name="usertask", name="superseded_at", field=models.DateTimeField(null=True)
        ),
    ]
