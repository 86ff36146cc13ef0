"""allow.py SCEPWIZ DRAFT: what scepwiz allow asks on a terminal of its own, and a command that has the terminal while it
runs: it asks there, and ^C ends it alone."""
import os
import signal
import subprocess
import sys

from terminal import converse

PROGRAM, DRAFT = sys.argv[1:]
QUESTION = b"Allow it? Type y for yes: "


def run(*arguments, dialogue=()):
    return converse([PROGRAM, *arguments], dialogue)


run("allow", "--remove", DRAFT)
for answer, wanted in (b"\n", 1), (b"n\n", 1), (b"yy\n", 1), (b"no y\n", 1), (b"\x04", 1), (b"y\n", 0):
    shown, status = run("allow", DRAFT, dialogue=[(QUESTION, answer)])
    assert status == wanted, (answer, status, shown)
    assert b"Challenge from the command pass show scep" in shown, shown
    assert b"URL https://scep.acme.net/scep" in shown, shown
shown, status = run("allow", "--remove", DRAFT)
assert status == 0, shown
shown, status = run("allow", DRAFT, dialogue=[(QUESTION, b"\x03")])
assert status == -2, (status, shown)

ASKS = r"""#!/bin/sh
stty -echo </dev/tty
printf 'Passphrase: ' >/dev/tty
read -r answer </dev/tty
stty echo </dev/tty
echo "got-$answer"
"""
with open("bin/asks", "w") as file:
    file.write(ASKS)
os.chmod("bin/asks", 0o755)
shown, status = run("set", DRAFT, "challenge=@command:asks")
assert status == 0, shown
shown, status = run("export", DRAFT, "-o", "asked", dialogue=[(b"Passphrase: ", b"horse-staple\n")])
assert status == 0, (status, shown)
assert b"horse-staple" not in shown, shown
with open("asked") as file:
    assert "<string>got-horse-staple</string>" in file.read()
os.unlink("asked")
shown, status = run("export", DRAFT, "-o", "asked", dialogue=[(b"Passphrase: ", b"\x03")])
assert status == 3 and b"asks was ended by a signal (Interrupt)" in shown, (status, shown)
shown, status = run("export", DRAFT, "-o", "asked", dialogue=[(b"Passphrase: ", b"\x1a")])
assert status == 3 and b"asks was stopped, and was ended" in shown, (status, shown)
assert not os.path.exists("asked")

# whoever calls us may ignore what we have to hear: that a command has failed, whatever it had printed until then
shown, status = run("set", DRAFT, 'challenge=@command:sh -c "printf half; exit 3"')
assert status == 0, shown
export = subprocess.run([PROGRAM, "export", DRAFT, "-o", "asked"], capture_output=True,
                        preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
assert export.returncode == 3 and b"sh ended with status 3" in export.stderr, export
assert not os.path.exists("asked")
