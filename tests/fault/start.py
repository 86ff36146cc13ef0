"""start.py SCEPWIZ FOLDER [ALL]: opens the start page once for each allocation that is to fail, leaves it, and prints
what was neither the page nor a sentence. LD_PRELOAD_OF is the library of faults; empty: nothing fails."""
import collections
import os
import pty
import sys
import termios

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import DEADLINE, Session

PROGRAM, FOLDER, ALL = sys.argv[1], sys.argv[2], len(sys.argv) > 3 and sys.argv[3]
STEP = 1 if ALL else 23
PRELOAD = os.environ["LD_PRELOAD_OF"]
MODES = termios.tcgetattr(pty.openpty()[1])  # of a terminal that is new


def run(**environment):
    """How it ended, as waitpid says, with the terminal's modes put back or not, and what it showed."""
    if PRELOAD:
        environment["LD_PRELOAD"] = PRELOAD
    session = Session(PROGRAM, term="xterm-256color", size=(24, 80), **environment)
    keep = os.dup(session.fd)
    while b"^C leave" not in session.sent and session.read(DEADLINE):
        pass
    while session.read(0.1):  # it reads the drafts now; ^C would take what it says at its end away
        pass
    try:
        os.write(session.fd, b"\003")
    except OSError:
        pass
    status = session.finish()
    same = termios.tcgetattr(keep) == MODES
    os.close(keep)
    return status, same, session.sent


def allocations():
    counts = os.path.join(FOLDER, "counts")
    status, _, sent = run(SCEPWIZ_FAULT_COUNT=counts)
    assert status == 0 and b"^C leave" in sent, (status, sent)
    if not PRELOAD:
        return 0
    with open(counts, encoding="utf-8") as file:
        return max(int(line.split()[1]) for line in file if line.startswith("malloc "))


def main():
    seen, wrong = collections.Counter(), 0
    for number in range(1, allocations() + 1, STEP):
        status, same, sent = run(SCEPWIZ_FAULT=f"malloc:{number}:ENOMEM")
        how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {os.WEXITSTATUS(status)}"
        seen[how] += 1
        page = status == 0 and b"^C leave" in sent
        sentence = how == "status 3" and b"scepwiz: error: " in sent
        if not same or not (page or sentence):
            wrong += 1
            print(f"allocation {number}: {how}, modes put back {same}: {sent[-200:]!r}")
    print(f"{sum(seen.values())} runs without memory: {dict(seen)}")
    return 1 if wrong else 0


sys.exit(main())
