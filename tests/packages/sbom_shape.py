"""Checks the shape of a list of parts: python3 tests/packages/sbom_shape.py SBOM TARBALL

What CycloneDX 1.5 demands of the members that are used, and that these are all; that the references meet; and that the hash
is that of the tarball. Prints what is wrong, and ends with 1 then."""
import datetime
import hashlib
import json
import pathlib
import re
import sys

TOP = {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"}
COMPONENT = {"type", "bom-ref", "publisher", "name", "version", "licenses", "purl", "externalReferences"}
LICENSES = {"MIT", "LGPL-2.1-or-later", "Apache-2.0", "OpenSSL", "curl"}
UUID = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def members(where, node, wanted, others=()):
    if set(node) - set(others) != set(wanted):
        yield f"{where}: {sorted(set(node) ^ set(wanted))} differ"


def top(bom):
    yield from members("the document", bom, TOP)
    if (bom["bomFormat"], bom["specVersion"], bom["version"]) != ("CycloneDX", "1.5", 1):
        yield "this is not CycloneDX 1.5"
    if not re.fullmatch(UUID, bom["serialNumber"]):
        yield "serialNumber is no UUID"
    yield from members("metadata", bom["metadata"], {"timestamp", "component"})
    datetime.datetime.strptime(bom["metadata"]["timestamp"], "%Y-%m-%dT%H:%M:%SZ")


def component(node, kind, others):
    yield from members(node["name"], node, COMPONENT, others)
    if node["type"] != kind:
        yield f"{node['name']} is no {kind}"
    if not re.fullmatch(r"pkg:generic/[a-z0-9]+@[0-9][0-9a-z.+~-]*", node["purl"]):
        yield f"{node['purl']} is no purl"
    for entry in node["licenses"]:
        if entry["license"]["id"] not in LICENSES:
            yield f"{node['name']}: an unknown license"


def references(bom, whole):
    parts = [part["bom-ref"] for part in bom["components"]]
    if len(set(parts)) != len(parts):
        yield "a reference comes twice"
    if bom["dependencies"] != [{"ref": whole["bom-ref"], "dependsOn": parts}] + [{"ref": part} for part in parts]:
        yield "dependencies do not name the components"


def faults(bom, tarball):
    whole = bom["metadata"]["component"]
    yield from top(bom)
    yield from component(whole, "application", {"hashes"})
    for part in bom["components"]:
        yield from component(part, "library", {"properties"})
    yield from references(bom, whole)
    if {"ncurses", "libyaml", "libplist", "expat", "OpenSSL"} - {part["name"] for part in bom["components"]}:
        yield "a library is missing"
    if whole["hashes"] != [{"alg": "SHA-256", "content": hashlib.sha256(tarball.read_bytes()).hexdigest()}]:
        yield "the hash is not that of the tarball"


def main():
    found = list(faults(json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])))
    print("\n".join(found))
    sys.exit(bool(found))


main()
