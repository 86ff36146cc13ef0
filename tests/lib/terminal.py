"""What the tests in Python have in common: the program on a pseudo-terminal, and what terminfo knows of
it."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

DEADLINE = 60


class Wrong(Exception):
    """What a test found."""


class Terminal:
    """What terminfo knows of a terminal, as one regular expression for its sequences."""

    def __init__(self, term):
        listing = subprocess.run(["infocmp", "-1", "-x", term], stdout=subprocess.PIPE, check=True).stdout
        strings = [self.unescape(text) for text in re.findall(rb"^\t[A-Za-z0-9_@]+=(.*),$", listing, re.M)]
        shapes = {self.shape(string) for string in strings if re.search(rb"[\0-\x1f]", string)}
        # what terminals have that know bracketed paste, in terminfo or not
        shapes |= {re.escape(b"\33[?2004h"), re.escape(b"\33[?2004l")}
        # attributes are shortened (ui/screen/terminal.h): a 0 that means the same without it goes
        if any(re.search(rb"\x1b\[[0-9;]*m", string) for string in strings):
            shapes.add(rb"\x1b\[[0-9;]*m")
        self.sequences = re.compile(b"|".join(sorted(shapes, key=len, reverse=True)))

    @staticmethod
    def unescape(text):
        """As terminfo(5) writes control characters."""
        letters = dict(zip(b"EenlrtbfsaN", b"\33\33\n\n\r\t\b\f \a"))

        def character(match):
            octal, letter, control = match.groups()
            if octal:
                return bytes([int(octal, 8) & 0xFF])
            if letter:
                return bytes([letters.get(letter[0], letter[0])])
            return b"\x7f" if control == b"?" else bytes([control[0] & 0x1F])

        return re.sub(rb"\\([0-7]{3})|\\(.)|\^(.)", character, text)

    @staticmethod
    def shape(string):
        """The parameters become numbers, and what depends on them an alternative."""
        string = re.sub(rb"\$<[^>]*>", b"", string)
        outputs = {b"d": rb"[0-9]+", b"c": rb"[ -~]", b"s": rb"[^\33]*", b"?": b"(?:", b"e": b"|", b";": b")?"}
        result = b""
        for part in re.finditer(rb"%p[0-9]|%\{[0-9]+\}|%'.'|%[PG][a-zA-Z]|%(:?[-+# ]*[0-9.]*[dscoxX])|%(.)|([^%]+)",
                                string, re.S):
            number, operator, literal = part.groups()
            if literal:
                result += re.escape(literal)
            elif number:
                result += outputs.get(number[-1:], rb"[0-9]+")
            elif operator:
                result += outputs.get(operator, b"")
        return result

    def text(self, data, where):
        """data without the sequences; what is left of them is wrong."""
        left = self.sequences.sub(b"", data)
        odd = re.search(rb"[\0-\x1f\x7f]", left)
        if odd:
            raise Wrong(f"{where}: no sequence of the terminal: {left[odd.start():odd.start() + 24]!r}")
        return left


class Session:
    """The program on a pseudo-terminal that nothing but bytes is known of."""

    def __init__(self, program, *arguments, term="xterm-256color", size=(60, 400), **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for number in signal.SIGINT, signal.SIGQUIT:  # ignored where the tests run in the background
                signal.signal(number, signal.SIG_DFL)
            os.execve(program, [os.fsencode(program), *map(os.fsencode, arguments)],
                      {**os.environ, "TERM": term, **environment})
        self.sent, self.mark, self.size = b"", 0, size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # Linux's way of saying that the other side is closed
            data = b""
        self.sent += data
        return bool(data)

    def wait(self, wanted):
        """Until it was sent behind what was waited for last."""
        end = time.monotonic() + DEADLINE
        while not (found := re.compile(wanted).search(self.sent, self.mark)):
            if not self.read(max(0, end - time.monotonic())):
                raise Wrong(f"{wanted!r} is not shown: {self.sent[-400:]!r}")
        self.mark = found.end()

    def type(self, keys):
        """And reads until nothing more comes."""
        os.write(self.fd, keys)
        while self.read(0.03):
            pass

    def finish(self):
        """Reads to the end of a program that is to end; its status, as waitpid tells it."""
        end = time.monotonic() + DEADLINE
        while (more := self.read(max(0, end - time.monotonic()))):
            pass
        if more is None:
            raise Wrong(f"the program does not end: {self.sent[-400:]!r}")
        os.close(self.fd)
        return os.waitpid(self.pid, 0)[1]

    def end(self):
        """By a signal, in whatever state it is."""
        os.kill(self.pid, signal.SIGTERM)
        return os.waitstatus_to_exitcode(self.finish())
