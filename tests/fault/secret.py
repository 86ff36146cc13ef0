"""secret.py SCEPWIZ FOLDER: where a secret is, and where it must not be. Where FOLDER has fault.so (see
fault.c), that looks for it in the program's memory. Speaks TAP."""
import glob
import os
import signal
import subprocess
import time

from secret_draft import ELSEWHERE, HERE, LONGER, PROGRAM, SECRET, draft, path, run_tests, write
from terminal import DEADLINE, Session, Terminal, Wrong


def watched(**more):
    """The environment in which the program's memory is looked through."""
    for old in glob.glob(path("scan")):
        os.remove(old)
    veiled = "".join(f"{byte ^ 0x5A:02x}" for byte in SECRET.encode())
    return {"LD_PRELOAD": path("fault.so"), "SCEPWIZ_FAULT_SCAN": path("scan"), "SCEPWIZ_FAULT_SECRET": veiled, **more}


def scans():
    """How often it was found, at each look, and where."""
    with open(path("scan"), encoding="ascii") as file:
        lines = file.read().splitlines()
    return [int(number) for number in lines[1::2]], lines[::2]


def assert_wiped(where):
    counts, places = scans()
    if not counts or counts[-1]:
        raise Wrong(f"{where}: it is in memory at the end: {places}")


def run(*arguments, statuses=(0, 1), **environment):
    result = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=DEADLINE, check=False,
                            env={**os.environ, **watched(**environment)})
    if result.returncode not in statuses:
        raise Wrong(f"{arguments[0]}: status {result.returncode}: {result.stdout!r}")
    return result.stdout


def commands_wipe_it():
    for challenge, environment in (HERE, {}), (ELSEWHERE, {"SCEP_CHALLENGE": SECRET}):
        for arguments in (["check"], ["check", "--format=json"], ["show"], ["show", "--format=json"], ["set", "name=x"],
                          ["show", "--for=jumpcloud"],
                          ["set", "challenge=" if challenge == HERE else f"challenge=@{write('value', SECRET)}"],
                          ["export", "--force", "--output=" + path("a.mobileconfig")]):
            name = draft("a.yaml", challenge)
            shown = run(arguments[0], name, *arguments[1:], **environment)
            if SECRET.encode() in shown:
                raise Wrong(f"{arguments}: it is shown: {shown!r}")
            assert_wiped(" ".join(arguments))
        with open(path("a.mobileconfig"), "rb") as file:
            if SECRET.encode() not in file.read():
                raise Wrong("the profile does not hold it, so nothing was tried")
    if SECRET.encode() not in run("show", draft("a.yaml", HERE), "--for=jumpcloud", "--secrets"):
        raise Wrong("show --secrets: it is not shown")
    assert_wiped("show --secrets")
    for arguments in ["diff", draft("a.yaml", HERE), draft("b.yaml", '"another"')], ["new", path("n.yaml"), "--no-edit",
                      "--from=" + path("a.yaml")]:
        if SECRET.encode() in run(*arguments):
            raise Wrong(f"{arguments[0]}: it is shown")
        assert_wiped(arguments[0])


def look(session, wanted):
    """Has the program's memory looked through now, and says how often it was found."""
    before = len(scans()[0]) if os.path.exists(path("scan")) else 0
    os.kill(session.pid, signal.SIGUSR2)
    end = time.monotonic() + DEADLINE
    while not os.path.exists(path("scan")) or len(scans()[0]) <= before:
        if time.monotonic() > end:
            raise Wrong("the memory was not looked through")
        session.read(0.01)
    counts, places = scans()
    if wanted(counts[-1]):
        return
    raise Wrong(f"it is in memory {counts[-1]} times: {places[-1]}")


