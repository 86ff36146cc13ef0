#!/bin/sh
# Secrets in wrong places, and values in wrong fields.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

secret='Kq7-horse-staple'
# A draft with the challenge, and more lines.
with() { # PATH LINE...
	path=$1
	shift
	good_draft "$path"
	sed -i.old "s/^challenge: .*/challenge: \"$secret\"/" "$path"
	rm "$path.old"
	printf '%s\n' "$@" >>"$path"
	own_identity "$path"
}
# What a command says, which is not to have the challenge.
quiet() {
	"$@" >said 2>&1
	status=$?
	cat said
	! grep -e "$secret" -e horse-st said || echo 'THE CHALLENGE IS SHOWN'
	rm said
	return $status
}

with same.yaml "organization: \"$secret\""
with notes.yaml 'policy_notes: |' '  Made by Ann.' "  $secret" "  PSK: $secret, ask Ann"
with uri.yaml 'set_subject_alternative_name: yes' "san_uri: [\"https://a.acme.net/$secret\"]"
for draft in same notes uri; do
	transcript "$draft: an error" quiet "$SCEPWIZ" check "$draft.yaml"
	transcript "$draft: not exported" quiet "$SCEPWIZ" export "$draft.yaml"
	transcript "$draft: fixed" quiet "$SCEPWIZ" check --fix "$draft.yaml"
	transcript "$draft: then" grep -e '^organization' -e '^policy_notes' -e '^  [MP]' -e '^san_uri' -e "$secret" "$draft.yaml"
done

transcript 'the fix as JSON' quiet "$SCEPWIZ" check --format json uri.yaml

# whatever else tells values
with all.yaml "review:" "  url: [{by: \"$secret\", date: \"$secret\", text: \"why $secret\"}]"
sed -i.old -e "s|^url: .*|url: \"https://a.acme.net/$secret\"|" -e "s|^policy_name: .*|policy_name: \"Office $secret\"|" \
	-e "s|^subject: .*|subject: \"/CN=%SerialNumber%$secret\"|" all.yaml
rm all.yaml.old
told_elsewhere() {
	"$SCEPWIZ" show all.yaml --for jumpcloud
	"$SCEPWIZ" show all.yaml --for jumpcloud --format json
	"$SCEPWIZ" show all.yaml --format json
	"$SCEPWIZ" comment all.yaml
	"$SCEPWIZ" comment all.yaml --format json
	SCEPWIZ_DRAFTS=$PWD/none "$SCEPWIZ" list --format json
	"$SCEPWIZ" new phone.yaml --from all.yaml --platform ios --no-edit
	"$SCEPWIZ" new tablet.yaml --from all.yaml --platform ios --set mdm=jamf --no-edit
	"$SCEPWIZ" export all.yaml --force -o all.mobileconfig
}
nowhere() {
	quiet told_elsewhere >told
	grep -c . told >/dev/null && ! grep 'THE CHALLENGE' told
	status=$?
	[ "$status" = 0 ] || grep -n -e "$secret" -e horse-st told
	rm -f told phone.yaml tablet.yaml all.mobileconfig all.yaml
	return "$status"
}
check 'the challenge is nowhere in what is told' nowhere

with word.yaml
sed -i.old -e 's/^challenge: .*/challenge: "office"/' word.yaml
rm word.yaml.old
echo 'organization: "office"' >>word.yaml
transcript 'a word may be chance' "$SCEPWIZ" check --fix word.yaml
with short.yaml
sed -i.old -e 's/^challenge: .*/challenge: "acme"/' short.yaml
rm short.yaml.old
echo 'organization: "acme"' >>short.yaml
transcript 'a short one is not looked for' "$SCEPWIZ" check short.yaml

good_draft name.yaml
own_identity name.yaml
sed -i.old '/^url:/d; /^fingerprint:/d' name.yaml
rm name.yaml.old
echo 'name: "https://scep.acme.net/scep"' >>name.yaml
unchanged 'a URL in Name is not moved unasked' "$SCEPWIZ" check name.yaml
transcript 'nor by --fix' "$SCEPWIZ" check --fix name.yaml
unchanged 'its JSON has no fix that loses it' "$SCEPWIZ" check --format json name.yaml
finish_transcripts
