"""The change ticket of drafts whose values would be markup: python3 ticket_judge.py SCEPWIZ, in a folder of its own.

Every text of the ticket is taken apart again: what is not escaped is what scepwiz writes itself, and what was escaped
is the value, as the display filter shows it."""
import html.parser
import json
import os
import re
import subprocess
import sys

SCEPWIZ = sys.argv[1]
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

# the value, and what is shown of it where that differs
VALUES = [
    ("<script>alert(1)</script>", None),
    ("</td></tr></table><h1>Approved</h1>", None),
    ("<!-- a --> <br> <br/>", None),
    ("&lt;b&gt; &amp; &#60; &copy", None),
    ("'\" onmouseover=\"x\" '", None),
    ("a | b || c \\| d", None),
    ("\\ \\\\ \\\\| \\<", None),
    ("*a* **b** _c_ __d__ ~~e~~", None),
    ("`a` ``b`` ```c", None),
    ("[a](https://evil.example.com) ![b](x.png) [c]: https://evil.example.com", None),
    ("<https://evil.example.com>", None),
    ("https://evil.example.com/x www.evil.example.com evil.example.com", None),
    ("mailto:a@evil.example.com a@evil.example.com @team #12 GH-12", None),
    ("# heading", None),
    ("- item", None),
    ("+ item", None),
    ("1. item", None),
    ("1) item", None),
    ("> quote", None),
    ("---", None),
    ("===", None),
    ("|---|---|", None),
    ("$x^2$ {{ site }} {% raw %} :smile: ==mark==", None),
    ("a\u202eb", "a<U+202E>b"),
    ("a\u200bb\u2066c", "a<U+200B>b<U+2066>c"),
    ("\u00fcml\u00e4ut \u65e5\u672c", None),
]
TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr",
        "th", "td", "br"}


class Wrong(Exception):
    pass


def ticket(form, value):
    notes = "first\n" + value + "\nlast"
    draft = f"""form: scep
platform: macos
policy_name: {json.dumps(value)}
policy_notes: {json.dumps(notes)}
key_size: 1024
subject: {json.dumps("/CN=" + value)}
url: "https://scep.acme.net/scep"
device_groups: [{json.dumps(value)}]
review:
  url: {json.dumps(value)}
accepted:
  key-size-weak: {json.dumps("because " + value)}
"""
    with open("hostile.yaml", "w", encoding="utf-8") as file:
        file.write(draft)
    result = subprocess.run([SCEPWIZ, "show", "hostile.yaml", "--format", form], capture_output=True, check=False,
                            stdin=subprocess.DEVNULL)
    if result.returncode:
        raise Wrong(f"status {result.returncode}: {result.stderr!r}")
    return result.stdout.decode("utf-8")


def markdown_text(cell):
    """What a reader shows of a cell; Wrong where it has markup."""
    shown, at = "", 0
    while at < len(cell):
        c = cell[at]
        if cell.startswith("<br>", at):
            shown, at = shown + "\n", at + 4
        elif c == "\\" and cell[at + 1:at + 2] in PUNCTUATION:
            shown, at = shown + cell[at + 1], at + 2
            if shown[-1] == "@":
                if not cell.startswith("<!---->", at):
                    raise Wrong(f"an address becomes a link: {cell!r}")
                at += 7
        elif c in "\\|<>&*_[](){}#!~`$^@":
            raise Wrong(f"{c!r} is not escaped: {cell!r}")
        else:
            shown, at = shown + c, at + 1
    if re.match(r"[-+=]|\d+[.)] ", cell) or re.search(r"[:.][^ ]", re.sub(r"\\.|<br>", "", cell)):
        raise Wrong(f"a list, a heading or a host: {cell!r}")
    return shown


def cells_of(row):
    return [cell[1:-1] for cell in re.findall(r"\|((?:\\.|[^|\\])*)(?=\|)", row)]


def markdown_texts(text):
    texts, columns = [], 0
    for line in text.splitlines():
        if re.fullmatch(r"(\|---)+\|", line):
            if line.count("---") != columns:
                raise Wrong(f"columns: {line!r}")
        elif line.startswith("| "):
            cells = cells_of(line)
            if columns and len(cells) != columns:
                raise Wrong(f"{len(cells)} cells of {columns}: {line!r}")
            columns = len(cells)
            texts += [markdown_text(cell) for cell in cells]
        else:
            columns = 0
            texts.append(markdown_text(re.sub(r"^(# |## |- )", "", line)))
    return texts


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts, self.tags = [""], []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS or {name for name, _ in attrs} - {"lang", "charset", "http-equiv", "content", "name", "scope"}:
            raise Wrong(f"<{tag} {attrs}>")
        if tag == "th" and dict(attrs).get("scope") not in ("row", "col"):
            raise Wrong("a header without a scope")
        self.tags.append(tag)
        self.texts += [] if tag == "br" else [""]
        self.texts[-1] += "\n" if tag == "br" else ""

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag != "br":
            self.texts.append("")

    def handle_data(self, data):
        self.texts[-1] += data

    def handle_comment(self, data):
        raise Wrong(f"a comment: {data!r}")


def html_texts(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    if [reader.tags.count(tag) for tag in ("html", "title", "style", "h1")] != [1, 1, 1, 1]:
        raise Wrong("a part is there twice")
    subprocess.run(["xmllint", "--noout", "--nonet", "-"], input=text.encode(), check=True)
    return reader.texts


def judge(value, shown):
    for form, texts_of in (("markdown", markdown_texts), ("html", html_texts)):
        texts = texts_of(ticket(form, value))
        for wanted in (f"first\n{shown}\nlast", f"/CN={shown}", f"because {shown}", shown, f"Change of {shown}"):
            if wanted not in texts:
                raise Wrong(f"{form} does not have {wanted!r}")


def main():
    failed = False
    for value, shown in VALUES:
        try:
            judge(value, shown or value)
        except (Wrong, subprocess.CalledProcessError) as wrong:
            failed = True
            print(f"{value!r}: {wrong}")
    os.remove("hostile.yaml")
    return failed


sys.exit(main())
