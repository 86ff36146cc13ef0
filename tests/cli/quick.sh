#!/bin/sh
# The quick start from the command line: what it refuses, and whole runs line by line.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

unchanged 'it asks for the values itself' "$SCEPWIZ" new --quick a.yaml --set name=x
unchanged 'and on a terminal' "$SCEPWIZ" new --quick a.yaml --no-edit
unchanged 'no terminal' "$SCEPWIZ" new --quick a.yaml
unchanged 'no such platform' "$SCEPWIZ" new --quick --plain a.yaml --platform watch
echo >there.yaml
unchanged 'a file that is there' "$SCEPWIZ" new --quick --plain there.yaml

asked() { # COMMAND...: with the answers; what became of each draft
	"$@" <answers 2>&1 | grep -e ': saved' -e '^scepwiz: '
}
printf '%s\n' '' da39a3ee5e6b4b0d3255bfef95601890afd80709 https://scep.acme.net/scep static-pre-shared-1 \
	'Branch office' 'A, device:mac-017' '' x '' '' >answers
transcript 'a draft and its profile' asked "$SCEPWIZ" new --quick --plain
transcript 'is there' cat drafts/branch-office.yaml
transcript 'and right' "$SCEPWIZ" check drafts/branch-office.yaml branch-office.mobileconfig

printf '%s\n' 3 da39a3ee5e6b4b0d3255bfef95601890afd80709 https://scep.acme.net/scep static-pre-shared-1 \
	'Lab' '' '' x '' '' x '' '' >answers
transcript 'two platforms' asked "$SCEPWIZ" new --quick --plain lab.yaml
transcript 'are two drafts' "$SCEPWIZ" diff lab.yaml lab-ios.yaml
transcript 'with a profile each' ls lab.mobileconfig lab-ios.mobileconfig

mkdir forms
printf 'extends: scep\nform: acme\nmdm: fleet\npreset:\n  url: https://scep.acme.net/scep\nlock: [url]\n' >forms/acme.yaml
printf '%s\n' 2 '' '' Phones '' '' '!q' >answers
transcript 'what a form has locked is not asked' asked "$SCEPWIZ" new --quick --plain --form forms/acme.yaml phones.yaml
transcript 'and its MDM is known' grep -e ^subject -e ^platform phones.yaml

printf '%s\n' 3 '' https://scep.acme.net/scep '' Pair >answers
echo >pair-ios.yaml
transcript 'both or neither' asked "$SCEPWIZ" new --quick --plain pair.yaml
transcript 'there is none' test ! -e pair.yaml
refusal() { "$SCEPWIZ" new --quick --plain pair.yaml 2>&1 </dev/null; }
transcript 'and no other takes its path' refusal

printf '%s\n' '' '' https://scep.acme.net/scep >answers
transcript 'what was answered is saved where the input ends' asked "$SCEPWIZ" new --quick --plain half.yaml
transcript 'as a draft' grep ^url half.yaml
finish_transcripts
