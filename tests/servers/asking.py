"""What ask.py and the files beside it share: the CA of authority.py, drafts, runs of the program, and TAP. The arguments
of the command line are those of ask.py."""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time

SCEPWIZ, SOURCE, FOLDER = map(os.path.abspath, sys.argv[1:4])
sys.path.insert(0, os.path.join(SOURCE, "tests", "lib"))

CHALLENGE = "Vf7-moss&Kettle"
PROGRAMS = ("scepwiz", "scepwiz-worker", "scepwiz-ask")
MARK = "SCEPWIZ-TRIAL-"
TLS = "own", "ended", "elsewhere", "alone"
E, W, I = ":error", ":warning", ":info"


class Tap:
    count = failed = 0

    def check(self, name, faults):
        """faults: what is wrong, as texts; none: passed."""
        self.count += 1
        faults = [one for one in faults if one]
        for fault in faults:
            for line in str(fault).splitlines():
                print("#", line[:1000])
        self.failed += bool(faults)
        print("not ok" if faults else "ok", self.count, "-", name, flush=True)


tap = Tap()


def differs(what, wanted, found):
    return None if wanted == found else f"{what}: {wanted!r} is right, it was {found!r}"


class Ca:
    """authority.py, and what it was asked since mark()."""

    def __init__(self, name):
        self.folder = os.path.join(FOLDER, name)
        os.mkdir(self.folder)
        self.log = os.path.join(self.folder, "log")
        self.errors = os.path.join(self.folder, "errors")
        open(self.log, "w").close()
        with open(self.errors, "w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, os.path.join(SOURCE, "tests/servers/authority.py"), "--folder", self.folder, "--keep",
                 self.folder, "--log", self.log, "--seconds", "1200", "--secret", CHALLENGE,
                 *(f"--tls={kind}" for kind in TLS)], stdout=subprocess.PIPE, stderr=errors, text=True)
        self.port, *others = map(int, self.process.stdout.readline().split()[1:])
        self.address = f"http://127.0.0.1:{self.port}"
        self.secure = {kind: f"https://127.0.0.1:{port}" for kind, port in zip(TLS, others)}
        self.mark()

    def mark(self):
        self.begin = os.path.getsize(self.log)

    def lines(self):
        with open(self.log, encoding="utf-8") as file:
            file.seek(self.begin)
            return [json.loads(line) for line in file]

    def operations(self):
        return [line["operation"] for line in self.lines()]

    def url(self, mode, tls=None):
        return f"{self.secure[tls] if tls else self.address}/{mode}/scep"

    def pem(self, name):
        with open(os.path.join(self.folder, name + ".pem")) as file:
            return file.read()

    def fingerprint(self, name, digest="sha256"):
        lines = self.pem(name).split("-----")[2]
        return hashlib.new(digest, base64.b64decode(lines)).hexdigest()

    def end(self):
        self.process.kill()
        self.process.wait()


class Ran:
    """A run of the program."""

    def __init__(self, arguments, status, out, err, seconds):
        self.arguments, self.status, self.out, self.err, self.seconds = arguments, status, out, err, seconds
        try:
            self.json = json.loads(out)
        except ValueError:
            self.json = None

    def findings(self, severities=("error", "warning")):
        if self.json is None:
            return None
        return sorted(f"{one['rule']}:{one['severity']}" for one in self.json["findings"]
                      if one["severity"] in severities)

    def __str__(self):
        return f"{' '.join(self.arguments)}: {self.status}\n{self.out[-1500:]}\n{self.err[-1500:]}"


def run(*arguments, program=SCEPWIZ, stdin=None, environment=None, seconds=60):
    begin = time.monotonic()
    done = subprocess.run([program, *arguments], input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, text=True,
                          errors="surrogateescape", env={**os.environ, **(environment or {})}, start_new_session=True)
    return Ran(arguments, done.returncode, done.stdout, done.stderr, time.monotonic() - begin)


def must_run(*arguments, **more):
    done = run(*arguments, **more)
    if done.status:
        sys.exit(str(done))
    return done


def await_true(test, seconds=20):
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Drafts:
    """Drafts that differ in a few values. They are made from one, because each run of set takes its time."""

    def __init__(self, ca):
        self.ca, self.number = ca, 0
        path = self.path("pattern")
        must_run("new", path, "--no-edit")
        must_run("set", path, "challenge=-", stdin=CHALLENGE)
        must_run("set", path, "url=http://ca.acme.net/scep", "key_usage=signing,encryption", "retries=1", "retry_delay=1",
                 f"subject=/C=DE/O=Acme/2.5.4.12=Field/CN=%SerialNumber%", "set_subject_alternative_name=true",
                 "san_dns_name=mac.acme.net", "san_principal=mac@acme.net", "san_rfc822=mac@acme.net",
                 "san_uri=urn:acme:mac")
        with open(path) as file:
            self.pattern = file.read()
        os.unlink(path)

    @staticmethod
    def path(name):
        return os.path.join(FOLDER, name + ".yaml")

    def make(self, mode, anchor="ca", root=None, url=None, **values):
        """root: the included root, which is the anchor if it is None, none if it is ''. anchor None: no fingerprint."""
        self.number += 1
        text = self.pattern
        values.setdefault("fingerprint", "" if anchor is None else self.ca.fingerprint(anchor))
        values["url"] = url or self.ca.url(mode)
        for key, value in values.items():
            text = re.sub(rf"^{key}: .*$", lambda _: f"{key}: {json.dumps(value)}", text, flags=re.M)
        root = anchor if root is None else root
        if root:
            pem = "".join(f"  {line}\n" for line in self.ca.pem(root).splitlines())
            text = re.sub(r"^include_root_certificate: .*\n(root_certificate: .*\n)?",
                          lambda _: f"include_root_certificate: true\nroot_certificate: |\n{pem}", text, flags=re.M)
        path = self.path(f"{mode}-{self.number}")
        with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
        return path


def ask(draft, *more, **how):
    return run("ask", draft, "--format", "json", *more, **how)


def enrol(draft, *more, **how):
    return run("enrol", "--trial", draft, "--yes", "--format", "json", *more, **how)


def judge(ran, wanted, status, may=()):
    """wanted: errors and warnings that must be there and no others, notes that must be there."""
    notes = [one for one in wanted if one.endswith(":info")]
    rest = sorted(one for one in wanted if not one.endswith(":info"))
    found = ran.findings()
    if found is None:
        return [differs("status", status, ran.status), f"no JSON: {ran}"]
    found = sorted(one for one in found if one not in may)
    missing = sorted(set(notes) - set(ran.findings(("info",))))
    faults = [differs("errors and warnings", rest, found), f"not there: {missing}" if missing else None,
              differs("status", status, ran.status)]
    return faults + [str(ran)] if any(faults) else []
