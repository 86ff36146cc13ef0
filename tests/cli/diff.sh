#!/bin/sh
# scepwiz diff: by field, in the documented order; secrets masked but told apart; the status as diff's.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
unchanged 'nothing differs' "$SCEPWIZ" diff a.yaml a.yaml

# Order, comments, quoting and defaults written out are no difference.
{ sed -e 1d -e '/^key_usage/d' a.yaml; printf 'key_usage: signing   # one\nretries: 3\n'; } >written.yaml
unchanged 'the same, written otherwise' "$SCEPWIZ" diff a.yaml written.yaml

sed -e 's/^platform: .*/platform: ios/' -e 's/^key_size: .*/key_size: 4096/' \
	-e 's/%SerialNumber%/mac-017/' -e 's/^device_groups: .*/device_groups: [Field laptops, Lab]/' \
	-e 's/^challenge: .*/challenge: "correct-horse-battery"/' a.yaml >b.yaml
printf 'review:\n  url: "which CA?"\npolicy_notes: |\n  First.\n  Second.\n' >>b.yaml
unchanged 'fields, lists, notes, a comment, a secret elsewhere' "$SCEPWIZ" diff a.yaml b.yaml
unchanged 'as json' "$SCEPWIZ" diff a.yaml b.yaml --format json
unchanged 'as markdown' "$SCEPWIZ" diff a.yaml b.yaml --format markdown
unchanged 'no difference as markdown' "$SCEPWIZ" diff a.yaml a.yaml --format markdown

sed 's/battery/stapler/' b.yaml >c.yaml
unchanged 'two secrets of one length' "$SCEPWIZ" diff b.yaml c.yaml
secret_is_told() {
	"$SCEPWIZ" diff a.yaml b.yaml | grep horse || "$SCEPWIZ" diff --format json b.yaml c.yaml | grep horse
}
unchanged 'no secret is told' secret_is_told

from_input() {
	"$SCEPWIZ" diff a.yaml - <b.yaml | head -5
}
unchanged 'standard input' from_input
unchanged 'standard input twice' "$SCEPWIZ" diff - -
unchanged 'one cannot be read' "$SCEPWIZ" diff a.yaml missing.yaml
printf 'form: scep\nname: "\\u202E x"\n' >hostile.yaml
hostile() {
	"$SCEPWIZ" diff a.yaml hostile.yaml | grep -A 2 '^Name'
}
unchanged 'what steers a terminal is shown' hostile

# what is written otherwise and means the same is none; status 0
cat >one.yaml <<-'END'
	form: scep
	platform: macos
	policy_name: Office
	policy_notes: seen
	fingerprint: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
	key_size: 2048
	subject: /O=Acme/CN=x
	key_usage: [signing, encryption]
	url: https://scep.acme.net/scep
	set_subject_alternative_name: yes
	san_dns_name: [mac.acme.net, "%HostName%.acme.net"]
	include_root_certificate: no
	device_groups: [Field laptops, Lab]
	identity: {profile_uuid: 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0}
