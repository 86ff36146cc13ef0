"""ask.py SCEPWIZ SOURCE FOLDER PART...: what scepwiz says about each way in which a CA can misbehave, what it sends, and
what it leaves behind, as TAP. The parts are the functions of the table at the end. ask.sh runs it in a network namespace
of its own."""
import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time

from asking import CHALLENGE, FOLDER, MARK, SCEPWIZ, Ca, Drafts, E, I, W, ask, differs, enrol, judge, run, tap
from ask_judges import debian, nss
from ask_leaves import killed, left_by, secrets, unasked
from ask_wizard import wizard

# mode; what is said; status; how the draft or the run differ
ASKED = [
    ("ok", [], 0, {}),
    ("ra1", [], 0, {"anchor": "bare"}),
    ("ra2", [], 0, {"anchor": "bare"}),
    ("ra2shuffled", [], 0, {"anchor": "bare"}),
    ("ra3", [], 0, {"anchor": "bare"}),
    ("chunked", [], 0, {}),
    ("charset2", [], 0, {}),
    ("nousage", [], 0, {"anchor": "unsaid"}),
    ("plainca", ["ca-usage-single" + I], 0, {"anchor": "bare"}),
    ("norausage", ["ca-ra-usage" + E], 1, {"anchor": "bare"}),
    ("intermediate", ["ca-ra-usage" + E], 1, {"anchor": "bare"}),
    ("rahalf", ["ca-ra-usage" + E], 1, {"anchor": "bare"}),
    ("rachain", ["ca-ra-chain" + E], 1, {"anchor": "bare"}),
    ("eckey", ["ca-key-not-rsa" + E], 1, {"anchor": "ec"}),
    ("expiredca", ["ca-certificate-validity" + W], 0, {"anchor": "ended"}),
    ("soon", ["ca-certificate-validity" + W], 0, {"anchor": "soon"}),
    ("nocaps", ["ca-caps-none" + W], 0, {}),
    ("emptycaps", ["ca-caps-none" + W], 0, {}),
    ("crlf", ["ca-caps-line-ends" + I], 0, {}),
    ("old", ["ca-no-post" + W, "ca-no-aes" + W, "ca-no-sha256" + W], 0, {}),
    ("sha1only", ["ca-no-sha256" + W], 0, {}),
    ("pem", ["ca-not-der" + E], 1, {}),
    ("emptybody", ["ca-not-der" + E], 1, {"may": ["ca-caps-none" + W]}),
    ("html", ["ca-content-type" + E], 1, {}),
    ("notype", ["ca-content-type" + E], 1, {}),
    ("charset", ["ca-content-type" + W], 0, {}),
    ("denied", ["ca-status" + E], 1, {"may": ["ca-caps-none" + W]}),
    ("status403", ["ca-status" + E], 1, {"may": ["ca-caps-none" + W]}),
    ("status404", ["ca-status" + E], 1, {"may": ["ca-caps-none" + W]}),
    ("status503", ["ca-status" + E], 1, {"may": ["ca-caps-none" + W]}),
    ("redirect", ["ca-redirect" + W], 0, {}),
    ("hops3", ["ca-redirect" + W], 0, {}),
    ("hops4", ["ca-redirect" + E], 1, {}),
    ("loop", ["ca-redirect" + E], 1, {}),
    ("away", ["ca-redirect" + E], 1, {}),
    ("hang", ["ca-unreachable" + W], 3, {"more": ["--timeout", "1"]}),
    ("drip", ["ca-unreachable" + W], 3, {"more": ["--timeout", "1"]}),
    ("huge", ["ca-answer" + W], 3, {}),
    ("cut", ["ca-answer" + W], 3, {}),
    ("headers", ["ca-answer" + W], 3, {}),
    ("reset", ["ca-answer" + W], 3, {}),
    ("nohttp", ["ca-answer" + W], 3, {}),
    ("byname", [], 0, {"name": "WiFi"}),
    ("byname", ["ca-fingerprint" + E, "ca-root-missing" + W], 1, {"name": "Guests", "root": ""}),
    ("ok", ["ca-name" + I], 0, {"name": "WiFi"}),
    ("ra1", ["ca-fingerprint-leaf" + W], 0, {"anchor": "ra", "root": "bare"}),
    ("ok", ["ca-fingerprint" + E], 1, {"anchor": "other-ca", "root": "ca"}),
    ("ok", ["ca-root-other" + W], 0, {"root": "stranger"}),
    ("ok", ["ca-root-missing" + W], 0, {"root": ""}),
]
TRIED = [
    ("ok", [], 0, {}),
    ("ra1", [], 0, {"anchor": "bare"}),
    ("ra2", [], 0, {"anchor": "bare"}),
    ("ra2shuffled", [], 0, {"anchor": "bare"}),
    ("ra3", [], 0, {"anchor": "bare"}),
    ("plainca", ["ca-usage-single" + I], 0, {"anchor": "bare"}),
    ("chunked", [], 0, {}),
    ("charset2", [], 0, {}),
    ("clientauth", [], 0, {}),
    ("des3", [], 0, {}),
    ("crlf", ["ca-caps-line-ends" + I], 0, {}),
    ("nocaps", ["ca-caps-none" + W], 0, {}),
    ("old", ["ca-no-post" + W, "ca-no-aes" + W, "ca-no-sha256" + W], 0, {}),
    ("sha1only", ["ca-no-sha256" + W, "trial-weak" + W], 0, {}),
    *((f"fail{n}", ["trial-refused" + E], 1, {}) for n in range(5)),
    ("key1024refused", ["trial-refused" + E], 1, {"key_size": 1024}),
    ("getonly", ["trial-refused" + E], 1, {}),
    ("http500", ["trial-refused" + E], 1, {}),
    ("ok", ["trial-refused" + E], 1, {"challenge": "guessed"}),
    ("pending0", ["trial-pending" + I], 0, {"retries": 3}),
    ("pending1", ["trial-pending" + I], 0, {"retries": 3}),
    ("pending2", ["trial-pending" + I], 0, {"retries": 3}),
    ("pending9", ["trial-pending" + W], 1, {"retries": 2}),
    ("subject", ["trial-subject" + W], 0, {}),
    ("nosan", ["trial-name-dropped" + W] * 4, 0, {}),
    ("noupn", ["trial-name-dropped" + W], 0, {}),
    ("noext", ["trial-key-usage" + W] + ["trial-name-dropped" + W] * 4, 0, {}),
    ("nokeyusage", ["trial-key-usage" + W], 0, {}),
    ("signonly", ["trial-key-usage" + W], 0, {}),
    ("serverauth", ["trial-no-client-auth" + W], 0, {}),
    ("half", ["trial-reply" + E], 1, {}),
    ("flip", ["trial-reply" + E], 1, {}),
    ("foreign", ["trial-reply" + E], 1, {}),
    ("page", ["trial-reply" + E], 1, {}),
    ("nocert", ["trial-reply" + E], 1, {}),
    ("wrongsigner", ["trial-signer" + E], 1, {}),
    ("otherkey", ["trial-key" + E], 1, {}),
    ("otherca", ["trial-chain" + E], 1, {}),
    ("badnonce", ["trial-nonce" + I], 0, {}),
    ("badtransaction", ["trial-nonce" + I], 0, {}),
    ("cafirst", ["trial-first-certificate" + E], 1, {}),
    ("shortlived", ["trial-validity" + W], 0, {}),
    ("notyet", ["trial-validity" + W], 0, {}),
    ("des", ["trial-weak" + W] * 2, 0, {}),
    ("sha1cert", ["trial-weak" + W], 0, {}),
]
# A device would stop before it sends anything, and so does the trial.
STOPPED = [("norausage", "bare"), ("intermediate", "bare"), ("rahalf", "bare"), ("rachain", "bare"), ("eckey", "ec"),
           ("pem", "ca"), ("emptybody", "ca"), ("html", "ca"), ("denied", "ca"), ("loop", "ca"), ("away", "ca")]


