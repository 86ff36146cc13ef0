"""recover.py SCEPWIZ DRAFT: plain mode line by line, on terminals of its own: what a killed session
left, two sessions on one draft, and a draft that was changed on disk meanwhile."""
import hashlib
import json
import os
import signal
import subprocess
import sys

from session import PROMPT, Session


def draft():
    with open(sys.argv[2]) as file:
        return file.read()


def kept():
    """The draft's recovery file."""
    name = hashlib.sha256(os.path.realpath(sys.argv[2]).encode()).hexdigest()
    return os.path.join(os.environ["XDG_STATE_HOME"], "scepwiz", "recovery", name)


def kept_bytes():
    try:
        with open(kept(), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


# every line counts, also those of a value that has several
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"1 Platform, ", b"=2")
s.answer(b"2 Policy name, ", b"Killed")
s.answer(b"3 Policy notes, ", b"one")
s.answer(b"", b"two")
s.until(lambda: b"\ntwo\0" in kept_bytes())
os.kill(s.pid, signal.SIGKILL)
assert s.end() == -signal.SIGKILL
assert os.stat(kept()).st_mode & 0o7777 == 0o600
assert "Killed" not in draft()


def listed():
    """What scepwiz list says of the draft, which it may not change."""
    out = subprocess.run([sys.argv[1], "list", "--format", "json"], check=True, capture_output=True).stdout
    return next(d["session"] for d in json.loads(out) if d["name"] == os.path.basename(sys.argv[2]))


assert listed() == "left", listed()

# nothing is decided by leaving
s = Session("edit", sys.argv[2], "--plain")
s.wait(b"Not saved by ")
s.wait(b": 2 fields (Policy name, Policy notes). Enter: recover")
s.answer(b"decide later", b"back")
s.wait(b"unsaved changes of an earlier session are kept")
assert s.end() == 0

s = Session("edit", sys.argv[2], "--plain")
s.answer(b"decide later", b"show")
s.answer(b"1 Policy name = Killed (recovered): on disk it is Office", b"1")
s.answer(b"1 Policy name = Office (on disk): the recovered one is Killed", b"1")
s.answer(b"1 Policy name = Killed (recovered)", b"recover")
s.answer(b"2 fields recovered. Not saved yet.", b"/save")
s.wait(b"Saved to ")
assert "Killed" in draft() and "one" in draft()

# the second one looks, a third one takes it over
s.answer(b"", b"/go 2")
s.answer(b"2 Policy name, ", b"Taken")
s.wait(b"3 Policy notes, ")
second = Session("edit", sys.argv[2], "--plain")
second.wait(b" has this draft open since 2")
second.answer(b"take over: take it over with what was typed there, back: leave", b"")
second.answer(b"Read-only", b"2")
second.answer(b"Read-only. Another session has the draft.", b"save")
second.answer(b"Nothing was saved.", b"quit")
second.wait(b"read-only, not changed")
assert second.end() == 0
third = Session("edit", sys.argv[2], "--plain")
third.answer(b"back: leave", b"take over")
s.wait(b"the wizard was ended by another session")
s.wait(b"last changes not saved, but kept: taken over by ")
assert s.end() == 3
third.wait(b"1 field recovered")
assert "Taken" not in draft()

# what somebody else wrote meanwhile
with open(sys.argv[2], "w") as file:
    file.write("form: scep\npolicy_name: Elsewhere\nretries: 9\n")
third.answer(PROMPT, b"/save")
third.answer(b"has changed on disk: s saves the rows as shown", b"back")
third.answer(b"3 Policy notes.", b"/save")
third.answer(b"1 Policy name = Taken (yours): on disk it is Elsewhere, changed in both", b"1")
third.answer(b"1 Policy name = Elsewhere (on disk): yours is Taken", b"save")
third.wait(b"Saved to ")
assert "Elsewhere" in draft() and "retries: 9" in draft() and "Taken" not in draft()
third.answer(b"", b"/quit")
assert third.end() == 0
assert not os.path.exists(kept())

# a draft that cannot be read, as amid a merge: what is kept is told, and offered once it can
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"1 Platform, ", b"=2")
s.answer(b"2 Policy name, ", b"Amid")
s.wait(b"3 Policy notes, ")
os.kill(s.pid, signal.SIGKILL)
s.end()
text = draft()
with open(sys.argv[2], "w") as file:
    file.write("<<<<<<< HEAD\n" + text + "=======\n>>>>>>> theirs\n")
s = Session("edit", sys.argv[2], "--plain")
s.wait(b"Unsaved changes of a session are kept, and offered once the draft can be read")
assert s.end() == 3
with open(sys.argv[2], "w") as file:
    file.write(text)
s = Session("edit", sys.argv[2], "--plain")
s.wait(b": 1 field (Policy name). Enter: recover")
s.answer(b"decide later", b"discard")
s.answer(b"any other key: go back", b"yes")
s.answer(b"1 Platform, ", b"quit")
assert s.end() == 0

# a draft that was removed is recovered whole, and nothing comes back unasked
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"1 Platform, ", b"=2")
s.answer(b"2 Policy name, ", b"Removed")
s.wait(b"3 Policy notes, ")
os.kill(s.pid, signal.SIGKILL)
s.end()
os.unlink(sys.argv[2])
s = Session("edit", sys.argv[2], "--plain")
s.answer(b". The draft was removed since.", b"")
s.wait(b"1 field recovered")
assert not os.path.exists(sys.argv[2])
s.answer(PROMPT, b"/save")
s.answer(b"was removed since it was opened. Enter: write it again", b"")
s.wait(b"Saved to ")
assert "Removed" in draft() and "retries: 9" in draft()
s.answer(b"", b"/quit")
assert s.end() == 0
