"""Prints the parts of a release as CycloneDX 1.5 (JSON): python3 packaging/sbom.py TARBALL HOMEPAGE

Libraries and their licenses are those of the table packaging/components, their versions those that pkg-config finds here:
scepwiz built on this machine links them. One that is not here is left out. Everything else follows from the tarball and
$SOURCE_DATE_EPOCH, so that the same release gives the same bytes."""
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

SCHEMA = "http://cyclonedx.org/schema/bom-1.5.schema.json"


def rows():
    for line in (pathlib.Path(__file__).parent / "components").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def version_of(module):
    found = subprocess.run(["pkg-config", "--modversion", module], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


def license_of(name, version, spdx):
    return "OpenSSL" if name == "OpenSSL" and int(version.split(".")[0]) < 3 else spdx


def reference(name, version):
    return f"pkg:generic/{name.lower()}@{version}"


def component(kind, name, version, spdx, publisher, source):
    return {
        "type": kind,
        "bom-ref": reference(name, version),
        "publisher": publisher,
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": spdx}}],
        "purl": reference(name, version),
        "externalReferences": [{"type": "website", "url": source}],
    }


def libraries():
    for name, module, spdx, program, publisher, source in rows():
        version = version_of(module)
        if version:
            made = component("library", name, version, license_of(name, version, spdx), publisher, source)
            made["properties"] = [{"name": "scepwiz:program", "value": program}]
            yield made


def release(tarball, homepage):
    version = re.fullmatch(r"scepwiz-(.+)\.tar\.xz", tarball.name)[1]
    made = component("application", "scepwiz", version, "MIT", "The scepwiz authors", homepage)
    made["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(tarball.read_bytes()).hexdigest()}]
    return made


def bom(tarball, homepage):
    seconds = int(os.environ["SOURCE_DATE_EPOCH"])
    whole, parts = release(tarball, homepage), list(libraries())
    text = json.dumps([whole, parts], sort_keys=True)
    return {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": whole,
        },
        "components": parts,
        "dependencies": [{"ref": whole["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}]
        + [{"ref": part["bom-ref"]} for part in parts],
    }


def main():
    print(json.dumps(bom(pathlib.Path(sys.argv[1]), sys.argv[2]), indent=2, ensure_ascii=False))


main()