def wizard_wipes_it():
    """Typed, revealed, removed: it is gone while the wizard still runs."""
    session = Session(PROGRAM, "edit", draft("a.yaml", '""'), size=(24, 80), **watched())
    session.wait(b"Platform")
    session.type(b"\033gchallenge\r")
    session.wait(b"hallenge \\(")
    session.type(SECRET.encode())
    session.wait(rb"\*\*\*")
    look(session, lambda found: found > 0)
    session.type(b"\022")  # shown, and hidden again
    session.wait(SECRET.encode())
    session.type(b"\022")
    session.type(b"\017")
    session.type(b"\025\t\017")  # removed, left, saved
    session.type(b"\033gname\r")
    session.wait(b"SCEP server understands")
    look(session, lambda found: found == 0)
    session.end()
    assert_wiped("the wizard")


def stat_of(pid):
    """State and parent's number of a process; None where there is none."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            state, parent = file.read().rpartition(")")[2].split()[:2]
            return state, int(parent)
    except OSError:
        return None


def children_of(session):
    """The numbers of its processes by their names: the worker, which has done what it was asked, and the keeper."""
    found = {}
    for name in os.listdir("/proc"):
        stat = stat_of(name) if name.isdigit() else None
        if stat and stat[1] == session.pid and stat[0] != "Z":
            with open(f"/proc/{name}/comm", encoding="utf-8", errors="replace") as file:
                found[file.read().strip()] = int(name)
    if sorted(found) != ["scepwiz", "scepwiz-worker"]:
        raise Wrong(f"not its worker and its keeper: {found}")
    return found


def keeps_nothing(pid):
    """It made the profile, or ran the command, and forgot it, but for its environment: nobody but root may look."""
    if os.getuid():
        return
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        environment = int(file.read().rpartition(")")[2].split()[47])
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            begin, end = (int(word, 16) for word in line.split()[0].split("-"))
            if begin <= environment < end:
                end = environment  # at the end of the stack
            try:
                memory.seek(begin)
                if SECRET.encode() in memory.read(end - begin):
                    raise Wrong(f"it is in the memory of a process of the session: {line}")
            except (OSError, OverflowError, ValueError):  # the kernel's own
                continue


def worker_ends_with_the_session():
    """Killed amid anything, a session leaves no process."""
    session = Session(PROGRAM, "edit", draft("a.yaml", HERE), size=(24, 80))
    session.wait(b"Platform")
    session.type(b"\030x\r")
    session.wait(b"Exported to")
    worker = children_of(session)["scepwiz-worker"]
    os.kill(worker, signal.SIGSTOP)  # so that it does not see the end of what it reads
    os.kill(session.pid, signal.SIGKILL)
    session.finish()
    end = time.monotonic() + DEADLINE
    while (stat_of(worker) or ("Z",))[0] != "Z":
        if time.monotonic() > end:
            os.kill(worker, signal.SIGKILL)
            raise Wrong("the worker outlives it")
        time.sleep(0.01)


def exports_wipe_it():
    """Fetched or asked for, it is in the profile, and while the wizard goes on nowhere else."""
    with open(path("kept"), "w", encoding="utf-8") as file:
        file.write(SECRET + "\n")
    command = f"{{from: command, argv: [cat, \"{path('kept')}\"]}}"
    for challenge, environment in (ELSEWHERE, {"SCEP_CHALLENGE": SECRET}), (command, {}), ("{from: prompt}", {}):
        for old in glob.glob(path("a.mobileconfig")):
            os.remove(old)
        session = Session(PROGRAM, "edit", draft("a.yaml", challenge), size=(24, 80), **watched(**environment))
        session.wait(b"Platform")
        session.type(b"\030x")
        if challenge == command:
            session.wait(b"Allow it")
            session.type(b"y\r")
            session.wait(b"Export to")
        session.type(b"\r")
        if "prompt" in challenge:
            session.wait(b"Challenge")
            session.type(SECRET.encode() + b"\r")
        session.wait(b"Exported to")
        with open(path("a.mobileconfig"), "rb") as file:
            if SECRET.encode() not in file.read():
                raise Wrong("the profile does not hold it, so nothing was tried")
        look(session, lambda found: found == 0)
        for child in children_of(session).values():
            keeps_nothing(child)
        session.end()
        assert_wiped(f"an export of {challenge}")


def wizard_wipes_what_was_undone():
    """Typed, cut, put back, undone, redone, and another value in its place."""
    session = Session(PROGRAM, "edit", draft("a.yaml", '""'), size=(24, 80), **watched())
    session.wait(b"Platform")
    session.type(b"\033gchallenge\r")
    session.wait(b"pre-shared secret")
    for key in SECRET.encode(), b"\001", b"\013", b"\031", b"\037", b"\037", b"\005", b"\025", b"another", b"\033gname\r":
        session.type(key)
    session.wait(b"SCEP server understands")
    look(session, lambda found: found == 0)
    session.end()
    assert_wiped("the wizard, after undoing")


def wizard_wipes_it_at_the_end():
    for how in "a key", "SIGTERM":
        session = Session(PROGRAM, "edit", draft("a.yaml", HERE), size=(24, 80), **watched())
        session.wait(b"Platform")
        session.type(b"\033gchallenge\r\022")
        session.wait(SECRET.encode())
        session.type(b"x\177")
        if how == "a key":
            session.type(b"\030q")
        session.end()
        assert_wiped(how)


def terminals_keep_nothing_of_it():
    """Where there is no other page to leave, the last picture is wiped; nor is it in what is sent masked."""
    for term in "vt100", "linux", "xterm-256color":
        session = Session(PROGRAM, "edit", draft("a.yaml", HERE), term=term, size=(24, 80))
        session.wait(b"Platform")
        session.type(b"\033gchallenge\r\033r")
        session.end()
        if SECRET.encode() in Terminal(term).text(session.sent, term):
            raise Wrong(f"it is sent to {term}")


def masks_are_alike():
    """As many stars for a short one as for a long one. This terminal cannot be told to repeat one."""
    sent = []
    for secret in SECRET, LONGER:
        session = Session(PROGRAM, "edit", draft("a.yaml", f'"{secret}"'), term="vt100", size=(24, 80))
        session.wait(b"Platform")
        session.type(b"\033gchallenge\r")
        session.wait(b"pre-shared secret")
        begin = session.mark
        session.type(b"\014")
        session.wait(b"pre-shared secret")
        sent.append(Terminal("vt100").text(session.sent[begin:session.mark], "the wizard").count(b"*"))
        session.end()
    if not sent[0] or sent[0] != sent[1]:
        raise Wrong(f"the masks differ: {sent}")


def editors_do_not_get_it():
    """Neither in arguments nor in the environment; the file is private, and gone afterwards."""
    editor = write("editor", f"""#!/bin/sh
{{ env; tr '\\0' '\\n' </proc/$$/cmdline; tr '\\0' '\\n' </proc/$PPID/cmdline; }} >"{path('child')}"
ls -ld "$1" "$(dirname "$1")" >"{path('modes')}"
dirname "$1" >"{path('place')}"
echo edited >"$1"
""", 0o700)
    session = Session(PROGRAM, "edit", draft("a.yaml", ELSEWHERE), size=(24, 80), EDITOR=editor, VISUAL=editor,
                      SCEP_CHALLENGE=SECRET)
    session.wait(b"Platform")
    session.type(b"\033gnotes\r")
    session.wait(b"otes \\(")
    session.type(b"\030")
    session.type(b"o")
    session.wait(b"edited")
    session.end()
    with open(path("child"), encoding="utf-8") as file:
        if SECRET in file.read():
            raise Wrong("the editor gets it")
    with open(path("modes"), encoding="utf-8") as file:
        modes = sorted(line.split()[0][:10] for line in file)
    if modes != ["-rw-------", "drwx------"]:
        raise Wrong(f"the editor's file and folder are {modes}")
    with open(path("place"), encoding="utf-8") as file:
        if os.path.exists(file.read().strip()):
            raise Wrong("the editor's folder stays")


def main():
    tests = [terminals_keep_nothing_of_it, masks_are_alike, editors_do_not_get_it]
    if os.path.exists("/proc/self/stat"):
        tests.append(worker_ends_with_the_session)
    if os.path.exists(path("fault.so")):
        tests += [commands_wipe_it, wizard_wipes_it, exports_wipe_it, wizard_wipes_what_was_undone,
                  wizard_wipes_it_at_the_end]
    run_tests(tests)


main()
