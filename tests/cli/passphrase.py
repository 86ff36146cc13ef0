"""passphrase.py SCEPWIZ DRAFT CERTIFICATE KEY PASSPHRASE: signs an export with a key that is encrypted. The
passphrase is asked for three times at most and never echoed, and once for several drafts."""
import os
import shutil
import sys

from terminal import converse

program, draft, certificate, key, passphrase = sys.argv[1:]
FIRST = f"Passphrase of {key} (not shown): ".encode()
AGAIN = b"Wrong passphrase. " + FIRST
right, wrong = passphrase.encode() + b"\n", b"something else\n"


def export(*dialogue, more=("-o", "asked")):
    arguments = [program, "export", draft, *more, "--sign", certificate, "--key", key]
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

shutil.copy(draft, "second.yaml")
shown, status = export((FIRST, wrong), (AGAIN, right), more=("second.yaml", "--output-dir", "both"))
assert status == 0 and len(os.listdir("both")) == 2, (status, shown)
assert shown.count(b"Passphrase of") == 2 and shown.count(b"signed by CN=") == 2, shown
shutil.rmtree("both")

WRONG = ((FIRST, wrong), (AGAIN, wrong), (AGAIN, wrong))
shown, status = export(*WRONG, *WRONG, more=("second.yaml", "--output-dir", "both"))
assert status == 3 and not os.listdir("both") and b"0 of 2 drafts exported" in shown, (status, shown)
os.rmdir("both")
os.unlink("second.yaml")
