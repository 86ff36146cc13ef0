"""durable.py SCEPWIZ FOLDER: what is typed, and a power cut. The order of the calls that sessions make: what holds
something is overwritten or removed only when what takes its place was flushed, and the folder that names it. And disks
themselves: an image of a file system that promises no more than it must, copied while sessions work, has all of it.
Speaks TAP."""
import os
import re
import shutil
import signal
import subprocess
import zlib

from secret_draft import FOLDER, PROGRAM, Skip, draft, path, run_tests
from terminal import Session, Wrong

SIDE = "scepwiz side file 1\n"
CALL = re.compile(r'^\d+ +(\w+)\((?:AT_FDCWD(?:<[^>]*>)?, )?(?:(\d+)<(.*?)>(\(deleted\))?)?(.*)$')
TRACE = "trace=?write,?fsync,?fdatasync,?rename,?renameat,?renameat2,?unlink,?unlinkat,?ftruncate"


def start(name, *before, state=None, size=(24, 80)):
    words = [*before, PROGRAM, "edit", name]
    environment = {"XDG_STATE_HOME": state} if state else {}
    session = Session(shutil.which(words[0]), *words[1:], size=size, **environment)
    session.wait(b"Platform")
    return session


def kill(session):
    os.kill(session.pid, signal.SIGKILL)
    session.finish()


def go_to(session, field):
    session.type(b"\033g" + field + b"\r")


def type_here(session, text):
    session.type(text)
    session.wait(text)


def type_notes(session, text):
    go_to(session, b"notes")
    session.wait(rb"olicy notes \(")
    type_here(session, text)


def recover(session):
    session.wait(b"recover")
    session.type(b"\r")
    session.wait(b"recovered.")


def save(session):
    session.type(b"\017")
    session.wait(b"Saved to ")


def record(*strings):
    body = b"".join(text.encode() + b"\0" for text in strings)
    head = b"%08x" % len(body)
    return head + b" %08x\n" % zlib.crc32(head + body) + body + b"\n"


def side_file(name):
    """What an older version has left of a draft, beside it."""
    with open(name, encoding="utf-8") as file:
        text = file.read()
    side = os.path.join(os.path.dirname(name), "." + os.path.basename(name) + ".scepwiz")
    with open(side, "wb") as file:
        file.write(SIDE.encode() + record("who", "ada", "mac-17", "pts/3", "1", "1764300000", "") +
                   record("form", "scep", "") + record("base", text) + record("text", "policy_notes", "0", "0", "aside"))
    os.chmod(side, 0o600)


def take_side(session):
    session.wait(b"came with the folder")
    session.type(b"\r")
    session.wait(b"the recovered one is aside")
    session.type(b"1s")
    session.wait(b"recovered.")


class Files:
    """What is known of each file: whether it holds something, and whether that is flushed."""

    def __init__(self):
        self.holds, self.flushed, self.written = {}, {}, {}
        self.pending, self.durable, self.now, self.destroyed = {}, -1, 0, 0
        self.wrong = []
        for folder in FOLDER, os.path.join(os.environ["XDG_STATE_HOME"], "scepwiz", "recovery"):
            for name in os.listdir(folder) if os.path.isdir(folder) else ():
                name = os.path.join(folder, name)
                if os.path.isfile(name):
                    with open(name, "rb") as file:
                        self.holds[name] = b"base\0" in file.read()

    def destroy(self, name, line):
        """Held, it must have a successor on the disk that is younger than all that was written into it."""
        if self.holds.pop(name, False):
            self.destroyed += 1
            if self.durable <= self.written.get(name, -1):
                self.wrong.append("its successor is not on the disk: " + line[:200])

    def write(self, name, rest, line):
        if rest.startswith(', "\\0\\0\\0\\0'):
            self.destroy(name, line)
            return
        self.flushed[name] = False
        self.written[name] = self.now
        self.holds[name] = self.holds.get(name, False) or "base\\0" in rest

    def rename(self, old, new, line):
        if not self.flushed.get(old, False):
            self.wrong.append("renamed before it was flushed: " + line[:200])
        for known in self.holds, self.written, self.flushed:
            if new in known:
                known[new + " (deleted)"] = known.pop(new)
            if old in known:
                known[new] = known.pop(old)
        self.pending[os.path.dirname(new)] = self.now

    def flush(self, name):
        if name in self.pending:
            self.durable = self.pending.pop(name)
        self.flushed[name] = True

    def see(self, line):
        shown = CALL.match(line)
        if not shown or " = -1" in line:
            return
        self.now += 1
        call, _, name, deleted, rest = shown.groups()
        name = (name or "") + (" (deleted)" if deleted else "")
        if call == "write":
            self.write(name, rest, line)
        elif call in ("fsync", "fdatasync"):
            self.flush(name)
        elif call == "ftruncate" and rest.startswith(", 0)"):
            self.destroy(name, line)
        elif call.startswith("rename"):
            self.rename(*[os.path.join(FOLDER, part) for part in re.findall(r'"([^"]*)"', rest)], line)
        elif call.startswith("unlink"):
            self.destroy(os.path.join(FOLDER, re.search(r'"([^"]*)"', rest).group(1)), line)


