"""plain.py SCEPWIZ DRAFT: plain mode on a terminal of its own. The secret must arrive in the draft and
must not be echoed, no control sequence may be sent, and the terminal must be as it was."""
import os
import signal
import sys
import termios

from session import SECRET, Session


def draft():
    with open(sys.argv[2], "rb") as file:
        return file.read()


# TERM=dumb alone brings plain mode, with a word about it
s = Session("edit", sys.argv[2])
s.wait(b"TERM=dumb is a terminal that cannot move its cursor, so the wizard asks line by line")
before = s.modes()
s.answer(b"1 Platform, ", b"=5")
s.wait(b"5 Challenge, ")
s.wait(b"> ")
assert not s.modes() & termios.ECHO
os.write(s.fd, SECRET + b"\n")
s.wait(b"6 Key size, ")
s.wait(b"> ")
assert s.modes() == before
os.write(s.fd, b"!q\n")
s.answer(b"Save changes?", b"s")
s.wait(b": saved")
assert s.end() == 0
assert SECRET in draft()

# ^C asks; the secret that was begun is dropped, the end of the input leaves
s = Session("edit", sys.argv[2], "--plain", TERM="xterm")
s.answer(b"1 Platform, ", b"=2")
s.answer(b"2 Policy name, ", b"Changed")
s.answer(b"3 Policy notes, ", b"=5")
s.wait(b"5 Challenge, ")
s.wait(b"> ")
os.write(s.fd, b"begun\x03")
s.answer(b"Save changes?", b"<")
s.answer(b"5 Challenge.", b"")
s.answer(b"6 Key size, ", b"\x04")
os.write(s.fd, b"\x04")
s.wait(b"The input has ended.")
assert s.end() == 0
assert b"Changed" in draft() and SECRET in draft()

# a signal while the secret is asked for: the echo comes back, what was answered is saved
s = Session("edit", sys.argv[2], "--plain")
s.answer(b"1 Platform, ", b"=2")
s.answer(b"2 Policy name, ", b"Ended")
s.answer(b"3 Policy notes, ", b"=5")
s.wait(b"5 Challenge, ")
s.wait(b"> ")
os.kill(s.pid, signal.SIGTERM)
s.wait(b"the wizard was ended by SIGTERM")
assert s.modes() & termios.ECHO
assert s.end() == 3
assert b"Ended" in draft()