def of_row(drafts, mode, differences):
    differences = dict(differences)
    how = {"may": differences.pop("may", ()), "more": differences.pop("more", ())}
    if differences.get("anchor") == "other-ca":
        differences["fingerprint"] = "11" * 32
        differences["anchor"] = "ca"
    return drafts.make(mode, **differences), how


def named(mode, differences):
    return " ".join([mode, *(f"{key}={value}" for key, value in differences.items() if key != "may")])


def asked(ca, drafts):
    """What GetCACaps and GetCACert show."""
    fastest = None
    for mode, wanted, status, differences in ASKED:
        draft, how = of_row(drafts, mode, differences)
        ca.mark()
        done = ask(draft, *how["more"])
        tap.check(f"ask {named(mode, differences)}", judge(done, wanted, status, how["may"]) +
                  [f"it sent PKIOperation: {ca.operations()}" if "PKIOperation" in ca.operations() else None])
        fastest = min(fastest or done.seconds, done.seconds)
    print(f"# the fastest ask took {fastest * 1000:.0f} ms")
    for digest in "sha1", "sha384", "sha512":
        done = ask(drafts.make("ra2", anchor="bare", fingerprint=ca.fingerprint("bare", digest)))
        tap.check(f"a fingerprint of {digest}", judge(done, [], 0))
    silent(ca, drafts)
    plain_text(ca, drafts)
    hostile(ca, drafts)


