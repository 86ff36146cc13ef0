"""meanwhile.py SCEPWIZ FOLDER RESULTS PRELOAD: what other programs do with a draft's folder meanwhile.

A draft that changes between any two calls of a save, and while a wizard has it open on a terminal or line by
line; links that were planted under every name that is written; a process that swaps the draft and the
profile for links; the flags of all that is opened for writing, and the order of what is flushed. A file
outside, the canary, is never touched. Speaks TAP."""
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import DEADLINE, Session, Wrong

PROGRAM, FOLDER, RESULTS, PRELOAD = sys.argv[1:5]
ROUNDS = 5000 if os.environ.get("SCEPWIZ_FAULT_ALL") else 500
CANARY = os.path.join(RESULTS, "canary")
THEIRS = "Offjce"  # as long as Office
SWAP = f"sed s/Office/{THEIRS}/ a.yaml >x && "

# What becomes of the draft; whether it still is one with its answers; what a wizard says before it saves.
CHANGES = {
    "written in place": (SWAP + "cat x >a.yaml && rm x", True, "changed on disk"),
    "replaced by rename": (SWAP + "mv x a.yaml", True, "changed on disk"),
    "written, its time put back": (SWAP + "touch -r a.yaml y && cat x >a.yaml && touch -r y a.yaml && rm x y", True,
                                   "changed on disk"),
    "touched": ("touch -d 2001-01-01 a.yaml", True, None),
    "copied and renamed": ("cp -p a.yaml x && mv x a.yaml", True, None),
    "removed": ("rm a.yaml", False, "was removed since it was opened"),
    "emptied": (": >a.yaml", False, "was emptied since it was opened"),
    "no draft any more": ("printf 'form: [' >a.yaml", False, "not a draft"),
    "a folder": ("rm a.yaml && mkdir a.yaml", False, "is a folder, not a file"),
    "a FIFO": ("rm a.yaml && mkfifo a.yaml", False, "is a FIFO, not a file"),
    "a device": ("rm a.yaml && mknod a.yaml c 1 3", False, "is a device, not a file"),
    "a link to the canary": (f"rm a.yaml && ln -s {CANARY} a.yaml", False, "is a symbolic link, which a save does not"),
    "a link to itself, moved": ("mv a.yaml real && ln -s real a.yaml", False, "is a symbolic link, which a save does not"),
    "a link to nothing": ("rm a.yaml && ln -s nothing a.yaml", False, "No such file or directory"),
}
count = failed = 0


def ok(wrong, name):
    """One check, passed where nothing is wrong."""
    global count, failed
    count += 1
    failed += bool(wrong)
    for line in wrong[:20]:
        print("#", line)
    print("not ok" if wrong else "ok", count, "-", name, flush=True)


def path(name):
    return os.path.join(FOLDER, name)


def read(name):
    """What stands there, "" where no file does."""
    if not os.path.isfile(path(name)):
        return ""
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def begin():
    """A folder with the draft alone, and a canary outside it; nothing that a session has left."""
    shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)
    for entry in os.scandir(FOLDER):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.remove(entry.path)
    shutil.copy(os.path.join(RESULTS, "first.yaml"), path("a.yaml"))
    if os.path.lexists(CANARY):
        os.remove(CANARY)
    shutil.copy(os.path.join(RESULTS, "first.yaml"), CANARY)
    with open(CANARY, "a", encoding="utf-8") as file:
        file.write("# canary\n")
    os.chmod(CANARY, 0o444)
    begin.canary = canary()


def canary():
    """All that can be told of it but its times of reading and its number of names."""
    st = os.lstat(CANARY)
    with open(CANARY, "rb") as file:
        return st.st_ino, st.st_mode, st.st_uid, st.st_mtime_ns, file.read()


def change(command):
    subprocess.run(["sh", "-c", command], cwd=FOLDER, check=True)


def run(*arguments, stdin="", under=(), **environment):
    return subprocess.run([*under, PROGRAM, *arguments], cwd=FOLDER, input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=DEADLINE, check=False, encoding="utf-8", errors="replace",
                          env={**os.environ, **environment})


