"""Drafts and profiles within their limits, each made for the worst that a check, an import or a save can
do with it. Each command ends within a few seconds of the processor's time and little memory, and tells."""
import itertools
import os
import resource
import subprocess
import sys
import zlib

# Ten times what they take here; what grows with the square takes minutes.
SECONDS, MEMORY = 8, 512 << 20
DRAFT = (256 + 1408 + 6144) * 1024 - 2000
PROFILE = 4 * 1024 * 1024 - 2000
VALUE = 60000

IDENTITY = """identity:
  profile_identifier: com.example.p
  profile_uuid: 7F6A5C5E-9E15-4F2A-9B60-0B6D1A9D0001
  scep_uuid: 7F6A5C5E-9E15-4F2A-9B60-0B6D1A9D0002
  root_uuid: 7F6A5C5E-9E15-4F2A-9B60-0B6D1A9D0003
"""


def draft(body, before=""):
    return f"{before}form: scep\npolicy_name: P\nurl: https://scep.corp.net/x\n{body}{IDENTITY}"


def profile(top="", scep=""):
    def payload(kind, number):
        return (f"<key>PayloadType</key><string>{kind}</string><key>PayloadVersion</key><integer>1</integer>"
                f"<key>PayloadIdentifier</key><string>net.corp.{number}</string><key>PayloadUUID</key>"
                f"<string>7F6A5C5E-9E15-4F2A-9B60-0B6D1A9D000{number}</string>")
    return (f"<plist><dict>{payload('Configuration', 1)}{top}<key>PayloadContent</key><array><dict>"
            f"{payload('com.apple.security.scep', 2)}<key>PayloadContent</key><dict><key>URL</key>"
            f"<string>https://scep.corp.net/x</string>{scep}</dict></dict></array></dict></plist>")


def colliding(keys):
    """Names that libplist's hash takes for one."""
    names = map("".join, itertools.product(("Ab", "BA"), repeat=17))
    return "<dict>" + "".join(f"<key>{name}</key><true/>" for name in itertools.islice(names, keys)) + "</dict>"