def silent(ca, drafts):
    """A server that did not answer in time is asked nothing more."""
    for mode in "hang", "drip":
        ca.mark()
        done = ask(drafts.make(mode), "--timeout", "1")
        tap.check(f"{mode}: nothing more is asked", [differs("requests", 1, len(ca.lines())),
                                                     f"it took {done.seconds:.1f} s" if done.seconds > 15 else None])


def plain_text(ca, drafts):
    """Findings as check prints them, at the place of the draft; a URL has none."""
    draft = drafts.make("norausage", anchor="bare")
    done = run("ask", draft)
    tap.check("text: a finding has its place", [
        None if re.search(rf"^{re.escape(draft)}:\d+:\d+: error: .* \[ca-ra-usage\]$", done.out, re.M) else str(done)])
    url = ca.url("norausage")
    done = run("ask", url)
    tap.check("text: a finding about a URL", [
        None if re.search(rf"^{re.escape(url)}: error: .* \[ca-ra-usage\]$", done.out, re.M) else str(done),
        differs("status", 1, done.status)])
    ca.mark()
    done = run("ask", ca.url("ok"), "--name", "WiFi & co")
    tap.check("--name is sent, escaped", [
        None if "WiFi%20%26%20co" in [line["message"] for line in ca.lines()] else ca.lines(),
        differs("status", 0, done.status)])
    ca.mark()
    run("ask", ca.url("ok") + "?old=query")
    tap.check("a query is replaced, an empty name is sent, and then another", [
        differs("message", ["", "", "scepwiz-probe"], [line["message"] for line in ca.lines()]),
        differs("operations", ["GetCACaps", "GetCACert", "GetCACert"], ca.operations())])
    done = run("ask", ca.url("ok"))
    tap.check("the host is named, on stderr", [None if f"127.0.0.1:{ca.port}" in done.err or "127.0.0.1" in done.err
                                               else str(done)])


def hostile(ca, drafts):
    """A stranger's text is shown, but does nothing."""
    draft = drafts.make("hostile", anchor="strange", root="")
    for command in (["ask", draft], ["ask", ca.url("hostile")], ["ask", draft, "--format", "json"],
                    ["enrol", "--trial", draft, "--yes"], ["enrol", "--trial", draft, "--yes", "--format", "json"]):
        done = run(*command)
        odd = re.findall("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", done.out + done.err)
        long = [line for line in done.out.splitlines() if "x" * 257 in line]
        tap.check(f"hostile: {command[0]} {command[-1] if command[-1] in ('json', '--yes') else 'text'}",
                  [f"raw: {odd!r}" if odd else None, f"too long: {long}" if long else None,
                   None if "Evil" in done.out else f"the name is not there: {done}"])


