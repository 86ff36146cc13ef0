"""traces.py SCEPWIZ FOLDER: what sessions and commands that hold a secret leave outside of their memory, and
who may look into it: core files, calls of the system, other processes, swap. Speaks TAP."""
import glob
import os
import re
import resource
import shutil
import signal
import stat
import subprocess

from secret_draft import ELSEWHERE, FOLDER, HERE, LONGER, PROGRAM, SECRET, Skip, draft, path, run_tests, write
from terminal import DEADLINE, Session, Wrong

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
EDITOR = """#!/bin/sh
echo edited >"$1"
"""


def wizard(name, challenge, *before, **environment):
    """before: the words that the program is started with."""
    words = [*before, PROGRAM, "edit", draft(name, challenge)]
    session = Session(shutil.which(words[0]), *words[1:], size=(24, 80), **environment)
    session.wait(b"Platform")
    return session


def in_wizard():
    session = wizard("a.yaml", HERE)
    session.type(b"\033gchallenge\r\022")
    session.wait(SECRET.encode())
    return session


def in_plain_mode():
    session = Session(PROGRAM, "edit", "--plain", draft("a.yaml", HERE))
    session.wait(b"Platform")
    return session


def in_command():
    """At the question for the secret, after half of it."""
    session = Session(PROGRAM, "export", draft("a.yaml", "{from: prompt}"), "--output=" + path("a.mobileconfig"))
    session.wait(rb"not shown\): ")
    session.type(SECRET[:5].encode())
    return session


def no_core_is_left():
    """Where one that nothing forbids is: else there is nothing to see."""
    signals = signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.makedirs(path("cores"), exist_ok=True)
    os.chdir(path("cores"))
    try:
        other = Session("/bin/sh", "-c", "kill -SEGV $$")
        if not os.WCOREDUMP(other.finish()):
            raise Skip("the system makes no core files")
        for core in glob.glob("*core*"):
            os.remove(core)
        for begin in in_wizard, in_plain_mode, in_command:
            for number in signals:
                session = begin()
                os.kill(session.pid, number)
                if os.WCOREDUMP(session.finish()) or glob.glob("*"):
                    raise Wrong(f"{begin.__name__}: {number.name} leaves a core file")
        # nor a child, which has the terminal meanwhile
        editor = write("crash", '#!/bin/sh\nulimit -c unlimited 2>/dev/null\nkill -SEGV $$\n', 0o700)
        session = wizard("a.yaml", HERE, EDITOR=editor, VISUAL=editor)
        session.type(b"\033gnotes\r")
        session.wait(rb"otes \(")
        session.type(b"\030o")
        session.wait(b"ended by signal")
        session.end()
        if glob.glob("*"):
            raise Wrong("the editor leaves a core file")
    finally:
        os.chdir(FOLDER)


