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

good_draft hand.yaml
"$SCEPWIZ" new made.yaml --no-edit --set key_usage=signing --set san_dns_name=a.acme.net 2>/dev/null
"$SCEPWIZ" new full.yaml --no-edit --from hand.yaml --platform ios --set retries=5 \
	--set policy_notes='two
lines' --set extractable_key=yes 2>/dev/null
printf 'form: scep\nkey_usage: signing\nsan_dns_name: [a, b]\nkey_size: "2048"\nretries: ""\n' >short.yaml
printf 'extractable_key: yes\npolicy_name: 2026\nurl:\nreview: {url: "why?"}\nchallenge: {from: prompt}\n' >>short.yaml
printf 'form: scep\nkey_sise: 2048\nkey_size: 3000\nretries: many\nkey_usage: [sign]\n' >slips.yaml
printf 'challenge: {from: vault}\nplatform: [macos]\nidentity: {uuid: x}\n' >>slips.yaml
if [ -n "$judge" ]; then
	transcript 'drafts are held against the schema' validate hand.yaml made.yaml full.yaml short.yaml
	transcript 'slips are found' validate slips.yaml
else
	skip_case 'drafts are held against the schema' 'python3 has no jsonschema or yaml'
	skip_case 'slips are found' 'python3 has no jsonschema or yaml'
fi
finish_transcripts