def tried(ca, drafts):
    """What an enrolment shows."""
    for mode, wanted, status, differences in TRIED:
        draft, how = of_row(drafts, mode, {"key_size": 2048, **differences} if mode == "ok" else differences)
        done = enrol(draft, *how["more"])
        tap.check(f"enrol {named(mode, differences)}", judge(done, wanted, status, how["may"]))
        if mode == "ok" and not wanted:
            print(f"# a trial of 2048 bits took {done.seconds:.2f} s")
    for mode, anchor in STOPPED:
        ca.mark()
        done = enrol(drafts.make(mode, anchor=anchor))
        tap.check(f"enrol {mode}: nothing is sent", [
            differs("status", 1, done.status), f"{ca.operations()}" if "PKIOperation" in ca.operations() else None])
    again(ca, drafts)
    refused_words(drafts)


def again(ca, drafts):
    draft = drafts.make("dup", subject="/C=DE/O=Acme/CN=mac17")
    first = enrol(draft, "--same-subject")
    second = enrol(draft, "--same-subject")
    tap.check("the same subject, the first time", judge(first, [], 0))
    tap.check("the same subject again", judge(second, ["trial-refused" + E], 1))


def refused_words(drafts):
    """The reason is told in words."""
    for mode, word in (("fail0", "badAlg"), ("fail1", "badMessageCheck"), ("fail2", "badRequest"), ("fail3", "badTime"),
                       ("fail4", "badCertId"), ("http500", "This CA is")):
        done = run("enrol", "--trial", drafts.make(mode), "--yes")
        tap.check(f"{mode} in words", [None if word in done.out else str(done)])


def sent(ca, drafts):
    """What goes out is what an Apple device sends."""
    ca.mark()
    done = enrol(drafts.make("ok", key_size=2048, name="WiFi"))
    lines = ca.lines()
    last = lines[-1]
    operations = [line["operation"] for line in lines]
    wanted = {"method": "POST", "type": "application/x-pki-message", "kind": "19", "digest": "sha512", "form": "BER",
              "cipher": "aes128_cbc", "bits": 2048, "challenge": "right", "request_digest": "sha512", "faults": [],
              "usage": ["digital_signature", "key_encipherment"], "same_key": True, "transaction_of_key": True}
    tap.check("ok: the order of operations", [
        differs("the first two", ["GetCACaps", "GetCACert"], operations[:2]),
        differs("the last", "PKIOperation", operations[-1]), differs("how many", 1, operations.count("PKIOperation"))])
    tap.check("ok: Name is message=", [differs("message", ["WiFi", "WiFi"], [line["message"] for line in lines[:2]])])
    tap.check("ok: the message", [differs(key, value, last.get(key)) for key, value in wanted.items()])
    tap.check("ok: the subject", [None if re.fullmatch(
        rf"/C=DE/O=Acme/2\.5\.4\.12=Field/CN={MARK}[0-9A-Z]+", last.get("subject", "")) else last.get("subject")])
    tap.check("ok: the alternative names", [differs("names", sorted(
        ["dns_name:mac.acme.net", "rfc822_name:mac@acme.net", "uniform_resource_identifier:urn:acme:mac",
         "1.3.6.1.4.1.311.20.2.3:mac@acme.net"]), sorted(last.get("names", [])))])
    agents = {line["agent"] for line in lines}
    tap.check("the program says who it is", [None if agents and all(re.fullmatch(r"scepwiz/[0-9.]+\S*", agent or "")
                                                                    for agent in agents) else agents])
    facts_of_trial(done, last)
    ca.mark()
    enrol(drafts.make("pending1", retries=3))
    polls = [line for line in ca.lines() if line.get("kind") == "20"]
    tap.check("GetCertInitial: 3DES and SHA-1, the CA as issuer", [
        differs("polls", 2, len(polls)), *(differs(key, value, poll.get(key)) for poll in polls for key, value in (
            ("cipher", "tripledes_3key"), ("digest", "sha1"), ("issuer", "/CN=Test CA"), ("faults", [])))])
    ca.mark()
    enrol(drafts.make("old"))
    tap.check("old: GET, 3DES, SHA-1", [differs(key, value, ca.lines()[-1].get(key)) for key, value in (
        ("method", "GET"), ("cipher", "tripledes_3key"), ("digest", "sha1"), ("request_digest", "sha1"),
        ("challenge", "right"), ("status", "0"))])
    ca.mark()
    enrol(drafts.make("ok", challenge="Grün 7 $ moss"))
    tap.check("a challenge that is not PrintableString", [differs("type", "UTF8String",
                                                                  ca.lines()[-1].get("challenge_type"))])
    ca.mark()
    enrol(drafts.make("ok", challenge="moss 7 kettle"))
    tap.check("a challenge that is", [differs("type", "PrintableString", ca.lines()[-1].get("challenge_type"))])


