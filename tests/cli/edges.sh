#!/bin/sh
# Commands at their edges: what cannot be an operand, the second of two, what is too large, what cannot be saved.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
"$SCEPWIZ" export a.yaml 2>/dev/null

for command in 'show a.yaml' 'diff a.yaml a.yaml' 'check a.yaml' 'fields'; do
	# shellcheck disable=SC2086 # words
	unchanged "a format that is none: $command" "$SCEPWIZ" $command --format xml
done
unchanged 'new on standard output' "$SCEPWIZ" new - --no-edit
unchanged 'an empty name' "$SCEPWIZ" show ''
unchanged 'edit of standard input' "$SCEPWIZ" edit -
unchanged 'import to standard output' "$SCEPWIZ" import a.mobileconfig -o -
unchanged 'two rules' "$SCEPWIZ" rules url-missing key-size-weak
page_begins() {
	"$SCEPWIZ" rules --format man | sed '/^\.It Cm fingerprint-length/,$d'
	"$SCEPWIZ" rules --format man | sed -n '/^\.Sh SEE/,$p'
}
unchanged 'the manual page of the rules, its ends' page_begins
page_rules() { # with small letters that stay, a backslash, options, dots, long sentences
	for rule in fingerprint-odd-digits key-size-weak subject-syntax subject-nesting accepted-unused \
		secret-not-allowed certificate-algorithm mdm-unknown; do
		"$SCEPWIZ" rules --format man | awk -v rule="$rule" '/^\.(It|Ss|El)/ { inside = $3 == rule } inside'
	done
	"$SCEPWIZ" rules --format man | grep '^\.Ss'
}
unchanged 'some of its rules, and its headings' page_rules
unchanged 'the manual page of one rule' "$SCEPWIZ" rules --format man url-missing
unchanged 'two rules, the second unknown' "$SCEPWIZ" rules url-missing key-size-week

# The first free name.
transcript 'a draft without a name' "$SCEPWIZ" new --no-edit
transcript 'a second one' "$SCEPWIZ" new --no-edit
transcript 'a third one' "$SCEPWIZ" new --no-edit
rm -f drafts/*.yaml
transcript 'a new draft with a mistake in it' "$SCEPWIZ" new bad.yaml --no-edit --set url=ftp://a.net --set retries=3
rm bad.yaml

cat >form.yaml <<'END'
form: tiny
version: 1
title: Tiny
platform: platform
payloads:
  - {key: p, type: com.example.p, label: P, suffix: p}
sections:
  - title: First
    fields:
      - key: platform
        label: Platform
        type: choice
        choices: [{value: macos, label: macOS}, {value: ios, label: iOS}]
        hint: Which.
      - {key: more, label: More, type: boolean, hint: Yes or no.}
      - {key: size, label: Size, type: integer, when: {field: platform, is: ios}, hint: How much.}
      - {key: word, label: Word, type: text, when: more, hint: A word., profile: {payload: p, path: Word}}
      - {key: id, label: Id, type: uuid, make: once, hint: Made., profile: {payload: p, path: PayloadUUID}}
END
unchanged 'what a field depends on' "$SCEPWIZ" fields --form form.yaml --format json

# Of lists, what both begin and end with is left out.
notes() { # FILE LINE...
	sed "s/Office/$1/" a.yaml >"$1.yaml"
	printf 'policy_notes: |\n' >>"$1.yaml"
	shift
	notes_file=$1
	shift
	printf '  %s\n' "$@" >>"$notes_file"
}
notes one one.yaml a b c d e
notes two two.yaml a b x d e
notes three three.yaml a b c d
notes four four.yaml b c d e
notes five five.yaml a b c c d e
lines() { # FILE FILE
	"$SCEPWIZ" diff "$1" "$2" | sed -n '/^Policy notes/,/^$/p'
}
unchanged 'one line in the middle' lines one.yaml two.yaml
unchanged 'the last line is missing' lines one.yaml three.yaml
unchanged 'the first line is missing' lines one.yaml four.yaml
unchanged 'a line that stands twice' lines one.yaml five.yaml
unchanged 'a line that stands once' lines five.yaml one.yaml
rm one.yaml two.yaml three.yaml four.yaml five.yaml

# Of two URLs, what counts.
urls() { # URL URL
	sed "s#^url: .*#url: \"$1\"#" a.yaml >one.yaml
	sed "s#^url: .*#url: \"$2\"#" a.yaml >two.yaml
	"$SCEPWIZ" diff one.yaml two.yaml | sed -n '/^URL/,/^$/p'
}
while read -r one two; do
	transcript "URLs: $one $two" urls "$one" "$two"
done <<'END'
https://a.net:443/x https://a.net/x
http://a.net:80/x http://a.net/x
http://a.net:443/x http://a.net/x
https://a.net:80/x https://a.net/x
https://a.net:444/x https://a.net/x
https://a.net:444/x https://a.net:445/x
https://a.net:444/x HTTPS://A.net:444/x
https://a.net/x?a https://a.net/x?b
https://a.net/x http://a.net/x
END

# What is accepted for several values, and a reason of two lines.
accepting() {
	"$SCEPWIZ" "$@" 2>&1 | sed -e 's/ ([^()]*, 20[0-9-]*)/ (NAME, DATE)/' -e 's/by .*, 20[0-9-]*/by NAME, DATE/'
}
sed -e 's/"Office"/"Two"/' -e 's/\[signing\]/[signing, encryption]/' \
	-e 's|^url: .*|url: "https://scep.acme.net/certsrv/mscep/mscep.dll"|' a.yaml >one.yaml