END
cat >other.yaml <<-'END'
	identity: {profile_uuid: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0"}
	device_groups:
	  - Lab
	  - Field laptops
	include_root_certificate: "false"
	san_dns_name: |
	  MAC.acme.net
	  %HostName%.Acme.NET
	set_subject_alternative_name: on
	url: HTTPS://SCEP.Acme.net:443/scep
	key_usage: Encryption, Signing
	subject: "/O=Acme/CN=x"
	key_size: "2048"
	fingerprint: 2C:F2:4D:BA:5F:B0:A3:0E:26:E8:3B:2A:C5:B9:E2:9E:1B:16:1E:5C:1F:A7:42:5E:73:04:33:62:93:8B:98:24
	policy_notes: |
	  seen
	policy_name: 'Office'
	name: ""
	retries: 03
	retry_delay: "10"
	platform: macOS
	form: scep
END
unchanged 'the same, each value written otherwise' "$SCEPWIZ" diff one.yaml other.yaml
unchanged 'the same the other way round' "$SCEPWIZ" diff other.yaml one.yaml --format json
sed -e 's/^subject: .*/subject: \/CN=x\/O=Acme/' -e 's/^san_dns_name: .*/san_dns_name: ["%hostname%.acme.net", mac.acme.net]/' \
	-e 's,acme.net/scep,acme.net/SCEP,' one.yaml >real.yaml
unchanged 'order and case that count' "$SCEPWIZ" diff one.yaml real.yaml
sed 's/^include_root_certificate: .*/include_root_certificate: ja/' one.yaml >ja.yaml
unchanged 'a switch that says neither yes nor no' "$SCEPWIZ" diff one.yaml ja.yaml
sed 's/^include_root_certificate: .*/include_root_certificate: yes/' one.yaml >yes.yaml
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -subj '/CN=Acme Root' 2>/dev/null
openssl x509 -in ca.pem -outform DER -out ca.cer
{ cat yes.yaml && echo 'root_certificate: ca.cer'; } >path.yaml
{ cat yes.yaml && echo 'root_certificate: |' && sed 's/^/  /' ca.pem; } >pem.yaml
{ cat yes.yaml && echo 'root_certificate: |' && openssl x509 -in ca.pem -text |
	awk '/^[A-Z]/ || /BEGIN/ { on = /BEGIN/ } { print "  " $0 }' | tr -d '\r'; } >text.yaml
unchanged 'a certificate and its path' "$SCEPWIZ" diff path.yaml pem.yaml
unchanged 'a certificate with its text' "$SCEPWIZ" diff text.yaml pem.yaml
unchanged 'a switch that is neither, and what it opens' "$SCEPWIZ" diff yes.yaml ja.yaml
sed 's/^key_size: .*/key_size: [2048]/' one.yaml >slip.yaml
unchanged 'what cannot be read, twice' "$SCEPWIZ" diff slip.yaml slip.yaml
unchanged 'what cannot be read' "$SCEPWIZ" diff one.yaml slip.yaml
if command -v python3 >/dev/null; then
	python3 "$SCEPWIZ_SOURCE/tests/cli/diff_same.py" "$SCEPWIZ" >"$results/same" 2>&1
	ok $? 'random drafts in other spellings do not differ, and differ by one change'
	sed 's/^/# /' "$results/same"
else
	skip 'random drafts in other spellings do not differ, and differ by one change' 'there is no python3'
fi
rm one.yaml other.yaml real.yaml ja.yaml yes.yaml path.yaml pem.yaml text.yaml slip.yaml

# profiles, and one of each; policy names are unique again
rm written.yaml b.yaml c.yaml hostile.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
"$SCEPWIZ" export a.yaml -o a.mobileconfig 2>/dev/null
sed 's/^challenge: .*/challenge: "correct-horse-battery"/' a.yaml >text.yaml
chmod 600 text.yaml
unchanged 'a draft and its profile' "$SCEPWIZ" diff text.yaml a.mobileconfig
sed -e 's/<integer>2048/<integer>4096/' -e 's#<key>PayloadScope#<key>ConsentText#' \
	-e 's#<key>URL</key>#<key>GetCACaps</key><string>AES</string>&#' a.mobileconfig >b.mobileconfig
unchanged 'two profiles' "$SCEPWIZ" diff a.mobileconfig b.mobileconfig
sed 's#<string>AES#<string>DES#' b.mobileconfig >c.mobileconfig
unchanged 'what no field has' "$SCEPWIZ" diff b.mobileconfig c.mobileconfig
for bytes in AAAA BBBB; do
	sed "s#<key>Name</key>#<key>Was</key>#
		s#<key>URL</key>#<key>Name</key><data>$bytes</data>&#" a.mobileconfig >$bytes.mobileconfig
done
unchanged 'what no answer can hold' "$SCEPWIZ" diff AAAA.mobileconfig BBBB.mobileconfig
sed 's/^fingerprint: .*/fingerprint: "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"/' a.yaml >hex.yaml
unchanged 'one fingerprint in hex and in Base64' "$SCEPWIZ" diff a.yaml hex.yaml
printf '<html>' >page.mobileconfig
unchanged 'a profile that is none' "$SCEPWIZ" diff a.mobileconfig page.mobileconfig
finish_transcripts
