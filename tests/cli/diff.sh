#!/bin/sh
# scepwiz diff: by field, in the documented order; secrets masked but told apart; the status as diff's.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
unchanged 'nothing differs' "$SCEPWIZ" diff a.yaml a.yaml

# Order, comments, quoting and defaults written out are no difference.
{ sed -e 1d -e '/^key_usage/d' a.yaml; printf 'key_usage: signing   # one\nretries: 3\n'; } >written.yaml
unchanged 'the same, written otherwise' "$SCEPWIZ" diff a.yaml written.yaml

sed -e 's/^platform: .*/platform: ios/' -e 's/^key_size: .*/key_size: 4096/' \
	-e 's/%SerialNumber%/mac-017/' -e 's/^device_groups: .*/device_groups: [Field laptops, Lab]/' \
	-e 's/^challenge: .*/challenge: "correct-horse-battery"/' a.yaml >b.yaml
printf 'review:\n  url: "which CA?"\npolicy_notes: |\n  First.\n  Second.\n' >>b.yaml
unchanged 'fields, lists, notes, a comment, a secret elsewhere' "$SCEPWIZ" diff a.yaml b.yaml
unchanged 'as json' "$SCEPWIZ" diff a.yaml b.yaml --format json

sed 's/battery/stapler/' b.yaml >c.yaml
unchanged 'two secrets of one length' "$SCEPWIZ" diff b.yaml c.yaml
secret_is_told() {
	"$SCEPWIZ" diff a.yaml b.yaml | grep horse || "$SCEPWIZ" diff --format json b.yaml c.yaml | grep horse
}
unchanged 'no secret is told' secret_is_told

from_input() {
	"$SCEPWIZ" diff a.yaml - <b.yaml | head -5
}
unchanged 'standard input' from_input
unchanged 'standard input twice' "$SCEPWIZ" diff - -
unchanged 'one cannot be read' "$SCEPWIZ" diff a.yaml missing.yaml
printf 'form: scep\nname: "\\u202E x"\n' >hostile.yaml
hostile() {
	"$SCEPWIZ" diff a.yaml hostile.yaml | grep -A 2 '^Name'
}
unchanged 'what steers a terminal is shown' hostile

# profiles, and one of each; policy names are unique again
rm written.yaml b.yaml c.yaml hostile.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
"$SCEPWIZ" export a.yaml -o a.mobileconfig 2>/dev/null
sed 's/^challenge: .*/challenge: "correct-horse-battery"/' a.yaml >text.yaml
chmod 600 text.yaml
unchanged 'a draft and its profile' "$SCEPWIZ" diff text.yaml a.mobileconfig
sed -e 's/<integer>2048/<integer>4096/' -e 's#<key>PayloadScope#<key>ConsentText#' \
	-e 's#<key>URL</key>#<key>GetCACaps</key><string>AES</string>&#' a.mobileconfig >b.mobileconfig
unchanged 'two profiles' "$SCEPWIZ" diff a.mobileconfig b.mobileconfig
sed 's#<string>AES#<string>DES#' b.mobileconfig >c.mobileconfig
unchanged 'what no field has' "$SCEPWIZ" diff b.mobileconfig c.mobileconfig
for bytes in AAAA BBBB; do
	sed "s#<key>Name</key>#<key>Was</key>#
		s#<key>URL</key>#<key>Name</key><data>$bytes</data>&#" a.mobileconfig >$bytes.mobileconfig
done
unchanged 'what no answer can hold' "$SCEPWIZ" diff AAAA.mobileconfig BBBB.mobileconfig
sed 's/^fingerprint: .*/fingerprint: "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"/' a.yaml >hex.yaml
unchanged 'one fingerprint in hex and in Base64' "$SCEPWIZ" diff a.yaml hex.yaml
printf '<html>' >page.mobileconfig
unchanged 'a profile that is none' "$SCEPWIZ" diff a.mobileconfig page.mobileconfig
finish_transcripts
