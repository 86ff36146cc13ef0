#!/usr/bin/env python3
"""scepwiz check over many drafts and profiles, beside Python reading the same files and checking nothing.

    bench_check.py SCEPWIZ [--drafts N] [--profiles N] [--runs N]

Prints seconds (the fastest run) and peak memory of each. Python reads drafts with libyaml's C loader
(yaml.CSafeLoader) and profiles with plistlib; without PyYAML only the profiles are compared.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

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

READ_DRAFTS = """\
import sys, yaml
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
READ_PROFILES = """\
import plistlib, sys
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        plistlib.load(file)
"""


def make(folder, text, count, suffix):
    for n in range(count):
        path = os.path.join(folder, f"{n}.{suffix}")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(text.format(n=n))
        yield path


def peak(pid):
    """Megabytes so far; 0 where the system does not tell. (What wait4 tells counts this program in.)"""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return max((int(line.split()[1]) / 1024 for line in status
                        if line.startswith("VmHWM:")), default=0)
    except OSError:
        return 0


def run(argv):
    """seconds, megabytes, exit status"""
    memory = 0
    start = time.perf_counter()
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while True:
            try:
                status = process.wait(0.005)
                break
            except subprocess.TimeoutExpired:
                memory = max(memory, peak(process.pid))
    return time.perf_counter() - start, memory, status


def measure(name, argv, runs):
    results = [run(argv) for _ in range(runs)]
    if any(status not in (0, 1) for _, _, status in results):
        sys.exit(f"bench_check: {name} ended with status {results[0][2]}")
    seconds, memory = min(r[0] for r in results), max(r[1] for r in results)
    print(f"  {name:<34}{seconds:8.2f} s{memory:9.1f} MB")


def compare(title, paths, contenders, runs):
    size = sum(os.path.getsize(path) for path in paths)
    print(f"{title}: {len(paths)} files, {size / 1e6:.1f} MB")
    for name, argv in contenders:
        measure(name, argv + paths, runs)


def python_has(module):
    return subprocess.run([sys.executable, "-c", f"import {module}"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("scepwiz")
    parser.add_argument("--drafts", type=int, default=10000)
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    check = [os.path.abspath(options.scepwiz), "check"]
    # all paths in one call: some systems' limit is what a stack may hold
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        python = [sys.executable, "-c"]
        paths = list(make(folder, DRAFT, options.drafts, "yaml"))
        contenders = [("scepwiz check", check)]
        if python_has("yaml"):
            contenders.append(("yaml.CSafeLoader, reading only", python + [READ_DRAFTS]))
        compare("drafts", paths, contenders, options.runs)
        for path in paths:
            os.unlink(path)
        compare("profiles", list(make(folder, PROFILE, options.profiles, "mobileconfig")),
                [("scepwiz check", check), ("plistlib, reading only", python + [READ_PROFILES])],
                options.runs)


if __name__ == "__main__":
    main()
