"""The words of scepwiz: WORDS lists what sentences for people do not have, and what to write instead. Checked are the
texts and comments of C sources (in src/ui only the texts and the comments of headers), forms, man pages, documents, and
what programs are expected to print. PENDING names files that are still to be rewritten: one that has none of the words
any more must leave the list.

    language.py SOURCE      prints PATH:LINE: WORD: what to write, and exits with 1 if there is any
"""
import glob
import os
import re
import sys

# what is not written, as a regular expression for lower-case text: what is
WORDS = [
    (r"(?<!/)\bmend(s|ed|ing)?\b", "fix"),
    (r"\bstands?\b(?! for\b)", "is, has, write"),
    (r"\bstood\b", "was"),
    (r"(?<!there )\bis none\b", "is not one"),
    (r"\bto be had\b", "say what is missing"),
    (r"\bwho(so)?ever\b", "the person who, anyone"),
    (r"\bnobody's\b", "not yours"),
    (r"\bown forms?\b", "your organization's form"),
    (r"\bturned round\b", "reversed"),
    (r"\bheed(s|ed)?\b", "obey"),
    (r"(?<!key-)\bmisspelt\b", "misspelled"),
    (r"(?<!there )(?<!certificate )\bis no (?!longer\b|more\b|effect\b)[a-z]+", "is not a"),
    (r"\bneither\b.*\bnor\b", "one plain sentence"),
    (r"(?<!certificate )\bauthorit(y|ies)\b(?! key|\.(py|sh))", "CA, CAs"),
    (r"\bdevice management\b(?! (> )?policy)", "MDM"),
    (r"\bdoubtful\b(?!\.)", "warning"),
    (r"\bremarks?\b(?!\.c)", "note"),
    (r"\bgood to know\b", "note"),
    (r"\bside files?\b", "recovery file"),
    (r"\bjournal\b", "recovery file"),
    (r"\bexport file\b", "profile"),
    (r"\bnothing found\b", "no findings"),
    (r"\bblanks?\b", "space"),
    (r"\bare wanted\b|\bis wanted\b", "use, enter"),
    (r"\bwithout a word\b", "silently"),
    (r"\bfor certain\b", "certainly"),
    (r"(?<!there )\bare none\b", "are not"),
    (r"\bhas it too\b|\bthe most that\b", "one plain sentence"),
]
# two sentences glued together; entities such as &amp; and names of sources have semicolons too
GLUE = (re.compile(r"[a-z)\"]; [a-z]"), "two sentences")
GLUE_PASSES = re.compile(r"removed; open|&[a-z]+; |issue|RFC|Apple|python3|scepwiz draft; form|\{ key = value; \}")

PENDING = [
]

TOKEN = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.S)
INCLUDE = re.compile(r"^#include.*$", re.M)


def literals(text):
    """(offset, text) of each text of a C file; pieces that follow each other are one."""
    at, joined, end = None, "", 0
    for found in TOKEN.finditer(INCLUDE.sub(lambda line: " " * len(line[0]), text)):
        if found[0][0] != '"':
            continue
        if at is None or text[end:found.start()].strip():
            if at is not None:
                yield at, joined
            at, joined = found.start(), ""
        joined += found[0][1:-1]
        end = found.end()
    if at is not None:
        yield at, joined


def pieces(path, text):
    """(offset, sentence) of what people read in a file."""
    if path.endswith(".c"):
        yield from ((at, words) for at, words in literals(text) if " " in words)
    if path.endswith(".h") or (path.endswith(".c") and not path.startswith("src/ui/")):
        yield from ((found.start(), found[0]) for found in TOKEN.finditer(text) if found[0].startswith("/*"))
    if not path.endswith((".c", ".h")):
        at = 0
        for line in text.split("\n"):
            if line.startswith("! ") or not path.startswith("tests/"):
                yield at, line # of what is expected the messages, for titles are the scripts' own
            at += len(line) + 1


def wrong(path, text):
    for at, words in pieces(path, text):
        line = text.count("\n", 0, at) + 1
        for pattern, instead in WORDS:
            for found in re.finditer(pattern, words.lower()):
                yield f"{path}:{line}: {found[0]}: {instead}"
        if path.endswith(".c") and not words.startswith("/*") and GLUE[0].search(words) and not GLUE_PASSES.search(words):
            yield f"{path}:{line}: {GLUE[0].search(words)[0]}: {GLUE[1]}"


def listed():
    for pattern in ("src/**/*.c", "src/**/*.h", "forms/*.yaml", "man/*.[1-9]*", "*.md", "NEWS", "tests/expected/**/*.txt"):
        for path in sorted(glob.glob(pattern, recursive=True)):
            if path not in ("src/builtin_form.c", "src/form2c.c"):
                yield path


def is_pending(path):
    for pending in PENDING:
        if path == pending or path.startswith(pending + "/"):
            return pending
    return None


def main(source):
    os.chdir(source)
    told, still = [], set()
    for path in listed():
        with open(path, encoding="utf-8", errors="replace") as file:
            found = list(wrong(path, file.read()))
        if not is_pending(path):
            told += found
        elif found:
            still.add(is_pending(path))
    told += [f"{path}: has none of the words; take it out of PENDING" for path in PENDING if path not in still]
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
