"""One HTML file that needs nothing beside it: a table of every kind of call, a chart, and the headroom."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.load.people import Call, Diary

A_YEAR = 2_000_000
"""Process instances of the simulated company."""
WORKING_SECONDS = 250 * 8 * 3600
COMPLETE = "POST /api/user-tasks/…/complete/"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to; rates are per second of the run."""

    seconds: float
    ended: int
    failed: int
    calls: int
    refused: int
    completions: int
    instances_per_second: float
    completions_per_second: float
    headroom: float
    """How many times the simulated company's mean rate in working hours was carried."""


def summary_of(diaries: Sequence[Diary], *, seconds: float) -> Summary:
    """The figures of all players together."""
    outcomes = [outcome for diary in diaries for _, outcome in diary.ended]
    calls = [call for diary in diaries for call in diary.calls]
    ended = sum(1 for outcome in outcomes if outcome == "已结束")
    completions = sum(1 for call in calls if call.kind == COMPLETE and call.status < 300)
    needed = A_YEAR / WORKING_SECONDS
    return Summary(
        seconds=seconds,
        ended=ended,
        failed=len(outcomes) - ended,
        calls=len(calls),
        refused=sum(1 for call in calls if call.status >= 400),
        completions=completions,
        instances_per_second=ended / seconds,
        completions_per_second=completions / seconds,
        headroom=ended / seconds / needed,
    )


def report(diaries: Sequence[Diary], *, seconds: float, title: str, machine: str) -> str:
    """The HTML."""
    summary = summary_of(diaries, seconds=seconds)
    calls = [call for diary in diaries for call in diary.calls]
    said = (
        f"{summary.ended} instances to their end in {seconds:.0f} s ({summary.instances_per_second:.2f} /s), "
        f"{summary.failed} not; {summary.completions} user tasks completed ({summary.completions_per_second:.1f} /s); "
        f"{summary.calls} calls, {summary.refused} refused."
    )
    headroom = (
        f"{A_YEAR:,} instances a year are {A_YEAR / WORKING_SECONDS:.2f} a second of working time "
        f"(250 days of 8 hours): this run carried {summary.headroom:.1f} times that."
    )
    return _PAGE.format(
        title=html.escape(title), machine=html.escape(machine), said=said, headroom=headroom,
        chart=_chart(calls), rows="".join(_rows(calls)),
    )  # fmt: skip


def _rows(calls: Sequence[Call]) -> list[str]:
    kinds: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        kinds[call.kind].append(call)
    rows = []
    for kind, found in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        times = sorted(call.ms for call in found)
        shares = "".join(f"<td>{times[min(int(len(times) * s), len(times) - 1)]:.0f}</td>" for s in (0.5, 0.95, 0.99))
        refused = sum(1 for call in found if call.status >= 400)
        rows.append(f"<tr><th>{html.escape(kind)}</th><td>{len(found)}</td>{shares}<td>{refused}</td></tr>\n")
    return rows


def _chart(calls: Sequence[Call]) -> str:
    """Completions in each second as bars."""
    done = [call.at for call in calls if call.kind == COMPLETE and call.status < 300]
    if not done:
        return "<p>No user task was completed.</p>"
    first = min(call.at for call in calls)
    bars = [0] * (int(max(done) - first) + 1)
    for at in done:
        bars[int(at - first)] += 1
    wide, high, top = 880 / len(bars), 160, max(bars)
    drawn = "".join(
        f'<rect x="{40 + n * wide:.1f}" y="{10 + high - count / top * high:.1f}" width="{max(wide - 1, 0.5):.1f}"'
        f' height="{count / top * high:.1f}"/>'
        for n, count in enumerate(bars)
    )
    return (
        f'<svg viewBox="0 0 940 200" role="img" aria-label="Completions per second"><g fill="#2a6f97">{drawn}</g>'
        f'<text x="4" y="18">{top}</text><text x="4" y="{10 + high}">0</text>'
        f'<text x="40" y="192">0 s</text><text x="900" y="192">{len(bars)} s</text></svg>'
    )


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}th,td{{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right}}
th:first-child{{text-align:left;font-weight:normal}}svg{{width:100%}}svg text{{font-size:11px}}</style>
<h1>{title}</h1><p>{machine}</p><p>{said}</p><p><strong>{headroom}</strong></p>
<h2>User tasks completed in each second</h2>{chart}
<h2>Calls, milliseconds</h2><table>
<thead><tr><th>call</th><th>n</th><th>p50</th><th>p95</th><th>p99</th><th>refused</th>
</tr></thead><tbody>
{rows}</tbody></table></html>
"""
