#!/bin/sh
# scepwiz show --format markdown|html: the change ticket. It has everything in its order, no secret, and no value can
# become markup.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
ticket() { # OPTION...: the version is that of the program, and a heading does not begin a section of the expected text
	"$SCEPWIZ" show "$@" | sed -e 's/\(scepwiz \)[0-9].*[0-9]/\1VERSION/' -e 's/^#/ #/'
}
unchanged 'a first version' ticket a.yaml --format markdown
unchanged 'the same as html' ticket a.yaml --format html

"$SCEPWIZ" export a.yaml -o old.mobileconfig 2>/dev/null
{ sed -e 's/^key_size: .*/key_size: 1024/' -e 's/^challenge: .*/challenge: "Sommer-Wiese-43"/' \
	-e 's/^device_groups: .*/device_groups: [Field laptops, Lab]/' a.yaml
printf 'policy_notes: |\n  Tested on mac-017.\n  Lab wants it.\n'
printf 'review:\n  url:\n    - {by: Ada, date: 2026-11-28, text: "why not https?"}\n    - {state: done, text: seen}\n'
printf 'accepted:\n  key-size-weak: {reason: "the old CA", by: Grace, date: 2026-11-28, for: {key_size: "1024"}}\n'; } >new.yaml
chmod 600 new.yaml
mkdir before && mv a.yaml before # where it is not a neighbour
unchanged 'what changed since a profile, what was accepted, open comments' ticket new.yaml --format markdown \
	--since old.mobileconfig
since_draft() {
	ticket new.yaml --format markdown --since before/a.yaml | sed -n '/^ ## Changes/,/^ ## Values/p'
	sed -e 's/scep.office/scep.other/' before/a.yaml >before/other.yaml
	ticket new.yaml --format markdown --since before/other.yaml | sed -n '/^ ## Rollback/,/^ ## Evidence/p'
	ticket before/a.yaml --format markdown --since before/a.yaml | sed -n '/^ ## Changes/,/^ ## Values/p'
	rm before/other.yaml
}
unchanged 'since a draft, since another policy, nothing changed' since_draft
tables_agree() { # the table of diff is that of the ticket
	"$SCEPWIZ" diff before/a.yaml new.yaml --format markdown >diff.md
	ticket new.yaml --format markdown --since before/a.yaml | sed -n '/^| Field | Before/,/^$/p' >ticket.md
	{ cat diff.md && echo; } | sed 1d | cmp - ticket.md
	agree=$?
	rm diff.md ticket.md
	return $agree
}
check 'the table of diff is that of the ticket' tables_agree

not_made() {
	sed -e 's/^subject: .*/subject: "nothing"/' before/a.yaml >wrong.yaml
	ticket wrong.yaml --format markdown | sed -n -e '/^ ## Findings/,/^ ## Rollback/p'
	rm wrong.yaml
}
unchanged 'no profile, and why' not_made

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.cer -days 3650 -subj '/CN=Acme Root' \
	-addext keyUsage=keyCertSign,cRLSign 2>/dev/null
certificates() {
	mkdir root
	sed '/^form:/a include_root_certificate: yes\nroot_certificate: ca.cer' before/a.yaml >root/a.yaml
	cp ca.cer root
	ticket root/a.yaml --format markdown | grep '^| Root certificate' |
		sed -e 's/20[0-9][0-9]-[0-9-]*/DATE/g' -e 's/\([0-9A-F]\{4\} \)\{7,\}[0-9A-F]\{4\}/GROUPS/g' \
			-e 's/\([0-9A-F]\{2\}\\:\)\{31\}[0-9A-F]\{2\}/PAIRS/'
	rm -r root
}
unchanged 'a certificate in full' certificates
imported() {
	awk '{ print } /^<dict>/ && !done { print "<key>PayloadRemovalDisallowed</key><true/>"; done = 1 }' \
		old.mobileconfig >p.mobileconfig
	"$SCEPWIZ" import p.mobileconfig -o p.yaml >/dev/null 2>&1
	ticket p.yaml --format markdown | sed -n '/^ ## Preserved/,/^ ## Findings/p'
	ticket p.yaml --format html | grep -A 3 '^<h2>Preserved'
	rm p.yaml p.mobileconfig
}
unchanged 'what an import preserves' imported

secret_is_told() { # in values, notes, comments, reasons, the file's name and the version before
	mkdir told
	for secret in Sommer-Wiese-43 Winter-Weide-44; do
		sed -e "s/Sommer-Wiese-43/$secret/" -e "s/Lab wants it/$secret/" -e "s/not https/$secret/" \
			-e "s/the old CA/because $secret/" new.yaml >told/$secret.yaml
	done
	printf 'description: "was Sommer-Wiese-43"\n' >>told/Winter-Weide-44.yaml
	for secret_format in markdown html; do
		"$SCEPWIZ" show told/Sommer-Wiese-43.yaml --format $secret_format --since old.mobileconfig
		"$SCEPWIZ" show told/Winter-Weide-44.yaml --format $secret_format --since told/Sommer-Wiese-43.yaml
		"$SCEPWIZ" show told/Winter-Weide-44.yaml --format $secret_format --since new.yaml
	done | sed 's/\\//g' >told/all
	grep -c 'because \.\.\.' told/all
	grep -e Wiese -e Weide told/all
	rm -r told
}
unchanged 'no secret is told' secret_is_told

same_bytes() {
	mkdir elsewhere
	cp -p new.yaml old.mobileconfig elsewhere
	for same_format in markdown html; do
		"$SCEPWIZ" show new.yaml --format $same_format --since old.mobileconfig >one
		(cd / && "$SCEPWIZ" show "$work/elsewhere/new.yaml" --format $same_format \
			--since "$work/elsewhere/old.mobileconfig") >two
		cmp one two || return 1
	done
	rm -r elsewhere one two
}
check 'the same draft gives the same bytes, wherever it is' same_bytes

unchanged '--since without a ticket' "$SCEPWIZ" show new.yaml --since old.mobileconfig
unchanged '--for with a ticket' "$SCEPWIZ" show new.yaml --for jumpcloud --format html
unchanged 'standard input twice' "$SCEPWIZ" show - --format html --since -
unchanged 'the version before cannot be read' "$SCEPWIZ" show new.yaml --format html --since missing.mobileconfig

if ! command -v python3 >/dev/null; then
	skip 'no value becomes markup' 'there is no python3 to take the ticket apart'
elif ! command -v xmllint >/dev/null; then
	skip 'no value becomes markup' 'there is no xmllint to read the HTML'
else
	check 'no value becomes markup' python3 "$SCEPWIZ_SOURCE/tests/cli/ticket_judge.py" "$SCEPWIZ"
fi
finish_transcripts
