"""Random drafts, each written twice: every value in another of its spellings, the keys in another order, defaults
written out or not. scepwiz diff must find nothing (status 0), draft against draft and against the profile of
either; and after one real change something (status 1).

usage: diff_same.py SCEPWIZ; in a folder that it may write to
"""
import base64
import os
import random
import subprocess
import sys

SEED = 20261128
# Apart, for policy names are unique in a folder.
A, B, PROFILE = "a/same.yaml", "b/same.yaml", "same.mobileconfig"
ROUNDS = 60
scepwiz = sys.argv[1]
rng = random.Random(SEED)


def quoted(text):
    """A text as YAML: in one of its quotings."""
    kinds = ['"%s"' % text.replace("\\", "\\\\").replace('"', '\\"'), "'%s'" % text.replace("'", "''")]
    if text.isalnum() and text.lower() not in ("yes", "no", "on", "off", "true", "false", "null", "y", "n"):
        kinds.append(text)
    return rng.choice(kinds)


def any_case(text):
    return "".join(rng.choice((c.upper(), c.lower())) for c in text)


def boolean(value):
    words = ("true", "yes", "on") if value else ("false", "no", "off")
    return rng.choice(("%s", '"%s"')) % rng.choice((str.upper, str.lower, str.title))(rng.choice(words))


def number(value):
    return rng.choice(("%d", '"%d"', "'%d'", "0%d")) % value


def choice(value):
    return rng.choice(("%d", '"%d"', "'%d'")) % value


def text(value):
    return quoted(value)


def platform(value):
    return quoted(any_case(value))


def fingerprint(value):
    digits = any_case(value.hex())
    sep = rng.choice(("", ":", " ", "-"))
    return quoted(rng.choice((
        base64.b64encode(value).decode(),
        sep.join(digits[i:i + 2] for i in range(0, len(digits), 2)))))


def key_usage(value):
    words = [any_case(w) for w in rng.sample(value, len(value))]
    if not value:
        return rng.choice(("[]", '""'))
    if rng.randrange(2):
        return "[%s]" % ", ".join(words)
    return quoted(", ".join(words))


def url(value):
    scheme, rest = value.split("://")
    host, path = rest.split("/", 1)
    port = rng.choice(("", {"https": ":443", "http": ":80"}[scheme]))
    return quoted("%s://%s%s/%s" % (any_case(scheme), any_case(host), port, path))


def listed(items):
    if not items:
        return rng.choice(("[]", '""'))
    if len(items) == 1 and rng.randrange(2):
        return quoted(items[0])
    if rng.randrange(2):
        return "[%s]" % ", ".join('"%s"' % i for i in items)
    return "".join("\n  - %s" % quoted(i) for i in items)


def names(items):
    return listed([any_case(i) for i in items])


def as_set(items):
    return listed(rng.sample(items, len(items)))


def word():
    return "".join(rng.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(rng.randint(3, 9)))


def some(make, most):
    found = {make() for _ in range(rng.randint(0, most))}
    return sorted(found)


# key: a value, its spellings, the default that need not be written (None: always written)
FIELDS = {
    "platform": (lambda: "macos", platform, "macos"),
    "policy_name": (lambda: "Policy " + word(), text, None),
    "fingerprint": (lambda: rng.randbytes(rng.choice((20, 32))), fingerprint, None),
    "key_size": (lambda: rng.choice((1024, 2048, 4096)), choice, 1024),
    "subject": (lambda: "/O=%s/CN=%s" % (word(), word()), text, None),
    "retries": (lambda: rng.randint(0, 9), number, 3),
    "retry_delay": (lambda: rng.randint(1, 99), number, 10),
    "extractable_key": (lambda: rng.choice((True, False)), boolean, False),
    "key_usage": (lambda: some(lambda: rng.choice(("signing", "encryption")), 3), key_usage, []),
    "url": (lambda: "%s://%s.acme.net/%s" % (rng.choice(("http", "https")), word(), word()), url, None),
    "name": (lambda: rng.choice(("", word())), text, ""),
    "include_root_certificate": (lambda: False, boolean, False),
    "set_subject_alternative_name": (lambda: True, boolean, None),
    "san_dns_name": (lambda: some(lambda: word() + ".acme.net", 3), names, []),
    "san_rfc822": (lambda: some(lambda: word() + "@acme.net", 2), listed, []),
    "device_groups": (lambda: some(word, 3), as_set, []),
    "allow_all_apps_access": (lambda: rng.choice((True, False)), boolean, False),
}


def write(path, values):
    keys = [k for k in values if values[k] != FIELDS[k][2] or rng.randrange(2)]
    lines = ["%s: %s" % (k, FIELDS[k][1](values[k])) for k in keys] + ["form: scep", 'challenge: "horse-9-battery"']
    rng.shuffle(lines)
    lines.append("identity:\n  profile_identifier: net.acme.scep")
    for key, digit in ("profile_uuid", "0"), ("scep_uuid", "1"), ("root_uuid", "2"):
        lines.append("  %s: %s" % (key, quoted(any_case("%sF1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0" % digit))))
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    os.chmod(path, 0o600)


def run(*arguments):
    return subprocess.run((scepwiz,) + arguments, capture_output=True, text=True, check=False)


def expect(status, a, b, why):
    done = run("diff", a, b)
    if done.returncode != status:
        sys.exit("%s: status %d\n%s%s\n%s\n%s" % (why, done.returncode, done.stdout, done.stderr,
                                                  open(a, encoding="utf-8").read(),
                                                  open(b, encoding="utf-8").read()))


def other(key, value):
    for _ in range(99):
        new = FIELDS[key][0]()
        if new != value:
            return new
    return None


profiles = 0
for folder in "a", "b":
    os.makedirs(folder, exist_ok=True)
changes = 0
for round in range(ROUNDS):
    values = {key: make() for key, (make, _, _) in FIELDS.items()}
    write(A, values)
    write(B, values)
    expect(0, A, B, "round %d" % round)
    if run("check", "--fix", A).returncode == 0 and \
            run("export", A, "-o", PROFILE).returncode == 0:
        expect(0, B, PROFILE, "round %d, against the profile" % round)
        profiles += 1
    key = rng.choice(list(FIELDS))
    value = other(key, values[key])
    if value is not None:
        write(B, dict(values, **{key: value}))
        expect(1, A, B, "round %d, %s changed" % (round, key))
        changes += 1
    for name in A, B, PROFILE:
        if os.path.exists(name):
            os.remove(name)
print("%d drafts, %d profiles, %d changes" % (ROUNDS, profiles, changes))
if profiles < ROUNDS // 2 or changes < ROUNDS // 2:
    sys.exit("\ntoo few were compared")
