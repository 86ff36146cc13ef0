#!/usr/bin/env python3
"""What scepwiz costs, beside floors and peers, and the goals: one table.

    goals.py SCEPWIZ [--drafts N] [--profiles N] [--runs N]

Processor time, the least of some runs, in which those that are compared take turns; only ratios within one run say
anything. Floors are compiled where there is a C compiler with libyaml and expat: a program that does nothing but take
the parser's events. Peers are the usual script (usual.py), and Python that only reads, with libyaml's C loader
(yaml.CSafeLoader) and plistlib. What is not installed is left out. For --jobs there is also the time that passes, which
says something on a machine without other work. A goal is a ratio unless it says ms or MB; N drafts make a folder of
10,000 smaller, and then tell less.
"""
import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import bench

DRAFT = """\
# scepwiz draft; form scep 1
form: scep
platform: macos
policy_name: "Office {n}"
policy_notes: |
  Made for branch {n}.
fingerprint: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
challenge: {{from: env, name: SCEP_CHALLENGE}}
key_size: 2048
subject: "/C=US/O=Acme/OU=Branch {n}/CN=%SerialNumber%"
key_usage: [signing]
url: "https://scep.acme.net/scep"
device_groups: ["Laptops {n}"]
identity:
  profile_identifier: "net.acme.scep.office-{n}"
  profile_uuid: "0F1E2D3C-4B5A-4978-8695-{n:012X}"
  scep_uuid: "1F1E2D3C-4B5A-4978-8695-{n:012X}"
  root_uuid: "2F1E2D3C-4B5A-4978-8695-{n:012X}"
"""

PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadContent</key>
			<dict>
				<key>CAFingerprint</key>
				<data>LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=</data>
				<key>Challenge</key>
				<string>office-{n}</string>
				<key>Key Type</key>
				<string>RSA</string>
				<key>Key Usage</key>
				<integer>1</integer>
				<key>Keysize</key>
				<integer>2048</integer>
				<key>Subject</key>
				<array>
					<array><array><string>O</string><string>Acme</string></array></array>
					<array><array><string>CN</string><string>mac-{n}</string></array></array>
				</array>
				<key>URL</key>
				<string>https://scep.acme.net/scep</string>
			</dict>
			<key>PayloadDisplayName</key>
			<string>SCEP</string>
			<key>PayloadIdentifier</key>
			<string>net.acme.scep.office-{n}.scep</string>
			<key>PayloadType</key>
			<string>com.apple.security.scep</string>
			<key>PayloadUUID</key>
			<string>1F1E2D3C-4B5A-4978-8695-{n:012X}</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
		</dict>
	</array>
	<key>PayloadDisplayName</key>
	<string>Office {n}</string>
	<key>PayloadIdentifier</key>
	<string>net.acme.scep.office-{n}</string>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadUUID</key>
	<string>0F1E2D3C-4B5A-4978-8695-{n:012X}</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
</dict>
</plist>
"""

READ_DRAFTS = """
import sys, yaml
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
READ_PROFILES = """
import plistlib, sys
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        plistlib.load(file)
"""
FLOOR_YAML = """
#include <stdio.h>
#include <yaml.h>
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		yaml_parser_t parser;
		yaml_event_t event;
		int end = !in || !yaml_parser_initialize(&parser);
		if (end)
			return 1;
		yaml_parser_set_input_file(&parser, in);
		while (!end) {
			if (!yaml_parser_parse(&parser, &event))
				return 1;
			end = event.type == YAML_STREAM_END_EVENT;
			yaml_event_delete(&event);
		}
		yaml_parser_delete(&parser);
		fclose(in);
	}
	return 0;
}
"""
FLOOR_XML = """
#include <stdio.h>
#include <expat.h>
static void start(void *n, const XML_Char *name, const XML_Char **more) { ++*(long *)n; (void)name; (void)more; }
static void text(void *n, const XML_Char *s, int len) { *(long *)n += len; (void)s; }
int main(int argc, char **argv)
{
	static char data[1 << 20];
	long n = 0;
	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		XML_Parser parser = XML_ParserCreate(NULL);
		if (!in || !parser)
			return 1;
		XML_SetUserData(parser, &n);
		XML_SetStartElementHandler(parser, start);
		XML_SetCharacterDataHandler(parser, text);
		if (!XML_Parse(parser, data, (int)fread(data, 1, sizeof data, in), 1))
			return 1;
		XML_ParserFree(parser);
		fclose(in);
	}
	return 0;
}
"""


