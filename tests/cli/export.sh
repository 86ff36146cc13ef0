#!/bin/sh
# scepwiz export: the file, its judges, refusals, secrets.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Acme Root' 2>/dev/null
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE

transcript 'an export' "$SCEPWIZ" export a.yaml
transcript 'an export: the profile' cat a.mobileconfig
mode() { # FILE
	ls -l "$1" | cut -c1-10
}
transcript 'an export: readable by its owner alone' mode a.mobileconfig
cp a.mobileconfig first
cp a.mobileconfig readable
chmod 644 readable
transcript 'over a file that others can read' "$SCEPWIZ" export a.yaml -o readable
check 'the same draft gives the same bytes' "$SCEPWIZ" export a.yaml -o second
check 'the same draft gives the same bytes: so it is' cmp first second
"$SCEPWIZ" set a.yaml devices=mac-017 || exit 1
touch -t 202001010000 second
touch -t 202101010000 "$results/mark"
transcript 'the same profile is not written again' "$SCEPWIZ" export a.yaml -o second
untouched() {
	[ -z "$(find second -newer "$results/mark")" ]
}
check 'the same profile is not written again: nor touched' untouched
"$SCEPWIZ" set a.yaml name=CA-1 || exit 1
transcript 'another profile is replaced' "$SCEPWIZ" export a.yaml -o second
check 'another profile is replaced: so it is' grep -q CA-1 second
"$SCEPWIZ" set a.yaml devices= name= || exit 1
sed -e '/^challenge/d' -e 's/"Office"/"Bare"/' a.yaml >bare.yaml
own_identity bare.yaml
chmod 600 bare.yaml
transcript 'a profile without a secret' "$SCEPWIZ" export bare.yaml
to_output() {
	"$SCEPWIZ" export a.yaml -o - | cmp - first
}
unchanged 'to standard output' to_output
from_input() {
	"$SCEPWIZ" export - -o - <a.yaml | cmp - first
}
unchanged 'from standard input' from_input
unchanged 'from standard input without a name' "$SCEPWIZ" export -

# both platforms, everything set and nothing but what is needed, before other people's parsers
judged() { # NAME
	python3 "$SCEPWIZ_SOURCE/tests/cli/profile_keys.py" "$1" "$2.mobileconfig"
}
valid() { # NAME
	sed 's|<!DOCTYPE.*>|<!DOCTYPE plist SYSTEM "'"$SCEPWIZ_SOURCE"'/tests/data/plist.dtd">|' \
		"$1.mobileconfig" >"$1.xml" && xmllint --nonet --noout --valid "$1.xml"
}
for platform in macos ios; do
	"$SCEPWIZ" new "$platform-empty.yaml" --no-edit --platform "$platform" \
		--set policy_name="$platform empty" --set url=https://scep.acme.net/scep 2>/dev/null
	"$SCEPWIZ" new "$platform-full.yaml" --no-edit --platform "$platform" \
		--set policy_name="$platform <full> & \"more\"" --set url=https://scep.acme.net/scep \
		--set fingerprint=2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 \
		--set challenge='p<&>"x' --set key_size=4096 --set 'subject=/C=US/O=A\/B/CN=mac/1.2.5.3=bar' \
		--set retries=5 --set extractable_key=yes --set key_usage=signing,encryption \
		--set retry_delay=30 --set name=CA-1 --set include_root_certificate=yes \
		--set root_certificate=ca.pem --set set_subject_alternative_name=yes \
		--set san_dns_name=a.acme.net --set san_dns_name=b.acme.net \
		--set san_principal=mac@ACME --set san_rfc822=mac@acme.net \
		--set san_uri=https://acme.net/mac --set devices=mac-017 --set organization=Acme \
		--set description='For tests' --set scope=System --set allow_all_apps_access=yes \
		--set policy_notes='not in it' 2>/dev/null
	for amount in empty full; do
		name=$platform-$amount
		check "$name is exported" "$SCEPWIZ" export "$name.yaml"
		if command -v python3 >/dev/null; then
			check "$name has exactly its keys (plistlib)" judged "$name" "$name"
		else
			skip "$name has exactly its keys (plistlib)" 'there is no python3'
		fi
		if command -v xmllint >/dev/null; then
			check "$name is valid (xmllint)" valid "$name"
		else
			skip "$name is valid (xmllint)" 'there is no xmllint'
		fi
	done
