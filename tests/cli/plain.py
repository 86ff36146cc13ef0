"""plain.py SCEPWIZ DRAFT: plain mode on a terminal of its own. The secret must arrive in the draft and
must not be echoed, no control sequence may be sent, and the terminal must be as it was."""
import os
import pty
import select
import signal
import sys
import termios
import time

SECRET = b"correct-horse"
ENVIRONMENT = {**os.environ, "TERM": "dumb"}


class Session:
    def __init__(self, *arguments, **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(sys.argv[1], [sys.argv[1], *arguments], {**ENVIRONMENT, **environment})
        self.shown, self.seen = b"", 0

    def read(self, deadline):
        left = deadline - time.monotonic()
        assert left > 0, f"nothing more came after {self.shown!r}"
        if not select.select([self.fd], [], [], left)[0]:
            return True
        try:
            data = os.read(self.fd, 4096)
        except OSError:  # Linux's way of saying that the other side is closed
            data = b""
        self.shown += data
        return bool(data)

    def wait(self, wanted, seconds=60):
        deadline = time.monotonic() + seconds
        while wanted not in self.shown[self.seen:]:
            assert self.read(deadline), f"it ended after {self.shown!r}"
        self.seen = self.shown.index(wanted, self.seen) + len(wanted)

    def answer(self, question, line):
        self.wait(question)
        os.write(self.fd, line + b"\n")

    def modes(self):
        return termios.tcgetattr(self.fd)[3]

    def end(self, seconds=60):
        deadline = time.monotonic() + seconds
        while self.read(deadline):
            pass
        os.close(self.fd)
        for byte in self.shown:
            assert byte >= 0x20 or byte in b"\r\n", self.shown
        assert SECRET not in self.shown, self.shown
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def draft():
    with open(sys.argv[2], "rb") as file:
        return file.read()


# TERM=dumb alone brings plain mode, with a word about it
s = Session("edit", sys.argv[2])
s.wait(b"TERM=dumb is a terminal that cannot move its cursor, so the wizard asks line by line")
before = s.modes()
s.answer(b"Platform: ", b"=5")
s.wait(b"Challenge: ")
assert not s.modes() & termios.ECHO
os.write(s.fd, SECRET + b"\n")
s.wait(b"Key size: ")
assert s.modes() == before
os.write(s.fd, b"!q\n")
s.answer(b"Answer: ", b"s")
s.wait(b": saved")
assert s.end() == 0
assert SECRET in draft()

# ^C asks; the secret that was begun is dropped, the end of the input leaves
s = Session("edit", sys.argv[2], "--plain", TERM="xterm")
s.answer(b"Platform: ", b"=2")
s.answer(b"Policy name: ", b"Changed")
s.answer(b"Policy notes: ", b"=5")
s.wait(b"Challenge: ")
os.write(s.fd, b"begun\x03")
s.answer(b"Answer: ", b"<")
s.answer(b"Challenge: ", b"")
s.answer(b"Key size: ", b"\x04")
os.write(s.fd, b"\x04")
s.wait(b"The input has ended.")
assert s.end() == 0
assert b"Changed" in draft() and SECRET in draft()

# a signal while the secret is asked for: the echo comes back, what was answered is saved
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"Platform: ", b"=2")
s.answer(b"Policy name: ", b"Ended")
s.answer(b"Policy notes: ", b"=5")
s.wait(b"Challenge: ")
os.kill(s.pid, signal.SIGTERM)
s.wait(b"the wizard was ended by SIGTERM")
assert s.modes() & termios.ECHO
assert s.end() == 3
assert b"Ended" in draft()
