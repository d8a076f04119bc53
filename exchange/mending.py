"""The rows of a file that did not take effect, as a file to mend and upload again; and empty files to begin with."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence

from exchange.checking import parsed_of
from exchange.kinds import KINDS, Kind
from exchange.layouts.columns import Layout
from exchange.models import ImportRun
from exchange.problems import text
from exchange.records import is_fixed
from exchange.refusals import NoRowsToMend
from exchange.tables import cells_of

_HEADS = {"zh": "需更正的问题", "en": "What is to be mended"}
_TRAILER = {"zh": "合计", "en": "Total"}


def template(kind: Kind, lang: str) -> bytes | None:
    """A CSV with the headings and the closing line; None for files that only the bank writes."""
    layout = kind.layouts[0]
    if layout.header:
        return None
    heads = [_head(layout, n, lang) for n in range(len(layout.detail))]
    return _bytes([heads, [_TRAILER[lang], "0"]])


def wrong_rows(run: ImportRun, lang: str) -> bytes:
    """A CSV of the rows with an error, each with what is wrong; in the layout of the file, so that it can be uploaded.

    Of a file of the bank, which is never edited by hand, it is a list to work through.
    """
    kind = KINDS[run.kind]
    wrong: dict[int, list[str]] = defaultdict(list)
    for problem in run.problems.filter(level="error", row__gt=0).order_by("row", "id"):
        wrong[problem.row].append(text(problem.code, problem.subject, lang))
    layout = kind.layouts[0]
    if layout.header:
        return _list(run, kind, wrong, lang)
    if run.state == ImportRun.State.REFUSED:
        raise NoRowsToMend(run.file_name)
    grid = cells_of(bytes(run.content), layout)
    rows = [[*_filled(grid[number - 1], len(grid[0])), " ".join(said)] for number, said in sorted(wrong.items())]
    return _bytes([[*grid[0], _HEADS[lang]], *rows, [_TRAILER[lang], str(len(rows))]])


def _list(run: ImportRun, kind: Kind, wrong: dict[int, list[str]], lang: str) -> bytes:
    layout = kind.layouts[0 if is_fixed(bytes(run.content)) else 1]
    columns = [column for column in layout.detail if column.name != "record"]
    lines = {} if run.state == ImportRun.State.REFUSED else {n.number: n for n in parsed_of(run, kind).lines}
    rows = [["#", *(c.en if lang == "en" else c.zh for c in columns), _HEADS[lang]]]
    for number, said in sorted(wrong.items()):
        values = lines[number].values if number in lines else {}
        rows.append([str(number), *(str(values.get(c.name) or "") for c in columns), " ".join(said)])
    return _bytes(rows)


def _head(layout: Layout, n: int, lang: str) -> str:
    return layout.detail[n].en if lang == "en" else layout.detail[n].zh


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _bytes(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
