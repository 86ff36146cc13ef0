#!/bin/sh
# scepwiz show: the hand-over sheet, and that no secret is on it.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE

unchanged 'a sheet' "$SCEPWIZ" show a.yaml
unchanged 'a sheet as json' "$SCEPWIZ" show a.yaml --format json

full() {
	sed -e 's/^platform: .*/platform: ios/' -e 's/"Office"/"Full"/' \
		-e 's/^challenge: .*/challenge: "correct-horse-battery"/' \
		-e 's/^fingerprint: .*/fingerprint: "11:22"/' \
		-e 's/%SerialNumber%/mac-017/' \
		-e 's/^device_groups: .*/device_groups: [A, B]/' a.yaml
	printf 'policy_notes: |\n  First line.\n  Second line.\n'
	printf 'set_subject_alternative_name: yes\nsan_dns_name: "a.acme.net"\n'
}
full >b.yaml
chmod 600 b.yaml
show_input() {
	"$SCEPWIZ" show - <b.yaml
}
unchanged 'a secret in the draft, notes, lists, errors' show_input
secret_is_shown() {
	"$SCEPWIZ" show b.yaml | grep horse || "$SCEPWIZ" show b.yaml --format json | grep horse
}
unchanged 'the secret is nowhere' secret_is_shown

reviewed() {
	{ sed 's/"Office"/"Reviewed"/' a.yaml
	printf 'review:\n  url: "why \\u202Ehttp?"\n  retries: |\n    Three\n    will do.\n'; } >d.yaml
	chmod 600 d.yaml
	"$SCEPWIZ" show d.yaml | sed -n -e '/ Retries/,/ Extractable/p' -e '/ URL/,/ Name/p' -e '$p'
	"$SCEPWIZ" show d.yaml --format json | grep '"comments": \[$' -A6
	rm d.yaml
}
unchanged 'what a reviewer says' reviewed

unset SCEP_CHALLENGE
no_variable() {
	"$SCEPWIZ" show a.yaml | sed -n '/^The profile/,$p'
}
unchanged 'no profile without its secret' no_variable
sed -e 's/^challenge: .*/challenge: {from: prompt}/' -e 's/"Office"/"Asked"/' a.yaml >c.yaml
chmod 600 c.yaml
asked() {
	"$SCEPWIZ" show c.yaml | grep -e Challenge -e 'not to be had'
}
unchanged 'a secret that is asked for' asked

