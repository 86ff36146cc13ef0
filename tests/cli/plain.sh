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
		-e 's/\([0-9A-F]\{1,2\}:\)\{5,\}[0-9A-F]*/HEX/g' \
		-e 's/begins [0-9A-F ]\{11\}/begins HEX/g' -e 's/\([0-9A-F]\{2\},\{0,1\} \)\{4,\}[0-9A-F]\{2\}/HEX/g' -e 's#[A-Za-z0-9+/]\{43\}=#BASE64#g' \
		"$results/answered"
	return $answered_status
}

# the job of a person who listens: a macOS policy with the root certificate and a subject alternative name, until the
# profile is written
cat >job.txt <<'END'

Branch office
Made 2026-11-20.

/choose
ca.cer

correct-horse-battery
2048
/CN=%SerialNumber%


signing

https://scep.acme.net/scep

yes
ca.cer
yes
%HostName%




Field laptops






END
transcript 'by ear' answered job.txt "$SCEPWIZ" new ear.yaml --plain
check 'by ear: the profile' test -s ear.mobileconfig

# words that are said before each prompt, one number a line; what is typed is not said
words_said() {
	awk '/^> / || /^>$/ { print n; n = 0; next } { n += NF }' "$results/answered"
}
# NUMBER: at most so many in the whole job
few_words() {
	words_said | awk -v most="$1" '{ n += $1 } END { print n " words"; exit n > most }'
}
# NUMBER: the median of the steps behind the third
short_steps() {
	words_said | tail -n +4 | sort -n |
		awk -v most="$1" '{ n[NR] = $1 } END { m = n[int((NR + 1) / 2)]; print "median " m; exit m > most }'
}
# no sentence of five words or more is said a second time
nothing_twice() {
	grep -v '^> ' "$results/answered" | tr '\n' ' ' | sed 's/\([.?!:]\) /\1\
/g' | awk 'NF >= 5 && seen[$0]++ { print; twice = 1 } END { exit twice }'
}
check 'by ear: few words' few_words 500
check 'by ear: short steps' short_steps 15
check 'by ear: nothing is said twice' nothing_twice
check 'by ear: no hash is read out' sh -c '! grep -qi "\([0-9a-f]\{2\}:\)\{5\}" "$0"' "$results/answered"

# every field, with errors, and everything else that the screen can do
cat >all.txt <<'END'
back
help
3
2
/back
macos
Branch office
Made 2026-11-20,
tested on mac-017.

/list
11:22:33:44:aa:bb:cc:dd
/choose
ca.cer
/value

correct-horse-battery
fix


CN=%SerialNumber%
/fix
perhaps


/clear
x
5
n
1 3
1, encryption
20
scep.acme.net

/back
https://scep.acme.net/scep
\-
y
missing.cer
ca.cer
yes
%HostName%
not a host
.

/back
%HostName%
mac1.acme.net
.
user
/go 18
%AD_ComputerID%@acme.net
user@acme.net
.
https://acme.net/%SerialNumber%
.
/menu
all
/all
/next section
/previous section
Field laptops
Macs
.
mac-017
.
/back
/add
mac-018
.

name
/clear

org
Acme Corp.
list
back
menu
save
review


export
notes.txt
no
other.mobileconfig
help
value
quit
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
# the wizard goes on asking, but never overwrites what is there
printf 'Ask Jo.\n' >enter.mobileconfig
enter_on_a_text() {
	"$SCEPWIZ" edit enter.yaml --plain --review <enter.txt >"$results/enter"
	grep -q 'Overwrite it?' "$results/enter" && cat enter.mobileconfig
}
transcript 'nothing but Enter: what is there stays' enter_on_a_text

printf 'go 2\nCut short\n/go 3\none\ntwo' >cut.txt
transcript 'the end of the input saves' answered cut.txt "$SCEPWIZ" new cut.yaml --plain
transcript 'the end of the input saves: the draft' grep -A 3 policy_n cut.yaml

good_draft a.yaml
printf 'export\n/back\nquit\n' >review.txt
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
printf 'new\nlyon\nquit\nhelp\nquit\n' >start.txt
mkdir start
cd start || exit 1
SCEPWIZ_DRAFTS=$PWD/drafts
transcript 'the list of drafts' answered ../start.txt "$SCEPWIZ" --plain
environment_start() {
	touch -t 202611201200 drafts/lyon.yaml
	SCEPWIZ_PLAIN=1 "$SCEPWIZ" <../start.txt >../list.txt
	head -n 2 ../list.txt
}
transcript 'the list of drafts, by the environment' environment_start
cd .. || exit 1
SCEPWIZ_DRAFTS=$work/drafts
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
