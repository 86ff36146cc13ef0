#!/bin/sh
# scepwiz export --format ddm: the declarations, held against Apple's schema and the profile.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
cp "$SCEPWIZ_SOURCE/tests/data/chain.pem" chain.pem
good_draft office.yaml
"$SCEPWIZ" export office.yaml 2>/dev/null
good_draft pads.yaml
sed 's/"Office"/"iPads"/; s/macos/ios/; s/%SerialNumber%/iPad/' pads.yaml >"$results/pads" && cat "$results/pads" >pads.yaml
own_identity pads.yaml
url=https://mdm.acme.net/office

transcript 'without a URL' "$SCEPWIZ" export office.yaml --format ddm
transcript 'not by plain http' "$SCEPWIZ" export office.yaml --format ddm --data-url http://mdm.acme.net
transcript 'not with a query' "$SCEPWIZ" export office.yaml --format ddm --data-url 'https://mdm.acme.net/?a='
transcript 'a URL without declarations' "$SCEPWIZ" export office.yaml --data-url "$url"
transcript 'not signed' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url" --sign x.pem
transcript 'not for an MDM' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url" --for fleet
transcript 'not to standard output' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url" -o -
transcript 'not for several drafts' "$SCEPWIZ" export office.yaml pads.yaml --format ddm --data-url "$url"
transcript 'the folder' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url/"
# shellcheck disable=SC2016 # the inner shell's
transcript 'readable by its owner alone' sh -c 'ls -ld office.ddm office.ddm/* | cut -c 1-10 | sort -u'
transcript 'the identity' cat office.ddm/scep-identity.json
transcript 'the same again' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url"
chmod 644 office.ddm/scep.json
transcript 'what others could read' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url"
transcript 'readable by its owner alone again' sh -c 'ls -l office.ddm/scep.json | cut -c 1-10'
transcript 'for iOS' "$SCEPWIZ" export pads.yaml --format ddm --data-url "$url" -o pads
transcript 'for iOS: the identity' cat pads/scep-identity.json
unchanged 'not over those of another draft' "$SCEPWIZ" export office.yaml --format ddm --data-url "$url" -o pads
sed 's/^url: .*/url: ""/; s/"Office"/"Bad"/' office.yaml >bad.yaml
own_identity bad.yaml
chmod 600 bad.yaml
unchanged 'errors refuse it, and no folder is made' "$SCEPWIZ" export bad.yaml --format ddm --data-url "$url"
# An imported profile: strange names of payloads, payloads that have no place, values that JSON has not.
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Acme Root' 2>/dev/null
if python3 -c 'import plistlib' 2>/dev/null; then
	python3 - <<-'END'
		import base64, datetime, plistlib
		pem = open("ca.pem").read()
		der = base64.b64decode("".join(pem.split("-----")[2].split()))
		def payload(kind, name, content):
		    return {"PayloadType": kind, "PayloadVersion": 1, "PayloadIdentifier": name, "PayloadDisplayName": kind,
		            "PayloadUUID": "0F1E2D3C-4B5A-4978-8695-%012X" % len(payloads), "PayloadContent": content}
		payloads = []
		for kind, name, content in [
		    ("com.apple.security.root", "net.acme.scep", der),
		    ("com.apple.security.pkcs1", "net.acme./../../../tmp/evil", der),
		    ("com.apple.security.pkcs1", "net.acme.b.evil", der),
		    ("com.apple.security.pkcs1", "net.acme.c.evil", der),
		    ("com.apple.security.pkcs1", "net.acme.evi", der),
		    ("com.apple.security.pkcs1", "net.acme.", der),
		    ("com.apple.security.pkcs12", "net.acme.key", b"key"),
		    ("com.apple.security.scep", "net.acme.x", {"URL": "https://scep.acme.net/scep", "Keysize": 2048,
		     "Key Type": "RSA", "Subject": [[["CN", "mac"]]], "Odd": 1.5, "When": datetime.datetime(2026, 1, 1)})]:
		    payloads.append(payload(kind, name, content))
		top = payload("Configuration", "net.acme.imported", payloads)
		plistlib.dump(top, open("strange.mobileconfig", "wb"))
	END
	"$SCEPWIZ" import strange.mobileconfig -o strange.yaml >/dev/null 2>&1
	ddm_of() {
		"$SCEPWIZ" export strange.yaml --format ddm --data-url "$url" --force 2>&1 | grep -e omitted -e 'ddm/'
		ls strange.ddm
	}
	transcript 'an imported profile' ddm_of
	mv strange.ddm/evil-asset.json strange.ddm/old-asset.json
	rest_of() {
		"$SCEPWIZ" export strange.yaml --format ddm --data-url "$url" --force 2>&1 | grep 'not of this export'
	}
	transcript 'what an earlier export has left' rest_of
