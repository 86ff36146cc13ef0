#!/bin/sh
# scepwiz fields: the lists, and a JSON Schema that takes what scepwiz writes and finds slips.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

transcript 'the fields' "$SCEPWIZ" fields
transcript 'the types' "$SCEPWIZ" fields --types
transcript 'no such format' "$SCEPWIZ" fields --format xml
transcript 'types have no schema' "$SCEPWIZ" fields --types --format json-schema

"$SCEPWIZ" fields --format json-schema >schema.json
judge=
for python in python3 /usr/bin/python3; do
	[ -n "$judge" ] || ! $python -c 'import jsonschema, yaml' 2>/dev/null || judge=$python
done

validate() { # DRAFT...: "FILE: where: what" for each, then how many are fine
	"$judge" - "$@" <<-'END'
		import json, sys, jsonschema, yaml
		schema = json.load(open("schema.json"))
		jsonschema.Draft7Validator.check_schema(schema)
		fine = 0
		for name in sys.argv[1:]:
		    errors = list(jsonschema.Draft7Validator(schema).iter_errors(yaml.safe_load(open(name))))
		    for error in sorted(errors, key=lambda e: list(map(str, e.path))):
		        print(f"{name}: {'/'.join(map(str, error.path)) or 'top'}: {error.validator}")
		    fine += not errors
		print(fine, "fine")
	END
}

# What make install installs. It is made with the program, and a distribution has it.
installed=forms/scep.schema.json
if [ -f "${SCEPWIZ_BUILD:-$SCEPWIZ_SOURCE}/$installed" ]; then
	installed=${SCEPWIZ_BUILD:-$SCEPWIZ_SOURCE}/$installed
else
	installed=$SCEPWIZ_SOURCE/$installed
fi
check 'the schema that is installed is this one' cmp "$installed" schema.json
named() { # SCHEMA COMMAND...: the first line of the draft that the command makes
	named_schema=$1
	shift
	rm -f named.yaml
	SCEPWIZ_SCHEMA=$named_schema "$SCEPWIZ" "$@" >/dev/null 2>&1
	head -n 1 named.yaml
}
cp schema.json 'with blank.json'
printf 'form: scep\nplatform: macos\n' >plain.yaml
transcript 'a new draft names its schema' named "$work/schema.json" new named.yaml --no-edit
transcript 'so does a copy' named "$work/schema.json" new named.yaml --no-edit --from plain.yaml
transcript 'the schema is of one form' named "$work/schema.json" new named.yaml --no-edit --form acme
transcript 'a schema that is not there is not named' named "$work/none.json" new named.yaml --no-edit
transcript 'nor is one that no editor reads' named "$work/with blank.json" new named.yaml --no-edit
transcript 'nor is a relative one' named schema.json new named.yaml --no-edit
from_profile() {
	"$SCEPWIZ" new of.yaml --no-edit --set url=https://scep.acme.net/scep >/dev/null 2>&1
	"$SCEPWIZ" export of.yaml -o of.mobileconfig >/dev/null 2>&1
	named "$work/schema.json" import of.mobileconfig -o named.yaml
}
transcript 'an imported draft names it' from_profile
stays() {
	cp plain.yaml old.yaml
	SCEPWIZ_SCHEMA=$work/schema.json "$SCEPWIZ" set old.yaml key_size=2048
	cat old.yaml
}
transcript 'an existing draft stays' stays
rm -f 'with blank.json' named.yaml plain.yaml of.yaml of.mobileconfig old.yaml

good_draft hand.yaml
"$SCEPWIZ" new made.yaml --no-edit --set key_usage=signing --set san_dns_name=a.acme.net 2>/dev/null
"$SCEPWIZ" new full.yaml --no-edit --from hand.yaml --platform ios --set retries=5 \
	--set policy_notes='two
lines' --set extractable_key=yes 2>/dev/null
printf 'form: scep\nkey_usage: signing\nsan_dns_name: [a, b]\nkey_size: "2048"\nretries: ""\n' >short.yaml
printf 'extractable_key: yes\npolicy_name: 2026\nurl:\nreview: {url: "why?"}\nchallenge: {from: prompt}\n' >>short.yaml
printf 'form: scep\nkey_sise: 2048\nkey_size: 3000\nretries: many\nkey_usage: [sign]\n' >slips.yaml
printf 'challenge: {from: vault}\nplatform: [macos]\nidentity: {uuid: x}\n' >>slips.yaml
# What the program writes besides fields: comments, acceptances, originals; and what people write by hand.
good_draft full_hand.yaml
"$SCEPWIZ" set full_hand.yaml key_size=1024 mdm=jamf 2>/dev/null
"$SCEPWIZ" accept full_hand.yaml key-size-weak --reason 2027 2>/dev/null
"$SCEPWIZ" comment full_hand.yaml url 42 2>/dev/null
"$SCEPWIZ" comment full_hand.yaml url 'Is it this one?' 2>/dev/null
"$SCEPWIZ" comment full_hand.yaml url --done 1 2>/dev/null
printf 'x-ticket: {id: 17}\n' >>full_hand.yaml
sed -i 's/^identity:/&\n  x-by: someone/' full_hand.yaml
printf 'form: scep\nextractable_key: "true"\nidentity:\nreview:\naccepted:\nx-a: 1\n' >empty_groups.yaml
imported() { # the samples of import.sh; what is found in kinds, scepwiz reports as errors, too
	python3 "$SCEPWIZ_SOURCE/tests/cli/profile_samples.py"
	set --
	for name in *.mobileconfig; do
		"$SCEPWIZ" import "$name" -o "imported-$name.yaml" 2>/dev/null
		[ ! -e "imported-$name.yaml" ] || set -- "$@" "imported-$name.yaml"
	done
	validate "$@"
}
if [ -n "$judge" ]; then
	transcript 'so is what is no field' validate full_hand.yaml empty_groups.yaml
	transcript 'so are imported drafts' imported
	transcript 'drafts are held against the schema' validate hand.yaml made.yaml full.yaml short.yaml
	transcript 'slips are found' validate slips.yaml
else
	skip_case 'so is what is no field' 'python3 has no jsonschema or yaml'
	skip_case 'so are imported drafts' 'python3 has no jsonschema or yaml'
	skip_case 'drafts are held against the schema' 'python3 has no jsonschema or yaml'
	skip_case 'slips are found' 'python3 has no jsonschema or yaml'
fi
finish_transcripts
