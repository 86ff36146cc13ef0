"""What asking leaves behind: processes, files, the challenge. The functions are parts of ask.py."""
import base64
import os
import re
import signal
import subprocess
import termios
import time

from asking import CHALLENGE, FOLDER, MARK, PROGRAMS, SCEPWIZ, await_true, differs, run, tap
from terminal import Session

# All processes in this network namespace belong to this test.

def processes():
    """(number, name) of each process of scepwiz here."""
    here, result = os.readlink("/proc/self/ns/net"), []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            name = os.path.basename(os.readlink(f"/proc/{number}/exe")).replace(" (deleted)", "")
            with open(f"/proc/{number}/stat") as file:
                gone = file.read().rsplit(") ", 1)[1][0] == "Z"
            if name in PROGRAMS and os.readlink(f"/proc/{number}/ns/net") == here and not gone:
                result.append((int(number), name))
        except OSError:
            continue
    return result


def nothing_left():
    return None if await_true(lambda: not processes()) else f"still there: {processes()}"


def files():
    found = set()
    for top, _, names in os.walk(FOLDER):
        found |= {os.path.join(top, name) for name in names if "/ca/" not in top + "/"}
    return found


# where it is; what the CA was asked when it is there; the mode; values of the draft
STEPS = [
    ("GetCACaps", "GetCACaps", "hangcaps", {}),
    ("GetCACert", "GetCACert", "hangcert", {}),
    ("PKIOperation", "PKIOperation", "hangpki", {}),
    ("waiting for a person", "PKIOperation", "pending9", {"retries": 5, "retry_delay": 30}),
]


def at_step(ca, drafts, mode, operation, values, **environment):
    """A session of the program that has come as far as that."""
    draft = drafts.make(mode, **values)
    ca.mark()
    before = files()
    session = Session(SCEPWIZ, "enrol", "--trial", draft, "--yes", "--timeout", "30", **environment)
    reached = await_true(lambda: session.read(0) is not False and operation in ca.operations())
    time.sleep(0.3)
    return session, before, None if reached else f"{operation} does not come: {session.sent!r}"


def left_by(ca, drafts):
    """^C, a signal, a death: no process and no file stays, whatever is under way."""
    for name, operation, mode, values in STEPS:
        for how in "^C", "TERM", "KILL":
            session, before, fault = at_step(ca, drafts, mode, operation, values)
            if how == "^C":
                os.write(session.fd, b"\x03")
            else:
                os.kill(session.pid, getattr(signal, "SIG" + how))
            status = session.finish()
            tap.check(f"{how} at {name}", [
                fault, nothing_left(), differs("files", set(), files() - before), "it ended with 0" if status == 0 else None,
                "it has the challenge" if CHALLENGE.encode() in session.sent else None])
    session, before, fault = at_step(ca, drafts, "pending9", "PKIOperation", STEPS[-1][3])
    transaction = ca.lines()[-1].get("transaction", "?")
    os.write(session.fd, b"\x03")
    session.finish()
    tap.check("^C while a person decides: the transaction is told", [
        fault, None if transaction.encode() in session.sent else session.sent])
    consent(ca, drafts)


def consent(ca, drafts):
    """At a terminal: y, and any other key."""
    for key, operations, status in ((b"y\r", 1, 0), (b"n\r", 0, 2), (b"\r", 0, 2), (b"\x03", 0, None), (b"\x04", 0, 2)):
        ca.mark()
        session = Session(SCEPWIZ, "enrol", "--trial", drafts.make("ok"))
        terminal = termios.tcgetattr(session.fd)
        session.wait(rb"Try it")
        session.wait(rb"Type y")
        shown = session.sent.decode(errors="replace")
        os.write(session.fd, key)
        while session.read(60):
            pass
        os.waitid(os.P_PID, session.pid, os.WEXITED | os.WNOWAIT)
        restored = termios.tcgetattr(session.fd)
        ended = os.waitstatus_to_exitcode(session.finish())
        tap.check(f"consent: {key!r}", [
            differs("PKIOperation", operations, ca.operations().count("PKIOperation")), nothing_left(),
            None if status is None else differs("status", status, ended), differs("terminal", terminal, restored),
            *(None if word in shown else f"{word} is not shown: {shown}" for word in (
                ca.url("ok"), "Test CA", MARK, "%SerialNumber%", "fingerprint matches", "Challenge")),
            "the challenge is shown" if CHALLENGE in shown else None])


