"""What enrol.sh needs to act as a device that got a profile.

enrol.py values PROFILE FOLDER   writes the profile's URL, challenge, fingerprint, key size and subject
                                 into files, and a request for openssl with just these values
enrol.py ca FOLDER               fetches the CA's certificate from the profile's URL, as a device does,
                                 and holds the profile's fingerprint against it
"""
import hashlib
import pathlib
import plistlib
import sys
import time
import urllib.error
import urllib.request

DIGESTS = {16: "md5", 20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512"}


def quoted(text):
    """For openssl's configuration files."""
    return '"' + "".join("\\" + c if c in '\\"$' else c for c in text) + '"'


def request(content):
    """An openssl request. A number and a dot before each name keep equal names apart."""
    names = [pair for rdn in content["Subject"] for pair in rdn]
    lines = ["[req]", "prompt = no", "utf8 = yes", "string_mask = utf8only"]
    lines += ["distinguished_name = subject", "attributes = attributes", "[subject]"]
    lines += [f"{i}.{name} = {quoted(value)}" for i, (name, value) in enumerate(names)]
    lines += ["[attributes]"]
    if "Challenge" in content:
        lines.append("challengePassword = " + quoted(content["Challenge"]))
    return "\n".join(lines) + "\n"


def values(profile, folder):
    with open(profile, "rb") as file:
        payloads = plistlib.load(file)["PayloadContent"]
    (payload,) = [p for p in payloads if p["PayloadType"] == "com.apple.security.scep"]
    content = payload["PayloadContent"]
    assert content["Key Type"] == "RSA"
    for name, text in (
        ("url", content["URL"]),
        ("fingerprint", content.get("CAFingerprint", b"").hex()),
        ("size", str(content["Keysize"])),
        ("subject", "".join(sorted(f"{n}={v}\n" for rdn in content["Subject"] for n, v in rdn))),
        ("request", request(content)),
    ):
        (folder / name).write_text(text)


def fetch(url, seconds=10):
    deadline = time.monotonic() + seconds
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            return opener.open(url + "?operation=GetCACert", timeout=seconds).read()
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def ca(folder):
    der = fetch((folder / "url").read_text())
    fingerprint = bytes.fromhex((folder / "fingerprint").read_text())
    digest = hashlib.new(DIGESTS[len(fingerprint)], der).digest()
    if digest != fingerprint:
        sys.exit(f"the CA's certificate has the fingerprint {digest.hex()}, not {fingerprint.hex()}")


if sys.argv[1] == "values":
    values(sys.argv[2], pathlib.Path(sys.argv[3]))
else:
    ca(pathlib.Path(sys.argv[2]))
