"""What the wizard asks of a CA, and when: see ask.py."""
import base64

from ask_leaves import nothing_left, processes
from asking import CHALLENGE, SCEPWIZ, await_true, differs, tap
from terminal import Session, Wrong

YES = rb"Type y for yes: "


def opened(draft):
    """The wizard in plain mode."""
    session = Session(SCEPWIZ, "edit", draft, SCEPWIZ_PLAIN="1")
    session.wait(rb"\n> ")
    return session


def talk(session, *turns):
    """What is typed, and what comes of it."""
    for line, wanted in turns:
        session.type(line + b"\n")
        session.wait(wanted)


def guarded(name, test):
    try:
        tap.check(name, test())
    except Wrong as wrong:
        tap.check(name, [wrong])


def content(draft):
    with open(draft) as file:
        return file.read()


def wizard(ca, drafts):
    """Plain mode says the same as the screen, and is easier to read."""

    def from_the_server():
        draft = drafts.make("ok", anchor=None, root="")
        session = opened(draft)
        ca.mark()
        talk(session, (b"/go fingerprint", rb"Empty"), (b"/ask", YES), (b"y", rb"1 Test CA: CA, RSA"))
        asked = ca.operations()
        talk(session, (b"1", rb"taken from the server"), (b"/save", rb"[Ss]aved"))
        session.end()
        wanted = base64.b64encode(bytes.fromhex(ca.fingerprint("ca"))).decode()
        return [differs("requests", ["GetCACaps", "GetCACert", "GetCACert"], asked),
                None if wanted in content(draft) else "its hash is not in the draft",
                "facts are in the draft" if "Test CA" in content(draft) else None]

    def not_allowed():
        session = opened(drafts.make("ok"))
        ca.mark()
        talk(session, (b"/ask", YES), (b"n", rb"Nothing was asked"), (b"/try", YES), (b"", rb"Not tried"))
        session.end()
        return [differs("requests", [], ca.lines())]

    def declined():
        session = opened(drafts.make("ok"))
        ca.mark()
        talk(session, (b"/try", YES), (b"y", rb"one real certificate\?"), (b"", rb"No certificate was asked for"))
        session.end()
        return [differs("PKIOperation", 0, ca.operations().count("PKIOperation"))]

    def tried():
        session = opened(drafts.make("ok"))
        ca.mark()
        talk(session, (b"/try", YES), (b"y", rb"one real certificate\?"), (b"yes", rb"Serial\s+number\s+([0-9A-F]+)"))
        session.end()
        return [differs("PKIOperation", 1, ca.operations().count("PKIOperation")),
                "the challenge is shown" if CHALLENGE.encode() in session.sent else None]

    def on_the_screen():
        session = Session(SCEPWIZ, "edit", drafts.make("ok"))
        session.wait(rb"Policy")
        ca.mark()
        for keys, wanted in ((b"\x1br", rb"Try it"), (b"\x1b[H\r", YES), (b"y\r", rb"for one real certificate\?"),
                             (b"y", rb"Serial number")):
            session.type(keys)
            session.wait(wanted)
        session.end()
        return [differs("PKIOperation", 1, ca.operations().count("PKIOperation")), nothing_left()]

    def stopped():
        session = opened(drafts.make("hang"))
        talk(session, (b"/ask", YES), (b"y", rb"\."))
        session.type(b"\x03")
        session.wait(rb"Stopped\. Nothing was changed\.")
        asks = await_true(lambda: "scepwiz-ask" not in [name for _, name in processes()])
        session.end()
        return [None if asks else "it is still asked", nothing_left()]

    guarded("the wizard takes a fingerprint from the server", from_the_server)
    guarded("a server that the person does not allow is not asked", not_allowed)
    guarded("without consent the wizard asks for no certificate", declined)
    guarded("with consent it gets one, and tells its number", tried)
    guarded("the same on the screen", on_the_screen)
    guarded("what does not answer is stopped", stopped)
