#!/bin/sh
# scepwiz import: what is taken, what is kept, that an untouched profile comes out equal, and that a change
# changes one key.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

if ! command -v python3 >/dev/null; then
	echo '1..0 # SKIP there is no python3'
	exit 0
fi
python3 "$SCEPWIZ_SOURCE/tests/cli/profile_samples.py" || exit 1

# The findings about answers are those of check; here those of the import itself are held.
taken() { # PROFILE [OPTION...]
	"$SCEPWIZ" import "$@" >"$results/import" 2>&1
	taken=$?
	sed -n -e '/\[several-scep-payloads\]$/p' -e '/\[profile-was-signed\]$/p' \
		-e '/\[not-a-profile\]$/p' -e '/\[profile-not-well-formed\]$/p' \
		-e '/\[[a-z0-9-]*\]$/!p' "$results/import"
	return $taken
}
# Differences between the profile and the draft's export.
again() { # PROFILE DRAFT
	"$SCEPWIZ" export "$2" -o again.mobileconfig --force >/dev/null 2>&1
	python3 "$SCEPWIZ_SOURCE/tests/cli/plist_diff.py" "$1" again.mobileconfig
	rm again.mobileconfig
}
# Untouched, and after a change of what is in no profile.
round_trip() { # PROFILE
	again "$1" "${1%.*}"
	"$SCEPWIZ" set "${1%.*}" policy_notes='seen' devices=mac-017 2>/dev/null
	again "$1" "${1%.*}"
}

for name in plain two wifi root pem real kinds several hidden san; do
	transcript "$name" taken "$name.mobileconfig"
	transcript "$name: comes out equal" round_trip "$name.mobileconfig"
done
for name in binary bom nodecl; do
	transcript "$name" taken "$name.mobileconfig"
	transcript "$name: comes out equal" round_trip "$name.mobileconfig"
done
from_input() {
	taken - -o input <plain.mobileconfig
}
transcript 'from standard input' from_input
transcript 'from standard input: comes out equal' again plain.mobileconfig input
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 \
	-subj '/O=Acme/CN=Acme Signer' 2>/dev/null
openssl smime -sign -signer cert.pem -inkey key.pem -nodetach -outform der -in plain.mobileconfig \
	-binary -out signed.mobileconfig
transcript 'signed' taken signed.mobileconfig
transcript 'signed: comes out equal' again plain.mobileconfig signed

# The last value of a key that stands twice is the one of the draft.
sed 's|<key>URL</key>|<key>URL</key><string>https://old.acme.net/</string>&|' plain.mobileconfig >twice.mobileconfig
transcript 'a key twice' taken twice.mobileconfig
transcript 'a key twice: comes out with the last value' again plain.mobileconfig twice
{
	printf '<plist version="1.0"><dict><key>Command</key><dict><key>RequestType</key>'
	printf '<string>InstallProfile</string><key>Payload</key><data>'
	base64 plain.mobileconfig
	printf '</data></dict></dict></plist>\n'
} >command.plist
transcript 'a command' taken command.plist
transcript 'a command: comes out as the profile in it' again plain.mobileconfig command

transcript 'the second of two payloads' taken two.mobileconfig --payload 2 -o second
transcript 'the second of two payloads: comes out equal' again two.mobileconfig second
transcript 'a payload that is not there' taken two.mobileconfig --payload 3 -o third
transcript 'another platform' taken plain.mobileconfig --platform ios -o ios
transcript 'another platform: comes out equal' again plain.mobileconfig ios

transcript 'a payload alone' taken bare.plist
transcript 'a payload alone: wrapped' taken bare.plist --wrap
payload_alone() {
	"$SCEPWIZ" export bare -o bare.mobileconfig >/dev/null 2>&1
	python3 - <<-'END'
		import plistlib
		a = plistlib.load(open("bare.plist", "rb"))
		b = plistlib.load(open("bare.mobileconfig", "rb"))
		print(b.pop("PayloadContent") == [a], sorted(b), b["PayloadDisplayName"])
	END
}
transcript 'a payload alone: wrapped as it was' payload_alone

for name in list.plist none.mobileconfig encrypted.mobileconfig manifest.plist answer.xml other.plist \
	broken.mobileconfig; do
	unchanged "no profile of ours: $name" taken "$name"
done
unchanged 'a file that is not there' taken missing.mobileconfig
unchanged 'a draft that is there' taken plain.mobileconfig
unchanged 'standard input without a name' taken -
unchanged 'a payload number that is none' taken plain.mobileconfig --payload 0 -o x
unchanged 'a payload number that no profile has' taken plain.mobileconfig --payload 1000 -o x
unchanged 'a payload number above all' taken plain.mobileconfig --payload 1001 -o x
unchanged 'a platform that is none' taken plain.mobileconfig --platform windows -o x

