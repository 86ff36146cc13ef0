"""A program on a terminal of its own, for the scripts beside this one."""
import os
import pty
import select
import signal
import time


def read_until(fd, wanted, seconds=60):
    """What the terminal shows until wanted has come, or the program has ended (wanted None)."""
    shown, deadline = b"", time.monotonic() + seconds
    while wanted is None or wanted not in shown:
        left = deadline - time.monotonic()
        assert left > 0, f"nothing more came after {shown!r}"
        if not select.select([fd], [], [], left)[0]:
            continue
        try:
            data = os.read(fd, 4096)
        except OSError:  # Linux's way of saying that the other side is closed
            data = b""
        if not data:
            assert wanted is None, f"the program ended after {shown!r}"
            break
        shown += data
    return shown


def converse(arguments, dialogue):
    """Runs a program; dialogue is pairs of what it asks and what is typed then. What the terminal showed,
    and the exit status."""
    pid, fd = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the tests run in the background
        os.execv(arguments[0], arguments)
    shown = b""
    for question, typed in dialogue:
        shown += read_until(fd, question)
        os.write(fd, typed)
    shown += read_until(fd, None)
    os.close(fd)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