def write(path, text):
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    return path


def make(folder, text, count, suffix, first=0):
    os.makedirs(folder, exist_ok=True)
    return [write(os.path.join(folder, f"{n}.{suffix}"), text.format(n=n)) for n in range(first, first + count)]


def cost(argv):
    """Seconds of processor time, with those of its children: the worker ends after the program, which does not wait.
    And seconds until the program ended."""
    begin, passed = time.monotonic(), 0
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    seconds = 0
    with subprocess.Popen(argv, stdin=subprocess.DEVNULL, **quiet) as process:
        while True:
            try:
                pid, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            seconds += used.ru_utime + used.ru_stime
            if pid == process.pid:
                passed = time.monotonic() - begin
                process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"goals: {argv[:2]} ended with status {process.returncode}")
    return seconds, passed


def adopt_orphans():
    """What a program leaves running becomes a child of this one (PR_SET_CHILD_SUBREAPER, Linux)."""
    try:
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    except (AttributeError, OSError):
        pass


def costs_and_times(runs, *commands):
    """The least processor time of each, and the least time as it passes; they take turns. None for None."""
    rounds = [[argv and cost(argv) for argv in commands] for _ in range(runs)]
    return [[argv and min(turn[i][kind] for turn in rounds) for i, argv in enumerate(commands)] for kind in (0, 1)]


def costs(runs, *commands):
    """The processor time alone."""
    return costs_and_times(runs, *commands)[0]


def floor(folder, name, source, library):
    """The path of the compiled program; None where it cannot be made."""
    compiler = shutil.which("cc")
    path = os.path.join(folder, name)
    made = compiler and subprocess.run([compiler, "-O2", "-x", "c", "-", "-o", path, library], check=False,
                                       input=source.encode(), stderr=subprocess.DEVNULL).returncode == 0
    return path if made else None