def killed_with(name, text):
    session = start(name)
    type_notes(session, text)
    kill(session)


def recovers_and_types(session):
    recover(session)
    type_here(session, b"more")  # where it was typed


def saves_what_is_recovered(session):
    recover(session)
    save(session)
    type_here(session, b"more")
    session.type(b"\030q")
    session.wait(b"save and quit")
    session.type(b"s")


def types_much(session):
    """So much that the file is written anew."""
    type_notes(session, b"begun")
    for _ in range(1500):
        os.write(session.fd, b"xy\b\b")
        session.read(0)
    session.type(b"ended")
    session.wait(b"ended")


def order_of(prepare, play):
    log = path("strace")
    name = draft("t.yaml", '"x"')
    prepare(name)
    files = Files()
    name = path("moved.yaml") if os.path.exists(path("moved.yaml")) else name
    session = start(name, "strace", "-D", "-f", "-qq", "-y", "-s", "100000", "-e", "signal=none", "-e", TRACE,
                    "-o", log)
    play(session)
    if os.waitpid(session.pid, os.WNOHANG) == (0, 0):
        kill(session)
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            files.see(line.rstrip())
    if files.wrong:
        raise Wrong("\n# ".join(files.wrong))
    if not files.destroyed:
        raise Wrong("nothing was overwritten or removed: this looks at nothing")


def moved(name):
    killed_with(name, b"typed")
    os.rename(name, path("moved.yaml"))


