"""profile_keys.py PLATFORM-AMOUNT PROFILE: holds an exported profile against the exact keys, types and
values that export.sh's drafts must give. The parser is Python's, not libplist."""
import base64
import plistlib
import re
import sys
import uuid

UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
CHECKED_APART = object()

EMPTY = {
    "URL": "https://scep.acme.net/scep",
    "Key Type": "RSA",
    "Keysize": 1024,
    "Retries": 3,
    "RetryDelay": 10,
}
FULL = {
    "URL": "https://scep.acme.net/scep",
    "Key Type": "RSA",
    "Keysize": 4096,
    "Retries": 5,
    "RetryDelay": 30,
    "Key Usage": 5,
    "Name": "CA-1",
    "Challenge": 'p<&>"x',
    "CAFingerprint": bytes.fromhex(
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    ),
    "Subject": [[["C", "US"]], [["O", "A/B"]], [["CN", "mac"]], [["1.2.5.3", "bar"]]],
    "SubjectAltName": {
        "dNSName": ["a.acme.net", "b.acme.net"],
        "ntPrincipalName": "mac@ACME",
        "rfc822Name": "mac@acme.net",
        "uniformResourceIdentifier": "https://acme.net/mac",
    },
}


def same(where, found, wanted):
    """Equal in value and in type: 1 is not True, and 3 is not 3.0."""
    assert type(found) is type(wanted), f"{where}: {found!r} is no {type(wanted).__name__}"
    if isinstance(wanted, dict):
        assert list(found) == sorted(found), f"{where}: keys out of order: {list(found)}"
        assert set(found) == set(wanted), f"{where}: {sorted(set(found) ^ set(wanted))}"
        for key, value in wanted.items():
            if value is not CHECKED_APART:
                same(f"{where}/{key}", found[key], value)
    elif isinstance(wanted, list):
        assert len(found) == len(wanted), f"{where}: {len(found)} items"
        for i, value in enumerate(wanted):
            same(f"{where}[{i}]", found[i], value)
    else:
        assert found == wanted, f"{where}: {found!r}, wanted {wanted!r}"


def scep_payload(platform, full, identifier):
    content = dict(FULL if full else EMPTY)
    if platform == "macos":
        content["KeyIsExtractable"] = full
        if full:
            content["AllowAllAppsAccess"] = True
    return {
        "PayloadType": "com.apple.security.scep",
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier + ".scep",
        "PayloadUUID": CHECKED_APART,
        "PayloadDisplayName": "SCEP",
        "PayloadContent": content,
    }


def root_payload(identifier):
    with open("ca.pem") as pem:
        body = pem.read().split("-----")[2]
    return {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier + ".root",
        "PayloadUUID": CHECKED_APART,
        "PayloadDisplayName": "Root certificate",
        "PayloadCertificateFileName": "acme-root.cer",
        "PayloadContent": base64.b64decode(body),
    }


def wanted_profile(platform, full):
    identifier = f"net.acme.scep.{platform}-{'full' if full else 'empty'}"
    payloads = [root_payload(identifier)] if full else []
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier,
        "PayloadUUID": CHECKED_APART,
        "PayloadDisplayName": f'{platform} <full> & "more"' if full else f"{platform} empty",
        "PayloadContent": payloads + [scep_payload(platform, full, identifier)],
    }
    if full:
        profile.update(PayloadOrganization="Acme", PayloadDescription="For tests")
        if platform == "macos":
            profile["PayloadScope"] = "System"
    return profile


def main():
    platform, amount = sys.argv[1].split("-")
    with open(sys.argv[2], "rb") as file:
        profile = plistlib.load(file, fmt=plistlib.FMT_XML)
    same("profile", profile, wanted_profile(platform, amount == "full"))
    uuids = [p["PayloadUUID"] for p in [profile] + profile["PayloadContent"]]
    for text in uuids:
        assert UUID.fullmatch(text) and uuid.UUID(text).version == 4, text
    assert len(set(uuids)) == len(uuids), uuids


main()
