"""A program on a terminal of its own, for plain.py and recover.py: it may write text and line ends, and
nothing else; the secret is never shown."""
import os
import pty
import select
import signal
import sys
import termios
import time

SECRET = b"correct-horse"
PROMPT = b"> "
ENVIRONMENT = {**os.environ, "TERM": "dumb"}


class Session:
    def __init__(self, *arguments, **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the tests run in the background
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

    def text(self):
        """What was shown, wherever its lines were wrapped."""
        return self.shown.replace(b"\r", b"").replace(b"\n", b" ")

    def wait(self, wanted, seconds=60):
        deadline = time.monotonic() + seconds
        while wanted not in self.text()[self.seen:]:
            assert self.read(deadline), f"it ended after {self.shown!r}"
        self.seen = self.text().index(wanted, self.seen) + len(wanted)

    def answer(self, question, line):
        """Answers the prompt behind the words; without words at once."""
        if question:
            self.wait(question)
        if question and question != PROMPT:
            self.wait(PROMPT)
        os.write(self.fd, line + b"\n")

    def until(self, reached, seconds=60):
        """Waits for what is to be seen elsewhere than on the terminal."""
        deadline = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < deadline, self.shown
            select.select([], [], [], 0.001)

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