own_identity one.yaml
transcript 'a reason of two lines' accepting accept one.yaml key-usage-ndes --reason 'There is
a template'
unchanged 'is shown as one' accepting check --accepted one.yaml
sed 's/mscep.dll/other.dll/' one.yaml >two.yaml
unchanged 'one value has changed' accepting check two.yaml
sed -e 's/, encryption/, encryption, signing/' -e 's/mscep.dll/mscep.dll?x/' -e 's/%SerialNumber%/x/' one.yaml >two.yaml
unchanged 'several values have changed' accepting check two.yaml
rm one.yaml two.yaml

"$SCEPWIZ" import a.mobileconfig -o again.yaml 2>/dev/null
kept() {
	"$SCEPWIZ" show again.yaml | sed -n '/^Kept from/,/^$/p'
}
unchanged 'nothing beside what the form knows' kept
rm again.yaml

# Whole numbers where yes or no belongs.
mends() {
	"$SCEPWIZ" check --format json "$1" | grep -e '"rule"' -e '"fix"'
}
for number in 0 1 2 -1; do
	awk -v n="$number" '/<key>KeyIsExtractable/ { print; getline; print "<integer>" n "</integer>"; next } { print }' \
		a.mobileconfig >number.mobileconfig
	unchanged "the number $number for yes or no" mends number.mobileconfig
done
rm number.mobileconfig

# Of a list, all that is no blank.
sed 's/"Office"/"List"/' a.yaml >list.yaml
own_identity list.yaml
printf 'devices: [mac-1, "", mac-2, " ", mac-3]\n' >>list.yaml
unchanged 'empty items of a list' mends list.yaml
rm list.yaml

# Secrets of other payloads that stand in lists, and lists in lists.
awk '/<key>PayloadContent<\/key>/ && !done { print; getline; print; done = 1
	print "<dict><key>PayloadType</key><string>net.acme.mail</string><key>PayloadVersion</key><integer>1</integer>"
	print "<key>PayloadIdentifier</key><string>net.acme.mail</string>"
	print "<key>PayloadUUID</key><string>9F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F9</string>"
	print "<key>Accounts</key><array><dict><key>Name</key><string>a</string></dict>"
	print "<dict><key>Password</key><string>s3cret</string></dict></array>"
	print "<key>Nested</key><array><array><dict><key>Secret</key><string>s3cret</string></dict></array></array></dict>"
	next } { print }' a.mobileconfig >mail.mobileconfig
"$SCEPWIZ" import mail.mobileconfig -o mail.yaml 2>/dev/null
chmod 644 mail.yaml
others_can_read() {
	"$SCEPWIZ" check mail.yaml 2>&1 | grep 'others can read'
}
unchanged 'secrets in lists' others_can_read
rm mail.*

# A payload that comes to an original stands where the form has it.
mkdir three
cat >three/form.yaml <<'END'
form: three
version: 1
title: Three
platform: platform
payloads:
  - {key: one, type: com.example.one, label: One, suffix: one}
  - {key: two, type: com.example.two, label: Two, suffix: two}
  - {key: three, type: com.example.three, label: Three, suffix: three}
sections:
  - title: First
    fields:
      - key: platform
        label: Platform
        type: choice
        default: macos
        choices: [{value: macos, label: macOS}, {value: ios, label: iOS}]
        hint: Which.
      - {key: more, label: More, type: boolean, default: "false", hint: Yes or no.}
      - {key: profile_identifier, label: Identifier, type: identifier, make: once, hint: x, profile: {path: PayloadIdentifier}}
      - {key: profile_uuid, label: UUID, type: uuid, make: once, hint: x, profile: {path: PayloadUUID}}
      - {key: id1, label: One, type: uuid, make: once, hint: x, profile: {payload: one, path: PayloadUUID}}
      - {key: id2, label: Two, type: uuid, make: once, hint: x, profile: {payload: two, path: PayloadUUID}}
      - {key: id3, label: Three, type: uuid, make: once, hint: x, profile: {payload: three, path: PayloadUUID}}