done

sed -e 's/^url: .*/url: ""/' -e 's/^fingerprint: .*/fingerprint: "11:22"/' a.yaml >bad.yaml
sed -i.orig 's/Office/Bad/' bad.yaml && rm bad.yaml.orig
own_identity bad.yaml
chmod 600 bad.yaml
unchanged 'errors refuse the export' "$SCEPWIZ" export bad.yaml
unchanged 'errors refuse the export to standard output' "$SCEPWIZ" export bad.yaml -o -
transcript 'forced' "$SCEPWIZ" export bad.yaml --force
transcript 'forced: without what cannot be written' grep -c -e CAFingerprint -e URL bad.mobileconfig

sed -e 's|/C=US/O=Acme|/c=US/ME/O=|' -e 's/^key_size: .*/key_size: 2000/' -e 's/"Office"/"Slips"/' a.yaml >slips.yaml
printf 'retries: many\nretrys: 3\n' >>slips.yaml
own_identity slips.yaml
chmod 600 slips.yaml
unchanged 'never over another draft' "$SCEPWIZ" export slips.yaml -o bad.yaml --force
unchanged 'findings come in the order of the file' "$SCEPWIZ" export slips.yaml
forced() {
	"$SCEPWIZ" export slips.yaml --force -o - >/dev/null
}
unchanged 'forced: each field that is left out' forced
unchanged 'never over the draft' "$SCEPWIZ" export a.yaml -o ./a.yaml
ln a.yaml hard.yaml
unchanged 'never over the draft by another name' "$SCEPWIZ" export a.yaml -o hard.yaml
rm hard.yaml
mkdir folder
unchanged 'not over a folder' "$SCEPWIZ" export a.yaml -o folder
ln -s first link
unchanged 'not through a link' "$SCEPWIZ" export a.yaml -o link
unchanged 'not into a missing folder' "$SCEPWIZ" export a.yaml -o missing/a.mobileconfig
if [ -c /dev/full ]; then
	full_disk() {
		"$SCEPWIZ" export a.yaml -o - >/dev/full
	}
	unchanged 'a full disk' full_disk
else
	skip_case 'a full disk' 'there is no /dev/full'
fi

sed '/^identity/,$d' a.yaml >old.yaml
sed -i.orig 's/Office/Old/' old.yaml && rm old.yaml.orig
chmod 600 old.yaml
transcript 'a missing identity is made' "$SCEPWIZ" export old.yaml
transcript 'a missing identity is made: and saved' grep -A9 '^identity' old.yaml
cp old.yaml "$results/kept"
check 'a missing identity is made: once' "$SCEPWIZ" export old.yaml
check 'a missing identity is made: the draft stays' cmp old.yaml "$results/kept"

unset SCEP_CHALLENGE
unchanged 'a secret whose variable is not set' "$SCEPWIZ" export a.yaml -o x
sed 's/^challenge: .*/challenge: {from: prompt}/' a.yaml >prompt.yaml
sed -i.orig 's/Office/Prompt/' prompt.yaml && rm prompt.yaml.orig
own_identity prompt.yaml
chmod 600 prompt.yaml
if command -v setsid >/dev/null; then
	unchanged 'a secret to be asked for, and no terminal' setsid -w "$SCEPWIZ" export prompt.yaml -o x
else
	skip_case 'a secret to be asked for, and no terminal' 'there is no setsid'
fi
if command -v python3 >/dev/null; then
	check 'a secret is asked for without echo' \
		python3 -B "$SCEPWIZ_SOURCE/tests/cli/prompt.py" "$SCEPWIZ" prompt.yaml
else
	skip 'a secret is asked for without echo' 'there is no python3'
fi

finish_transcripts
