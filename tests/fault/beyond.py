"""beyond.py SCEPWIZ FOLDER: a session within its walls, and the keeper that asks the person at the terminal for what is
beyond them. Speaks TAP."""
import os
import signal
import subprocess
import time

from secret_draft import PROGRAM, SECRET, draft, path, run_tests, write
from terminal import DEADLINE, Session, Wrong

ASKS = b"Type y for yes: "
HERE = '"Jk2-horse-staple"'
OTHER = path("other")
# the editor's file is below TMPDIR, which a session may write: the other folder is not
ENVIRONMENT = {"TMPDIR": path("tmp")}


def edit(name="a.yaml", challenge=HERE, **more):
    """The wizard on a new draft in a folder of its own, and nothing in the other folder."""
    for folder in OTHER, path("tmp"):
        os.makedirs(folder, exist_ok=True)
    for old in os.listdir(OTHER):
        os.remove(os.path.join(OTHER, old))
    os.makedirs(path("own"), exist_ok=True)
    session = Session(PROGRAM, "edit", draft("own/" + name, challenge), size=(24, 80), **ENVIRONMENT, **more)
    session.wait(b"Platform")
    return session


def there(name):
    return os.path.exists(os.path.join(OTHER, name))


def content(name):
    with open(os.path.join(OTHER, name), "rb") as file:
        return file.read()


def type_each(session, *pieces):
    """What comes at once and is long is taken for a paste."""
    for piece in pieces:
        session.type(piece)


def export_to(session, name):
    session.type(b"\030x")
    session.wait(b"xport to")  # an E may be there already
    session.type(b"\025" + os.fsencode(os.path.join(OTHER, name)) + b"\r")


def leave(session):
    session.type(b"\030q")
    status = session.finish()
    if status:
        raise Wrong(f"it ends with {status}")


def a_new_profile_is_written_anywhere():
    session = edit()
    export_to(session, "a.mobileconfig")
    session.wait(b"Exported to")
    if ASKS in session.sent or not there("a.mobileconfig"):
        raise Wrong("it asked, or wrote nothing")
    leave(session)


def an_old_one_takes_a_word():
    session = edit("old.yaml")
    export_to(session, "a.mobileconfig")
    session.wait(b"Exported to")
    leave(session)
    first = content("a.mobileconfig")
    session = Session(PROGRAM, "edit", path("own/old.yaml"), size=(24, 80), **ENVIRONMENT)
    session.wait(b"Platform")
    type_each(session, b"\033g", b"2\r", b"\025another\t", b"\017")
    for answer in b"\r", b"n\r", b"yy\r", b"\004":
        export_to(session, "a.mobileconfig")
        session.wait(b"outside the draft's folder. " + ASKS)
        session.type(answer)
        session.wait(b"was not written: it is outside")
        if content("a.mobileconfig") != first:
            raise Wrong(f"it was written for {answer}")
    export_to(session, "a.mobileconfig")
    session.wait(ASKS)
    session.type(b"y\r")
    session.wait(b"Exported to")
    if content("a.mobileconfig") == first:
        raise Wrong("it was not written")
    session.type(b"\033")
    export_to(session, "a.mobileconfig")  # its word lasts as long as the session
    session.wait(b"Exported to")
    leave(session)