def as_nobody(name, challenge):
    """The words to run as somebody without rights, and a folder of theirs with a draft in it."""
    folder = path(name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    draft(name + "/a.yaml", challenge)
    if os.getuid():
        return [], folder
    if not shutil.which("setpriv"):
        raise Skip("there is no setpriv, with which root becomes somebody else")
    os.chmod(FOLDER, 0o711)
    for entry in folder, os.path.join(folder, "a.yaml"):
        os.chown(entry, 65534, 65534)
    return NOBODY, folder


def the_same_user_cannot_look_into_it():
    """The environment, where a secret may be, and the memory belong to root while it runs."""
    words, folder = as_nobody("other", ELSEWHERE)
    session = Session(shutil.which(words[0]) if words else PROGRAM, *[*words, PROGRAM][1:], "edit", folder + "/a.yaml",
                      size=(24, 80), SCEP_CHALLENGE=SECRET, HOME=folder)
    session.wait(b"Platform")
    for name in "environ", "mem", "maps":
        file = f"/proc/{session.pid}/{name}"
        if not os.path.exists(file):
            raise Skip("there is no /proc")
        if subprocess.run([*words, "head", "-c1", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode == 0:
            raise Wrong(f"another process of the same user reads {file}")
    session.end()


def locked(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmLck:\s+(\d+)", file.read()).group(1))


def memory_is_locked_where_no_limit_is_set():
    """Root is above limits, unless that was taken away."""
    with open("/proc/self/status", encoding="ascii") as file:
        may_lock = int(re.search(r"CapEff:\s+(\w+)", file.read()).group(1), 16) >> 14 & 1
    unlimited = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] == resource.RLIM_INFINITY
    session = wizard("a.yaml", HERE)
    found = locked(session.pid)
    session.end()
    if (may_lock or unlimited) and not found:
        raise Wrong("nothing is locked, though it might be")
    if not may_lock and not unlimited and found:
        raise Wrong("memory is locked under a limit, where the next allocation may fail")


def limits_of_locked_memory_do_no_harm():
    """The wizard, a check and an export with a binary profile, which the worker reads again."""
    words, folder = as_nobody("limited", HERE)
    name, profile = folder + "/a.yaml", folder + "/a.mobileconfig"
    for limit in "0", "64", "$(ulimit -H -l)":
        limited = ["/bin/sh", "-c", f'ulimit -l {limit} && exec "$@"', "sh", *words, PROGRAM]
        for arguments in ["check", name], ["export", "--format=binary", "--force", name, "--output=" + profile], [
                "check", profile]:
            result = subprocess.run([*limited, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, env={**os.environ, "HOME": folder}, timeout=DEADLINE,
                                    check=False)
            if result.returncode not in (0, 1):
                raise Wrong(f"ulimit -l {limit}: {arguments[0]}: {result.stdout!r}")
        session = Session(limited[0], *limited[1:], "edit", name, size=(24, 80), HOME=folder)
        session.wait(b"Platform")
        session.type(b"\030q")
        status = session.finish()
        if status:
            raise Wrong(f"ulimit -l {limit}: the wizard ends with {status}")


def session_with_everything(*before, **environment):
    """A secret that is typed, shown, hidden, cut, put back twice, saved, reviewed, exported."""
    for old in glob.glob(path("t.mobileconfig")):
        os.remove(old)
    session = wizard("t.yaml", '""', *before, **environment)
    session.type(b"\033gnotes\r")
    session.wait(rb"otes \(")
    session.type(b"\030o")
    session.wait(b"edited")
    session.type(b"\033gchallenge\r")
    session.wait(b"pre-shared secret")
    session.type(SECRET.encode())
    masked = len(session.sent)
    session.type(b"\022")
    session.wait(SECRET.encode())
    session.type(b"\022")
    shown = len(session.sent)
    for key in b"\001", b"\013", b"\031", b"\037", b"\031", b"\005", b"\t", b"\017", b"\033r", b"\033r", b"\030x", b"\r":
        session.type(key)
    session.wait(b"mobileconfig")
    for key in b"\033r", b"\030", b"q":
        session.type(key)
    status = session.finish()
    if status or not os.path.exists(path("t.mobileconfig")):
        raise Wrong(f"the session ends with {status}, and without its profile: {session.sent[-300:]!r}")
    return session.sent[:masked] + session.sent[shown:]


CALL = re.compile(r"^(\d+) +(\w+)\((.*)$")
# How files are made; and where it belongs: the draft, the profile, their temporary files, the recovery file; the terminal and the pipe
# before it are judged by what was sent.
PRIVATE = "O_EXCL", "O_NOFOLLOW", ", 0600)"
# For neighbours to read; it is no place where a secret belongs.
LOCK = re.compile(r"/\.t\.yaml\.scepwiz\", [A-Z_|]*O_EXCL[A-Z_|]*O_NOFOLLOW[A-Z_|]*, 0644\)")
WRITTEN = re.compile(r"^\d+<(?:\S*/(?:\.?t\.(?:yaml|mobileconfig)(?:\.scepwiz-\w+)?|recovery/\w+(?:-new)?)|/dev/\S+|pipe:\S+)>")


# The worker writes the profile, and answers with it.
WORKER = re.compile(r"^\d+<(?:socket|UNIX)\S*>")
TO_WORKER = {(True, "sendto"), (False, "write")}


def calls_of_the_system_tell_it_to_nobody():
    if not shutil.which("strace"):
        raise Skip("there is no strace")
    log = path("strace")
    strace = ["strace", "-f", "-qq", "-v", "-y", "-s", "1000000", "-e", "signal=none", "-o", log]
    if subprocess.run([*strace, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        raise Skip("strace may not trace here")
    editor = write("editor", EDITOR, 0o700)
    calls = "write,writev,pwrite64,send,sendto,sendmsg,open,openat,creat,execve,rename,link,unlink"
    sent = session_with_everything(*strace, "-e", f"trace=?{calls.replace(',', ',?')}", EDITOR=editor, VISUAL=editor,
                                   ASAN_OPTIONS="detect_leaks=0")
    if SECRET.encode() in sent or any(SECRET[i:i + 4].encode() in sent for i in range(len(SECRET) - 3)):
        raise Wrong("it is sent to the terminal while it is not to be seen")
    judged, first = {}, None
    with open(log, encoding="utf-8", errors="replace") as file:
        for pid, name, rest in (call.groups() for call in map(CALL.match, file) if call):
            first = first or pid
            if pid == first and "O_CREAT" in rest and not all(part in rest for part in PRIVATE) and not LOCK.search(rest):
                raise Wrong(f"a file that others may read, or have made: {name}({rest}")
            if SECRET not in rest:
                continue
            if (pid == first, name) in TO_WORKER and WORKER.match(rest):
                continue
            place = WRITTEN.match(rest)
            if name != "write" or not place or pid != first:
                raise Wrong(f"it is told: {name}({rest}")
            judged[place.group()] = judged.get(place.group(), 0) + 1
    wanted = "t.yaml", "t.mobileconfig", "recovery/", "/dev/"
    if not all(any(part in place for place in judged) for part in wanted):
        raise Wrong(f"not all was seen: {judged}")


def files_of_a_session_are_private_and_few():
    """Whatever the mask: the draft and the profile are left, and nothing else."""
    editor = write("editor", EDITOR, 0o700)
    private = path("tmp")
    os.makedirs(private, exist_ok=True)
    before, mask = set(os.listdir(FOLDER)) | {"t.mobileconfig", "t.yaml"}, os.umask(0)
    try:
        session_with_everything(EDITOR=editor, VISUAL=editor, TMPDIR=private)
    finally:
        os.umask(mask)
    left = set(os.listdir(FOLDER)) - before | set(os.listdir(private))
    if left:
        raise Wrong(f"these are left: {left}")
    for name in "t.yaml", "t.mobileconfig":
        mode = stat.S_IMODE(os.stat(path(name)).st_mode)
        if mode != 0o600:
            raise Wrong(f"{name} has mode {mode:o}")


def sent_for_a_secret(secret):
    session = wizard("a.yaml", f'"{secret}"')
    session.type(b"\033gchallenge\r")
    for key in b"\014", b"\005", b"\001", b"\007", b"\033", b"\t", b"\033[A":
        session.type(key)
    session.type(b"\030q")
    session.finish()
    return session.sent


def sessions_do_not_tell_how_long_it_is():
    """Byte for byte the same, with secrets of 1, 13 and 64 characters. A slow machine may draw once for two
    keys, but not each time."""
    for _ in range(5):
        sent = {sent_for_a_secret(secret) for secret in ("Z", SECRET, (LONGER * 2)[:64])}
        if len(sent) == 1:
            return
    raise Wrong(f"they differ: {[len(one) for one in sent]} bytes")


def main():
    tests = [no_core_is_left, the_same_user_cannot_look_into_it, limits_of_locked_memory_do_no_harm,
             calls_of_the_system_tell_it_to_nobody, files_of_a_session_are_private_and_few,
             sessions_do_not_tell_how_long_it_is]
    if not os.environ.get("SANITIZED"):  # it locks nothing
        tests.append(memory_is_locked_where_no_limit_is_set)
    run_tests(tests)


main()
