"""ssh.py SCEPWIZ FOLDER KIND ADDRESS: types into the wizard on the other side of ssh, ends the session as
KIND says, opens the draft in a second session, and prints what of the typing that one has. FOLDER holds
the draft KIND.yaml and the keys of ssh.sh."""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

SCEPWIZ, FOLDER, KIND, ADDRESS = sys.argv[1:]
NEAR = "127.0.0.1"
DRAFT = os.path.join(FOLDER, KIND + ".yaml")
TYPED = "/C=DE/O=Example/OU=Field/CN=typed over a line that will not last"


class Client:
    """ssh on a terminal of its own, with the wizard behind it."""

    def __init__(self, address):
        self.note = os.path.join(FOLDER, f"pid-{time.monotonic_ns()}")
        command = f"echo $$ >{self.note}; XDG_STATE_HOME={FOLDER}/state LC_ALL=C.UTF-8 exec {SCEPWIZ} edit {DRAFT}"
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execvpe("ssh", ["ssh", "-tt", "-q", "-F", "none", "-p", "2222", "-i", FOLDER + "/user",
                               "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=/dev/null",
                               "-o", "StrictHostKeyChecking=no", "-o", "ConnectionAttempts=30",
                               address, command], {**os.environ, "TERM": "vt100"})
        self.shown, self.seen = b"", 0

    def wait(self, wanted, seconds=60):
        deadline = time.monotonic() + seconds
        while wanted not in self.shown[self.seen:]:
            left = deadline - time.monotonic()
            assert left > 0, f"no {wanted!r} after {self.shown[self.seen:]!r}"
            if select.select([self.fd], [], [], left)[0]:
                self.shown += os.read(self.fd, 65536)
        self.seen = self.shown.index(wanted, self.seen) + len(wanted)

    def send(self, keys):
        os.write(self.fd, keys)

    def wizard(self):
        """The process on the other side."""
        with open(self.note) as file:
            return int(file.read())

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(") ", 1)[1][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid, seconds=60):
    """How long it takes until the process is gone."""
    begin = time.monotonic()
    while runs(pid):
        assert time.monotonic() < begin + seconds, f"process {pid} still runs"
        select.select([], [], [], 0.001)
    return time.monotonic() - begin


def kill(first):
    os.kill(first.pid, signal.SIGKILL)
    return f"the wizard ended {1000 * gone(first.wizard()):.1f} ms later"


def leave(first):
    first.send(b"\r~.")
    return f"the wizard ended {1000 * gone(first.wizard()):.1f} ms later"


def cut(first):
    """Nothing arrives any more, no signal either: the wizard stays until it is asked to go."""
    subprocess.run(["ip", "addr", "del", ADDRESS + "/32", "dev", "lo"], check=True)
    first.send(b"\x0c")  # a key and a picture that never arrive
    assert runs(first.wizard())
    return "the wizard had the draft until the second session took it"


def recover(first):
    second = Client(NEAR)
    if KIND == "cut":
        second.wait(b"has this draft open")
        second.wait(b"Esc leave")
        begin = time.monotonic()
        second.send(b"t")
        second.wait(b"recovered. Not saved yet")
        print(f"taken over in {1000 * (time.monotonic() - begin):.1f} ms")
        gone(first.wizard())
    else:
        second.wait(b"Not saved by ")
        second.wait(b"decide later")
        second.send(b"\r")
        second.wait(b"recovered. Not saved yet")
    second.send(b"\x0f\x18q")  # which only leaves at once where it is saved
    gone(second.wizard())
    second.end()


def kept():
    shown = subprocess.run([SCEPWIZ, "show", "--format", "json", DRAFT], capture_output=True, check=True)
    return next(field["value"] for field in json.loads(shown.stdout)["fields"]
                if field["key"] == "subject")


first = Client(ADDRESS)
first.wait(b"Policy name")
first.wait(b"list\x1b")  # the last of the first screen; what comes in a burst before it would be taken as a paste
first.send(b"\x1bg")
first.wait(b"Go to")
first.send(b"subject")
first.wait(b"subject")
first.send(b"\r")
first.wait(b"7 Subject (optional)")
first.wait(b"^T choose")  # the last of its hint and keys
for key in TYPED.encode():
    first.send(bytes([key]))
    first.wait(bytes([key]))  # its echo: it has arrived
how = {"kill": kill, "leave": leave, "cut": cut}[KIND](first)
recover(first)
first.end() if KIND == "cut" else os.close(first.fd)
value = kept()
same = len(os.path.commonprefix([value, TYPED]))
print(f"{len(TYPED)} keys typed, {len(TYPED) - same} lost; {how}")
assert value == TYPED, value
