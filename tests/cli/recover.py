"""recover.py SCEPWIZ DRAFT: plain mode line by line, on terminals of its own: what a killed session
left, two sessions on one draft, and a draft that was changed on disk meanwhile."""
import os
import signal
import sys

from session import Session


def draft():
    with open(sys.argv[2]) as file:
        return file.read()


def side():
    return os.path.join(os.path.dirname(sys.argv[2]), "." + os.path.basename(sys.argv[2]) + ".scepwiz")


# every line counts, also those of a value that has several
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"Platform: ", b"=2")
s.answer(b"Policy name: ", b"Killed")
s.answer(b"Policy notes: ", b"one")
s.answer(b"", b"two")
s.until(lambda: b"\ntwo\0" in open(side(), "rb").read())
os.kill(s.pid, signal.SIGKILL)
assert s.end() == -signal.SIGKILL
assert os.stat(side()).st_mode & 0o7777 == 0o600
assert "Killed" not in draft()

# nothing is decided by leaving
s = Session("edit", sys.argv[2], "--plain")
s.wait(b"Not saved by ")
s.wait(b": 2 fields (Policy name, Policy notes). Enter recovers")
s.answer(b"Answer: ", b"<")
s.wait(b"what an earlier session did not save")
assert s.end() == 0

s = Session("edit", sys.argv[2], "--plain")
s.answer(b"Answer: ", b"s")
s.wait(b"1 Policy name = Killed (recovered): on disk it is Office")
s.answer(b"Answer: ", b"1")
s.wait(b"1 Policy name = Office (on disk): the recovered one is Killed")
s.answer(b"Answer: ", b"1")
s.answer(b"Answer: ", b"s")
s.wait(b"2 fields are recovered; not saved yet.")
s.answer(b"Policy notes: ", b"!s")
s.wait(b"Saved to ")
assert "Killed" in draft() and "one" in draft()

# the second one looks, a third one takes it over
s.answer(b"Policy notes: ", b"=2")
s.answer(b"Policy name: ", b"Taken")
s.wait(b"Policy notes: ")
second = Session("edit", sys.argv[2], "--plain")
second.wait(b" has this draft open since 2")
second.answer(b"Answer: ", b"l")
second.wait(b"Read-only")
second.answer(b"Platform: ", b"2")
second.wait(b"Read-only: another session has the draft.")
second.answer(b"Platform: ", b"!s")
second.wait(b"nothing is saved.")
second.answer(b"Platform: ", b"!q")
second.wait(b"read only")
assert second.end() == 0
third = Session("edit", sys.argv[2], "--plain")
third.answer(b"Answer: ", b"")
s.wait(b"the wizard was ended by another session")
s.wait(b"last changes not saved, but kept: taken over by ")
assert s.end() == 3
third.wait(b"1 field is recovered")
assert "Taken" not in draft()

# what somebody else wrote meanwhile
with open(sys.argv[2], "w") as file:
    file.write("form: scep\npolicy_name: Elsewhere\nretries: 9\n")
third.answer(b"Policy notes: ", b"!s")
third.wait(b"was changed on disk meanwhile: s saves the rows as they stand")
third.answer(b"Answer: ", b"<")
third.answer(b"Policy notes: ", b"!s")
third.wait(b"1 Policy name = Taken (yours): on disk it is Elsewhere; both changed it")
third.answer(b"Answer: ", b"1")
third.wait(b"1 Policy name = Elsewhere (on disk): yours is Taken")
third.answer(b"Answer: ", b"s")
third.wait(b"Saved to ")
assert "Elsewhere" in draft() and "retries: 9" in draft() and "Taken" not in draft()
third.answer(b"Policy notes: ", b"!q")
assert third.end() == 0
assert not os.path.exists(side())

# a draft that was removed is recovered whole, and nothing comes back unasked
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"Platform: ", b"=2")
s.answer(b"Policy name: ", b"Removed")
s.wait(b"Policy notes: ")
os.kill(s.pid, signal.SIGKILL)
s.end()
os.unlink(sys.argv[2])
s = Session("edit", sys.argv[2], "--plain")
s.wait(b"; the draft itself was removed meanwhile.")
s.answer(b"Answer: ", b"")
s.wait(b"1 field is recovered")
assert not os.path.exists(sys.argv[2])
s.answer(b"Policy notes: ", b"!s")
s.wait(b"was removed since it was opened. Enter writes it anew")
s.answer(b"Answer: ", b"")
s.wait(b"Saved to ")
assert "Removed" in draft() and "retries: 9" in draft()
s.answer(b"Policy notes: ", b"!q")
assert s.end() == 0
