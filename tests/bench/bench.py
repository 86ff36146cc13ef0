#!/usr/bin/env python3
"""What a user of the wizard on a slow line would feel, beside other form and text programs.

    bench.py SCEPWIZ [--runs N] [--check]

Each program runs on a pseudo-terminal of 80x24 with TERM=xterm-256color. Bytes are exact; times are
medians of five times as many runs, in which the programs take turns, to be compared within one run on
one machine. --check: exit status 1 where scepwiz is over its budget of bytes or memory. Programs that
are not installed are left out. Only the standard library is needed.
"""
import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

# figure: (budget of scepwiz, heading)
BUDGET = {"first": (1800, "first paint, bytes"), "ms": (None, "first paint, ms"),
          "ratio": (0.9, "the same, of dialog's"),
          "key": (2, "a typed key, bytes"), "move": (260, "field move, bytes"),
          "page": (1200, "section change, bytes"), "memory": (6.0, "peak memory, MB"),
          "asked": (0, "bytes that ask"), "idle": (0, "bytes while idle")}
# the first paint on a terminal that gets few bytes
BARE_FIRST = 1100
# device attributes, status reports, mode reports, colour questions, ENQ
QUESTION = re.compile(rb"\033\[[>=]?\d*c|\033\[\??[56]n|\033\[\??\d+\$p|\033\][0-9;]*\?|\033Z|\005")
FIELDS = ["Fingerprint", "Challenge", "Subject", "URL", "Name"]


def contenders(scepwiz, folder):
    """name, command, keys typed, the key that moves, the key that changes the page"""
    draft = os.path.join(folder, "office.yaml")
    subprocess.run([scepwiz, "new", draft, "--no-edit"], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([scepwiz, "set", draft, "policy_name=Branch office Wi-Fi"], check=False,
                   stderr=subprocess.DEVNULL)
    rows = sum(([f"{name}:", str(i + 1), "1", "", str(i + 1), "20", "40", "0"]
                for i, name in enumerate(FIELDS)), [])
    text = os.path.join(folder, "text")
    with open(text, "w", encoding="utf-8") as out:
        out.write("".join(f"{name}:\n" for name in FIELDS))
    yield "scepwiz", [scepwiz, "edit", draft], b"\t", b"\033[6~"
    yield "scepwiz, bare", ["env", "TERM=vt100", scepwiz, "edit", draft], b"\t", b"\033[6~"
    yield "dialog --form", ["dialog", "--form", "SCEP", "20", "70", "10"] + rows, b"\033OB", None
    yield "whiptail", ["whiptail", "--inputbox", "Fingerprint", "10", "70"], b"\t", None
    yield "nano", ["nano", "--ignorercfiles", text], b"\033OB", b"\033[6~"


class Session:
    """A program on a pseudo-terminal; first() and key() return its bytes and the seconds they took."""

    def __init__(self, argv):
        self.started = time.perf_counter()
        self.log = b""
        self.pid, self.fd = pty.fork()
        if not self.pid:
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE, signal.SIGWINCH):
                signal.signal(number, signal.SIG_DFL)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            drop = {"LINES", "COLUMNS", "NO_COLOR", "ESCDELAY"}
            env = {k: v for k, v in os.environ.items() if k not in drop}
            os.execvpe(argv[0], argv, {**env, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})

    def read(self, wait, quiet):
        """Bytes until a pause; nothing within wait is nothing."""
        got, last, limit = b"", time.perf_counter(), wait
        while select.select([self.fd], [], [], limit)[0]:
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                break
            if not piece:
                break
            got, last, limit = got + piece, time.perf_counter(), quiet
        self.log += got
        return got, last

    def first(self):
        got, last = self.read(5, 0.15)
        return len(got), (last - self.started) * 1000

    def key(self, keys):
        os.write(self.fd, keys)
        return len(self.read(0.2, 0.03)[0])

    def memory(self):
        """None where the system does not tell, or the program has ended."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
                found = re.search(r"VmHWM:\s+(\d+)", status.read())
        except OSError:
            return None
        return int(found.group(1)) / 1024 if found else None

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(folder, argv, move, page):
    """Kills the program, so what it has kept to recover goes too: the next run is not to be asked."""
    session = Session(argv)
    figures = {"first": session.first()[0]}
    try:
        session.key(move)
        figures["key"] = statistics.median(session.key(b"%c" % c) for c in b"abcdefghijkl")
        figures["move"] = statistics.median(session.key(move) for _ in range(6))
        figures["page"] = session.key(page) if page else None
        figures["idle"] = len(session.read(1, 0.1)[0])
        figures["asked"] = sum(map(len, QUESTION.findall(session.log)))
        figures["memory"] = session.memory()
    finally:
        session.close()
        shutil.rmtree(os.path.join(folder, "state"), ignore_errors=True)
    return figures


def first_paints(programs, runs):
    """Milliseconds; the programs take turns, so that what else the machine does meets them all."""
    times = {name: [] for name, *_ in programs}
    for _ in range(runs):
        for name, argv, *_ in programs:
            session = Session(argv)
            times[name].append(session.first()[1])
            session.close()
    return {name: statistics.median(values) for name, values in times.items()}


def medians(runs):
    values = {name: [run[name] for run in runs if run.get(name) is not None] for name in BUDGET}
    return {name: statistics.median(v) if v else None for name, v in values.items()}


def show(value):
    return "-" if value is None else f"{value:.2f}" if 0 < value < 2 and value % 1 else f"{value:.1f}" if value % 1 else f"{value:.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("scepwiz")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = os.path.join(folder, "state")
        programs = [row for row in contenders(os.path.abspath(options.scepwiz), folder)
                    if shutil.which(row[1][0])]
        first_paints(programs, 1)  # so that all begin with warm caches
        times = first_paints(programs, 5 * options.runs)
        for name, *row in programs:
            table[name] = medians([measure(folder, *row) for _ in range(options.runs)])
            table[name]["ms"] = times[name]
    for row in table.values():  # times depend on the machine
        row["ratio"] = row["ms"] / table["dialog --form"]["ms"] if "dialog --form" in table else None
    print(f"{'':24}" + "".join(f"{name:>15}" for name in table) + f"{'budget':>10}")
    over = []
    for figure, (budget, heading) in BUDGET.items():
        print(f"{heading:24}" + "".join(f"{show(row[figure]):>15}" for row in table.values())
              + f"{show(budget):>10}")
        mine = table["scepwiz"][figure]
        if budget is not None and mine is not None and mine > budget:
            over.append(heading)
    if table["scepwiz, bare"]["first"] > BARE_FIRST:
        over.append(f"first paint, bytes, bare ({BARE_FIRST})")
    for heading in over:
        print(f"scepwiz is over its budget: {heading}", file=sys.stderr)
    return 1 if over and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
