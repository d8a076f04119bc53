"""Run by `bench.beside` in an environment of its own, which has Viewflow and none of this project: one client process.

Arguments: the database's URL, `migrate` or seconds, how many process instances. Prints as the other clients do.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

URL, SECONDS, INSTANCES = sys.argv[1], sys.argv[2], int(sys.argv[3])
HERE = Path(__file__).resolve().parent
FLOW = """
from django.db import models
from viewflow import jsonstore, this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process


class Rounds(flow.Flow):
    lock_impl = lock.select_for_update_lock
    process_class = Process
    start = flow.StartHandle(this.begun).Next(this.work)
    work = flow.View(lambda request: None).Next(this.enough)
    enough = flow.If(lambda activation: activation.process.data.get("result") == "stop").Then(this.end).Else(this.work)
    end = flow.End()

    def begun(self, activation, case):
        activation.process.data = case
        return activation.process
"""


def main() -> None:
    app = Path(os.environ["VIEWFLOW_APP"])
    (app / "rounds").mkdir(parents=True, exist_ok=True)
    for name, text in (("__init__.py", ""), ("flows.py", FLOW)):
        (app / "rounds" / name).write_text(text)
    sys.path.insert(0, str(app))
    _set_up()
    if SECONDS == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return
    _play(float(SECONDS))


def _set_up() -> None:
    import django
    from django.conf import settings

    parts = urlsplit(URL)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"), "HOST": host,
                "USER": parts.username or "postgres", "PASSWORD": parts.password or "", "PORT": str(parts.port or ""),
                "OPTIONS": {"options": "-c search_path=viewflow"}}  # fmt: skip
    apps = ["django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow", "rounds"]
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=apps, USE_TZ=True,
                       DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")  # fmt: skip
    django.setup()


def _play(seconds: float) -> None:
    from django.contrib.auth.models import User
    from django.db import transaction
    from rounds.flows import Rounds

    user, _ = User.objects.get_or_create(username=f"client-{os.getpid()}")
    case = json.loads(sys.stdin.readline())
    pks = []
    for _ in range(INSTANCES):
        with transaction.atomic():
            pks.append(Rounds.start.run(case=case).pk)

    def step(index: int, number: int) -> None:
        task = Rounds.task_class.objects.get(process_id=pks[index], status="NEW")
        with transaction.atomic(), task.activation() as activation:
            activation.assign(user)
            activation.start(None)
            activation.process.data = {**activation.process.data, "result": f"round {number}", "amount": number}
            activation.process.save()
            activation.execute()

    for index in range(INSTANCES):
        step(index, 0)
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, began, number = _cpu(), time.monotonic(), 0
    while time.monotonic() - began < seconds:
        step(number % INSTANCES, number)
        number += 1
    print(json.dumps({"done": number, "seconds": time.monotonic() - began, "cpu": _cpu() - cpu}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


main()
