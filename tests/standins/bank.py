"""A bank: takes collection files from one folder and answers with settlement files in another.

`python -m tests.standins.bank FROM TO` does so until it is ended. It knows the bytes of the layouts by itself and
nothing of ours, as a bank would. A payer whose agreement number ends in X has no money.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

NO_MONEY = "01"


def field(raw: bytes, start: int, width: int) -> str:
    return raw[start : start + width].decode("gbk").strip()


def left(text: str, width: int) -> bytes:
    return text.encode("gbk")[:width].ljust(width)


def settlement(rows: list[dict[str, object]], *, bank: str = "102361000013", batch: str, day: str) -> bytes:
    """A fixed-width GBK file of rows with serial, notice, payer, fen and maybe day and result."""
    lines = [b"H" + left(bank, 12) + left(batch, 20) + day.encode()]
    for row in rows:
        lines.append(
            b"D"
            + left(str(row["serial"]), 24)
            + left(str(row["notice"]), 32)
            + left(str(row.get("payer", "")), 60)
            + b"%014d" % int(str(row["fen"]))
            + str(row.get("day", day)).encode()
            + str(row.get("result", "00")).encode()
        )
    lines.append(b"T%08d%016d" % (len(rows), sum(int(str(row["fen"])) for row in rows)))
    return b"\r\n".join(lines) + b"\r\n"


def settlement_csv(rows: list[dict[str, object]], *, bank: str = "102361000013", batch: str, day: str) -> bytes:
    """The same file in UTF-8, separated by commas, in yuan."""
    lines = [f"H,{bank},{batch},{day}"]
    for row in rows:
        yuan = f"{int(str(row['fen'])) / 100:.2f}"
        parts = ("D", row["serial"], row["notice"], row.get("payer", ""), yuan, row.get("day", day))
        lines.append(",".join(map(str, (*parts, row.get("result", "00")))))
    lines.append(f"T,{len(rows)},{sum(int(str(row['fen'])) for row in rows) / 100:.2f}")
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def answer(collection: bytes) -> bytes:
    """The settlement file for a fixed-width collection file."""
    header, *details, trailer = collection.rstrip(b"\r\n").split(b"\r\n")
    if len(details) != int(trailer[1:9]) or sum(int(d[157:171]) for d in details) != int(trailer[9:25]):
        raise ValueError("the collection file does not add up")
    batch, day = field(header, 13, 20), field(header, 33, 8)
    rows: list[dict[str, object]] = []
    for number, detail in enumerate(details, start=1):
        broke = field(detail, 33, 32).endswith("X")
        rows.append(
            {
                "serial": f"{batch}{number:04d}",
                "notice": field(detail, 1, 32),
                "payer": field(detail, 97, 60),
                "fen": int(detail[157:171]),
                "result": NO_MONEY if broke else "00",
            }
        )
    return settlement(rows, bank=field(header, 1, 12), batch=batch, day=day)


def main() -> None:
    incoming, outgoing = map(Path, sys.argv[1:3])
    while True:
        for file in sorted(incoming.glob("*.txt")):
            unfinished = outgoing / (file.name + ".part")
            unfinished.write_bytes(answer(file.read_bytes()))
            unfinished.rename(outgoing / file.name)
            file.rename(file.with_suffix(".taken"))
        time.sleep(0.05)


if __name__ == "__main__":
    main()
