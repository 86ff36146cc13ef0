"""wrap.py SCEPWIZ PAYLOAD: import asks on a terminal whether a payload alone is put into a profile."""
import os
import sys

from terminal import converse

program, payload = sys.argv[1:]
QUESTION = b"Wrap it in a profile of its own? (y/n) "


def take(answer):
    return converse([program, "import", payload, "-o", "./asked.yaml"], [(QUESTION, answer)])


for no in b"n\n", b"\n", b"\x04":
    shown, status = take(no)
    assert status == 1 and b"not-a-profile" in shown, (status, shown)
    assert not os.path.exists("asked.yaml")
shown, status = take(b"y\n")
assert status == 0 and os.path.exists("asked.yaml"), (status, shown)
os.unlink("asked.yaml")
