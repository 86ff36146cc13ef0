"""static.py TERM COMMAND...: opens the start page and a draft on a terminal, with the program as the last word of COMMAND,
and leaves them. Fails where what came is not a whole screen."""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import Session, Wrong

TERM, COMMAND = sys.argv[1], sys.argv[2:]
PLACES = re.compile(rb"\x1b\[\d+(;\d+)?[Hd]")  # the cursor is put somewhere, as in no plain mode


def play(*arguments, shown):
    session = Session(shutil.which(COMMAND[0]), *COMMAND[1:], *arguments, term=TERM, size=(24, 80), TERMINFO="/nowhere",
                      LC_ALL="C.UTF-8")
    for text in shown:
        session.wait(text)
    session.type(b"\x03")
    status = session.finish()
    if status != 0 or not PLACES.search(session.sent):
        raise Wrong(f"status {status}: {session.sent!r}")


play(shown=[rb"\^C leave"])
play("edit", "/draft.yaml", shown=[rb"Office", rb"Enter next"])
