#!/bin/sh
# Plain mode: a whole run as a transcript, the end of the input, and a terminal on which the secret is
# not echoed.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/CN=Acme Root' 2>/dev/null
openssl x509 -in ca.pem -outform DER -out ca.cer

# with the answers of a file, and what differs from run to run replaced
answered() { # FILE COMMAND...
	answers=$1
	shift
	"$@" <"$answers" >"$results/answered"
	answered_status=$?
	sed -e 's/^[0-9]* bytes, SHA-256/N bytes, SHA-256/' -e 's/20[0-9][0-9]-[01][0-9]-[0-3][0-9]/DATE/g' \
		-e 's/\([0-9A-F]\{1,2\}:\)\{5,\}[0-9A-F]*/HEX/g' -e 's#[A-Za-z0-9+/]\{43\}=#BASE64#g' \
		"$results/answered"
	return $answered_status
}

# every field, with errors, and everything else that the screen can do
cat >all.txt <<'END'
<
?
3
2
<
macos
Branch office
Made 2026-11-20,
tested on mac-017.

=
11:22:33:44:aa:bb:cc:dd
!t
ca.cer

correct-horse-battery
!t


CN=%SerialNumber%
!t
perhaps


-
<
x
5
n
1 3
1, encryption
20
scep.acme.net

<
https://scep.acme.net/scep
\-
y
missing.cer
ca.cer
yes
%HostName%
not a host
.

<
%HostName%
mac1.acme.net
.
user
!g 18
%AD_ComputerID%@acme.net
user@acme.net
.
https://acme.net/%SerialNumber%
.
!
h
!h
!n
!p
Field laptops
Macs
.
mac-017
.
<
+
mac-018
.

name
-
org
Acme Corp.
=
<
!
s
!r


x
notes.txt
no
other.mobileconfig
?
!q
END
printf 'Ask Jo.\n' >notes.txt
transcript 'all fields' answered all.txt "$SCEPWIZ" new office.yaml --plain
answers_kept() {
	sed -e '/-----BEGIN/,/-----END/d' -e 's#[A-Za-z0-9+/]\{43\}=#BASE64#' office.yaml
}
transcript 'all fields: the draft' answers_kept
check 'all fields: the secret is in the draft' grep -q correct-horse-battery office.yaml
check 'all fields: and nowhere in the transcript' sh -c '! grep correct-horse "$0"' "$results/answered"
check 'all fields: no draft with errors' "$SCEPWIZ" check office.yaml
check 'all fields: the profiles' test -s office.mobileconfig -a -s other.mobileconfig
check 'all fields: what was kept' grep -q Jo notes.txt

good_draft enter.yaml
sed -i.orig 's/^challenge: .*/challenge: correct-horse-battery/' enter.yaml && rm enter.yaml.orig
chmod 600 enter.yaml
yes '' | head -n 60 >enter.txt
enter_alone() {
	SCEPWIZ_PLAIN=1 "$SCEPWIZ" edit enter.yaml <enter.txt | tail -n 1
}
rm office.yaml
transcript 'nothing but Enter' enter_alone
check 'nothing but Enter: the profile' grep -q correct-horse-battery enter.mobileconfig

printf '=2\nCut short\n=3\none\ntwo' >cut.txt
transcript 'the end of the input saves' answered cut.txt "$SCEPWIZ" new cut.yaml --plain
transcript 'the end of the input saves: the draft' grep -A 3 policy_n cut.yaml

good_draft a.yaml
printf 'x\n<\n!q\n' >review.txt
transcript 'beginning with the review' answered review.txt "$SCEPWIZ" edit a.yaml --plain --review
environment() {
	SCEPWIZ_PLAIN=1 "$SCEPWIZ" edit a.yaml <review.txt >"$results/plain"
	head -n 2 "$results/plain"
	SCEPWIZ_PLAIN=0 "$SCEPWIZ" edit a.yaml <review.txt
}
unchanged 'asked for by the environment' environment
not_asked_for() {
	"$SCEPWIZ" edit a.yaml <review.txt
}
unchanged 'not asked for and no terminal' not_asked_for
PYTHONDONTWRITEBYTECODE=1 # nothing of ours is written into the source tree
export PYTHONDONTWRITEBYTECODE
if python3 -c 'import pty' 2>/dev/null; then
	good_draft t.yaml
	check 'a terminal: the secret is not echoed' \
		python3 "$SCEPWIZ_SOURCE/tests/cli/plain.py" "$SCEPWIZ" t.yaml
	good_draft r.yaml
	check 'recovery, two sessions, two versions' \
		python3 "$SCEPWIZ_SOURCE/tests/cli/recover.py" "$SCEPWIZ" r.yaml
else
	skip_case 'a terminal: the secret is not echoed' 'there is no python3'
	skip_case 'recovery, two sessions, two versions' 'there is no python3'
fi

finish_transcripts
