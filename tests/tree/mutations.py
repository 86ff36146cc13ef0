#!/usr/bin/env python3
"""What can be changed in the source, one thing at a time, for mutation testing (mutants.py).

    mutations.py list FILE         the mutations of one file of C
    mutations.py list BASE=REV     those of the lines of src that changed since REV
    mutations.py accepted          checks mutants.accepted: each entry's line and mutation must be there

A mutation is a relation one off, && for ||, a condition negated, a statement or an argument's place lost, another
value returned, plus or minus one. It is known by its file, function, the text of its line, and its name.
"""
import functools
import os
import random
import re
import subprocess
import sys
from collections import defaultdict, namedtuple
from pathlib import Path

TOP = next(folder for folder in Path(__file__).resolve().parents if (folder / "configure.ac").is_file())
ACCEPTED = Path(__file__).with_name("mutants.accepted")
# Not tested by these suites: a program of the build, and a table that a script writes.
LEFT_OUT = {"src/form2c.c", "src/base/unicode.c"}

Mutation = namedtuple("Mutation", "file line function kind name start end new text")
Token = namedtuple("Token", "kind text start end")

TOKEN = re.compile(r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\\n|/\*.*?\*/|[^\n])*)
  | (?P<literal>[LuU]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
  | (?P<number>\.?\d[\w.]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>->|\+\+|--|<<=|>>=|<<|>>|[-+*/%&|^=!<>]=|&&|\|\||.)""", re.S | re.M | re.X)
OTHER = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&",
         "+=": "-=", "-=": "+=", "++": "--", "--": "++", "+": "-", "-": "+", "true": "false", "false": "true"}
KIND = {**dict.fromkeys(["==", "!=", "<", "<=", ">", ">="], "relation"), **dict.fromkeys(["&&", "||"], "and/or"),
        **dict.fromkeys(["+=", "-=", "++", "--", "+", "-"], "plus/minus"),
        **dict.fromkeys(["true", "false"], "constant")}
RETURNS = {"0": "-1", "-1": "0", "true": "false", "false": "true"}
NO_CALL = {"if", "while", "for", "switch", "return", "sizeof", "do", "else", "case", "defined"}
# Deleted or run too seldom, they leave memory behind, which is for the sanitizers to see; tests/fault/secret.sh sees wipes.
FREES = re.compile(r"free|\w+_free|\w+_release|wipe|\w+_wipe|OPENSSL_cleanse")
# Of the sizes of memory, too much is never seen, and too little by the sanitizers.
ALLOCATES = re.compile(r"x?(m|c|re)alloc(array)?")
# Of strcmp and its like it is nearly always asked whether they differ.
SYMMETRIC = re.compile(r"(str|mem)(n?case|n)?cmp|(\w+_)?(same|equals?|least|most|min|max|MIN|MAX)")
WAITED = re.compile(r"\w+_(MS|SECONDS)")  # nobody measures so exactly how long
NO_STATEMENT = NO_CALL | {"goto", "default", "struct", "static", "const", "unsigned", "enum", "union", "extern",
                          "typedef", "va_list", "char", "int", "bool", "size_t"} - {"do", "else"}


def short(text):
    return " ".join(text.split())


class Source:
    """One file of C in tokens, and what can be changed in it."""

    def __init__(self, name, text):
        self.name, self.text, self.found = name, text, []
        self.tokens, defines = [], []
        for match in TOKEN.finditer(text):
            if match.lastgroup == "directive":
                defines.append(match)
            elif match.lastgroup != "skip":
                self.tokens.append(Token(match.lastgroup, match.group(), match.start(), match.end()))
        self.pair, self.inside, self.row, self.function = {}, {}, {}, {}
        self.match_brackets()
        for define in defines:
            self.define(define)
        self.never = {i for at, token in enumerate(self.tokens) for i in self.unseen(at, token)}
        for i in range(len(self.tokens)):
            self.at(i)

    def match_brackets(self):
        """self.pair: each bracket's other one. self.inside, self.row: the bracket around each token, and what stands
        first in it. self.function: of each token inside a body or a table (name, whether it is a body)."""
        opened = []
        for i, token in enumerate(self.tokens):
            self.inside[i] = self.tokens[opened[-1]].text if opened else ""
            self.row[i] = self.tokens[opened[-1] + 1].text if opened else ""
            if token.text in ("(", "[", "{"):
                opened.append(i)
            elif token.text in (")", "]", "}") and opened:
                self.pair[i] = opened.pop()
                self.pair[self.pair[i]] = i
        i = 0
        while i < len(self.tokens):
            if self.tokens[i].text != "{" or i not in self.pair:
                i += 1
                continue
            before = i - 1
            body = self.tokens[before].text == ")"
            if body or self.tokens[before].text == "=":
                before -= 0 if body else 1
                while before in self.pair and self.tokens[before].text in (")", "]"):
                    before = self.pair[before] - 1
                for inside in range(i, self.pair[i]):
                    self.function[inside] = (self.tokens[before].text, body)
            i = self.pair[i] + 1

    def unseen(self, i, token):
        """The tokens of what begins here whose change no test can see: the guard of a BUG, how much memory is
        asked for, how often something is freed."""
        called = token.kind == "word" and i + 1 in self.pair and self.tokens[i + 1].text == "("
        if called and token.text == "BUG":
            return range(self.condition(i), self.pair[i + 1])
        if called and (ALLOCATES.fullmatch(token.text) or token.text in ("for", "while") and self.frees(i)):
            return range(i, self.pair[i + 1])
        return ()

    def frees(self, i):
        """Whether this loop does nothing but that, or is in a function for that."""
        if FREES.fullmatch(self.function.get(i, ("", True))[0]):
            return True
        before = self.pair[i + 1]  # the token before the first statement
        if self.tokens[before + 1].text != "{":
            return FREES.fullmatch(self.tokens[before + 1].text)
        end = self.pair[before + 1] - 1
        return all(FREES.fullmatch(self.tokens[k + 1].text)
                   for k in [before + 1, *self.top_level(before + 2, end, ";")])

    def condition(self, i):
        """Where the condition of this statement begins; the statement itself where it has none."""
        opened = self.pair.get(i - 1, 0) if self.tokens[i - 1].text == ")" else 0
        return opened - 1 if opened and self.tokens[opened - 1].text == "if" else i

    def add(self, kind, first, last, new, name=None, function=None):
        """The text of tokens first to last becomes new."""
        start, end = self.tokens[first].start, self.tokens[last].end
        old = self.text[start:end]
        self.put(kind, start, end, new, name or f"{short(old)} to {short(new)}",
                 function or self.function.get(first, ("-", False))[0])

    def put(self, kind, start, end, new, name, function):
        line = self.text.count("\n", 0, start)
        text = self.text.split("\n")[line].strip()
        # lines stay where they are, for BUG() tells its own
        new += "\n" * (self.text.count("\n", start, end) - new.count("\n"))
        same = sum(m.line == line + 1 and (m.name == name or m.name.startswith(name + " #")) for m in self.found)
        self.found.append(Mutation(self.name, line + 1, function, kind, name + (f" #{same + 1}" if same else ""),
                                   start, end, new, text))

    def define(self, match):
        number = re.fullmatch(r"\s*#\s*define\s+(\w+)\s+(\d+)\b.*", match.group(), re.S)
        if number and not WAITED.fullmatch(number[1]):
            start = match.start() + number.start(2)
            for value in self.neighbours(number[2]):
                self.put("constant", start, start + len(number[2]), value, f"{number[2]} to {value}", number[1])

    @staticmethod
    def neighbours(text):
        number = re.fullmatch(r"(0x[0-9a-fA-F]+|0|[1-9]\d*)([uUlL]*)", text)
        if not number:
            return []
        value = int(number[1], 0)
        if value in (10**6, 10**9):  # units of time
            return []
        write = (lambda n: hex(n)) if number[1].startswith("0x") else str
        return [write(n) + number[2] for n in (value + 1, value - 1) if n >= 0]

    def at(self, i):
        text, code = self.tokens[i].text, self.function.get(i, ("", False))[1]
        if i in self.never or not code and self.row[i] == "NULL":  # the row that ends a table
            return
        if self.tokens[i].kind == "number":
            if "return" in (self.tokens[i - 1].text, self.tokens[i - 2].text) and self.tokens[i + 1].text == ";":
                return  # what is returned has mutations of its own
            if self.words(i - 2, i) == ["*", ")"]:
                return  # (struct x *)0 of a sizeof
            for value in [] if self.is_room(i) else ["0"] if self.is_sign(i) else self.neighbours(text):
                self.add("constant", i, i, value)
        elif i not in self.function:
            return
        elif text in ("+", "-"):
            if self.ends_value(i - 1):
                self.add("plus/minus", i, i, OTHER[text])
        elif text in OTHER and not (text in RETURNS and self.tokens[i - 1].text == "return") and \
                self.words(i, i + 2) != ["<", "ARRAY_SIZE"] and \
                not (KIND[text] == "relation" and WAITED.fullmatch(self.tokens[i + 1].text)):
            # (what stands behind a table is for the sanitizers)
            self.add(KIND[text], i, i, OTHER[text])
        if not code:
            return
        if text in ("if", "while") and self.tokens[i + 1].text == "(":
            self.negate(i + 2, self.pair[i + 1] - 1)
        elif text == "for":
            semicolons = self.top_level(i + 2, self.pair[i + 1], ";")
            if len(semicolons) == 2 and semicolons[0] + 1 < semicolons[1]:
                self.negate(semicolons[0] + 1, semicolons[1] - 1)
        elif text == "return" and self.tokens[i + 1].text != ";":
            end = self.top_level(i + 1, len(self.tokens), ";")[0] - 1
            value = short(self.text[self.tokens[i + 1].start:self.tokens[end].end])
            if value != "NULL":
                self.add("return", i + 1, end, RETURNS.get(value, "0"),
                         f"return {value} to return {RETURNS.get(value, '0')}")
        elif self.tokens[i].kind == "word" and text not in NO_CALL and self.tokens[i + 1].text == "(":
            self.swap(i + 2, self.pair[i + 1])
        if self.begins_statement(i):
            self.delete(i)

    def words(self, first, last):
        return [token.text for token in self.tokens[max(first, 0):last]]

    def is_sign(self, i):
        """A 1 of "? -1 : 1", which tells an order: 2 would be as good."""
        order = ["?", "-", "1", ":", "1"]
        return order in (self.words(i - 2, i + 3), self.words(i - 4, i + 1))

    def is_room(self, i):
        """The room of an array that is declared here."""
        if self.words(i - 1, i) != ["["] or self.words(i + 1, i + 2) != ["]"] or i < 3:
            return False
        name, kind = self.tokens[i - 2], self.tokens[i - 3]
        return name.kind == kind.kind == "word" and kind.text not in NO_CALL

    def ends_value(self, i):
        token = self.tokens[i]
        return token.kind in ("number", "literal") or token.text in (")", "]") or \
            token.kind == "word" and token.text not in ("return", "case")

    def top_level(self, first, end, sign):
        """Where the sign is between two tokens, outside of brackets."""
        found, i = [], first
        while i < end:
            if self.tokens[i].text == sign:
                found.append(i)
                if sign == ";" and end == len(self.tokens):
                    break
            i = self.pair[i] if self.tokens[i].text in ("(", "[", "{") else i
            i += 1
        return found

    def negate(self, first, last):
        old = self.text[self.tokens[first].start:self.tokens[last].end]
        self.add("negated", first, last, f"!({old})", f"{short(old)} negated")

    def swap(self, first, end):
        commas = self.top_level(first, end, ",")
        edges = [first - 1, *commas, end]
        spans = [(a + 1, b - 1) for a, b in zip(edges, edges[1:]) if a + 1 <= b - 1]
        for (a, b), (c, d) in zip(spans, spans[1:]):
            one, two = (self.text[self.tokens[x].start:self.tokens[y].end] for x, y in ((a, b), (c, d)))
            if short(one) != short(two) and not (a == first and SYMMETRIC.fullmatch(self.tokens[first - 2].text)):
                self.add("swapped", a, d, f"{two}, {one}")

    def begins_statement(self, i):
        if self.inside[i] != "{":
            return False
        before = self.tokens[i - 1].text
        if before == ")":
            opened = self.pair.get(i - 1, 0)
            return self.tokens[opened - 1].text in ("if", "while", "for")
        return before in (";", "{", "}", "else", "do", ":")

    def delete(self, i):
        token = self.tokens[i]
        if not (token.kind == "word" or token.text in ("*", "(", "++", "--")):
            return
        last = self.top_level(i, len(self.tokens), ";")
        if not last or any(self.tokens[k].text in ("{", "}") for k in range(i, last[0])):
            return
        words = self.tokens[i:last[0]]
        if token.text == "return":
            if len(words) > 1:
                return
        elif token.text in ("break", "continue"):
            pass
        elif token.text in NO_STATEMENT or FREES.fullmatch(token.text) or \
                token.kind == "word" and len(words) > 1 and (words[1].kind == "word" or words[1].text == "*") or \
                not any(t.text in OTHER or t.text == "(" or t.text.endswith("=") for t in words):
            return
        old = short(self.text[token.start:self.tokens[last[0]].end])
        self.add("deleted", i, last[0], ";", f"{old} deleted")


@functools.lru_cache(None)
def mutations_of(path):
    text = (TOP / path).read_text()
    return Source(path, text).found


# --- What is accepted ----------------------------------------------------------------------------------

def accepted_read():
    """The accepted mutations as (file, function, line's text, mutation). Ends where an entry's line is gone."""
    entries, wrong = {}, []
    blocks = re.split(r"\n\s*\n", re.sub(r"^#.*\n?", "", ACCEPTED.read_text(), flags=re.M).strip("\n"))
    for block in filter(None, blocks):
        lines = [line.strip() for line in block.split("\n")]
        where = lines[0].split()
        if len(lines) != 4 or len(where) != 2 or not all(lines):
            wrong.append(f"{lines[0]}: an entry has four lines: FILE FUNCTION, the line, the mutation, the reason.")
        elif not (TOP / where[0]).is_file() or not any(
                (m.function, m.text, m.name) == (where[1], lines[1], lines[2]) for m in mutations_of(where[0])):
            wrong.append(f"{where[0]}: {where[1]} no longer has this line and mutation. Remove the entry or correct it:"
                         f"\n\t{lines[1]}\n\t{lines[2]}")
        elif (where[0], where[1], lines[1], lines[2]) in entries:
            wrong.append(f"{lines[0]}: this entry is there twice:\n\t{lines[1]}\n\t{lines[2]}")
        else:
            entries[(where[0], where[1], lines[1], lines[2])] = lines[3]
    if wrong:
        sys.exit("\n".join(f"{ACCEPTED.name}: {w}" for w in wrong))
    return entries


# --- What is drawn -------------------------------------------------------------------------------------

def git(*words):
    done = subprocess.run(["git", "-C", str(TOP), *words], capture_output=True, text=True, errors="replace")
    return done.stdout if done.returncode == 0 else None


def base_of(name):
    """The commit that BASE= means; its own tag is no release before it. None: a shallow clone lacks what was before."""
    if name == "release":
        if git("rev-parse", "--verify", "HEAD^") is None:
            return "a commit that is not here", None
        name = (git("describe", "--tags", "--abbrev=0", "HEAD^") or "HEAD^").strip()
    base = git("merge-base", name, "HEAD")
    if base is None:
        sys.exit(f"{name}: no such commit here. Give BASE= another one; a shallow clone lacks them.")
    return name, base.strip()


def changed_lines(base):
    """{file: lines}: new since the base, if there is one. What only moved is not new."""
    if base is None:
        return {}
    diff = git("-c", "color.diff.new=green", "-c", "color.diff.newMoved=blue", "diff", "-U0", "-M",
               "--color=always", "--ws-error-highlight=none", "--color-moved=blocks",
               "--color-moved-ws=ignore-all-space", base, "--", "src")
    lines, file, at = defaultdict(set), None, 0
    for row in diff.split("\n"):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", row)
        hunk = re.match(r"@@ -\S+ \+(\d+)", plain)
        if plain.startswith("+++ "):
            file = plain[6:] if plain.startswith("+++ b/") else None
        elif hunk:
            at = int(hunk[1])
        elif plain.startswith("+") and file:
            if row.startswith("\x1b[32m"):
                lines[file].add(at)
            at += 1
    return lines


def candidates(folder, lines):
    """All mutations there are to draw from."""
    found = []
    for path in (git("ls-files", "src") or "").split():
        if path.endswith(".c") and path not in LEFT_OUT and (TOP / path).is_file() and \
                (not folder or path == folder or path.startswith(folder.rstrip("/") + "/")):
            found += [m for m in mutations_of(path) if lines is None or m.line in lines.get(path, ())]
    return found


def drawn(found, seed):
    """In the order to try them: each folder by the number of its lines, in a folder each kind in turn."""
    rng = random.Random(seed)
    folders = defaultdict(lambda: defaultdict(list))
    for m in found:
        folders[os.path.dirname(m.file)][m.kind].append(m)
    order = []
    for kinds in folders.values():
        lines = len({(m.file, m.line) for kind in kinds.values() for m in kind})
        turns = []
        for kind in kinds.values():
            rng.shuffle(kind)
            turns += [(turn, rng.random(), m) for turn, m in enumerate(kind)]
        turns.sort(key=lambda t: t[:2])
        order += [((rank + rng.random()) / lines, rng.random(), m) for rank, (_, _, m) in enumerate(turns)]
    return [m for _, _, m in sorted(order, key=lambda o: o[:2])]


if __name__ == "__main__":
    command, *words = sys.argv[1:] or ["help"]
    if command == "list" and len(words) == 1:
        rev = words[0].removeprefix("BASE=")
        found = candidates(None, changed_lines(base_of(rev)[1])) if rev != words[0] else \
            Source(rev, Path(rev).read_text()).found
        print("\n".join(f"{m.line} {m.function}: {m.kind}: {m.name}" for m in found))
    elif command == "accepted":
        print(f"{len(accepted_read())} entries")
    else:
        sys.exit(__doc__)