def facts_of_trial(done, last):
    """JSON has what the CA has."""
    if done.json is None:
        return tap.check("JSON of a trial", [str(done)])
    trial, caps = done.json["trial"], done.json["capabilities"]
    return tap.check("JSON of a trial", [
        differs("status", "issued", trial["status"]), differs("serial", int(last["serial"], 16), int(trial["serial"], 16)),
        differs("subject", last["subject"], trial["sent"]["subject"]),
        differs("issued", last["subject"], trial["issued"]["subject"]),
        differs("uses", {"method": "POST", "cipher": "AES-128", "digest": "SHA-512"}, caps["deviceUses"]),
        differs("unknown", [], caps["unknown"]), differs("line ends", "lf", caps["lineEnds"]),
        differs("fingerprint", 0, done.json["fingerprint"]["matches"]),
        "it has the challenge" if CHALLENGE in done.out else None])


def refusals(ca, drafts):
    """Before any packet."""
    fixed = {"subject": "/C=DE/O=Acme/CN=mac17"}
    draft = drafts.make("ok")
    rows = [
        ("no consent", drafts.make("ok"), None, 2, "yes"),
        ("a subject without variables", drafts.make("ok", **fixed), [], 2, "--same-subject"),
        ("a variable of the directory", drafts.make("ok", subject="/CN=%AD_ComputerID%"), [], 2, "--value"),
        ("an MDM's variable", drafts.make("ok", subject="/CN=$SERIALNUMBER"), [], 2, "--value"),
        ("no fingerprint", drafts.make("ok", anchor=None, root="ca"), [], 1, "trial-without-fingerprint"),
        ("no such certificate", drafts.make("ok", subject="/C=XYZ/CN=%SerialNumber%"), [], 1, ""),
    ]
    for name, path, more, status, word in rows:
        ca.mark()
        done = run("enrol", "--trial", path, *([] if more is None else ["--yes", *more]))
        tap.check(f"refused: {name}", [
            differs("status", status, done.status), differs("requests", [], ca.lines()),
            None if word in done.out + done.err else f"{word} is not said: {done}"])
    taken = [
        ("--same-subject", drafts.make("ok", **fixed), ["--same-subject"]),
        ("--value", drafts.make("ok", subject="/CN=%AD_ComputerID%"), ["--value", "AD_ComputerID=mac17"]),
        ("--value of an MDM's variable", drafts.make("ok", subject="/CN=$SERIALNUMBER"), ["--value", "SERIALNUMBER=mac17"]),
        ("--trust", drafts.make("ok", anchor=None, root="ca"), ["--trust", ca.fingerprint("ca")]),
    ]
    for name, path, more in taken:
        ca.mark()
        done = enrol(path, *more)
        tap.check(f"enrolled: {name}", [differs("status", 0, done.status),
                                        None if "PKIOperation" in ca.operations() else str(done)])
    ca.mark()
    done = enrol(drafts.make("ok", anchor=None, root="ca"), "--trust", ca.fingerprint("stranger"))
    tap.check("--trust of another certificate", [
        differs("PKIOperation", 0, ca.operations().count("PKIOperation")), str(done) if done.status != 1 else None])
    for arguments in (["enrol", draft], ["enrol"], ["ask"], ["ask", draft, "--name"], ["ask", draft, "--format", "xml"],
                      ["ask", draft, "--timeout", "0"], ["ask", draft, "--timeout", "soon"],
                      ["enrol", "--trial", draft, "--value", "x"], ["ask", draft, draft], ["check", draft, "--asked"]):
        ca.mark()
        done = run(*arguments)
        tap.check("usage: " + " ".join(arguments).replace(draft, "DRAFT"), [
            differs("status", 2, done.status), differs("requests", [], ca.lines())])