def usual(paths, *modules):
    """The command of the usual script; None where it lacks a module."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "usual.py")
    return [sys.executable, script] + paths if all(map(python_has, modules)) else None


def python_has(module):
    return subprocess.run([sys.executable, "-c", f"import {module}"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0


class Table:
    """Rows: figure, ours, what it is compared with, goal, whether it is met."""

    def __init__(self):
        print(f"{'figure':<44}{'ours':>11}{'compared with':>36}{'is':>8}{'goal':>8}")

    @staticmethod
    def row(figure, ours, other, goal, base=None, unit=""):
        """A ratio to the base where there is one; else the figure itself."""
        if ours is None or (base is None and other):
            return
        value = ours / base if other else ours
        shown = f"{ours * 1000:.1f} ms" if not unit else f"{ours:.1f} {unit}"
        compared = f"{other} {base * 1000:.1f} ms" if other else ""
        ratio = f"{value:.2f}" if other else ""
        met = "met" if value <= goal else "MISSED"
        print(f"{figure:<44}{shown:>11}{compared:>36}{ratio:>8}{goal:>8} {met}", flush=True)


def certificate(folder, n):
    """PEM; None without openssl."""
    path = os.path.join(folder, f"root{n}.pem")
    done = shutil.which("openssl") and subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", os.devnull, "-out", path, "-days",
         "3650", "-subj", f"/O=Acme/CN=Root {n}"], check=False, stderr=subprocess.DEVNULL).returncode == 0
    if not done:
        return None
    with open(path, encoding="ascii") as pem:
        return pem.read()


def with_root(pem):
    lines = "".join(f"  {line}\n" for line in pem.splitlines())
    return DRAFT + "include_root_certificate: true\nroot_certificate: |\n" + lines


def check_drafts(table, scepwiz, folder, options):
    paths = make(os.path.join(folder, "many"), DRAFT, options.drafts, "yaml")
    check = [scepwiz, "check"]
    python = [sys.executable, "-c", READ_DRAFTS] + paths if python_has("yaml") else None
    events = floor(folder, "events", FLOOR_YAML, "-lyaml")
    used, passed = costs_and_times(options.runs, check + paths, events and [events] + paths, python,
                                   usual(paths, "yaml", "jsonschema"), check + ["--jobs", "2"] + paths)
    ours, base, peer, script, shared = used
    table.row(f"check, {len(paths)} drafts", ours, "libyaml's events", 3.5, base)
    table.row(f"check, {len(paths)} drafts", ours, "PyYAML, reading only", 1, peer)
    table.row(f"check, {len(paths)} drafts", ours, "the usual script", 0.1, script)
    table.row(f"check --jobs 2, {len(paths)} drafts", shared, "one process", 1.25, ours)
    table.row(f"check --jobs 2, {len(paths)} drafts, time", passed[4], "the usual script", 0.06, passed[3])
    few = {}
    for count in (100, 1000):
        some = make(os.path.join(folder, f"some{count}"), DRAFT, count, "yaml")
        few[count] = costs(options.runs * 3, check + some)[0] / count
    few[len(paths)] = ours / len(paths)
    least = min(few.values())
    for count, each in few.items():
        table.row(f"check, each of {count} drafts", each, "the least of these", 1.15, least)
    half = options.drafts // 2
    halves = [make(os.path.join(folder, f"half{i}"), DRAFT, half, "yaml", i * half) for i in (0, 1)]
    turns = [path for pair in zip(*halves) for path in pair]
    rows, alternating = costs(options.runs, check + halves[0] + halves[1], check + turns)
    table.row("check, files of two folders in turns", alternating, "one by one", 1.15, rows)


def check_certificates(table, scepwiz, folder, options):
    pem = certificate(folder, 0)
    if not pem:
        return
    count = max(options.drafts // 100, 10)
    roots = [certificate(folder, n) for n in range(count)]
    plain = make(os.path.join(folder, "plain"), DRAFT, count, "yaml")
    same = make(os.path.join(folder, "same"), with_root(pem), count, "yaml")
    os.makedirs(os.path.join(folder, "other"))
    other = [write(os.path.join(folder, "other", f"{n}.yaml"), with_root(root).format(n=n))
             for n, root in enumerate(roots)]
    check = [scepwiz, "check"]
    base, one, each = costs(options.runs * 3, check + plain, check + same, check + other)
    table.row(f"check, {count} drafts with the same root", one, "without", 1.3, base)
    table.row(f"check, {count} drafts with a root each", each, "without", 2, base)


def check_profiles(table, scepwiz, folder, options):
    paths = make(os.path.join(folder, "profiles"), PROFILE, options.profiles, "mobileconfig")
    parser = floor(folder, "expat", FLOOR_XML, "-lexpat")
    used, passed = costs_and_times(options.runs, [scepwiz, "check"] + paths, parser and [parser] + paths,
                                   [sys.executable, "-c", READ_PROFILES] + paths, usual(paths, "plistlib"),
                                   [scepwiz, "check", "--jobs", "2"] + paths)
    ours, base, peer, script, shared = used
    table.row(f"check, {len(paths)} profiles", ours, "expat", 5, base)
    table.row(f"check, {len(paths)} profiles", ours, "plistlib, reading only", 1, peer)
    table.row(f"check, {len(paths)} profiles", ours, "the usual script", 0.45, script)
    table.row(f"check --jobs 2, {len(paths)} profiles", shared, "one process", 1.25, ours)
    table.row(f"check --jobs 2, {len(paths)} profiles, time", passed[4], "one process", 0.6, passed[0])


def one_of_many(table, scepwiz, folder, options):
    """show, check and export compare the draft with all those beside it; set need not."""
    alone = make(os.path.join(folder, "alone"), DRAFT, 1, "yaml")[0]
    among = os.path.join(folder, "many", "5.yaml")
    profile = os.path.join(folder, "out.mobileconfig")
    os.environ["SCEP_CHALLENGE"] = "secret"
    for command, more in (("set", ["url=https://scep.acme.net/x"]), ("show", []), ("check", []),
                          ("export", ["--force", "--output", profile])):
        base, ours = costs(options.runs * 3, [scepwiz, command, alone] + more, [scepwiz, command, among] + more)
        table.row(f"{command}, one of {options.drafts} drafts", ours, "alone", 1.2, base)


def save_eight(table, scepwiz, folder, options):
    """Of a draft with a large imported profile."""
    extra = "".join(f"<dict><key>PayloadType</key><string>com.acme.x</string><key>PayloadVersion</key><integer>1"
                    f"</integer><key>PayloadIdentifier</key><string>x.{n}</string><key>PayloadUUID</key><string>"
                    f"3F1E2D3C-4B5A-4978-8695-{n:012X}</string><key>Text</key><string>{'x' * 2000}</string></dict>"
                    for n in range(1400))
    profile = write(os.path.join(folder, "large.mobileconfig"),
                    PROFILE.format(n=0).replace("\t<array>\n", "\t<array>\n" + extra, 1))
    draft = os.path.join(folder, "large.yaml")
    if subprocess.run([scepwiz, "import", profile, "--output", draft], check=False, stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL).returncode not in (0, 1) or not os.path.exists(draft):
        return
    values = ["url=https://scep.acme.net/{}", "name=ca{}", "retries={}", "retry_delay={}", "policy_name=Office {}",
              "policy_notes=Note {}", "subject=/CN=mac{}", "key_size=2048"]
    base, ours = costs(options.runs, [scepwiz, "set", draft] + [values[0].format(1)],
                       [scepwiz, "set", draft] + [value.format(2) for value in values])
    table.row("set, eight values of an imported draft", ours, "one value", 1.1, base)


def processor(session):
    """Seconds so far; None where the system does not tell."""
    try:
        with open(f"/proc/{session.pid}/schedstat", encoding="ascii") as stat:
            return int(stat.read().split()[0]) / 1e9
    except OSError:
        return None


def paint(argv, runs):
    """Processor time up to the first picture, the least."""
    least = None
    for _ in range(runs):
        session = bench.Session(argv)
        first = os.read(session.fd, 65536)
        while first and b"\033[?25h" not in first and len(first) < 400:
            first += os.read(session.fd, 65536)
        used = processor(session)
        session.close()
        if used is not None:
            least = used if least is None else min(least, used)
    return least


def first_paints(table, scepwiz, folder, options):
    alone = os.path.join(folder, "alone", "0.yaml")
    among = os.path.join(folder, "many", "7.yaml")
    base, ours = paint([scepwiz, "edit", alone], 9), paint([scepwiz, "edit", among], 9)
    table.row(f"edit, first picture among {options.drafts} drafts", ours, "alone", 1.2, base)
    for count, goal in ((200, 8), (2000, 15), (10000, 50)):
        drafts = os.path.join(folder, f"start{count}")
        if count > options.drafts:
            break
        make(drafts, DRAFT, count, "yaml")
        os.environ["SCEPWIZ_DRAFTS"] = drafts
        ours = paint([scepwiz], 5)
        if ours is not None:
            table.row(f"start page, {count} drafts, goal in ms", ours * 1000, None, goal, unit="ms")


def keys(table, scepwiz, folder, options):
    del options
    root = certificate(folder, 0)
    drafts = [("ordinary", DRAFT.format(n=1), 0.4),
              ("256 KB of notes", DRAFT.format(n=1).replace("Made for branch 1.", "note " * 51000), 2),
              ("4,900 list values", DRAFT.format(n=1).replace(
                  '["Laptops 1"]', "[" + ", ".join(f'"Laptops {n}"' for n in range(4900)) + "]"), 4)]
    os.makedirs(os.path.join(folder, "keys"))
    if root:
        write(os.path.join(folder, "keys", "bundle.pem"), root * 450)
        drafts.append(("450 certificates", DRAFT.format(n=1) + "include_root_certificate: true\n"
                       'root_certificate: "bundle.pem#2"\n', 5))
    for name, text, goal in drafts:
        session = bench.Session([scepwiz, "edit", write(os.path.join(folder, "keys", "draft.yaml"), text)])
        session.first()
        session.key(b"\t")
        before = processor(session)
        for c in b"abcdefghijklmnop":
            session.key(b"%c" % c)
        after, memory = processor(session), session.memory()
        session.close()
        shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)
        if before is not None:
            table.row(f"a key, {name}, goal in ms", (after - before) / 16 * 1000, None, goal, unit="ms")
        if name == "ordinary" and memory:
            table.row("peak memory of the wizard, goal in MB", memory, None, 3.6, unit="MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("scepwiz")
    parser.add_argument("--drafts", type=int, default=10000)
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    adopt_orphans()
    scepwiz = os.path.abspath(options.scepwiz)
    # all paths in one call: some systems' limit is what a stack may hold
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (hard, hard))
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = os.path.join(folder, "state")
        for measure in (check_drafts, check_certificates, check_profiles, one_of_many, save_eight, first_paints,
                        keys):
            measure(table, scepwiz, folder, options)


if __name__ == "__main__":
    main()
