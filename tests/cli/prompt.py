"""prompt.py SCEPWIZ DRAFT: exports a draft whose secret is asked for, on a terminal of its own; the
secret must arrive in the profile and must not be echoed."""
import os
import plistlib
import pty
import select
import sys
import time

SECRET = "correct-horse"


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


def export(typed):
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(sys.argv[1], [sys.argv[1], "export", sys.argv[2], "-o", "prompted"])
    shown = read_until(fd, b"Challenge (not shown): ")
    os.write(fd, typed)
    shown += read_until(fd, None)
    os.close(fd)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


shown, status = export(SECRET.encode() + b"\n")
assert status == 0, (status, shown)
assert SECRET.encode() not in shown, shown
with open("prompted", "rb") as file:
    payloads = plistlib.load(file)["PayloadContent"]
assert payloads[0]["PayloadContent"]["Challenge"] == SECRET

os.unlink("prompted")
shown, status = export(b"\x03")  # ^C
assert status == -2, (status, shown)
assert not os.path.exists("prompted")

shown, status = export(b"\n")
assert status == 3 and b"no secret was typed" in shown, (status, shown)