END
for new in one two three; do
	sed "s/{key: $new, .*suffix: $new/&, when: more/" three/form.yaml >three/$new.form
	(
		cd three || exit 1
		"$SCEPWIZ" new $new.yaml --no-edit --form $new.form
		"$SCEPWIZ" export $new.yaml --form $new.form
		"$SCEPWIZ" import $new.mobileconfig -o $new-again.yaml --form $new.form
		"$SCEPWIZ" set $new-again.yaml more=yes --form $new.form
		"$SCEPWIZ" export $new-again.yaml --form $new.form
	) 2>/dev/null
	payloads() {
		grep -o 'com.example.[a-z]*</string>' three/$new-again.mobileconfig | grep -e one -e two -e three
	}
	unchanged "payloads, the new one is $new" payloads
done
rm -r three

# What is beside the form is told one by one; forms need not have the same fields.
two_more() {
	awk '/<key>PayloadContent<\/key>/ && !done { print; getline; print; done = 1
		for (i = 1; i < 3; i++) {
			print "<dict><key>PayloadType</key><string>net.acme.more" i "</string><key>PayloadVersion</key><integer>1</integer>"
			print "<key>PayloadIdentifier</key><string>net.acme.more" i "</string>"
			print "<key>PayloadUUID</key><string>9F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F" i "</string></dict>"
		}
		next } { print }' a.mobileconfig
}
two_more >more.mobileconfig
"$SCEPWIZ" import more.mobileconfig -o more.yaml 2>/dev/null
kept_differs() {
	"$SCEPWIZ" diff "$@" | sed -n '/^Kept/,$p'
}
unchanged 'two payloads beside it' kept_differs a.yaml more.yaml
unchanged 'and none' kept_differs more.yaml a.yaml
awk '/<key>PayloadContent<\/key>/ && !done { print; getline; print; print "<string>first</string>"; done = 1; next } { print }' \
	a.mobileconfig >first.mobileconfig
unchanged 'a payload behind what is none' "$SCEPWIZ" check first.mobileconfig --ignore challenge-missing
awk '/<key>PayloadType<\/key>/ { held = $0; getline; if (!/Configuration/) print held "\n" $0; next } { print }' \
	first.mobileconfig >untyped.mobileconfig
unchanged 'in a profile that says no type' "$SCEPWIZ" check untyped.mobileconfig --ignore challenge-missing
printf 'form: acme\npolicy_name: Acme\nreview:\n  policy_name: why\n' >acme.yaml
printf 'review:\n  fingerprint: which\n' | cat a.yaml - >noted.yaml
comments() {
	"$SCEPWIZ" diff "$@" | sed -n '/, comments$/,/^$/p'
}
unchanged 'comments of two forms' comments noted.yaml acme.yaml
rm more.* first.mobileconfig untyped.mobileconfig acme.yaml noted.yaml

# An MDM's limit, to the byte.
sized() { # BYTES
	awk -v n="$1" '/<key>PayloadType<\/key>/ && !done { printf "<key>ConsentText</key><string>"
		for (i = 0; i < n; i++) printf "x"
		print "</string>"; done = 1 } { print }' a.mobileconfig >large.mobileconfig
	rm -f large.yaml
	"$SCEPWIZ" import large.mobileconfig -o large.yaml 2>/dev/null
	"$SCEPWIZ" set large.yaml mdm=intune 2>/dev/null
	"$SCEPWIZ" export large.yaml -o exported.mobileconfig --force 2>"$results/warned"
	size=$(wc -c <exported.mobileconfig)
}
sized 900000
wanted=$((900000 + 1000000 - size))
for more in 0 1; do
	sized $((wanted + more))
	check "a profile of 1,000,000 bytes and $more" test "$size" = $((1000000 + more))
	check "a profile of 1,000,000 bytes and $more: the warning" \
		test "$(grep -c 'accepts at most 1000000 bytes' "$results/warned")" = "$more"
done
rm -f large.* exported.mobileconfig

# Where no file may grow.
full() {
	trap '' XFSZ
	ulimit -f 0
	"$@" 2>&1
}
sed 's/CN=/cn=/' a.yaml >mend.yaml
cp mend.yaml "$results/mend"
(full "$SCEPWIZ" check --fix mend.yaml) | cat >"$results/out"
check 'a mend that cannot be saved is told' grep -q '^scepwiz: error: .*mend.yaml' "$results/out"
check 'and is none' cmp mend.yaml "$results/mend"
check 'and the mistake is not told as mended' sh -c '! grep -q mended "$1"' - "$results/out"
finish_transcripts
