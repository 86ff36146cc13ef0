"""verdict.py SCEPWIZ RUNS [SEED]: makes drafts and profiles at random, right and wrong, in the current folder,
and holds the commands against each other:

  - what check calls an error stops the export (status 1, nothing written, the draft as it was, each error
    printed), whatever other drafts are in the folder; without an error the profile is written
  - forced, it is written, and each error is named
  - an exported profile has no error, and the warnings of its draft
  - a profile and the draft that import makes of it have the same errors and warnings
  - the profile of such a draft, if it is exported untouched, is an equal property list
  - show and the list of what a draft is told agree with check

Prints a line for each that does not hold, with the seed, and a line with the counts at the end."""
import collections
import copy
import json
import os
import plistlib
import random
import subprocess
import sys

SCEPWIZ, RUNS = sys.argv[1], int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
rng = random.Random(SEED)
broken = 0
counts = collections.Counter()

# What a draft is told and its profile cannot be: it is about the draft's file, its place among others, or an
# answer that is in no profile.
DRAFT_ONLY = {
    "assignment-missing", "policy-name", "policy-name-long", "identity-missing", "identity-shared",
    "challenge-in-clear", "draft-key-unknown", "draft-escape", "list-duplicate", "certificate-extension",
    "fingerprint-read-as-hex", "certificate-converted", "secret-elsewhere", "text-invisible",
    "accepted-unused", "foreign-secret-in-clear", "mdm-unknown", "mdm-substitutes", "mdm-escapes", "mdm-identity",
}
# Fields that are in no profile.
DRAFT_FIELDS = {"mdm", "policy_notes", "device_groups", "devices", "issuing_certificate"}
# What import puts right: it makes what the profile lacks. What it cannot carry over is told of the profile.
IMPORT_ONLY = {"profile-was-signed", "several-scep-payloads"}


def run(*args, data=None):
    return subprocess.run([SCEPWIZ, *args], input=data, capture_output=True, stdin=None if data else
                          subprocess.DEVNULL)


def fail(what, name, *more):
    global broken
    broken += 1
    print("seed %d, %s: %s" % (SEED, name, what))
    for text in more:
        print("    " + str(text).strip().replace("\n", "\n    "))


def check(files):
    """One call for all of them, as people check a folder: name -> findings."""
    done = run("check", "--format", "json", *files)
    if done.returncode not in (0, 1, 3):
        fail("check ends with %d" % done.returncode, "check", done.stderr.decode())
        return {}
    return {entry["file"]: entry for entry in json.loads(done.stdout)}


def rules(entry, severity, but=frozenset()):
    return sorted(f["rule"] for f in entry["findings"] if f["severity"] == severity and f["rule"] not in but and
                  not (but and f["field"] in DRAFT_FIELDS))


# ---- drafts

