"""Settings of what is outside: mail, SMS, WeCom, other systems. Secrets are named here, never written."""

from __future__ import annotations

import os
from pathlib import Path

VAR = Path(os.environ.get("GAS_VAR", Path(__file__).resolve().parent.parent / "var"))
_DEMO = os.environ.get("DEMO", "0").lower() in {"1", "true", "yes", "on"}

SECRETS_DIR = Path(os.environ.get("SECRETS_DIR", VAR / "secrets"))
OUTBOX_KEEPS = os.environ.get("OUTBOX_KEEPS", "1" if _DEMO else "0") == "1"
"""Whether a channel that is not configured keeps its texts in the outbox instead of opening an incident."""
MAIL_URL = os.environ.get("MAIL_URL", "")
MAIL_FROM = os.environ.get("MAIL_FROM", "燃气公司 <no-reply@localhost>")
MAIL_SECRET = os.environ.get("MAIL_SECRET", "MAIL_PASSWORD")
ALARM_MAIL = os.environ.get("ALARM_MAIL", "")
"""Who gets a letter when somebody asks for emergency rights and when they are in force: addresses parted by commas."""
SMS_URL = os.environ.get("SMS_URL", "")
SMS_SECRET = os.environ.get("SMS_SECRET", "")
WECOM_URL = os.environ.get("WECOM_URL", "https://qyapi.weixin.qq.com")
WECOM_CORP_ID = os.environ.get("WECOM_CORP_ID", "")
WECOM_AGENT_ID = os.environ.get("WECOM_AGENT_ID", "")
WECOM_SECRET = os.environ.get("WECOM_SECRET", "WECOM_CORP_SECRET")
HTTP_ALLOW = os.environ.get("HTTP_ALLOW", "")
WEBHOOKS = os.environ.get("WEBHOOKS", "")
"""Who may call in: `bank message=payment key=order.no id=notice secret=BANK_HOOK fields=amount,day; …`."""
WEBHOOK_WINDOW_SECONDS = int(os.environ.get("WEBHOOK_WINDOW_SECONDS", "300"))
VARIABLE_KEYS = os.environ.get("VARIABLE_KEYS", "")
"""Keys of sensitive variables, `id:base64` parted by commas, the one to seal with first; else the file below."""
VARIABLE_KEYS_FILE = Path(os.environ.get("VARIABLE_KEYS_FILE", VAR / "variable-keys"))
APPLICATIONS_PER_ADDRESS = int(os.environ.get("APPLICATIONS_PER_ADDRESS", "20"))
PUBLIC_UPLOADS_PER_ADDRESS = int(os.environ.get("PUBLIC_UPLOADS_PER_ADDRESS", "40"))
PUBLIC_TRIES_PER_ADDRESS = int(os.environ.get("PUBLIC_TRIES_PER_ADDRESS", "30"))
PUBLIC_TRIES_PER_NUMBER = int(os.environ.get("PUBLIC_TRIES_PER_NUMBER", "6"))
APPLICATIONS_PER_PHONE = int(os.environ.get("APPLICATIONS_PER_PHONE", "3"))
"""How many applications the public page takes in an hour from one network address and with one phone number."""
JOB_LIMITS = os.environ.get("JOB_LIMITS", "")
"""How many jobs of a kind or service task type run at once, on all workers: `document.render=2; http.request=8`."""
JOB_LEASE_SECONDS = float(os.environ.get("JOB_LEASE_SECONDS", "120"))
"""How long a worker that is alive but does nothing keeps a job; five times as long for one that waits for others."""
SERVICE_TASK_MODULES = [
    "engine.documents.services",
    "engine.outside.mailing",
    "engine.outside.texting",
    "engine.outside.requesting",
    "engine.outside.notifying",
    "engine.outside.announcing",
]
