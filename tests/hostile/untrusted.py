"""untrusted.py SCEPWIZ FOLDER: every character of Unicode, and what is none, through every way out.

Text of a stranger stands in drafts, in file names, in arguments and in answers. Whatever it is, only what
can be seen reaches a terminal, and the terminal gets no sequence but those that terminfo has for it. What
can be seen is told here by Unicode's categories and a list of the test's own. Speaks TAP."""
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import Session, Terminal, Wrong

PROGRAM, FOLDER = sys.argv[1:3]
ALL = bool(os.environ.get("SCEPWIZ_UNTRUSTED_ALL"))
DEADLINE = 60
SCROLLED = 5  # lines of the notes, fewer than show
MARKS_MAX = 4
# Invisible although letter, mark, symbol: Default_Ignorable_Code_Point and what leaves its cell empty.
EMPTY = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0, 0xFFFC,
         0x16FE4, 0x1D159, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
BAD_BYTES = [b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x80\x9b", b"\xe0\x9f\xbf", b"\xed\xa0\x80",
             b"\xed\xbf\xbf", b"\xf0\x80\x80\x9b", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfe", b"\xff",
             b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98"]

categories = [unicodedata.category(chr(cp)) for cp in range(0x110000)]
seen = [cp == 0x20 or (kind[0] in "LMNPS" and cp not in EMPTY) for cp, kind in enumerate(categories)]


visible = frozenset(chr(cp) for cp in range(0x110000) if seen[cp])
marks = frozenset(chr(cp) for cp in range(0x110000) if categories[cp] in ("Mn", "Me"))
# Whatever must not be shown, and some of what may: all but the long runs of letters.
scalars = [cp for cp in range(1, 0x110000) if not 0xD800 <= cp < 0xE000]
controls = [cp for cp in scalars if cp < 0x20 or 0x7F <= cp < 0xA0]
in_drafts = [cp for cp in scalars if cp not in controls and cp not in (0xFFFE, 0xFFFF)]
# one of 499 of what there is so much of that it cannot be typed
rare = [cp for cp in in_drafts if cp < 0x3000 or cp % 499 == 0 or 0xFD00 <= cp < 0x10000 or
        (0xE0000 <= cp < 0xE0200) or not seen[cp] and cp < 0xE000]


def assert_harmless(data, where, allowed="\n", encoding="utf-8"):
    """data has nothing but what can be seen, and allowed."""
    try:
        text = data.decode("ascii" if encoding != "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise Wrong(f"{where}: bytes that are no {encoding}: {data[error.start - 40:error.end + 8]!r}") from None
    odd = set(text) - visible - set(allowed)
    if odd:
        at = min(text.index(character) for character in odd)
        raise Wrong(f"{where}: a hidden character: {text[max(0, at - 40):at + 8]!a}")
    if marks & set(text):
        piled_up = "".join("m" if character in marks else "." for character in text).find("m" * (MARKS_MAX + 1))
        if piled_up >= 0:
            raise Wrong(f"{where}: too many marks: {text[max(0, piled_up - 8):piled_up + 8]!a}")


def quoted(cps):
    return "".join(chr(cp) if seen[cp] and cp not in (0x22, 0x5C) else f"\\U{cp:08x}" for cp in cps)


def path(name):
    return os.path.join(FOLDER, name)


def write_draft(name, lines, others):
    """lines: of the notes; others: what the short fields hold."""
    notes = "\\n".join(map(quoted, lines))
    shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)  # what a session that was ended has left of it
    with open(path(name), "w", encoding="utf-8") as file:
        file.write(f'form: scep\nplatform: macos\npolicy_notes: "{notes}"\n')
        for key, value in others:
            file.write(f'{key}: {value}\n')
        file.write(f'"x{quoted(lines[0][:40])}": y\n')
    os.chmod(path(name), 0o600)
    return path(name)


def short_fields(cps):
    text = quoted(cps)
    return [("policy_name", f'"{text}"'), ("name", f'"{text}"'), ("url", f'"https://a{text}"'),
            ("subject", f'"/O={text}"'), ("fingerprint", f'"{text}"'), ("set_subject_alternative_name", "true"),
            ("san_dns_name", f'["{text}"]'), ("device_groups", f'["{text}", "{text}"]'), ("key_size", f'"{text}"'),
            ("include_root_certificate", "true"), ("root_certificate", f'"{text}.cer"')]


def run(arguments, statuses, where, encoding="utf-8", **environment):
    result = subprocess.run([os.fsencode(PROGRAM), *map(os.fsencode, arguments)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=DEADLINE, check=False,
                            env={**os.environ, **environment})
    assert_harmless(result.stdout, where, encoding=encoding)
    assert_harmless(result.stderr, f"{where}, messages", encoding=encoding)
    if result.returncode not in statuses:
        raise Wrong(f"{where}: status {result.returncode}: {result.stderr[:400]!r}")
    return result.stdout + result.stderr


def assert_told(cps, shown, where, encoding="utf-8"):
    """Each is there, as itself or escaped."""
    text = shown.decode(encoding, "replace")
    told = {chr(int(number, 16)) for number in re.findall(r"<U\+([0-9A-F]{4,6})>", text)} | set(text)
    missing = [cp for cp in cps if chr(cp) not in told]
    if missing:
        raise Wrong(f"{where}: {len(missing)} are not told, first U+{missing[0]:04X}")


COMMANDS = [["show"], ["show", "--format=json"], ["check"], ["check", "--format=json"], ["diff"],
            ["diff", "--format=json"], ["show", "--for=jumpcloud"], ["show", "--for=jumpcloud", "--format=json"],
            ["show", "--format=markdown"], ["show", "--format=html"], ["diff", "--format=markdown"]]


def every_character_in_drafts():
    chunk = 140000
    for first in range(0, len(in_drafts), chunk):
        cps = in_drafts[first:first + chunk]
        draft = write_draft("a.yaml", [cps], short_fields(cps[::4001]))
        other = write_draft("b.yaml", [cps[1:]], short_fields(cps[1::4001]))
        # all of it through two of them, and where they differ in the rest with each
        for command in COMMANDS if first == 0 or ALL else COMMANDS[:2]:
            arguments = [*command, draft] + [other] * (command[0] == "diff")
            shown = run(arguments, (0, 1), f"{' '.join(command)}, from U+{cps[0]:04X}")
            if command == ["show"]:
                assert_told([cp for cp in cps if cp != 0x20], shown, "show")


def every_character_without_utf8(locale):
    cps = in_drafts[::29]
    draft = write_draft("a.yaml", [cps], short_fields(cps[::3001]))
    other = write_draft("b.yaml", [cps[1:]], short_fields(cps[1::3001]))
    for command in COMMANDS:
        arguments = [*command, draft] + [other] * (command[0] == "diff")
        run(arguments, (0, 1), f"{locale}, {' '.join(command)}", encoding="ascii", LC_ALL=locale)


def every_character_in_arguments():
    """Messages on standard error: what is no draft, no field, no command, no value."""
    chunk = 25000
    for first in range(0, len(scalars), chunk):
        cps = scalars[first:first + chunk]
        text = "".join(map(chr, cps)).encode()
        shown = run([text], (2,), f"a missing command, from U+{cps[0]:04X}")
        assert_told([cp for cp in cps if cp != 0x20], shown, "a missing command")
        others = [[b"check", b"./" + text], [b"show", b"--" + text], [b"set", b"a.yaml", text], [b"set", b"a.yaml", text + b"=x"]]
        for arguments in others if first == 0 or ALL else []:
            run(arguments, (2, 3), f"{arguments[0][:8]!r}, from U+{cps[0]:04X}")
    for data in BAD_BYTES:
        if b"<0x%02X>" % data[0] not in run([b"check", b"./x" + data], (3,), f"{data!r}"):
            raise Wrong(f"{data!r} is not told")


def what_drafts_refuse():
    """Raw and as an escape, in a key, in a value and behind a comment; and bytes that are no UTF-8."""
    lines = [b'name: "a%sb"', b'"n%s": x', b"name: a # %s", b"form: %s", b"%s"]
    texts = [chr(cp).encode() for cp in controls + [0xFEFF, 0xFFFE, 0xFFFF, 0x2028, 0x202E] if cp not in (9, 10)]
    texts += [f"\\U{cp:08x}".encode() for cp in controls + [0xFFFE, 0xFFFF, 0xD800, 0xDFFF]] + BAD_BYTES
    for number, text in enumerate(texts):
        for line in lines if ALL else (lines[0], lines[1 + number % 4]):
            with open(path("c.yaml"), "wb") as file:
                file.write(b"form: scep\n" + line % text + b"\n")
            run(["check", path("c.yaml")], (0, 1, 3), f"{line % text!r}")


def plain_mode():
    """Every value is told, and every answer written behind its question."""
    cps = [cp for cp in rare if cp != 0x20]
    for first in range(0, len(cps), 6000):
        part = cps[first:first + 6000]
        draft = write_draft("p.yaml", [part], short_fields(part[::200]))
        answers = "".join(map(chr, part[::3])).encode() + b"\n" + b"".join(
            data + b"\n" for data in BAD_BYTES + [chr(cp).encode() for cp in controls if cp != 10]) + b"!v\n!q\nq\n"
        result = subprocess.run([PROGRAM, "edit", "--plain", draft], input=b"<\n" * 3 + b"?\n=\n" + answers,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=DEADLINE, check=False)
        assert_harmless(result.stdout, "plain mode")
        if result.returncode not in (0, 1, 3):
            raise Wrong(f"plain mode: status {result.returncode}")


def screen(term):
    """Each rare character in the notes, some in every other field, in what is wrong with it, in its help,
    in the review, and typed and pasted."""
    terminal, told = Terminal(term), set()
    lines = [rare[i:i + 90] for i in range(0, len(rare), 90)]
    for first in range(0, len(lines), 150):
        some = [cp for line in lines[first:first + 150] for cp in line][::150]
        draft = write_draft("s.yaml", lines[first:first + 150], short_fields(some))
        session = Session(PROGRAM, "edit", draft, term=term, size=(60, 1000))
        session.wait(b"Platform")
        session.type(b"\033gnotes\r")
        session.wait(b"otes \\(")
        for _ in range(0, 150, SCROLLED):
            session.type(b"\033[A" * SCROLLED + b"\014")  # and all of the picture anew
        for label in b"name", b"url", b"subject", b"fingerprint", b"size", b"groups":
            session.type(b"\033g" + label + b"\r")
            session.type(b"\007")
            session.type(b"\033")
        session.type("".join(map(chr, some)).encode())
        for data in BAD_BYTES + [chr(cp).encode() for cp in controls]:
            session.type(b"\033[200~" + data + b"\033[201~")
        for key in [b"\033r"] + [b"\033[6~"] * 6 + [b"\033", b"\017"]:
            session.type(key)
        session.end()
        text = terminal.text(session.sent, "the wizard")
        assert_harmless(text, f"the wizard on {term}", allowed="")
        told |= {int(number, 16) for number in re.findall(rb"<U\+([0-9A-F]{4,6})>", text)}
    # a terminal may be sent less than the text, where a character is repeated or stands there already
    missing = [cp for cp in rare if not seen[cp] and cp not in told]
    if len(missing) > len(rare) // 50:
        raise Wrong(f"the wizard on {term}: {len(missing)} are not told, first U+{missing[0]:04X}")


def names_of_files(term):
    """The list of drafts, and the names offered for a certificate."""
    terminal = Terminal(term)
    folder = path("names")
    os.makedirs(folder, exist_ok=True)
    texts = [chr(cp).encode() for cp in controls] + BAD_BYTES + [chr(cp).encode() for cp in rare if not seen[cp]]
    names = [b"d\33]0;x\7", b"d\377"] + [b"d" + b"".join(texts[i:i + 8]) for i in range(0, len(texts), 8)]
    for name in names[:12] + names[12::len(names) // 30]:
        with open(os.path.join(os.fsencode(folder), name + b".yaml"), "w", encoding="utf-8") as file:
            file.write('form: scep\npolicy_name: "x"\n')
    for name in names[:4]:
        with open(os.path.join(os.fsencode(folder), name + b".cer"), "w", encoding="utf-8") as file:
            file.write("no certificate")
    session = Session(PROGRAM, term=term, SCEPWIZ_DRAFTS=folder)
    session.wait(b"Drafts")
    for key in [b"\033[B"] * 40 + [b"\007", b"\033", b"c", b"\033", b"D", b"\033"]:
        session.type(key)
    session.end()
    text = terminal.text(session.sent, "the list of drafts")
    assert_harmless(text, f"the list of drafts on {term}", allowed="")
    if b"d<U+001B>]0;x<U+0007>" not in text or b"d<0xFF>" not in text:
        raise Wrong("the list of drafts does not tell what stands in their names")
    with open(path("names/office.yaml"), "w", encoding="utf-8") as file:
        file.write("form: scep\n")
    session = Session(PROGRAM, "edit", path("names/office.yaml"), term=term)
    session.wait(b"Platform")
    session.type(b"\033gfingerprint\r")
    session.wait(b"ingerprint \\(")
    for key in b"\024", os.fsencode(folder) + b"/d", b"\t", b"\t", b"\025d\33]0;x\7.cer\r", b"\033":
        session.type(key)
    session.end()
    text = terminal.text(session.sent, "names offered")
    if b"d<U+001B>]0;x<U+0007>.cer" not in text:
        raise Wrong(f"no names are offered: {text[-2000:]!r}")
    assert_harmless(text, f"names offered on {term}", allowed="")


def hosts_that_look_like_others():
    """Told in the form that DNS has them, wherever the URL is shown."""
    ascii_form = b"xn--pple-43d.com"
    draft = write_draft("h.yaml", [[0x41]], [("url", '"https://\\u0430pple.com/scep"')])
    for command in ["check"], ["check", "--format=json"], ["show"], ["show", "--for=jumpcloud"]:
        if ascii_form not in run([*command, draft], (0, 1), " ".join(command)):
            raise Wrong(f"{command} does not tell it")
    plain = subprocess.run([PROGRAM, "edit", "--plain", draft], input=b"=12\n!q\nq\n", stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=DEADLINE, check=False).stdout
    if ascii_form not in plain:
        raise Wrong(f"plain mode does not tell it: {plain!r}")
    for keys in b"\033gurl\r", b"\033r":
        write_draft("h.yaml", [[0x41]], [("url", '"https://\\u0430pple.com/scep"')])
        session = Session(PROGRAM, "edit", draft)
        session.wait(b"Platform")
        session.type(keys)
        session.wait(ascii_form)
        session.end()


def what_the_environment_says():
    """Names of terminals and editors, and of what an own form calls its fields."""
    odd = "x\33]0;x\7\u202e\x9b"
    terminal = Terminal("xterm")
    draft = write_draft("e.yaml", [[0x41]], [])
    for variables in {"term": odd, "EDITOR": "true"}, {"EDITOR": f"false '{odd}'", "VISUAL": ""}:
        session = Session(PROGRAM, "edit", draft, **{"term": "xterm", **variables})
        session.wait(b"Platform")
        session.type(b"\033gnotes\r")
        session.type(b"\030o")
        while session.read(0.3):
            pass
        session.end()
        text = terminal.text(session.sent, f"{list(variables)[0]}")
        assert_harmless(text, f"{list(variables)[0]}", allowed="")
        if b"<U+001B>]0;x<U+0007><U+202E>" not in text:
            raise Wrong(f"{variables} is not told")
        shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)


def main():
    tests = [
        ("hosts that look like others", hosts_that_look_like_others),
        ("what the environment says", what_the_environment_says),
        ("every character, in drafts", every_character_in_drafts),
        ("every character, in arguments", every_character_in_arguments),
        ("what drafts refuse", what_drafts_refuse),
        ("in the C locale", lambda: every_character_without_utf8("C")),
        ("plain mode", plain_mode),
    ]
    latin1 = os.environ.get("LATIN1")
    tests.append(("in a Latin-1 locale", latin1 and (lambda: every_character_without_utf8(latin1))))
    terminals = "xterm-256color", "linux", "vt100", "screen", "tmux-256color", "rxvt-unicode-256color"
    for term in terminals if ALL else terminals[:1]:
        tests.append((f"the screen on {term}", lambda term=term: screen(term)))
    for term in terminals if ALL else terminals[1:2]:
        tests.append((f"names of files on {term}", lambda term=term: names_of_files(term)))
    wanted = sys.argv[3:]
    tests = [test for test in tests if not wanted or test[0] in wanted]
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        if not test:
            print(f"ok {number} - {name} # SKIP none can be made here (localedef)")
            continue
        begin = time.monotonic()
        try:
            test()
            print(f"ok {number} - {name}")
        except (Wrong, subprocess.SubprocessError, OSError) as error:
            print(f"# {error}\nnot ok {number} - {name}")
        print(f"# {time.monotonic() - begin:.1f} s", flush=True)


main()