TEXTS = ["", "Office", "a b", "Müller", "x" * 300, "%SerialNumber%", "CHANGEME", "tab\there", "zero\u200bwidth"]
POOLS = {
    "choice": ["", "nonsense"],
    "choice-set": [[], ["nonsense"]],
    "boolean": ["true", "false", "no", "yes", "ja"],
    "integer": ["0", "3", "10", "-1", "three", "99999999999", "3 sec"],
    "fingerprint": ["", "11:22:33:44:aa:bb:cc:dd", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                    "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "LPJN", "SHA1 Fingerprint=AA:BB"],
    "secret": ["", "Sommer-Wiese-42", "changeme", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", " blank ", "x" * 300],
    "subject": ["", "/CN=%SerialNumber%", "/O=Acme/CN=a", "CN=a,O=b", "/cn=a", "/O=/CN=a", "/DC=a/CN=b", "plain"],
    "url": ["https://scep.acme.net/scep", "http://scep.acme.net/scep", "", "ftp://x", "https://exa mple",
            "https://10.0.0.1/scep?x=1", "%url%"],
    "dns-name": ["mac1.acme.net", "10.0.0.5", "müller.net", "a b", "%ComputerName%", "*.acme.net", ""],
    "email": ["a@acme.net", "nobody", "a@b@c", ""],
    "uri": ["urn:x:y", "no-scheme", "https://acme.net/\u00fc", ""],
    "principal": ["a@ACME.NET", "nobody", ""],
    "identifier": ["net.acme.office", "com.example.x", "has blank", "", "Replace.Me"],
    "uuid": ["0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0", "1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1", "123", ""],
    "certificate": ["", "missing.cer", "root.cer", "text.cer"],
    "lines": ["", "two\nlines", "x"],
}


def value(field, choices):
    kind = field["type"]
    pool = POOLS.get(kind, TEXTS)
    if kind in ("choice", "choice-set"):
        pool = pool + (choices if kind == "choice" else [[c] for c in choices] + [choices])
    picked = rng.choice(pool)
    if field["list"] and rng.random() < 0.5:
        picked = [rng.choice(pool) for _ in range(rng.randrange(3))]
    return picked


def draft(fields, schema):
    """Mostly right, so that both verdicts come: a right value for what is required, and some at random."""
    answers = {"form": "scep", "url": "https://scep.acme.net/scep", "policy_name": rng.choice(TEXTS[1:4])}
    groups = {}
    for field in fields:
        if rng.random() > 0.15:
            continue
        known = json.dumps(schema["properties"].get(field["key"], {}))
        choices = [c for c in ("macos", "ios", "1024", "2048", "4096", "signing", "encryption", "System", "User")
                   if '"%s"' % c in known]
        answers[field["key"]] = value(field, choices)
    if rng.random() < 0.1:
        answers["x-own"] = "kept"
    if rng.random() < 0.05:
        answers["retrys"] = "3"
    for key in ("profile_identifier", "profile_uuid", "scep_uuid", "root_uuid"):
        given = answers.pop(key, None)
        if given is None and rng.random() < 0.9:
            given = ("net.acme.p%d" % rng.randrange(10**9) if key == "profile_identifier" else
                     "%08X-4B5A-4978-8695-A4B3C2D1E0F0" % rng.randrange(16**8))
        if given is not None:
            groups[key] = given
    if groups:
        answers["identity"] = groups
    return json.dumps(answers, ensure_ascii=rng.random() < 0.5) + "\n"


# ---- profiles

def payload(kind, n, **keys):
    return {"PayloadType": kind, "PayloadVersion": 1, "PayloadIdentifier": "net.acme.q.%d" % n,
            "PayloadUUID": "%08X-4B5A-4978-8695-A4B3C2D1E0F0" % rng.randrange(16**8), "PayloadDisplayName": "P%d" % n,
            **keys}


def base_profile():
    scep = {"URL": "https://scep.acme.net/scep", "Challenge": "Sommer-Wiese-42", "Keysize": 2048, "Key Type": "RSA",
            "Key Usage": 5, "KeyIsExtractable": False, "Retries": 3, "RetryDelay": 10,
            "Subject": [[["O", "Acme"]], [["CN", "mac1"]]],
            "SubjectAltName": {"dNSName": "mac1.acme.net", "ntPrincipalName": "a@ACME.NET"}}
    root = payload("com.apple.security.scep", 1, PayloadContent=scep)
    wifi = payload("com.apple.wifi.managed", 2, SSID_STR="Acme", PayloadCertificateUUID=root["PayloadUUID"])
    profile = payload("Configuration", 0, PayloadContent=[root, wifi])
    profile["PayloadIdentifier"] = "net.acme.q%d" % rng.randrange(10**9)
    return profile


def dicts(node, found):
    if isinstance(node, dict):
        found.append(node)
        for below in node.values():
            dicts(below, found)
    elif isinstance(node, list):
        for below in node:
            dicts(below, found)
    return found


def spoil(profile):
    """One slip that tools and people make, somewhere."""
    where = rng.choice(dicts(profile, []))
    if not where:
        return
    key = rng.choice(sorted(where))
    slip = rng.randrange(10)
    if slip == 0:
        del where[key]
    elif slip == 1:
        where[key] = str(where[key]) if isinstance(where[key], (int, bool)) else where[key]
    elif slip == 2:
        where[key.replace(" ", "")] = where.pop(key)
    elif slip == 3:
        where["Extended" + key] = "x"
    elif slip == 4:
        where[key] = [where[key]]
    elif slip == 5:
        where[key] = ""
    elif slip == 6:
        where["PayloadUUID"] = profile.get("PayloadUUID", "x")
    elif slip == 7:
        where["PayloadScope"] = "System"
    elif slip == 8 and isinstance(where.get("PayloadContent"), dict):
        inner = where["PayloadContent"]
        moved = rng.choice(sorted(inner)) if inner else None
        if moved:
            where[moved] = inner.pop(moved)
    elif isinstance(where[key], str):
        where[key] = rng.choice(["CHANGEME", "a &amp; b", "rsa", "%ComputerName%", "x y", "Müller"])
    elif isinstance(where[key], int):
        where[key] = rng.choice([0, 7, 3072, -1, True])


# A root that has expired; twice, it is a chain.
OLD_ROOT = b"""-----BEGIN CERTIFICATE-----
MIIBMTCB2aADAgECAgJHETAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1BY21lIE9s
ZCBSb290MB4XDTE1MDEwMTAwMDAwMFoXDTIwMDEwMTAwMDAwMFowGDEWMBQGA1UE
AwwNQWNtZSBPbGQgUm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIkv2AqX
bLnq9igltIwZzJb22e0ANRYhKk94LW1ABebUxXnmAbsIgAZswkX63DY1BEKhVneG
yOwN8Pi0fMzvs+ijEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAw
RAIgMrFGIrEFhjC7cgD2E8HMvuX0SR50zxJS5kH6SCHqg98CIB3zAYZP8X7GZoHI
nIISEVxYe9ea7sTJ6uiWo64Qlsv6
-----END CERTIFICATE-----
"""


def accompany(profile):
    """What stands beside the payload that the draft takes."""
    payloads = profile["PayloadContent"]
    beside = rng.randrange(8)
    if beside == 0:
        inner = dict(payloads[0]["PayloadContent"])
        inner[rng.choice(sorted(inner))] = rng.choice(["%s", "$SCEPurl", "CHANGEME", "", 512, "http://scep.acme.net/"])
        payloads.append(payload("com.apple.security.scep", 3, PayloadContent=inner))
    elif beside == 1:
        payloads.append(payload(rng.choice(["com.apple.security.root", "com.apple.security.pkcs1",
                                            "com.apple.security.pem"]), 4, PayloadContent=OLD_ROOT * rng.choice([1, 2])))
    elif beside == 2:
        payloads.append(payload("Configuration", 5, PayloadContent=[]))
    elif beside == 3:
        payloads[0]["PayloadContent"]["SubjectAltName"] = {}


# ---- what must hold

def hold_export(name, entry):
    before = open(name, "rb").read()
    errors = rules(entry, "error")
    out = "out/" + os.path.basename(name) + ".mobileconfig"
    done = run("export", name, "-o", out)
    said = done.stderr.decode()
    counts["refused" if errors else "exported"] += 1
    if errors:
        if done.returncode != 1 or os.path.exists(out) or open(name, "rb").read() != before:
            fail("check tells errors, and export ends with %d" % done.returncode, name, errors, said)
        for rule in errors:
            if "[%s]" % rule not in said:
                fail("the refusal does not name " + rule, name, said)
        done = run("export", name, "-o", out, "--force")
        said = done.stderr.decode()
        for rule in errors:
            if "[%s]" % rule not in said:
                fail("forced, the export does not name " + rule, name, said)
        if done.returncode not in (0, 3) or os.path.exists(out) != (done.returncode == 0):
            fail("forced, the export ends with %d" % done.returncode, name, said)
        counts["forced"] += done.returncode == 0
        return None
    if done.returncode != 0 or not os.path.exists(out):
        fail("check tells no error, and export ends with %d" % done.returncode, name, said)
        return None
    return out


def hold_show(name, entry):
    sheet = json.loads(run("show", "--format", "json", name).stdout or "{}")
    told = collections.Counter((f["severity"], f["rule"]) for f in sheet.get("findings", []))
    want = collections.Counter((f["severity"], f["rule"]) for f in entry["findings"])
    if told != want:
        fail("show and check differ", name, (told - want), (want - told))


def hold_same(what, name, left, right, but):
    for severity in ("error", "warning"):
        one, other = set(rules(left, severity, but)), set(rules(right, severity, but))
        if one != other:
            fail("%s: %ss differ" % (what, severity), name, sorted(one - other), sorted(other - one))


def drafts():
    fields = json.loads(run("fields", "--format", "json").stdout)
    schema = json.loads(run("fields", "--format", "json-schema").stdout)
    names = []
    for i in range(RUNS):
        name = "drafts/d%d.yaml" % i
        with open(name, "w") as file:
            file.write(draft(fields, schema))
        os.chmod(name, 0o600)
        names.append(name)
    found = check(names)
    exported = {}
    for name in names:
        if name not in found or found[name]["error"]:
            fail("cannot be read", name, found.get(name, {}).get("error"))
            continue
        alone = check([name])[name]
        for finding in alone["findings"] + found[name]["findings"]:
            finding.pop("fix")  # a new UUID is another one each time
        if alone["findings"] != found[name]["findings"]:
            fail("checked with others, it is told otherwise", name)
        if rng.random() < 0.2:
            hold_show(name, found[name])
        out = hold_export(name, found[name])
        if out:
            exported[name] = out
    again = check(list(exported.values())) if exported else {}
    for name, out in exported.items():
        # a profile does not say for which platform it is
        if json.load(open(name)).get("platform") != "ios":
            hold_same("the draft and its profile", name, found[name], again[out], DRAFT_ONLY)
        elif rules(again[out], "error"):
            fail("an exported profile has errors", name, rules(again[out], "error"))


def profiles():
    names = []
    for i in range(RUNS):
        name = "profiles/p%d.mobileconfig" % i
        profile = base_profile()
        accompany(profile)
        for _ in range(rng.randrange(4)):
            spoil(profile)
        with open(name, "wb") as file:
            plistlib.dump(profile, file)
        names.append(name)
    found = check(names)
    imported = {}
    for name in names:
        out = "imported/" + os.path.basename(name) + ".yaml"
        done = run("import", name, "-o", out)
        counts["imported" if done.returncode == 0 else "not imported"] += 1
        if done.returncode == 0:
            imported[name] = out
        elif not rules(found[name], "error"):
            fail("check tells no error, and import ends with %d" % done.returncode, name, done.stderr.decode())
    told = check(list(imported.values()))
    for name, made in imported.items():
        # what the profile lacks at its top is made by the import, and told of the profile alone
        original = plistlib.load(open(name, "rb"))
        lacks = set()
        own = [next((p for p in original.get("PayloadContent", []) if isinstance(p, dict) and
                     p.get("PayloadType") == kind), {"PayloadUUID": "none"}) if isinstance(original, dict) else {}
               for kind in ("com.apple.security.scep", "com.apple.security.root")]
        for where, key, rule in ((original, "PayloadIdentifier", "identifier-form"),
                                 (original, "PayloadUUID", "uuid-form"), (own[0], "PayloadUUID", "uuid-form"),
                                 (own[1], "PayloadUUID", "uuid-form")):
            if not where.get(key) or not isinstance(where.get(key), str):
                lacks |= {rule, "value-type"}
        hold_same("the profile and its draft", name, found[name], told[made], DRAFT_ONLY | IMPORT_ONLY | lacks)
        out = hold_export(made, told[made])
        if out and not lacks and plistlib.load(open(out, "rb")) != original:
            fail("an untouched draft exports another profile", name)


for folder in ("drafts", "profiles", "imported", "out"):
    os.makedirs(folder, exist_ok=True)
with open("text.cer", "w") as text:
    text.write("no certificate\n")
drafts()
profiles()
print("# seed %d, %d drafts and %d profiles: %s, %d broken" %
      (SEED, RUNS, RUNS, ", ".join("%d %s" % (n, what) for what, n in sorted(counts.items())), broken))
sys.exit(1 if broken else 0)
