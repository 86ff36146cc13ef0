#!/bin/sh
# Own forms: --form and the forms folder, presets and locks, through every command.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

own_form() {
	cat <<-'END'
		extends: scep
		form: acme_macs
		title: Acme Wi-Fi certificates
		preset:
		  url: https://scep.acme.net/scep
		  key_size: 2048
		  key_usage: [signing]
		  fingerprint: "3c:f2:4d:ba:5f:b0:a3:0e:26:e8:3b:2a:c5:b9:e2:9e:1b:16:1e:5c:1f:a7:42:5e:73:04:33:62:93:8b:98:24"
		  challenge: {from: env, name: SCEP_ACME}
		  device_groups: [Field laptops]
		lock: [url, challenge, key_size]
		hints:
		  subject: /CN= and the inventory number.
	END
}
mkdir forms
own_form >forms/acme_macs.yaml

transcript 'the fields of an own form' "$SCEPWIZ" fields --form forms/acme_macs.yaml
form_in_schema() {
	"$SCEPWIZ" fields --form forms/acme_macs.yaml --format json-schema | grep -e '"acme_macs"' -e '"scep"' -e 'inventory number'
}
transcript 'its schema' form_in_schema
transcript 'a new draft' "$SCEPWIZ" new lap.yaml --no-edit --form forms/acme_macs.yaml \
	--set subject=/CN=ACME-1 --set profile_identifier=net.acme.scep.lap
draft_lines() {
	grep -e '^form' -e '^url' -e '^key_size' -e '^challenge' -e '  from' -e '  name' -e '^device' lap.yaml
}
transcript 'has its presets' draft_lines

unchanged 'without the form' "$SCEPWIZ" check lap.yaml
unchanged 'with it' "$SCEPWIZ" check lap.yaml --form forms/acme_macs.yaml
why_unread() { # without its form
	"$SCEPWIZ" list 2>&1 >/dev/null
	"$SCEPWIZ" list --format json | grep -e '"name": "lap' -e '"state"' -e '"message"'
}
unchanged 'list says why a draft cannot be read' why_unread
SCEPWIZ_FORMS=$work/forms
export SCEPWIZ_FORMS
unchanged 'from the forms folder' "$SCEPWIZ" check lap.yaml
unchanged 'a locked field is not set' "$SCEPWIZ" set lap.yaml url=https://evil.acme.net/
transcript 'another is' "$SCEPWIZ" set lap.yaml retries=5
unchanged 'nor at the start' "$SCEPWIZ" new other.yaml --no-edit --form forms/acme_macs.yaml --set key_size=1024

sed 's/^key_size: .*/key_size: 4096/' lap.yaml >edited.yaml
chmod 600 edited.yaml
sed -i.old 's/^policy_name: .*/policy_name: "Edited"/' edited.yaml
rm edited.yaml.old
own_identity edited.yaml
unchanged 'a lock that was edited away' "$SCEPWIZ" check edited.yaml
SCEP_ACME=horse
export SCEP_ACME
unchanged 'is not exported' "$SCEPWIZ" export edited.yaml
transcript 'is mended' "$SCEPWIZ" check --fix edited.yaml
transcript 'and exported' "$SCEPWIZ" export edited.yaml
challenge_is_there() {
	grep -c horse edited.mobileconfig
	grep horse edited.yaml
}
unchanged 'with the secret of the environment' challenge_is_there

transcript 'a copy keeps the form' "$SCEPWIZ" new copy.yaml --from lap.yaml --no-edit
form_of_copy() {
	grep '^form' copy.yaml
}
unchanged 'as its first line says' form_of_copy
good_draft plain.yaml
unchanged 'an own form against other drafts' "$SCEPWIZ" check plain.yaml --form forms/acme_macs.yaml
unchanged 'diff of two forms' "$SCEPWIZ" diff plain.yaml lap.yaml


# What a profile lacks is not what the form presets: a missing Keysize is 1024 to devices.
SCEP_CHALLENGE=horse
export SCEP_CHALLENGE
"$SCEPWIZ" export plain.yaml -o full.mobileconfig 2>/dev/null
awk '/<key>(Keysize|PayloadOrganization|Challenge)</ { getline; next } { print }' full.mobileconfig >bare.mobileconfig
cat >forms/bare.yaml <<-'END'
	extends: scep
	form: bare
	preset: {key_size: 4096, organization: Acme, policy_name: Bare, platform: macos}
	lock: [key_size, platform]
END
transcript 'an import' "$SCEPWIZ" import bare.mobileconfig -o bare.yaml --form forms/bare.yaml
unchanged 'a lock that the profile lacks' "$SCEPWIZ" check bare.yaml
"$SCEPWIZ" set bare.yaml policy_name=Bare
"$SCEPWIZ" check --fix bare.yaml >/dev/null 2>&1
"$SCEPWIZ" export bare.yaml 2>/dev/null
presets_in_profile() {
	grep -A 1 -e Keysize -e Organization bare.mobileconfig
}
unchanged 'presets are exported' presets_in_profile
awk '/<key>PayloadOrganization</ { getline; next } { print }' bare.mobileconfig >none.mobileconfig
unchanged 'a preset that a profile lacks differs' "$SCEPWIZ" diff bare.yaml none.mobileconfig --form forms/bare.yaml
unchanged 'a platform that is locked' "$SCEPWIZ" new phone.yaml --no-edit --form forms/bare.yaml --platform ios
sed 's/^key_size: .*/key_size: 1024/' plain.yaml >weak.yaml
chmod 600 weak.yaml
transcript 'copied answers do not open a lock' "$SCEPWIZ" new locked.yaml --no-edit --form forms/bare.yaml --from weak.yaml
unchanged 'its value is that of the form' grep '^key_size' locked.yaml

printf 'extends: scep\nform: acme_macs\nlock: [ulr]\n' >forms/acme_macs.yaml
unchanged 'a form with a slip' "$SCEPWIZ" check lap.yaml
unchanged 'given' "$SCEPWIZ" show plain.yaml --form forms/acme_macs.yaml
unchanged 'not there' "$SCEPWIZ" show plain.yaml --form forms/none.yaml
finish_transcripts