# one change, one key
changed() { # NAME KEY=VALUE...
	name=$1
	shift
	cp "drafts/$name.yaml" changed.yaml
	chmod 600 changed.yaml
	cp changed.yaml before.yaml
	"$SCEPWIZ" set ./changed.yaml "$@" 2>/dev/null
	"$SCEPWIZ" export ./changed.yaml -o changed.mobileconfig --force >/dev/null 2>&1
	python3 "$SCEPWIZ_SOURCE/tests/cli/plist_diff.py" "$name.mobileconfig" changed.mobileconfig
	sed -n '/^# The profile that/,$p' before.yaml >before
	sed -n '/^# The profile that/,$p' changed.yaml | cmp -s before - || echo 'the original has changed'
	rm changed.yaml changed.mobileconfig before.yaml before
}
transcript 'change a number' changed plain key_size=4096
printf 'another secret' >secret.txt
transcript 'change a secret' changed plain challenge=@secret.txt
transcript 'remove a secret' changed plain challenge=
transcript 'fill a secret' changed several challenge=x
transcript 'change a text' changed plain 'subject=/CN=x' name=CA-1
transcript 'remove a text' changed plain subject=
transcript 'change the identity' changed plain policy_name=Other organization=Acme
transcript 'a switch on' changed plain set_subject_alternative_name=yes san_dns_name=a.acme.net
transcript 'a switch off' changed san set_subject_alternative_name=no
transcript 'one name of two gone' changed san san_principal=
printf '%s\n' "$(sed -n '/BEGIN/,/END/p' "$SCEPWIZ_SOURCE/tests/cli/profile_samples.py" |
	sed 's/^PEM = b"""//')" >ca.pem
transcript 'a root certificate on' changed two include_root_certificate=yes root_certificate=ca.pem
transcript 'a root certificate off' changed pem include_root_certificate=no
transcript 'another root certificate' changed root root_certificate=cert.pem
transcript 'the key made not extractable' changed plain extractable_key=no
transcript 'another platform keeps keys' changed kinds platform=ios
transcript 'wrong kinds are mended' changed kinds retries=4 extractable_key=yes key_usage=signing \
	subject=/CN=x san_dns_name=a.acme.net name=CA-1 fingerprint=
elsewhere() {
	cp drafts/plain.yaml elsewhere.yaml
	SCEP_CHALLENGE=another "$SCEPWIZ" set ./elsewhere.yaml challenge=@env:SCEP_CHALLENGE
	SCEP_CHALLENGE=correct-horse-battery again plain.mobileconfig ./elsewhere.yaml
	rm elsewhere.yaml
}
transcript 'a secret from elsewhere' elsewhere

beside() { # an export would replace the profile
	cp plain.mobileconfig beside.mobileconfig
	taken beside.mobileconfig -o ./beside.yaml
	rm beside.*
}
transcript 'a draft beside the profile' beside
check 'a payload alone: a terminal is asked' \
	python3 "$SCEPWIZ_SOURCE/tests/cli/wrap.py" "$SCEPWIZ" bare.plist

# secrets
secret_in_original() { # the answer alone has it
	grep -c correct-horse-battery drafts/plain.yaml
	grep -A1 '<key>Challenge' drafts/plain.yaml
	ls -l drafts/plain.yaml | cut -c1-10
}
transcript 'the secret stands once' secret_in_original
for_others() {
	cp drafts/wifi.yaml others.yaml
	chmod 644 others.yaml
	"$SCEPWIZ" check others.yaml | grep in-clear
	rm others.yaml
}
transcript 'secrets of other payloads' for_others
never_shown() {
	for name in wifi kinds two; do
		"$SCEPWIZ" show "$name"
		"$SCEPWIZ" show "$name" --format json
		"$SCEPWIZ" check "$name"
	done 2>&1 | grep -e horse -e wifi-secret -e eap-secret -e 12345
}
transcript 'secrets are never shown' never_shown
kept() {
	"$SCEPWIZ" show wifi | sed -n '/^Kept/,/^$/p'
	"$SCEPWIZ" show wifi --format json | sed -n '/"kept"/,/}/p'
}
transcript 'what is kept, on the sheet' kept

# a profile where a draft is wanted
for command in edit show check 'set x=y' export; do
	wrong() {
		# shellcheck disable=SC2086
		set -- $command
		first=$1
		shift
		"$SCEPWIZ" "$first" plain.mobileconfig "$@"
	}
	case $command in
	check) ;; # takes profiles
	*) unchanged "a profile for $command" wrong ;;
	esac
done
unchanged 'a profile by its path' "$SCEPWIZ" show ./plain.mobileconfig
copy() {
	"$SCEPWIZ" new copy.yaml --no-edit --from wifi.mobileconfig 2>&1 | grep -v ' warning: '
	grep -c -e '^foreign' -e '11111111-' copy.yaml
	grep -e '^subject' -e '^policy_name' copy.yaml
}
transcript 'new from a profile' copy
by_hand() { # what hands did to the original is told
	sed 's/^foreign_payloads: .*/foreign_payloads: {scep: 7}/' drafts/plain.yaml >hand.yaml
	"$SCEPWIZ" export ./hand.yaml -o x --force 2>&1 | grep foreign
	sed 's/^foreign_payloads: .*/foreign_payloads: {wifi: 1}/' drafts/plain.yaml >hand.yaml
	"$SCEPWIZ" show ./hand.yaml
	sed 's|</plist>|</plis>|' drafts/plain.yaml >hand.yaml
	"$SCEPWIZ" export ./hand.yaml -o x --force 2>&1 | grep foreign
	rm hand.yaml
}
transcript 'a template changed by hand' by_hand

finish_transcripts