def killed(ca, drafts):
    """A helper program is missing, or ends at any step: a sentence, 3, nothing left."""
    for name, operation, mode, values in STEPS:
        for victim in "scepwiz-worker", "scepwiz-ask":
            if victim == "scepwiz-ask" and mode.startswith("pending"):
                continue  # none runs while it waits
            session, before, fault = at_step(ca, drafts, mode, operation, values)
            victims = [number for number, program in processes() if program == victim]
            begin = time.monotonic()
            for number in victims:
                os.kill(number, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(session.finish())
            seconds = time.monotonic() - begin
            tap.check(f"{victim} is killed at {name}", [
                fault, None if victims else "it does not run", f"it took {seconds:.0f} s" if seconds > 10 else None, differs("status", 3, status), nothing_left(),
                differs("files", set(), files() - before)])
    for missing in "scepwiz-worker", "scepwiz-ask":
        folder = os.path.join(FOLDER, "without-" + missing)
        os.mkdir(folder)
        for program in PROGRAMS:
            if program != missing:
                os.link(os.path.join(os.path.dirname(SCEPWIZ), program), os.path.join(folder, program)) if \
                    os.stat(FOLDER).st_dev == os.stat(SCEPWIZ).st_dev else \
                    subprocess.run(["cp", os.path.join(os.path.dirname(SCEPWIZ), program), folder], check=True)
        for command in ["ask"], ["enrol", "--trial", "--yes"]:
            ca.mark()
            done = run(*command, drafts.make("ok", root=""), program=os.path.join(folder, "scepwiz"))
            tap.check(f"{missing} is missing: {command[0]}", [
                differs("status", 3, done.status), differs("requests", [], ca.lines()), nothing_left(),
                None if missing in done.err + done.out or "worker program is missing" in done.err else str(done)])


# Secrets

def traced(arguments, folder, calls):
    os.mkdir(folder)
    command = ["strace", "-ff", "-qq", "-s", "4000000", "-e", "trace=" + calls, "-o", os.path.join(folder, "of"), SCEPWIZ]
    # LeakSanitizer cannot work beside strace
    done = subprocess.run([*command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=120, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
    texts = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), errors="replace") as file:
            text = file.read()
        found = re.search(r'execve\("[^"]*/(scepwiz[a-z-]*)"', text)
        texts[name] = (found[1] if found else "scepwiz", text)
    return done, texts


CALLS = "execve,read,readv,pread64,recvfrom,recvmsg,recvmmsg,write,writev,pwrite64,sendto,sendmsg,sendmmsg"


def secrets(ca, drafts):
    """The challenge is in no argument, environment, file or log, and scepwiz-ask never has it."""
    draft = drafts.make("pending0", retries=2)
    before = files()
    done, texts = traced(["enrol", "--trial", draft, "--yes"], os.path.join(FOLDER, "trace"), CALLS)
    programs = sorted({program for program, _ in texts.values()})
    tap.check("all three programs are looked at", [differs("programs", sorted(PROGRAMS), programs),
                                                   differs("status", 0, done.returncode)])
    reads = [text for program, text in texts.values() if program == "scepwiz-worker" and CHALLENGE in text]
    tap.check("the worker gets the challenge, so it can be seen where it is", [None if reads else "it cannot be seen"])
    shapes = [CHALLENGE, base64.b64encode(CHALLENGE.encode()).decode()[:-4], CHALLENGE.encode().hex(),
              CHALLENGE.replace("&", "%26")]
    tap.check("scepwiz-ask never reads nor writes it", [
        f"{program}: {shape}" for program, text in texts.values() if program == "scepwiz-ask"
        for shape in shapes if shape in text])
    helpers = [re.search(r"execve\((.*)\) = 0", text) for program, text in texts.values() if program != "scepwiz"]
    tap.check("helper programs have a version as argument, and no environment but the locale", [
        None if helper and re.match(r'"[^"]+", \["[^"]+", "[0-9.]+[^"]*"\], 0x[0-9a-f]+ /\* (0 vars|1 var) \*/', helper[1])
        else helper and helper[1] for helper in helpers])
    tap.check("it is not in what is said", ["it is" if CHALLENGE in done.stdout + done.stderr else None])
    new = [path for path in files() - before if "/trace/" not in path]
    tap.check("no new file", new)
    with_it = []
    for path in files():
        if "/trace/" not in path and not path.endswith(".yaml"):
            with open(path, "rb") as file:
                with_it += [path] if CHALLENGE.encode() in file.read() else []
    with open(ca.log, "rb") as file:
        with_it += [ca.log] if CHALLENGE.encode() in file.read() else []
    tap.check("it is in no file but the drafts", with_it)


def unasked(ca, drafts):
    """No other command makes a connection."""
    draft = drafts.make("ok")
    _, texts = traced(["ask", draft], os.path.join(FOLDER, "asked"), "%net,execve")
    tap.check("a connection would be seen", [None if any(
        program == "scepwiz-ask" and re.search(r"^connect\(.*AF_INET", text, re.M) for program, text in texts.values())
        else "ask makes none"])
    commands = [["check", draft], ["show", draft], ["list", FOLDER], ["fields"], ["rules"], ["diff", draft, draft],
                ["export", draft], ["check", draft, "--fix"], ["set", draft, "retries=2"]]
    for number, command in enumerate(commands):
        ca.mark()
        _, texts = traced(command, os.path.join(FOLDER, f"unasked-{number}"), "%net,execve")
        lines = [line for _, text in texts.values() for line in text.splitlines()
                 if re.match(r"(socket|connect|sendto)\(.*AF_INET", line)]
        helper = [program for program, _ in texts.values() if program == "scepwiz-ask"]
        tap.check(f"{command[0]} asks nothing", [*lines, *helper, differs("requests", [], ca.lines())])
    ca.mark()
    session = Session(SCEPWIZ, "edit", draft)
    session.wait(rb"URL|Policy")
    for key in b"\r", b"\t", b"\x1b[B", b"\x1b[B", b"\r":
        session.type(key)
    session.end()
    tap.check("the wizard asks nothing unasked", [differs("requests", [], ca.lines()), nothing_left()])
