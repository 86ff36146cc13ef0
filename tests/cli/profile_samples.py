"""profile_samples.py: writes the profiles of import.sh into the current folder, and what gets mistaken for
profiles. Python's parser and writer, not libplist."""
import base64
import copy
import datetime
import plistlib

# CN=Example Root CA (2), O=Example; until 2126.
PEM = b"""-----BEGIN CERTIFICATE-----
MIIBtzCCAV2gAwIBAgIUEzI/CGs0E672fqcsrCq9n952a2owCgYIKoZIzj0EAwIw
MDEQMA4GA1UECgwHRXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgy
KTAgFw0yNjExMjIxMDQ0MDNaGA8yMTI2MTAyOTEwNDQwM1owMDEQMA4GA1UECgwH
RXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgyKTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABFT7CDTf6gOye/LaXI+iCG/D3P9tptTf1bvux+ZRFmeC
lles3sqird/F1n6HTeV3L63o6LU5YWdCHNuVsmg7iFejUzBRMB0GA1UdDgQWBBQp
CW7aYH5rVF53dzVh+WTGSL33rzAfBgNVHSMEGDAWgBQpCW7aYH5rVF53dzVh+WTG
SL33rzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDEak1y3F6r
4u3IcXitenTpN+yGvq3C6wbyGp7VllZzDQIgJ867rGezGX9DIn8bd8Ufn+3yVkgg
XQvqFxLZDciFbEI=
-----END CERTIFICATE-----
"""
DER = base64.b64decode(b"".join(PEM.splitlines()[1:-1]))


def uuid(n):
    return "%d%d%d%d%d%d%d%d-AAAA-4BBB-8CCC-DDDDDDDDDDDD" % ((n,) * 8)


def payload(n, kind, name, **keys):
    return {
        **keys,
        "PayloadDisplayName": name,
        "PayloadType": kind,
        "PayloadUUID": uuid(n),
        "PayloadIdentifier": "net.acme.office.%d" % n,
        "PayloadVersion": 1,
    }


def scep(n, name, **content):
    content = {
        "URL": "https://scep.acme.net/scep",
        "Challenge": "correct-horse-battery",
        "Key Type": "RSA",
        **content,
    }
    return payload(n, "com.apple.security.scep", name, PayloadContent=content)


def profile(*payloads, **keys):
    return {
        "PayloadContent": list(payloads),
        "PayloadVersion": 1,
        "PayloadType": "Configuration",
        "PayloadUUID": uuid(9),
        "PayloadIdentifier": "net.acme.office",
        "PayloadDisplayName": "Office",
        **keys,
    }


def xml(root):
    return plistlib.dumps(root, sort_keys=False)


def write(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else xml(data))


SUBJECT = [[["O", "Acme"]], [["CN", "%SerialNumber%"]]]
plain = profile(
    scep(1, "Device", Subject=SUBJECT, Keysize=2048, CAFingerprint=bytes(range(32))),
)
plain["PayloadContent"][0]["PayloadContent"]["Key Usage"] = 5
wifi = payload(
    3,
    "com.apple.wifi.managed",
    "Office Wi-Fi",
    SSID_STR="Acme",
    PayloadCertificateUUID=uuid(1),
    Password="wifi-secret",
    EAPClientConfiguration={"UserPassword": "eap-secret", "AcceptEAPTypes": [13]},
)
write("plain.mobileconfig", plain)
write("binary.mobileconfig", plistlib.dumps(plain, fmt=plistlib.FMT_BINARY, sort_keys=False))
write("bom.mobileconfig", b"\xef\xbb\xbf" + xml(plain))
write("nodecl.mobileconfig", xml(plain).split(b"\n", 1)[1])
write("two.mobileconfig", profile(wifi, scep(1, "First"), scep(2, "Second", Name="CA-2")))
write("wifi.mobileconfig", profile(scep(1, "Device", Subject=SUBJECT), wifi, ConsentText={"default": "Yes?"}))

root = payload(4, "com.apple.security.root", "Root", PayloadContent=DER)
root["PayloadCertificateFileName"] = "old.cer"
write("root.mobileconfig", profile(scep(1, "Device"), root))
pem = copy.deepcopy(root)
pem["PayloadContent"] = PEM
second = payload(5, "com.apple.security.root", "Second", PayloadContent=DER)
write("pem.mobileconfig", profile(pem, scep(1, "Device", KeyType="RSA"), second))

real = copy.deepcopy(plain)
real["PayloadVersion"] = real["PayloadContent"][0]["PayloadVersion"] = 1.0
real["RemovalDate"] = datetime.datetime(2030, 1, 2, 3, 4, 5)
real["Odd"] = {"Half": 0.5, "Big": 2**63 - 1, "Negative": -7, "Empty": "", "None": [], "Nothing": {}, "Bytes": b""}
write("real.mobileconfig", real)

kinds = scep(
    1,
    "Kinds",
    Retries="3",
    RetryDelay=7.0,
    Keysize=3072,
    KeyIsExtractable="false",
    AllowAllAppsAccess=1,
    CAFingerprint="2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    Subject=[["CN", "flat"]],
    SubjectAltName={"dNSName": ["a.acme.net", ""], "rfc822Name": ["a@acme.net"], "ntPrincipalName": ["x@ACME"]},
    Name=b"bytes",
    Challenge=12345,
)
kinds["PayloadContent"]["Key Usage"] = 3
write("kinds.mobileconfig", profile(kinds))
several = scep(1, "Several", Subject=[[["O", "A/B+C"], ["OU", "x=y"]], [["CN", "a\\b"]], [["1.2.5.3", " bar "]]])
several["PayloadContent"]["Challenge"] = ""
several["PayloadContent"]["Key Usage"] = 0
write("several.mobileconfig", profile(several, PayloadDisplayName="", PayloadScope="User"))
hidden = scep(1, "a\u200bb\u202ec\ufeff", Name="d\u0085e\u007f", Challenge="p<&>\"'\u2028\U0001f511")
write("hidden.mobileconfig", profile(hidden, PayloadDescription="one\ntwo\n\n", PayloadOrganization="  Acme: #1  "))
san = {"dNSName": ["a.acme.net", "b.acme.net"], "ntPrincipalName": "x@ACME"}
write("san.mobileconfig", profile(scep(1, "Device", SubjectAltName=san)))

bare = scep(1, "Bare & alone")
write("bare.plist", bare)
write("list.plist", [1, 2])
write("none.mobileconfig", profile(wifi))
write("encrypted.mobileconfig", {"PayloadType": "Configuration", "EncryptedPayloadContent": b"x"})
write("manifest.plist", {"pfm_domain": "com.apple.security.scep", "pfm_subkeys": []})
write("answer.xml", {"CommandUUID": "1", "ProfileList": [plain], "Status": "Acknowledged"})
write("other.plist", {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5})
write("broken.mobileconfig", xml(plain).replace(b"Device", b"<team-slug>"))