def keepers(session):
    with open(f"/proc/{session.pid}/task/{session.pid}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def what_was_typed_before_is_no_answer():
    session = edit("typed.yaml")
    type_each(session, b"\030a", b"\025" + os.fsencode(os.path.join(OTHER, "b.yaml")))
    for pid in keepers(session):  # it asks only once the answer has been typed
        os.kill(pid, signal.SIGSTOP)
    os.write(session.fd, b"\r")
    os.write(session.fd, b"y\r")
    for pid in keepers(session):
        os.kill(pid, signal.SIGCONT)
    session.wait(ASKS)
    session.type(b"\r")
    session.wait(b"Policy name")  # what was typed goes on in the wizard
    if there("b.yaml"):
        raise Wrong("it is written")
    session.end()


def a_draft_is_saved_elsewhere_by_a_word():
    session = edit("saved.yaml")
    for answer, wanted in (b"n\r", False), (b"y\r", True):
        type_each(session, b"\030a", b"\025" + os.fsencode(os.path.join(OTHER, "b.yaml")), b"\r")
        session.wait(ASKS)
        session.type(answer)
        session.wait(b"b.yaml was not written" if not wanted else b"b.yaml")
        if there("b.yaml") != wanted:
            raise Wrong(f"after {answer} it is there: {not wanted}")
    type_each(session, b"\033g", b"2\r", b"\025elsewhere\t", b"\017")
    session.wait(b"Saved to")
    if b"elsewhere" not in content("b.yaml"):
        raise Wrong("a later save is lost")
    session.end()


def a_signal_ends_the_question():
    for signo in signal.SIGTERM, signal.SIGHUP:
        session = edit("signal.yaml")
        type_each(session, b"\030a", b"\025" + os.fsencode(os.path.join(OTHER, "b.yaml")), b"\r")
        session.wait(ASKS)
        os.kill(session.pid, signo)
        session.finish()
        if there("b.yaml"):
            raise Wrong("it is written")


def a_dead_session_leaves_no_keeper():
    session = edit()
    children = keepers(session)
    if not children:
        raise Wrong("there is no keeper")
    os.kill(session.pid, signal.SIGKILL)
    session.finish()
    end = time.monotonic() + DEADLINE
    while any(os.path.exists(f"/proc/{pid}") for pid in children):
        if time.monotonic() > end:
            raise Wrong("it is still there")
        time.sleep(0.01)


def a_command_takes_a_word_once():
    """Typed in the wizard: asked about when it is saved, and run at the export, where its files may be anywhere."""
    write("asks", f"#!/bin/sh\necho ran >>{OTHER}/ran\necho {SECRET}\n")
    os.chmod(path("asks"), 0o755)
    session = edit("c.yaml", '""')
    type_each(session, b"\033g", b"challenge\r", b"@command " + os.fsencode(path("asks")), b"\t", b"\017")
    session.wait(b"challenge from the command " + os.fsencode(path("asks")))
    session.wait(ASKS)
    session.type(b"\r")
    session.type(b"\030x")
    session.wait(ASKS)
    if there("ran"):
        raise Wrong("it ran without a word")
    session.type(b"y\r")
    session.wait(b"xport to")
    session.type(b"\r")
    session.wait(b"Exported to")
    if content("ran") != b"ran\n":
        raise Wrong("it did not run once")
    leave(session)
    subprocess.run([PROGRAM, "export", path("own/c.yaml")], check=True, capture_output=True)
    if content("ran") != b"ran\nran\n":
        raise Wrong("its word is not remembered")


FORMS = path("forms")
OWN = path("forms/default.yaml")


def keep(session, *answer):
    session.type(b"\030")
    session.wait(b"keep as my default")
    session.type(b"d")
    for typed in answer:
        session.wait(ASKS)
        session.type(typed)


def a_default_is_kept_by_a_word():
    """In a folder that a session cannot write, and then in new drafts."""
    session = edit("kept.yaml", SCEPWIZ_FORMS=FORMS)
    type_each(session, b"\033g", b"organization\r", b"Acme Corp.")
    for answer in b"\r", b"n\r", b"yy\r":
        keep(session, answer)
        session.wait(b"is as it was")
        if os.path.exists(OWN):
            raise Wrong(f"it is kept after {answer}")
    keep(session, b"y\r")
    session.wait(b"New drafts begin with it")
    if b'organization: "Acme Corp."' not in content(OWN):
        raise Wrong("it is not kept")
    type_each(session, b"\033g", b"challenge\r")
    keep(session)
    session.wait(b"a secret cannot be a default")
    type_each(session, b"\033g", b"profile identifier\r")
    keep(session)
    session.wait(b"it is made for each draft")
    type_each(session, b"\033g", b"organization\r")
    new = path("own/new.yaml")
    subprocess.run([PROGRAM, "new", "--no-edit", new], check=True, capture_output=True,
                   env={**os.environ, "SCEPWIZ_FORMS": FORMS})
    with open(new, encoding="utf-8") as file:
        if 'organization: "Acme Corp."' not in file.read():
            raise Wrong("new drafts do not begin with it")
    keep(session, b"y\r")
    session.wait(b"no longer begin with it")
    if b"Acme" in content(OWN) or SECRET.encode() in content(OWN):
        raise Wrong("it is not forgotten")
    session.type(b"\017")
    leave(session)


def no_default_is_kept_within_the_walls():
    """The session could have put a link there, or any text that the keeper would read."""
    session = edit("within.yaml", SCEPWIZ_FORMS=path("own/forms"))
    type_each(session, b"\033g", b"organization\r", b"Acme Corp.")
    keep(session)
    session.wait(b"Edit the file")
    if os.path.exists(path("own/forms")):
        raise Wrong("it is kept")
    session.type(b"\017")
    leave(session)


def the_start_page_has_walls():
    session = Session(PROGRAM, size=(24, 80), **ENVIRONMENT)
    session.wait(b"draft")
    with open(f"/proc/{session.pid}/status", encoding="ascii") as file:
        if "NoNewPrivs:\t1" not in file.read():
            raise Wrong("it has none")
    session.end()


run_tests([
    a_new_profile_is_written_anywhere,
    an_old_one_takes_a_word,
    what_was_typed_before_is_no_answer,
    a_draft_is_saved_elsewhere_by_a_word,
    a_signal_ends_the_question,
    a_dead_session_leaves_no_keeper,
    a_command_takes_a_word_once,
    a_default_is_kept_by_a_word,
    no_default_is_kept_within_the_walls,
    the_start_page_has_walls,
])