def may_trace():
    if not shutil.which("strace"):
        raise Skip("there is no strace")
    if subprocess.run(["strace", "-D", "-qq", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL,
                      check=False).returncode:
        raise Skip("strace may not trace here")


def what_is_overwritten_has_its_successor_on_the_disk():
    may_trace()
    for prepare, play in ((lambda name: killed_with(name, b"typed"), recovers_and_types),
                          (lambda name: killed_with(name, b"typed"), saves_what_is_recovered),
                          (lambda name: None, types_much),
                          (side_file, take_side),
                          (moved, recover)):
        try:
            order_of(prepare, play)
        except Wrong as wrong:
            raise Wrong(f"{play.__name__}: {wrong}") from None
        finally:
            for left in "moved.yaml", ".t.yaml.scepwiz", ".moved.yaml.scepwiz":
                if os.path.exists(path(left)):
                    os.unlink(path(left))


def editors_file_goes_when_its_text_is_on_the_disk():
    may_trace()
    log, editor, temporary = path("strace"), path("editor"), path("tmp")
    with open(editor, "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\necho anhourofwork >"$1"\n')
    os.chmod(editor, 0o700)
    os.makedirs(temporary, exist_ok=True)
    words = ["strace", "-D", "-f", "-qq", "-y", "-s", "1000", "-e", "signal=none", "-e", TRACE, "-o", log]
    session = Session(shutil.which("strace"), *words[1:], PROGRAM, "edit", draft("e.yaml", '"x"'), size=(24, 80),
                      VISUAL=editor, TMPDIR=temporary)
    session.wait(b"Platform")
    type_notes(session, b"begun")  # from then on records are only appended
    session.type(b"\030o")
    session.wait(b"anhourofwork")
    kill(session)
    flushed = None
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            if "write(" in line and "/recovery/" in line and "anhourofwork" in line:
                flushed = False
            elif "fsync(" in line and "/recovery/" in line and flushed is False:
                flushed = True
            elif "unlinkat(" in line and '"notes.txt"' in line:
                if not flushed:
                    raise Wrong("the editor's file goes first: " + line[:200])
                if os.listdir(temporary):
                    raise Wrong("the editor's folder stays")
                return
    raise Wrong("the editor's file does not go: this looks at nothing")


class Disk:
    """A file system on an image, mounted at a place that stays the same."""

    def __init__(self, system, options):
        self.image, self.cut, self.place = path("disk.img"), path("cut.img"), path("disk")
        self.options = "loop" + (f",{options}" if options else "")
        if os.getuid():
            raise Skip("it needs root")
        if not shutil.which(f"mkfs.{system}"):
            raise Skip(f"there is no mkfs.{system}")
        os.makedirs(self.place, exist_ok=True)
        with open(self.image, "wb") as file:
            file.truncate(400 << 20)
        subprocess.run([f"mkfs.{system}", "-q", *(["-F"] if system == "ext4" else ["-f"]), self.image], check=True,
                       stdout=subprocess.DEVNULL)
        if subprocess.run(["mount", "-o", self.options, self.image, self.place], stderr=subprocess.DEVNULL,
                          check=False).returncode:
            raise Skip(f"{system} cannot be mounted here")

    def power_cut(self, session):
        """What the device has now is all that there is."""
        subprocess.run(["cp", "--sparse=always", self.image, self.cut], check=True)
        kill(session)
        subprocess.run(["umount", self.place], check=True)
        subprocess.run(["mount", "-o", self.options, self.cut, self.place], check=True)

    def end(self):
        subprocess.run(["umount", "-l", self.place], check=False, stderr=subprocess.DEVNULL)
        for image in self.image, self.cut:
            if os.path.exists(image):
                os.unlink(image)


def recovered_and_cut(disk, name, state):
    session = start(name, state=state)
    recover(session)
    type_here(session, b"!")
    disk.power_cut(session)


def recovered_saved_and_cut(disk, name, state):
    session = start(name, state=state)
    recover(session)
    save(session)
    disk.power_cut(session)


def power_cut_on(system, options):
    for play in recovered_and_cut, recovered_saved_and_cut:
        disk = Disk(system, options)
        try:
            name, state = os.path.join(disk.place, "t.yaml"), os.path.join(disk.place, "state")
            shutil.copyfile(draft("t.yaml", '"x"'), name)
            session = start(name, state=state)
            type_notes(session, b"anhourofwork")
            kill(session)
            os.sync()  # the first crash is long ago
            play(disk, name, state)
            with open(name, encoding="utf-8") as file:
                if "anhourofwork" in file.read():
                    continue
            session = start(name, state=state)
            recover(session)
            if b"anhourofwork" not in session.sent:
                raise Wrong("it is recovered without what was typed")
            kill(session)
        finally:
            disk.end()


def a_power_cut_on_xfs_takes_nothing_that_was_kept():
    power_cut_on("xfs", "")


def a_power_cut_on_ext4_takes_nothing_that_was_kept():
    power_cut_on("ext4", "noauto_da_alloc")


run_tests([what_is_overwritten_has_its_successor_on_the_disk, editors_file_goes_when_its_text_is_on_the_disk,
           a_power_cut_on_xfs_takes_nothing_that_was_kept, a_power_cut_on_ext4_takes_nothing_that_was_kept])