def may_make_devices():
    """Root may, but not in every container."""
    try:
        os.mknod(path("device"), stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except OSError:
        return False
    return True


def left_over():
    return [name for name in os.listdir(FOLDER) if ".scepwiz" in name]


def calls_of(*arguments):
    """How often each call is made; nothing where the program is static."""
    begin()
    counts = os.path.join(RESULTS, "count")
    run(*arguments, LD_PRELOAD=PRELOAD, SCEPWIZ_FAULT_COUNT=counts)
    if not os.path.exists(counts):
        return {}
    with open(counts, encoding="ascii") as file:
        return {name: int(number) for name, number in map(str.split, file)}


SET = ["set", "a.yaml", "name=CA-2"]


def interleaved(name, calls):
    """The change between any two calls of set: both changes are there, or theirs and a sentence. Only what
    happens behind the last look at the name, or at the content, and before the rename is replaced. (The last
    two that are closed are the folder that was flushed, and the one that was locked.)"""
    command, keeps, _ = CHANGES[name]
    too_late = ["rename 1"] + ([] if re.search("(rm|mv|x) a.yaml", command) else [f"close {calls['close'] - 2}"])
    wrong, runs, points = [], 0, [(call, n) for call in ("open", "write", "fsync", "close", "fchmod", "rename")
                                  for n in range(1, calls[call] + 1)]
    for call, number in points:
        begin()
        result = run(*SET, LD_PRELOAD=PRELOAD, SCEPWIZ_FAULT=f"{call}:{number}:run",
                     SCEPWIZ_FAULT_RUN=f"if grep -q CA-2 a.yaml; then touch saved; fi; {command}")
        runs += 1
        where, text, saved = f"{call} {number}: status {result.returncode}", read("a.yaml"), os.path.exists(path("saved"))
        if result.returncode not in (0, 3) or "fault:" in result.stderr or "mistake in" in result.stderr:
            wrong.append(f"{where}: {result.stderr}")
        if canary() != begin.canary:
            wrong.append(f"{where}: the canary was touched")
        if left_over():
            wrong.append(f"{where}: {left_over()} stays")
        if f"{call} {number}" in too_late:
            continue
        if "sed" in command and THEIRS not in text:
            wrong.append(f"{where}: their change is lost")
        if result.returncode == 3 and ("scepwiz: error: " not in result.stderr or ("CA-2" in text and not saved)):
            wrong.append(f"{where}: neither saved nor told: {result.stderr}")
        if result.returncode == 0 and not saved and ("CA-2" not in text or not keeps):
            wrong.append(f"{where}: not saved, and not told")
    ok(wrong, f"set, and the draft is {name} between any two calls ({runs} runs)")
    return runs


def plain(command, says):
    """Line by line."""
    session = Session(PROGRAM, "edit", path("a.yaml"), "--plain", term="dumb")
    session.wait(b"1 Platform, ")
    session.type(b"=13\nCA-2\n")
    session.wait(rb"14 Include root certificate\? ")
    change(command)
    session.type(b"!s\n")
    return session, says or "Saved to ", b"<\n", b"s\n", b"\n", b"a\n"


def curses(command, says):
    """On the whole screen."""
    session = Session(PROGRAM, "edit", path("a.yaml"), size=(40, 400))
    session.wait(b"Platform")
    session.type(b"\x1bgname\r")
    session.type(b"CA-2")
    change(command)
    session.type(b"\x0f")
    return session, says or "Saved to ", b"\x1b", b"s", b"\r", b"a"


def noticed(mode, name):
    """What a wizard says when it is to save, what stays where nobody decides, and what a decision does."""
    command, _, says = CHANGES[name]
    wrong = []
    for decides in (False, True):
        begin()
        session, wanted, back, save, enter, save_as = mode(command, says)
        session.wait(wanted.replace(" ", r"\s+").encode())  # lines are wrapped
        before = read("a.yaml")
        if not says and "CA-2" not in before:
            wrong.append("it says done, and nothing was saved")
        if decides and says and "changed on disk" in says:
            session.type(save)
            session.wait(b"Saved to ")
            if "CA-2" not in read("a.yaml") or THEIRS not in read("a.yaml"):
                wrong.append("merged, and not both are in it")
        elif decides and says and "since it was opened" in says:
            session.type(enter)
            session.wait(b"Saved to ")
            if "CA-2" not in read("a.yaml"):
                wrong.append("it was not written anew")
        elif decides and says and "is a symbolic link" not in says:  # which is told when it is written
            session.type(save_as)
            session.type(b"\x15" + path("b.yaml").encode() + (b"\r" if mode is curses else b"\n"))
            session.wait(b"Saved to ")
            if "CA-2" not in read("b.yaml"):
                wrong.append("it was not saved under another name")
        elif says:
            session.type(back)
            if "CA-2" in before or read("a.yaml") != before:
                wrong.append("something was written without a decision")
        session.end()
        if canary() != begin.canary:
            wrong.append("the canary was touched")
    ok(wrong, f"{mode.__name__}, and the draft is {name}")


# A name that is written, what stands there (CANARY: its place), the command's status, what is said.
TYPED = "=13\nCA-2\n!s\n!q\n"
PLANTED = [
    (".a.yaml.scepwiz", "ln -s {0} {1}", "edit", 0, "a.yaml.scepwiz is a symbolic link. Remove it"),
    (".a.yaml.scepwiz", "ln -s nothing {1}", "edit", 0, "a.yaml.scepwiz is a symbolic link. Remove it"),
    (".a.yaml.scepwiz", "ln {0} {1}", "edit", 0, "a hard link"),
    (".a.yaml.scepwiz", "mkfifo {1}", "edit", 0, "is a FIFO. Remove it"),
    (".a.yaml.scepwiz", "mkdir {1}", "edit", 0, "is a folder. Remove it"),
    (".a.yaml.scepwiz", "cp {0} {1}", "edit", 0, "is not a lock of scepwiz. Remove it"),
    (".a.yaml.scepwiz", "echo scepwiz side file 1 >{1} && chmod 666 {1}", "edit", 0, "others may read or write"),
    (".a.yaml.scepwiz-abcdef", "ln -s {0} {1} && touch -h -d 2001-01-01 {1}", "set", 0, ""),
    (".a.yaml.scepwiz-abcdef", "ln {0} {1}", "set", 0, ""),
    ("a.yaml", "rm {1} && ln {0} {1}", "set", 0, ""),
    ("a.yaml", "rm {1} && ln -s {0} {1}", "set", 3, "is a symbolic link, which a save does not"),
    ("a.mobileconfig", "ln -s {0} {1}", "export", 3, "is a symbolic link"),
    ("a.mobileconfig", "ln -s nothing {1}", "export", 3, "is a symbolic link"),
    ("a.mobileconfig", "ln -s a.yaml {1}", "export", 3, "is the draft itself"),
    ("a.mobileconfig", "ln {0} {1}", "export", 3, "is a draft, which a profile does not replace"),
    ("a.mobileconfig", "ln {0} {1}", "force", 3, "is a draft, which a profile does not replace"),
    ("b.yaml", "ln -s {0} {1}", "new", 3, "already exists"),
    ("b.yaml", "ln -s nothing {1}", "new", 3, "already exists"),
]
COMMANDS = {"set": SET, "export": ["export", "a.yaml"],
            "force": ["export", "a.yaml", "--force"], "edit": ["edit", "a.yaml", "--plain"],
            "new": ["new", "b.yaml", "--no-edit"]}


def planted():
    """What stands at a name that is written is not written through, whatever it is."""
    wrong = []
    for name, plant, command, status, says in PLANTED:
        begin()
        change(plant.format(CANARY, name))
        before = canary()
        result = run(*COMMANDS[command], stdin=TYPED)
        where = f"{plant.format('CANARY', name)}: {command}: status {result.returncode}: "
        said = " ".join((result.stdout + result.stderr).split())
        if result.returncode != status or says not in said:
            wrong.append(where + said[-300:])
        if canary() != before:
            wrong.append(where + "the canary was touched")
        if command in ("edit", "set") and status == 0 and "CA-2" not in read("a.yaml"):
            wrong.append(where + "the draft was not saved")
        if os.path.lexists(path("nothing")):
            wrong.append(where + "a link was followed")
    ok(wrong, f"links and other things at the names that are written ({len(PLANTED)} runs)")


def raced(command, target):
    """Another process swaps the target for a link and back, all the time. The links that it makes are
    renamed, never written, so a write through one would hit the canary."""
    begin()
    on, swaps, wrong = True, 0, []
    before = canary()

    def swap():
        nonlocal swaps
        while on:
            os.symlink(CANARY, path("link"))
            os.replace(path("link"), path(target))
            shutil.copy(os.path.join(RESULTS, "first.yaml"), path("copy"))
            os.replace(path("copy"), path(target))
            swaps += 2

    racer = threading.Thread(target=swap)
    racer.start()
    for _ in range(ROUNDS):
        result = run(*COMMANDS[command])
        if result.returncode not in (0, 3) or (result.returncode == 3 and "scepwiz: error: " not in result.stderr):
            wrong.append(f"status {result.returncode}: {result.stderr}")
    on = False
    racer.join()
    if canary() != before:
        wrong.append("the canary was touched")
    if left_over():
        wrong.append(f"{left_over()} stays")
    ok(wrong, f"{command}, while its target is swapped for a link and back ({ROUNDS} runs, {swaps} swaps)")
    return swaps


STRANGE = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""
# The file of a certificate becomes a link that leads out, or the folder that it is in does.
SWAPS = {
    "the file": "rm -f sub/ca.pem && ln -s {} sub/ca.pem",
    "its folder": "rm -rf sub && ln -s {} sub",
}


def judged(swap):
    """What a draft names is read in its folder, also where a link is put there between the look and the reading: what the
    draft would be told of the file outside, a private key, is never said."""
    outside, wrong, runs = os.path.join(RESULTS, "outside"), [], 0
    os.makedirs(outside, exist_ok=True)
    with open(os.path.join(outside, "ca.pem"), "w", encoding="ascii") as file:
        file.write(STRANGE)
    command = SWAPS[swap].format(os.path.join(outside, "ca.pem") if swap == "the file" else outside)
    for call in [None] + [f"{name}:{n}:run" for name in ("open", "stat") for n in range(1, 30)]:
        begin()
        os.mkdir(path("sub"))
        with open(path("sub/ca.pem"), "w", encoding="ascii") as file:
            file.write("no certificate")
        with open(path("a.yaml"), "a", encoding="utf-8") as file:
            file.write("include_root_certificate: true\nroot_certificate: sub/ca.pem\n")
        if call:
            result = run("check", "a.yaml", LD_PRELOAD=PRELOAD, SCEPWIZ_FAULT=call, SCEPWIZ_FAULT_RUN=command)
        else:
            change(command)
            result = run("check", "a.yaml")
        runs += 1
        said = result.stdout + result.stderr
        if result.returncode not in (0, 1, 3) or "fault:" in said:
            wrong.append(f"{call}: status {result.returncode}: {said}")
        if "private key" in said:
            wrong.append(f"{call}: {said}")
        if not call and "certificate-outside" not in said:
            wrong.append(f"a link from the beginning is not told: {said}")
    ok(wrong, f"check, and {swap} of a certificate becomes a link between any two calls ({runs} runs)")


def traced(command):
    """What the system was asked for in the folder, and in which order. (Leaks cannot be looked for meanwhile.)"""
    begin()
    trace, wrong, writes, renames = os.path.join(RESULTS, "trace"), [], 0, 0
    run(*COMMANDS[command], stdin=TYPED, ASAN_OPTIONS="detect_leaks=0", under=[
        "strace", "-f", "-qq", "-y", "-o", trace, "-e",
        "trace=open,openat,openat2,creat,truncate,rename,renameat,renameat2,link,linkat,fsync,fdatasync"])
    with open(trace, encoding="utf-8", errors="replace") as file:
        lines = [line.rstrip() for line in file]
    synced, pending = set(), {}
    for line in lines:
        shown = re.match(r"\d+ +(\w+)\((.*)", line)
        if not shown:
            continue  # the end of a call that another process has interrupted
        call, rest = shown.groups()
        if call.startswith("open"):
            opened = re.search(r'"([^"]*)", ([A-Z_|]+)', rest)
            name, flags = opened.group(1), set(opened.group(2).split("|"))
            if not flags & {"O_WRONLY", "O_RDWR", "O_CREAT"} or re.match("/dev/|.*[.]gcda$", name):
                continue  # the terminal; what gcov counts
            writes += 1
            wanted = {"O_NOFOLLOW", "O_CLOEXEC"} | ({"O_EXCL"} if "O_CREAT" in flags else set())
            if not wanted <= flags or "O_TRUNC" in flags:
                wrong.append(line)
        elif call in ("creat", "truncate"):
            wrong.append(line)
        elif call.startswith("fsync") or call == "fdatasync":
            name = re.search(r"<([^>]*)>", rest).group(1)
            synced.add(os.path.basename(name))
            pending.pop(name, None)
        elif "= 0" in line:
            old, new = re.findall(r'"([^"]*)"', rest)[-2:]
            renames += 1
            pending[os.path.dirname(os.path.join(FOLDER, new))] = line
            if os.path.basename(old) not in synced:
                wrong.append("renamed before it was flushed: " + line)
    for line in pending.values():
        wrong.append("the folder was not flushed behind " + line)
    if not writes or not renames:
        wrong.append(f"{writes} files opened for writing, {renames} renamed")
    ok(wrong, f"{command}: {writes} files opened for writing, exclusively and through no link; flushed, renamed "
              f"({renames}), the folder flushed")


def descriptors():
    """A caller that leaves 1,000 descriptors open."""
    begin()
    wrong = []
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    fds = [os.open("/dev/null", os.O_RDONLY) for _ in range(1000)]
    for command in COMMANDS:
        result = subprocess.run([PROGRAM, *COMMANDS[command]], cwd=FOLDER, input=TYPED.encode(), pass_fds=fds,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=DEADLINE)
        if result.returncode != 0:
            wrong.append(f"{command}: status {result.returncode}: {result.stderr!r}")
    for name in "a.yaml", "b.yaml", "a.mobileconfig":
        if stat.S_IMODE(os.stat(path(name)).st_mode) != 0o600:
            wrong.append(f"{name} is not private")
    for fd in fds:
        os.close(fd)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    ok(wrong, "1,000 descriptors that the caller left open")


def main():
    counts, runs, swaps = calls_of(*SET), 0, 0
    if not may_make_devices():
        del CHANGES["a device"]
    for name in CHANGES if counts else ():
        runs += interleaved(name, counts)
    if not counts:
        ok([], "set, and the draft changes meanwhile # SKIP nothing can be preloaded into the program")
    for mode in plain, curses:
        for name in CHANGES:
            try:
                noticed(mode, name)
            except Wrong as wrong:
                ok([str(wrong)], f"{mode.__name__}, and the draft is {name}")
    planted()
    for swap in SWAPS if counts else ():
        judged(swap)
    for command, target in ("set", "a.yaml"), ("export", "a.yaml"), ("export", "a.mobileconfig"):
        swaps += raced(command, target)
    descriptors()
    may_trace = shutil.which("strace") and subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0
    for command in COMMANDS if may_trace else ():
        traced(command)
    if not may_trace:
        ok([], "the order of system calls # SKIP there is no strace, or it may not trace")
    print(f"# {len(CHANGES)} changes of the draft between any two calls of a save ({runs} runs), and under both "
          f"wizards; {len(PLANTED)} things planted, {3 * ROUNDS} races, {swaps} swaps: {failed} wrong, the canary untouched")
    print(f"1..{count}")


main()