web() { # OPTION...: every field of the web form; the certificate's lines are its own
	{ full | grep -v -e '^fingerprint:' -e '^platform:' -e '^key_usage:'
	printf 'platform: macos\nfingerprint: "%s"\nkey_usage: [signing, encryption]\nscope: System\nmdm: file\norganization: Acme\n' \
		"$(printf '11%.0s' $(seq 32))"
	printf 'include_root_certificate: yes\nroot_certificate: ca.cer\n'; } >web.yaml
	chmod 600 web.yaml
	"$SCEPWIZ" show web.yaml --for jumpcloud "$@" | sed 's/^\( *"value": "-----BEGIN CERTIFICATE-----\).*/\1"/' |
		awk '/^-----END/ { inside = 0 } !inside; /^-----BEGIN/ { inside = 1 }'
	rm web.yaml
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.cer -days 3650 -subj '/CN=Acme Root' \
	-addext keyUsage=keyCertSign,cRLSign 2>/dev/null
unchanged "the values for JumpCloud's form" web
unchanged "the values for JumpCloud's form as json" web --format json
web_secret() {
	web --secrets | grep Challenge
	web --secrets --format json | grep horse
}
unchanged 'the secret where it is asked for' web_secret
unchanged 'secrets without a form to copy them to' "$SCEPWIZ" show b.yaml --secrets
unchanged "iOS, a secret elsewhere, for JumpCloud's form" sh -c \
	'"$1" show c.yaml --for jumpcloud | sed -n 1,/Challenge/p; "$1" show b.yaml --for jumpcloud | sed "/^Findings/,\$d"' - "$SCEPWIZ"
imported() {
	SCEP_CHALLENGE=horse "$SCEPWIZ" export a.yaml -o - 2>/dev/null |
		awk '{ print } /^<dict>/ && !done { print "<key>PayloadRemovalDisallowed</key><true/>"; done = 1 }' >p.mobileconfig
	"$SCEPWIZ" import p.mobileconfig -o p.yaml >/dev/null 2>&1
	"$SCEPWIZ" show p.yaml --for jumpcloud | sed -n '/^Not in/,/^$/p'
	rm p.yaml p.mobileconfig
}
unchanged "what an import has preserved is not in JumpCloud's form" imported
other_form() {
	"$SCEPWIZ" new acme.yaml --form acme --no-edit 2>/dev/null
	"$SCEPWIZ" show acme.yaml --for jumpcloud
	echo "= $?"
	rm acme.yaml
}
unchanged 'a form that JumpCloud does not have' other_form

printf 'form: scep\npolicy_name: "\\e]0;x\\a \\u202Eab"\n' >hostile.yaml
chmod 600 hostile.yaml
unchanged 'escape sequences in a draft' "$SCEPWIZ" show hostile.yaml
printf 'form: scep\npolicy_name: "\342\200\256ab \357\277\275"\nname: "\\u202Eab"\n' >bidi.yaml
chmod 600 bidi.yaml
steering() {
	"$SCEPWIZ" show bidi.yaml 2>&1 | grep -e 'Policy name' -e '13 Name'
}
unchanged 'characters that steer are shown, not sent' steering

{
	sed -e 's/^key_size: .*/key_size: ""/' -e 's/^challenge: .*/challenge: {from: prompt}/' \
		-e 's/"Office"/""/' a.yaml
	printf 'retries: ""\nname: ~\npolicy_notes: |\n  First line, two blanks:  \n\n  Third line.\n'
} >d.yaml
chmod 600 d.yaml
unchanged 'emptied values have their defaults' "$SCEPWIZ" show d.yaml
trailing() {
	"$SCEPWIZ" show d.yaml | grep ' $'
}
unchanged 'no line ends with a blank' trailing
emptied_json() {
	"$SCEPWIZ" show d.yaml --format json | grep -A4 -e '"key": "policy_name"' -e '"key": "retries"'
}
unchanged 'emptied values have their defaults in json' emptied_json

if [ -c /dev/full ]; then
	full_disk() {
		"$SCEPWIZ" show a.yaml >/dev/full
	}
	unchanged 'a full disk' full_disk
else
	skip_case 'a full disk' 'there is no /dev/full'
fi
closed() {
	"$SCEPWIZ" show a.yaml >&-
}
unchanged 'standard output closed' closed
unchanged 'no draft there' "$SCEPWIZ" show missing.yaml

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Acme Root' -addext basicConstraints=critical,CA:TRUE,pathlen:1 \
	-addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
certificate() {
	sed 's/"Office"/"Root"/' a.yaml >e.yaml
	chmod 600 e.yaml
	"$SCEPWIZ" set e.yaml include_root_certificate=yes root_certificate=ca.pem 2>/dev/null
	"$SCEPWIZ" show e.yaml | sed -n '/ Root certificate/,/ SHA-256 /p' >sheet
	sed -e 's/20[0-9][0-9]-[0-9-]*/DATE/g' -e 's/:[0-9A-F:]*/:HEX/' -e 's/ [0-9A-F]*:/ /' sheet
	openssl x509 -in ca.pem -noout -fingerprint -sha256 | sed 's/.*=//' | grep -qFf - sheet &&
		openssl x509 -in ca.pem -noout -fingerprint -sha1 | sed 's/.*=//' | grep -qFf - sheet &&
		"$SCEPWIZ" show e.yaml --format json | grep '"CA yes'
}
transcript 'a certificate in full' certificate

finish_transcripts
