"""What stands between files and a deployment: diagrams, decisions and forms, in this process or in one that may die."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bpmn import Finding, Refused, compile_program
from bpmn.lint import Known, check_deployment
from bpmn.sandbox import check_in_child
from forms import FormRefused, load_form

FORM = ".form.json"
ENTRY = "engine.examining:examine"
PATIENCE = 15.0
COMPUTING = 2.0
"""Seconds that a child may take, and may compute: on a busy machine these are not the same."""


def findings_of(files: Mapping[str, bytes], *, known: Known) -> tuple[Finding, ...]:
    """Everything that is wrong or worth saying, the forms' own problems included."""
    found = list(check_deployment({n: data for n, data in files.items() if not is_message_text(n)}, known=known))
    if not any(finding.severity == "error" for finding in found):
        found += _refused(files)
        found += _form_findings(files)
    return tuple(found)


def findings_apart(files: Mapping[str, bytes], *, known: Known) -> tuple[Finding, ...]:
    """The same, found by a child process that strangers' files may hold or kill; then that is the finding."""
    return check_in_child(files, known=known, seconds=PATIENCE, cpu_seconds=COMPUTING, entry=ENTRY)


def examine(argument: tuple[dict[str, bytes], Known]) -> list[dict[str, Any]]:
    """The findings as plain data; called in the child."""
    files, known = argument
    return [asdict(finding) for finding in findings_of(files, known=known)]


def is_message_text(name: str) -> bool:
    """Whether the file is a text that connectors send; it goes with the version as it is."""
    return name.startswith("messages/") and name.endswith(".txt")


def diagrams_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are compiled: processes and decisions."""
    return {name: data for name, data in files.items() if name.lower().endswith((".bpmn", ".dmn"))}


def _refused(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    try:
        compile_program(diagrams_in(files))
    except Refused as refused:
        return refused.findings
    return ()


def _form_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, data in files.items():
        if not name.endswith(FORM):
            continue
        try:
            load_form(data)
        except FormRefused as refused:
            for error in refused.errors:
                text = f"{error.field or '/'}: {error.message}"
                yield Finding("form-refused", "error", None, None, text, text, name)