else
	skip_case 'an imported profile' 'there is no python3'
fi

# Of these keys and no others (Apple's schema), with the hash and size of what they refer to, and the profile's values.
judged() { # FOLDER PROFILE
	python3 - "$1" "$2" "$url" <<-'END'
		import base64, glob, hashlib, json, os, plistlib, sys
		folder, profile, url = sys.argv[1:]
		load = lambda name: json.load(open(os.path.join(folder, name)))
		payloads = plistlib.load(open(profile, "rb"))["PayloadContent"]
		scep = [p for p in payloads if p["PayloadType"] == "com.apple.security.scep"][0]
		wanted = dict(scep["PayloadContent"])
		identity = {key: wanted.pop(key) for key in ("KeyIsExtractable", "AllowAllAppsAccess") if key in wanted}
		wanted = {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in wanted.items()}
		assert load("scep.json") == wanted
		assert set(wanted) <= {"URL", "Name", "Subject", "Challenge", "Keysize", "Key Type", "Key Usage", "CAFingerprint",
		                       "Retries", "RetryDelay", "SubjectAltName"}
		for path in glob.glob(os.path.join(folder, "*-asset.json")):
		    asset = json.load(open(path))
		    assert list(asset) == ["Type", "Identifier", "Payload"] and asset["Type"].startswith("com.apple.asset.credential.")
		    reference = asset["Payload"]["Reference"]
		    assert set(reference) == {"DataURL", "ContentType", "Size", "Hash-SHA-256"}
		    assert asset["Payload"]["Authentication"] == {"Type": "MDM"}
		    assert reference["DataURL"].startswith(url + "/")
		    data = open(os.path.join(folder, os.path.basename(reference["DataURL"])), "rb").read()
		    assert reference["Size"] == len(data) and reference["Hash-SHA-256"] == hashlib.sha256(data).hexdigest()
		declared = load("scep-identity.json")
		assert declared["Type"] == "com.apple.configuration.security.identity"
		assert declared["Payload"].pop("CredentialAssetReference") == load("scep-asset.json")["Identifier"]
		assert declared["Payload"] == identity
		certificates = [p["PayloadContent"] for p in payloads if p["PayloadType"] != "com.apple.security.scep"]
		assert sorted(certificates) == sorted(open(p, "rb").read() for p in glob.glob(os.path.join(folder, "*.cer")))
		assert len(glob.glob(os.path.join(folder, "*-certificate.json"))) == len(certificates)
	END
}
"$SCEPWIZ" export pads.yaml 2>/dev/null
mkdir certified
good_draft certified/r.yaml
"$SCEPWIZ" set certified/r.yaml include_root_certificate=yes root_certificate=@ca.pem ca_certificates=@ca.pem \
	set_subject_alternative_name=yes san_dns_name=a.acme.net name=CA-1 allow_all_apps_access=yes 2>/dev/null
"$SCEPWIZ" export certified/r.yaml -o r.mobileconfig >/dev/null 2>&1
"$SCEPWIZ" export certified/r.yaml --format ddm --data-url "$url" -o r >/dev/null 2>&1
if command -v python3 >/dev/null; then
	check 'it is what the profile says' judged office.ddm office.mobileconfig
	check 'it is what the profile says, for iOS' judged pads pads.mobileconfig
	check 'it is what the profile says, with certificates' judged r r.mobileconfig
else
	skip 'it is what the profile says' 'there is no python3'
fi
finish_transcripts
