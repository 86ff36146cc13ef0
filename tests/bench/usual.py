#!/usr/bin/env python3
"""The script that stands in a repository of drafts or profiles where there is no scepwiz.

    usual.py FILE...

YAML with libyaml's loader against a JSON schema, profiles with plistlib, then what a schema cannot say: no value twice
among all files, a subject that can be read, a fingerprint of 20 or 32 bytes, weak keys, placeholders. It is written as
people write it, and is here to be measured, not used: goals.py. Exit status: 1 if a file has an error, 3 if one cannot
be read.
"""
import base64
import binascii
import plistlib
import re
import sys
import urllib.parse

if not all(path.endswith(".mobileconfig") for path in sys.argv[1:]):
    import jsonschema
    import yaml

TEXT = {"type": "string", "minLength": 1}
UUID = {"type": "string", "pattern": "^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$"}
SCHEMA = {
    "type": "object",
    "required": ["form", "platform", "policy_name", "fingerprint", "subject", "url", "identity"],
    "additionalProperties": False,
    "properties": {
        "form": {"const": "scep"},
        "platform": {"enum": ["macos", "ios"]},
        "policy_name": {"type": "string", "minLength": 1, "maxLength": 256},
        "policy_notes": {"type": "string"},
        "fingerprint": TEXT,
        "challenge": {"anyOf": [TEXT, {"type": "object", "required": ["from"], "properties": {
            "from": {"enum": ["env", "command", "prompt"]}, "name": TEXT}}]},
        "key_size": {"enum": [1024, 2048, 3072, 4096]},
        "subject": TEXT,
        "key_usage": {"type": "array", "items": {"enum": ["signing", "encryption"]}, "uniqueItems": True},
        "url": {"type": "string", "pattern": "^https?://"},
        "name": {"type": "string"},
        "retries": {"type": "integer", "minimum": 0},
        "retry_delay": {"type": "integer", "minimum": 0},
        "include_root_certificate": {"type": "boolean"},
        "root_certificate": TEXT,
        "device_groups": {"type": "array", "items": TEXT},
        "devices": {"type": "array", "items": TEXT},
        "identity": {"type": "object", "required": ["profile_identifier", "profile_uuid", "scep_uuid"], "properties": {
            "profile_identifier": {"type": "string", "pattern": r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"},
            "profile_uuid": UUID, "scep_uuid": UUID, "root_uuid": UUID}},
    },
}
ATTRIBUTE = re.compile(r"^(CN|O|OU|C|ST|L|DC|UID|emailAddress|serialNumber|[0-9.]+)$")


def subject_errors(pairs):
    for name, value in pairs:
        if not ATTRIBUTE.match(name):
            yield f"the subject has an unknown attribute {name}"
        if not value:
            yield f"the attribute {name} is empty"
    if "CN" not in [name for name, _ in pairs]:
        yield "the subject has no CN"


def value_errors(fingerprint, key_size, url, pairs):
    if len(fingerprint) not in (16, 20, 32, 64):
        yield f"the fingerprint has {len(fingerprint)} bytes"
    if key_size < 2048:
        yield f"a key of {key_size} bits is weak"
    parts = urllib.parse.urlsplit(url)
    if not parts.hostname or parts.query or parts.fragment:
        yield f"{url} is not the URL of a SCEP server"
    elif parts.hostname.endswith("example.com"):
        yield "example.com is a placeholder"
    yield from subject_errors(pairs)


def draft_errors(data, validator):
    try:
        draft = yaml.load(data, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return [str(error)], []
    errors = [error.message for error in validator.iter_errors(draft)]
    if errors:
        return errors, []
    try:
        fingerprint = base64.b64decode(draft["fingerprint"], validate=True)
    except binascii.Error as error:
        return [f"the fingerprint is not Base64: {error}"], []
    pairs = [part.partition("=")[::2] for part in re.split(r"(?<!\\)/", draft["subject"])[1:]]
    errors = list(value_errors(fingerprint, draft.get("key_size", 2048), draft["url"], pairs))
    if not draft.get("device_groups") and not draft.get("devices"):
        errors.append("no device group or device")
    return errors, [draft["policy_name"], *draft["identity"].values()]


def profile_errors(data):
    profile = plistlib.loads(data)
    errors = []
    same = []
    for payload in [profile, *profile.get("PayloadContent", [])]:
        for key in ("PayloadType", "PayloadIdentifier", "PayloadUUID", "PayloadVersion"):
            if key not in payload:
                errors.append(f"{key} is missing")
        same += [payload.get("PayloadIdentifier"), payload.get("PayloadUUID")]
        if payload.get("PayloadType") != "com.apple.security.scep":
            continue
        scep = payload["PayloadContent"]
        pairs = [pair for rdn in scep.get("Subject", []) for pair in rdn]
        errors += value_errors(scep.get("CAFingerprint", bytes(20)), scep.get("Keysize", 1024), scep["URL"], pairs)
    return errors, same


def main():
    seen = {}
    status = 0
    validator = None
    for path in sys.argv[1:]:
        try:
            with open(path, "rb") as file:
                data = file.read()
            if path.endswith(".mobileconfig"):
                errors, same = profile_errors(data)
            else:
                validator = validator or jsonschema.Draft7Validator(SCHEMA)
                errors, same = draft_errors(data, validator)
        except (OSError, plistlib.InvalidFileException, KeyError, TypeError, ValueError) as error:
            print(f"{path}: {error}")
            status = 3
            continue
        errors += [f"{value} is also in {seen[value]}" for value in same if seen.setdefault(value, path) != path]
        for error in errors:
            print(f"{path}: {error}")
        status = max(status, bool(errors))
    sys.exit(status)


if __name__ == "__main__":
    main()