def lines(item, size):
    return "".join(f"  {item}\n" for _ in range(size // (len(item) + 3)))


CASES = [
    # name, file, what it holds, commands (@ is the file, = another, small draft), exit statuses
    ("lists in one line", "a.yaml", lambda: draft('x-a: ["' + "a" * (DRAFT - 20000) + '",' + "[]," * 4900 + "b]\n"),
     ["check @"], {0}),
    ("unknown keys", "a.yaml", lambda: draft("".join(f"profile_identifiers_{i:04}: 1\n" for i in range(4900))),
     ["check @"], {0}),
    ("unknown rules that are accepted", "a.yaml",
     lambda: draft("accepted:\n" + "".join(f"  key-size-weak{i:04}: x\n" for i in range(4900))), ["check @"], {0}),
    ("an acceptance for much", "a.yaml", lambda: draft("key_size: 1024\naccepted:\n  key-size-weak: {reason: \"" +
     "x" * (DRAFT - 100000) + "\", for: {name: \"" + "y" * 90000 + "\"}}\n"),
     ["check @", "show @", "accept @ key-size-weak"], {0}),
    ("a key many times", "a.yaml",
     lambda: draft("".join(f"name: n{i}\n" for i in range(4800)) + "x-a: " + "a" * (DRAFT - 80000) + "\n"),
     ["check @", "check --fix @", "set @ name=x", "show @", "diff @ @"], {0, 1}),
    ("a key many times in one line", "a.yaml",
     lambda: '{form: scep, url: "http://a/", ' + ", ".join(["name: n"] * 4800) + "}\n",
     ["check @", "set @ name=x", "set @ name="], {0, 1}),
    ("groups many times", "a.yaml",
     lambda: draft("identity: {scep_uuid: a}\n" * 2300, ""), ["check @", "set @ name=x"], {0, 1}),
    ("what is no answer", "a.yaml",
     lambda: draft("name: [" + "[a]," * 1200 + '"' + "b" * (DRAFT // 2) + '"]\ndevices:\n' + "  - a: b\n" * 1100),
     ["check @", "check --fix @", "set @ name=x devices=", "diff @ @"], {0, 1}),
    ("a form with many mistakes", "form.yaml",
     lambda: "extends: scep\nform: acme\npreset:\n" + "".join(f"  key_siz{i:04}: 1\n" for i in range(4800)),
     ["check @", "fields --form @"], {1, 3}),
    ("comments in a list that goes", "a.yaml",
     lambda: draft("devices:\n  - a\n" + "    #\n" * ((DRAFT - 100) // 6) + "  - b\n"), ["set @ devices="], {0}),
    ("a list before much text", "a.yaml",
     lambda: draft("devices:\n" + "  - a\n" * 4900 + "#" + "a" * (DRAFT - 40000) + "\n"), ["set @ devices="], {0}),
    ("a long value", "a.yaml", lambda: draft('name: "' + "%41" * (DRAFT // 3) + '"\n'), ["check @", "show @"], {0, 1}),
    ("unknown variables", "a.yaml", lambda: draft('name: "' + "%SerialNumbr%" * (VALUE // 13) + '"\n'),
     ["check @", "show @"], {0, 1}),
    ("entities", "a.yaml", lambda: draft('name: "' + "&amp;" * (VALUE // 5) + '"\n'), ["check @", "check --fix @"], {0, 1}),
    ("items with entities", "a.yaml", lambda: draft("devices: |\n" + "  &amp;\n" * (VALUE // 2)), ["check @"], {0, 1}),
    ("items that may be placeholders", "a.yaml",
     lambda: draft("set_subject_alternative_name: true\nsan_uri: |\n" + lines("x:" + "(your" * 200, VALUE * 3)),
     ["check @"], {0, 1}),
    ("unsafe variables", "a.yaml",
     lambda: draft("set_subject_alternative_name: true\nsan_dns_name: |\n" + lines("%ComputerName%", VALUE * 3)),
     ["check @"], {0, 1}),
    ("a challenge in notes", "a.yaml",
     lambda: draft('challenge: "' + "aB1" * (VALUE // 6) + '"\npolicy_notes: |\n' + lines("aB1" * (VALUE // 6 - 1), VALUE * 3)),
     ["check @"], {0, 1}),
    ("empty items", "a.yaml", lambda: draft("devices: |\n" + "  a\n\n" * (VALUE // 3)), ["check @", "show @"], {0, 1}),
    ("wrong items", "a.yaml", lambda: draft("key_usage: |\n" + lines("x", VALUE * 2)), ["check @", "show @"], {0, 1}),
    ("a dictionary of colliding keys", "a.mobileconfig",
     lambda: profile("<key>X</key>" + colliding(PROFILE // 52)), ["check @"], {1}),
    ("dictionaries of colliding keys", "a.mobileconfig",
     lambda: profile("<key>X</key><array>" + colliding(1000) * 28 + "</array>"), ["check @"], {0, 1}),
    ("keys that resemble", "a.mobileconfig",
     lambda: profile(scep="".join(f"<key>Challeng{i:03x}</key><true/>" for i in range(990))), ["check @"], {0, 1}),
    ("keys that stand again", "a.mobileconfig",
     lambda: profile("<key>X</key><array>" + ("<dict>" + f"<key>a</key><string>{'a' * 100}</string>" * 1000 + "</dict>") * 28
                     + "</array>"), ["check @"], {0}),
    ("one key that stands again", "a.mobileconfig", lambda: profile("<key>a</key><true/>" * 100000), ["check @"], {1}),
    ("keys one level too high", "a.mobileconfig",
     lambda: profile().replace("<key>PayloadContent</key><dict>",
                               "".join(f"<key>U{' ' * i}RL</key><string>a</string>" for i in range(990))
                               + "<key>PayloadContent</key><dict>"), ["check @"], {1}),
    ("payloads without anything", "a.mobileconfig",
     lambda: profile().replace("<array><dict>", "<array>" + "<dict/>" * 28000 + "<dict>"), ["check @"], {1}),
    ("what may be mail, hex or Base64", "a.mobileconfig", lambda: "3c3f" * (PROFILE // 4), ["check @"], {1}),
    ("a long value in a profile", "a.mobileconfig",
     lambda: profile(scep="<key>Name</key><string>" + "%41" * (PROFILE // 3) + "</string>"), ["check @"], {1}),
    ("texts of a profile with entities", "a.mobileconfig",
     lambda: profile(scep="<key>GetCACaps</key><array>" + "<string>&amp;amp;</string>" * 28000 + "</array>"),
     ["check @"], {0, 1}),
    ("names of a profile", "a.mobileconfig",
     lambda: profile(scep="<key>SubjectAltName</key><dict><key>rfc822Name</key><array>"
                     + "<string>%Seriali%</string>" * 28000 + "</array></dict>"), ["check @"], {0, 1}),
]
OVER = "an export over it"
CASES += [(f"{OVER}: {name}", file, make, ["export = -o @"], {3})
          for name, file, make, _, _ in CASES if file.endswith("config")]


def bag(count):
    """PKCS#7 in BER, with as many things in it that might be certificates."""
    return (bytes.fromhex("308006092a864886f70d010702a0803080020101310030800609" "2a864886f70d0107010000a080")
            + (b"\x30\x40" + b"\0" * 64) * count + b"\0\0\x31\0\0\0\0\0\0\0")


LARGE = 990000
SET = ["set @ include_root_certificate=yes root_certificate=FILE"]
CERTIFICATES = [
    # name, what the file beside the draft holds
    ("a bag of very many certificates", lambda: bag(LARGE // 70)),
    ("a bag in a bag in a bag", lambda: b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0\x80" * (LARGE // 2)),
    ("backslashes", lambda: b"-----BEGIN CERTIFICATE-----" + b"\\" * LARGE),
    ("escapes in Base64", lambda: b"MIID" + b"\\n" * (LARGE // 2)),
    ("beginnings of data", lambda: b"<data>" * (LARGE // 6)),
    ("data of nothing", lambda: b"<data>MIID</data>" * (LARGE // 17)),
    ("bags in UTF-16", lambda: b"\xff\xfe" + "-----BEGIN PKCS7-----\n".encode("utf-16-le") * (LARGE // 44)),
    ("blanks behind little DER", lambda: b"\x30\x40" + b"\0" * 64 + b" " * (LARGE - 66)),
]
CASES += [(name, "a.yaml", lambda: draft(""), SET, {1}, make) for name, make in CERTIFICATES]
CASES += [(name, "a.yaml", lambda text=text: draft(f"fingerprint: '{text[:VALUE // len(text[0].encode())]}'\n"), ["check @", "show @"], {0, 1})
          for name, text in (
              ("a fingerprint of labels", "SHA-1 hash: Serial Key ID " * VALUE),
              ("a fingerprint of hashes", ("da39a3ee5e6b4b0d3255bfef95601890afd80709  ca.cer " * VALUE)),
              ("a fingerprint of pairs", "da:" * VALUE),
              ("a fingerprint of words", "sha256 " * VALUE),
              ("a fingerprint of certificates", "-----BEGIN CERTIFICATE----- MIID -----END CERTIFICATE----- " * VALUE),
              ("a fingerprint of backslashes", "\\" * VALUE),
              ("a fingerprint of invisible marks", "\u200e" * VALUE),
              ("a fingerprint of signs", ":=" * VALUE))]
def record(*strings):
    body = b"".join(text.encode() + b"\0" for text in strings)
    head = b"%08x" % len(body)
    return head + b" %08x\n" % zlib.crc32(head + body) + body + b"\n"


def side(text, *records):
    """A side file as large as can be, as an archive may bring one: the records, the last of them again and again."""
    begin = b"scepwiz side file 1\n" + record("who", "ada", "mac-17", "pts/3", "1", "1700000000", "1") + \
        record("form", "scep", "") + record("base", text) + b"".join(record(*one) for one in records[:-1])
    last = record(*records[-1])
    return begin + last * ((SIDE - len(begin)) // len(last))


SIDE = 2 * (256 + 1408 + 6144) * 1024 + 512 * 1024
NOTED = draft('policy_notes: "' + "a" * (DRAFT - 20000) + '"\n')
SIDES = [
    ("edits of a text", draft(""), ("text", "policy_notes", "0", "0", "a" * 262000), ("text", "policy_notes", "0", "1", "b")),
    ("edits of a certificate", draft(""), ("text", "root_certificate", "0", "0", "a" * 1990000),
     ("text", "root_certificate", "0", "1", "b")),
    ("edits of a text as large as a draft", NOTED, ("text", "policy_notes", "0", "1", "b")),
    ("edits of a comment", draft(""), ("note", "name", "0", "0", "a" * 262000), ("note", "name", "0", "1", "b")),
    ("answers taken back", draft(""), ("unset", "policy_notes")),
    ("drafts", draft(""), ("base", NOTED)),
    ("acceptances", draft(""), ("accepted", "key-size-weak", "r", "b", "2026-11-28", "name=x\n" * 1000)),
]
CASES += [(f"a side file: {name}", "a.yaml", lambda text=text: text, ["edit --plain @"], {0},
           (".a.yaml.scepwiz", lambda text=text, records=records: side(text, *records)))
          for name, text, *records in SIDES]
CASES.append(("drafts of two folders by turns", "a.yaml", lambda: draft(""), ["check @ TURNS"], {0}))
LAST = "large drafts beside it"
CASES.append((LAST, "a.yaml", lambda: draft(""), ["check @"], {0}))


def neighbours(folder):
    """Beside the draft stand many that are as large as can be, and say their name nowhere."""
    items = '","'.join(["a" * 1590] * 4800)
    first = os.path.join(folder, "n0.yaml")
    with open(first, "w", encoding="utf-8") as out:
        out.write(draft(f'x-a: ["{items}"]\n').replace("policy_name: P\n", ""))
    for i in range(1, 500):
        os.link(first, os.path.join(folder, f"n{i}.yaml"))


def turns(folder):
    """Many drafts in two folders, of which each is read once, however often it is asked for."""
    paths = [os.path.join(folder, f"turn{i % 2}", f"{i}.yaml") for i in range(2000)]
    for i, path in enumerate(paths):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(draft("").replace("policy_name: P", f"policy_name: P{i}"))
    return paths


def limits(sanitized):
    seconds = SECONDS * (25 if sanitized else 1)

    def set_limits():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if not sanitized and sys.platform == "linux":  # a sanitizer reserves more, macOS has no such limit
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return set_limits


def main():
    program, folder = sys.argv[1:]
    with open(program, "rb") as binary:
        set_limits = limits(b"__asan_" in binary.read())
    failed = 0
    small = os.path.join(folder, "small.yaml")
    with open(small, "w", encoding="utf-8") as out:
        out.write(draft("").replace("policy_name: P", "policy_name: Small"))
    print(f"1..{sum(len(case[3]) for case in CASES)}")
    for name, file, make, commands, wanted, *beside in CASES:
        if name == LAST:
            neighbours(folder)
        path = os.path.join(folder, file)
        for command in commands:
            with open(path, "w", encoding="utf-8") as out:
                out.write(make())
            os.chmod(path, 0o600)
            for one in beside:
                name_beside, make_beside = one if isinstance(one, tuple) else ("FILE", one)
                with open(os.path.join(folder, name_beside), "wb") as out:
                    out.write(make_beside())
                os.chmod(os.path.join(folder, name_beside), 0o600)
            words = [{"@": path, "=": small}.get(word, word.replace("FILE", os.path.join(folder, "FILE")))
                     for word in command.split()]
            if "TURNS" in words:
                words[words.index("TURNS"):] = turns(folder)
            done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, preexec_fn=set_limits, check=False)
            good = done.returncode in wanted
            for one in beside:
                if isinstance(one, tuple) and os.path.exists(os.path.join(folder, one[0])):
                    os.unlink(os.path.join(folder, one[0]))  # nobody else's
            failed += not good
            print("ok" if good else "not ok", "-", f"{command.split()[0]}: {name}")
            if not good:
                print(f"# {done.returncode}: {done.stderr[-300:]!r}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