def kept(ca, drafts):
    """--fill, --certificate, --asked."""
    draft = drafts.make("ok", anchor=None, root="")
    run("set", draft, "include_root_certificate=true")
    done = run("ask", draft, "--fill")
    with open(draft) as file:
        text = file.read()
    pem = ca.pem("ca").splitlines()[2]
    tap.check("--fill writes fingerprint and root", [
        differs("status", 0, done.status), None if fingerprint_of(text) == ca.fingerprint("ca") else text,
        None if pem in text else f"no root: {done}"])
    tap.check("--fill over plain http says whom it believed", [
        None if re.search("http", done.out + done.err) else str(done)])
    draft = drafts.make("ra2", anchor=None, root="")
    run("ask", draft, "--fill")
    with open(draft) as file:
        tap.check("--fill writes the anchor's, not the RA's", [
            differs("fingerprint", ca.fingerprint("bare"), fingerprint_of(file.read()))])
    draft = drafts.make("ok", fingerprint="11" * 32, root="stranger")
    with open(draft) as file:
        before = file.read()
    run("ask", draft, "--fill")
    with open(draft) as file:
        tap.check("--fill replaces nothing", [differs("draft", before, file.read())])
    certificate(ca, drafts)
    facts(ca, drafts)


def fingerprint_of(text):
    """In hex digits; it is in Base64 in a draft."""
    found = re.search('^fingerprint: "(.*)"$', text, re.M)
    return base64.b64decode(found[1]).hex() if found else None


