#!/bin/sh
# One's own defaults: the form default.yaml of the forms folder, and what new drafts derive.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

answers() { # DRAFT KEY...: its lines of these keys
	draft=$1
	shift
	for key in "$@"; do
		grep "^ *$key:" "$draft"
	done
}
derived='form policy_name key_size organization url profile_identifier'

transcript 'a new draft has the name of its file' "$SCEPWIZ" new branch-office.yaml --no-edit
unchanged 'in words' answers branch-office.yaml $derived
transcript 'another of that name' "$SCEPWIZ" new BRANCH_office.yaml --no-edit --set url=https://scep.corp.acme.net/scep
transcript 'one without a name' "$SCEPWIZ" new --no-edit
unchanged 'keeps that of the form' answers drafts/scep-profile.yaml $derived
transcript 'a server tells the domain' "$SCEPWIZ" new lab.yaml --no-edit --set url=https://scep.corp.acme.net/scep
unchanged 'of the identifier' answers lab.yaml $derived
transcript 'an address does not' "$SCEPWIZ" new address.yaml --no-edit --set url=http://10.0.0.1/scep
unchanged 'of any' answers address.yaml profile_identifier
offered() { # the fix of a finding
	"$SCEPWIZ" set "$1" url=https://scep.acme.net/scep
	"$SCEPWIZ" check --format json "$1" | grep -A 6 identifier-example
}
transcript 'a server that is known later is offered' offered branch-office.yaml

SCEPWIZ_FORMS=$work/forms
export SCEPWIZ_FORMS
mkdir forms
cat >forms/default.yaml <<-'END'
	extends: scep
	form: default
	domain: acme.net
	mdm: jamf
	preset:
	  organization: Acme Corp.
	  key_size: 2048
	  challenge: {from: prompt}
	  url: https://scep.acme.net/scep
	  device_groups: [Field laptops]
END
transcript 'own defaults' "$SCEPWIZ" new own.yaml --no-edit
unchanged 'are the answers of a draft of scep' answers own.yaml $derived mdm from device_groups
cp own.yaml sent.yaml
elsewhere() {
	SCEPWIZ_FORMS=$work/none "$SCEPWIZ" check sent.yaml
}
transcript 'which others can read' elsewhere
transcript 'what is set comes first' "$SCEPWIZ" new set.yaml --no-edit --set key_size=4096 --set organization=
unchanged 'as given' answers set.yaml key_size organization
transcript 'a form that is named has none' "$SCEPWIZ" new named.yaml --no-edit --form scep
unchanged 'of them' answers named.yaml $derived
transcript 'nor has a copy' "$SCEPWIZ" new copy.yaml --no-edit --from branch-office.yaml
unchanged 'more than the other' answers copy.yaml $derived
own_rows() {
	"$SCEPWIZ" fields | grep -e yours -e Your
	"$SCEPWIZ" fields --format json | grep -A 1 '"Acme Corp."'
	"$SCEPWIZ" fields --form scep | grep yours || echo none
}
transcript 'fields tells which are own' own_rows
own_schema() {
	"$SCEPWIZ" fields --form default --format json-schema | grep -A 2 '"form": {'
}
transcript "its schema is that of scep" own_schema
unchanged 'it is a form' "$SCEPWIZ" check forms/default.yaml
printf 'form: default\nurl: https://scep.acme.net/\n' >of.yaml
unchanged 'no draft is of it' "$SCEPWIZ" check of.yaml
echo 'lock: [url]' >>forms/default.yaml
unchanged 'it only presets' "$SCEPWIZ" new wrong.yaml --no-edit
unchanged 'and a form that is named does without' "$SCEPWIZ" fields --form acme --types
finish_transcripts
