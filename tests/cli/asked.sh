#!/bin/sh
# scepwiz check --asked: drafts and profiles against what their server has answered, which a file tells.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml

# The server of good_draft, asked in a year that will not be soon, so that facts and certificates are not old. The
# certificate that a trial got lacks what Debian's scep server leaves out.
cat >facts.json <<-'END'
	{ "scepwiz": "0.2.0", "asked": "2090-11-28T19:30:00Z",
	  "url": "https://scep.acme.net/scep", "name": null,
	  "transport": { "status": 200, "type": "application/x-x509-ca-cert", "redirects": [],
	    "failure": "done", "says": "", "tls": "system", "whose": "", "ms": 12 },
	  "capabilities": { "status": 200, "failure": "done", "type": "text/plain",
	    "known": ["POSTPKIOperation", "AES", "SHA-256"], "unknown": [], "lineEnds": "lf",
	    "deviceUses": { "method": "POST", "cipher": "AES-128", "digest": "SHA-256" } },
	  "names": "", "answer": "one", "typeKind": "one",
	  "certificates": [ { "subject": "CN=Acme CA", "issuer": "CN=Acme CA", "key": "RSA 2048",
	    "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
	    "role": ["anchor", "signer", "recipient", "issuer"],
	    "keyUsage": ["digitalSignature", "keyEncipherment"], "hasKeyUsage": true, "isRsa": true,
	    "isCa": true, "selfIssued": true,
	    "begins": "2020-01-01T00:00:00Z", "ends": "2099-01-01T00:00:00Z" } ],
	  "fingerprint": { "given": true, "matches": 0, "askedWith": "" }, "deviceStops": "",
	  "root": "none", "rootKnown": true,
	  "trial": { "status": "issued", "failInfo": null, "http": 200, "line": "", "polls": 0,
	    "waited": 0, "replyWeak": [], "signerIsChosen": true, "nonceIsOurs": true,
	    "transactionIsOurs": true, "verifies": true, "forOurKey": true, "oursIsFirst": true,
	    "replyFault": "", "transaction": "AB12", "serial": "1a",
	    "sent": { "subject": "/C=US/O=Acme/CN=SCEPWIZ-TRIAL-7F3A", "dns": [], "email": [],
	      "uri": [], "principal": null, "keyUsage": ["digitalSignature"], "hasKeyUsage": true,
	      "extended": [] },
	    "issued": { "subject": "/C=US/O=Acme/CN=SCEPWIZ-TRIAL-7F3A", "dns": [], "email": [],
	      "uri": [], "principal": null, "keyUsage": ["digitalSignature"], "hasKeyUsage": true,
	      "extended": ["clientAuth"], "begins": "2090-11-28T19:30:00Z",
	      "ends": "2091-11-28T19:30:00Z", "chains": true,
	      "signature": "sha256WithRSAEncryption", "dropped": [] } },
	  "findings": [ { "rule": "no-such-rule" } ] }
END

# changed NAME EXPRESSION...: NAME.json, made of facts.json
changed() {
	changed_name=$1
	shift
	sed "$@" facts.json >"$changed_name.json"
}

changed weak -e 's/"replyWeak": \[\]/"replyWeak": ["des"]/' -e 's/"AES", //' -e 's/"AES-128"/"3DES"/'
changed wrong -e 's/2cf24dba5fb0/000000000000/' -e 's/"matches": 0/"matches": null/' \
	-e 's/"deviceStops": ""/"deviceStops": "fingerprint"/'
changed other -e 's/scep.acme.net/ca.acme.net/' -e 's/"AES", //' -e 's/"AES-128"/"3DES"/'
changed cut -e '/"findings"/d'
changed number -e 's/"polls": 0/"polls": "0"/'
changed member -e 's/"scepwiz": "0.2.0",/"scepwiz": "0.2.0", "more": 1,/'
changed hostile -e 's/CN=Acme CA/CN=\\u001b[31mAcme\\u202e/g' -e 's/2cf24dba5fb0/000000000000/' \
	-e 's/"matches": 0/"matches": null/'
printf 'url: x\n' >draft.json
dd if=/dev/zero bs=1024 count=257 2>/dev/null | tr '\0' ' ' >large.json

unchanged 'nothing that a device would refuse' "$SCEPWIZ" check --asked facts.json a.yaml
unchanged 'warnings about the server' "$SCEPWIZ" check --asked weak.json a.yaml
unchanged 'strict counts them' "$SCEPWIZ" check --strict --asked weak.json a.yaml
unchanged 'another fingerprint' "$SCEPWIZ" check --asked wrong.json a.yaml
unchanged 'a rule that is ignored' "$SCEPWIZ" check --ignore ca-fingerprint --asked wrong.json a.yaml
unchanged 'the fix is offered, and not applied' "$SCEPWIZ" check --fix --asked wrong.json a.yaml
unchanged 'facts of another server' "$SCEPWIZ" check --asked other.json a.yaml
unchanged 'json' "$SCEPWIZ" check --format json --asked wrong.json a.yaml
unchanged 'what a server sends is shown as text' "$SCEPWIZ" check --asked hostile.json a.yaml

cp a.yaml b.yaml
own_identity b.yaml
sed -i.orig 's/"Office"/"Other"/' b.yaml && rm b.yaml.orig
SCEPWIZ_AUTHOR=Ada
export SCEPWIZ_AUTHOR
transcript 'accepting wants the facts' "$SCEPWIZ" accept b.yaml ca-no-aes --reason 'The CA is replaced in May'
transcript 'accepting with facts' "$SCEPWIZ" accept b.yaml ca-no-aes --reason 'The CA is replaced in May' \
	--asked weak.json
transcript 'errors are not accepted' "$SCEPWIZ" accept b.yaml ca-fingerprint --reason x --asked wrong.json
unchanged 'what was accepted' "$SCEPWIZ" check --asked weak.json b.yaml
unchanged 'what is accepted waits for facts' "$SCEPWIZ" check b.yaml
unchanged 'what is accepted and not there' "$SCEPWIZ" check --asked facts.json b.yaml
sed -i.orig -e '/^url:/s/scep.acme.net/ca.acme.net/' -e 's/20[0-9][0-9]-[0-9]*-[0-9]*/2026-11-28/' b.yaml && rm b.yaml.orig
unchanged 'it ends with the URL' "$SCEPWIZ" check --asked other.json b.yaml
rm b.yaml

"$SCEPWIZ" export a.yaml -o p.mobileconfig >/dev/null 2>&1
unchanged 'a profile' "$SCEPWIZ" check --asked wrong.json p.mobileconfig
rm p.mobileconfig

from_input() {
	"$SCEPWIZ" check --asked - a.yaml <weak.json
}
unchanged 'facts from standard input' from_input
unchanged 'standard input is read once' "$SCEPWIZ" check --asked - -
unchanged 'nor by two options' "$SCEPWIZ" check --asked - --ca - a.yaml
unchanged 'no such file' "$SCEPWIZ" check --asked missing.json a.yaml
unchanged 'not JSON' "$SCEPWIZ" check --asked draft.json a.yaml
unchanged 'JSON that is cut' "$SCEPWIZ" check --asked cut.json a.yaml
unchanged 'a number as a text' "$SCEPWIZ" check --asked number.json a.yaml
unchanged 'a member that is not known' "$SCEPWIZ" check --asked member.json a.yaml
unchanged 'a large file' "$SCEPWIZ" check --asked large.json a.yaml
unchanged 'a folder' "$SCEPWIZ" check --asked drafts a.yaml
finish_transcripts