def certificate(ca, drafts):
    path = os.path.join(FOLDER, "issued.pem")
    ca.mark()
    done = enrol(drafts.make("ok"), "--certificate", path)
    verify = subprocess.run(["openssl", "verify", "-CAfile", os.path.join(ca.folder, "ca.pem"), path],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    serial = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-serial"], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True).stdout
    with open(path) as file:
        text = file.read()
    tap.check("--certificate", [
        differs("status", 0, done.status), verify.stdout if verify.returncode else None,
        differs("serial", int(ca.lines()[-1]["serial"], 16), int(serial.strip().removeprefix("serial=") or "0", 16)),
        differs("certificates", 1, text.count("BEGIN CERTIFICATE")), text if "PRIVATE" in text else None])
    path = os.path.join(FOLDER, "refused.pem")
    enrol(drafts.make("fail2"), "--certificate", path)
    tap.check("--certificate of a trial that is refused", ["there is a file" if os.path.exists(path) else None])


def facts(ca, drafts):
    draft = drafts.make("norausage", anchor="bare")
    path = os.path.join(FOLDER, "facts.json")
    for command in (["ask", draft], ["enrol", "--trial", drafts.make("noext"), "--yes"]):
        own = command[-1] if command[0] == "ask" else command[2]
        told = run(*command, "--format", "json")
        with open(path, "w") as file:
            file.write(told.out)
        ca.mark()
        done = run("check", own, "--asked", path, "--format", "json")
        words = re.findall(r'"rule": *"((?:ca|trial)-[a-z0-9-]+)"', done.out)
        wanted = sorted(one["rule"] for one in told.json["findings"]) if told.json else None
        tap.check(f"--asked says what {command[0]} said, and asks nothing", [
            differs("rules", wanted, sorted(words)), differs("requests", [], ca.lines())])
    elsewhere(ca, drafts, path)
    profile(ca, drafts)
    with open(path, "w") as file:
        file.write(told.out)
    other = drafts.make("ok")
    done = run("check", other, "--asked", path)
    tap.check("--asked of another URL", [None if "[asked-other]" in done.out else str(done),
                                         f"{done}" if "[trial-" in done.out else None])
    with open(path) as file:
        text = json.load(file)
    text["asked"] = "2001-01-01T00:00:00Z"
    with open(path, "w") as file:
        json.dump(text, file)
    done = run("check", own, "--asked", path)
    tap.check("--asked of long ago", [None if "[asked-old]" in done.out else str(done)])
    for name, content in (("missing", None), ("no JSON", "soon"), ("an empty map", "{}"), ("a list", "[]"),
                          ("too deep", "[" * 5000), ("too large", " " * 300000 + "{}")):
        path = os.path.join(FOLDER, "bad.json")
        if content is None:
            path += ".missing"
        else:
            with open(path, "w") as file:
                file.write(content)
        done = run("check", other, "--asked", path)
        tap.check(f"--asked: {name}", [differs("status", 3, done.status), None if path in done.err else str(done)])


def elsewhere(ca, drafts, path):
    """Facts about a URL are judged with what the draft says."""
    with open(path, "w") as file:
        file.write(run("ask", ca.url("ra2"), "--format", "json").out)
    for name, values, rules in (("the right fingerprint", {"anchor": "bare"}, []),
                                ("a wrong fingerprint", {"fingerprint": "11" * 32, "root": "bare"}, ["ca-fingerprint"]),
                                ("the RA's fingerprint", {"anchor": "ra-sign", "root": "bare"}, ["ca-fingerprint-leaf"]),
                                ("another root", {"anchor": "bare", "root": "stranger"}, ["ca-root-other"])):
        done = run("check", drafts.make("ra2", **values), "--asked", path, "--format", "json")
        found = [one["rule"] for one in done.json[0]["findings"]
                 if one["rule"].startswith("ca-") and one["severity"] != "info"] if done.json else str(done)
        tap.check(f"--asked of a URL, a draft with {name}", [differs("rules", rules, found)])


def profile(ca, drafts):
    """A profile is asked about as its draft is."""
    draft = drafts.make("norausage", anchor="bare")
    path = draft.replace(".yaml", ".mobileconfig")
    run("export", draft, "--output", path)
    tap.check("ask PROFILE", judge(ask(path), ["ca-ra-usage" + E], 1))
    draft = drafts.make("nosan")
    path = draft.replace(".yaml", ".mobileconfig")
    run("export", draft, "--output", path)
    tap.check("enrol --trial PROFILE", judge(enrol(path), ["trial-name-dropped" + W] * 4, 0))


def tls(ca, drafts):
    """https: the included root is believed, nothing else."""
    def secure(mode, kind, **values):
        ca.mark()
        return drafts.make(mode, url=ca.url(mode, kind), **values)

    done = ask(secure("ok", "own"))
    tap.check("TLS: a certificate of the included root", judge(done, [], 0))
    tap.check("TLS: whose root it was", [differs("tls", "root", (done.json or {"transport": {}})["transport"].get("tls"))])
    tap.check("TLS: a trial without a fingerprint", judge(enrol(secure("ok", "own", anchor=None, root="ca")), [], 0))
    tap.check("TLS: https is never left for http", judge(ask(secure("down", "own")), ["ca-redirect" + E], 1))
    tap.check("TLS: http was not asked", [f"{line}" for line in ca.lines() if line["port"] == ca.port])
    for kind, root in ("own", ""), ("ended", "ca"), ("elsewhere", "ca"), ("alone", "ca"):
        draft = secure("ok", kind, root=root)
        name = f"{kind}, root {root or 'not included'}"
        tap.check(f"TLS: not trusted: {name}", judge(ask(draft), ["ca-tls" + W], 3))
        done = run("ask", draft)
        tap.check(f"TLS: whose certificate it is: {name}", [None if "Test server" in done.out else str(done)])
        done = enrol(draft)
        tap.check(f"TLS: no trial: {name}", [differs("status", 3, done.status)])
        tap.check(f"TLS: nothing was asked: {name}", [differs("requests", [], ca.lines())])
    for name, talk in (("ends in the handshake", b""), ("speaks no TLS", b"HTTP/1.1 200 OK\r\n\r\n")):
        port = answer_with(talk)
        done = ask(drafts.make("ok", url=f"https://127.0.0.1:{port}/scep"))
        tap.check(f"TLS: a server that {name}", [differs("status", 3, done.status), None if done.findings() and set(
            done.findings()) <= {"ca-tls" + W, "ca-answer" + W, "ca-unreachable" + W} else str(done)])


def answer_with(content):
    """The port of a server that sends this to each who comes, and leaves."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            with server.accept()[0] as connection:
                connection.recv(1)
                connection.sendall(content)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


def network(ca, drafts):
    """Names, refusals, proxies."""
    done = ask(drafts.make("ok", url="http://127.0.0.1:9/scep"))
    tap.check("nobody listens", judge(done, ["ca-unreachable" + W], 3))
    done = ask(drafts.make("ok", url="http://nowhere.example/scep"))
    tap.check("no such name", judge(done, ["ca-unreachable" + W], 3))
    ca.mark()
    proxy = {"http_proxy": ca.address, "HTTP_PROXY": ca.address, "all_proxy": ca.address}
    done = run("ask", drafts.make("ok", url="http://nowhere.example/ok/scep"), environment=proxy)
    tap.check("http_proxy is not used, and that is said", [
        differs("requests", [], ca.lines()), differs("status", 3, done.status),
        None if "http_proxy" in done.out + done.err else str(done)])
    done = run("ask", drafts.make("ok", url="http://nowhere.example/ok/scep"), "--proxy", ca.address, "--format", "json")
    tap.check("--proxy is used", [differs("status", 0, done.status),
                                  differs("operations", ["GetCACaps", "GetCACert"], ca.operations()[:2])])
    with open("/dev/full", "w") as full:
        status = subprocess.run([SCEPWIZ, "ask", ca.url("ok")], stdin=subprocess.DEVNULL, stdout=full,
                                stderr=subprocess.DEVNULL).returncode
    tap.check("the facts cannot be written", [differs("status", 3, status)])
    done = ask(drafts.make("ok"), "--proxy", "http://127.0.0.1:9")
    tap.check("a proxy that does not answer", [differs("status", 3, done.status)])


PARTS = {"asked": asked, "tried": tried, "sent": sent, "refusals": refusals, "kept": kept, "left_by": left_by,
         "killed": killed, "secrets": secrets, "unasked": unasked, "tls": tls, "network": network, "debian": debian,
         "nss": nss, "wizard": wizard}


def main():
    ca = Ca("ca")
    drafts = Drafts(ca)
    try:
        for part in sys.argv[4:]:
            begin = time.monotonic()
            PARTS[part](ca, drafts)
            print(f"# {part}: {time.monotonic() - begin:.1f} s")
        with open(ca.errors) as file:
            tap.check("the CA made no mistake", [file.read()])
    finally:
        ca.end()
    print(f"1..{tap.count}")
    sys.exit(min(tap.failed, 100))


main()
