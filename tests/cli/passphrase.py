"""passphrase.py SCEPWIZ DRAFT CERTIFICATE KEY PASSPHRASE: signs an export with a key that is encrypted. The
passphrase is asked for three times at most and never echoed."""
import os
import sys

from terminal import converse

program, draft, certificate, key, passphrase = sys.argv[1:]
FIRST = f"Passphrase of {key} (not shown): ".encode()
AGAIN = b"Wrong passphrase. " + FIRST
right, wrong = passphrase.encode() + b"\n", b"something else\n"


def export(*dialogue):
    arguments = [program, "export", draft, "-o", "asked", "--sign", certificate, "--key", key]
    shown, status = converse(arguments, dialogue)
    assert passphrase.encode() not in shown and b"something else" not in shown, shown
    return shown, status


shown, status = export((FIRST, right))
assert status == 0 and b"signed by CN=" in shown, (status, shown)
os.unlink("asked")

shown, status = export((FIRST, wrong), (AGAIN, wrong), (AGAIN, right))
assert status == 0 and os.path.exists("asked"), (status, shown)
os.unlink("asked")

shown, status = export((FIRST, wrong), (AGAIN, wrong), (AGAIN, wrong))
assert status == 3 and b"none of 3 passphrases opens" in shown, (status, shown)
assert not os.path.exists("asked")

shown, status = export((FIRST, b"\n"))
assert status == 3 and b"no secret was typed" in shown, (status, shown)
assert shown.count(b"Passphrase of") == 1 and not os.path.exists("asked"), shown
