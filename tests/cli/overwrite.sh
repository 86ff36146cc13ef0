#!/bin/sh
# scepwiz export over a file that is there: only an earlier export is overwritten without --force.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
"$SCEPWIZ" new b.yaml --no-edit --platform macos --set policy_name=Other \
	--set url=https://scep.acme.net/scep 2>/dev/null
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Signer' -addext keyUsage=digitalSignature 2>/dev/null

# earlier exports, each of another kind, and all of an older state of the draft
"$SCEPWIZ" set a.yaml name=old || exit 1
"$SCEPWIZ" export a.yaml -o own.xml 2>/dev/null
"$SCEPWIZ" export a.yaml -o own.binary --format binary 2>/dev/null
"$SCEPWIZ" export a.yaml -o own.signed --sign cert.pem --key key.pem 2>/dev/null
openssl cms -in own.signed -inform DER -cmsout -outform PEM -out own.signed-pem
"$SCEPWIZ" set a.yaml name=new || exit 1
for kind in xml binary signed signed-pem; do
	check "an earlier export is overwritten: $kind" "$SCEPWIZ" export a.yaml -o "own.$kind"
	check "an earlier export is overwritten: $kind: so it is" grep -q '<string>new</string>' "own.$kind"
done

# what is no earlier export
"$SCEPWIZ" export b.yaml -o other.xml 2>/dev/null
"$SCEPWIZ" export b.yaml -o other.binary --format binary 2>/dev/null
"$SCEPWIZ" export b.yaml -o other.signed --sign cert.pem --key key.pem 2>/dev/null
identifier=$(sed -n 's/.*profile_identifier: "\(.*\)"/\1/p' a.yaml)
upper=$(printf %s "$identifier" | tr '[:lower:]' '[:upper:]')
sed "s/$identifier/$upper/" own.xml >capitals
sed "s/$identifier</$identifier.more</" own.xml >longer
sed "/<key>PayloadIdentifier<\\/key>/{N;/$identifier<\\//d;}" own.xml >nameless
sed 's/>Configuration</>com.acme.settings</' own.xml >settings
head -c 700 own.xml >cut
printf 'Ask Jo for the keys.\n' >notes.txt
printf '' >empty
printf 'PK\003\004\000\001' >archive
printf '<html><body>%s</body></html>\n' "$identifier" >page
cp own.xml big
head -c 9000000 /dev/zero >>big
for file in other.xml other.binary other.signed capitals longer nameless settings cut notes.txt empty \
	archive page big cert.pem; do
	unchanged "refused: $file" "$SCEPWIZ" export a.yaml -o "$file"
done
# root may read anything
mkdir theirs
cp a.yaml theirs
cp own.xml theirs/closed
as_nobody=
if [ "$(id -u)" -eq 0 ]; then
	as_nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
	chmod 755 "$work"
	chown -R 65534 theirs
fi
chmod 0 theirs/closed
# shellcheck disable=SC2086 # several words
if $as_nobody test -x "$SCEPWIZ"; then
	unchanged 'refused: one that cannot be read' $as_nobody "$SCEPWIZ" export theirs/a.yaml -o theirs/closed
else
	skip_case 'refused: one that cannot be read' 'nobody else can run the program here'
fi
rm -rf theirs
cp notes.txt a.mobileconfig
unchanged 'refused: the usual name' "$SCEPWIZ" export a.yaml
rm a.mobileconfig

# forced
cp notes.txt forced.txt
transcript 'forced' "$SCEPWIZ" export a.yaml -o forced.txt --force
check 'forced: so it is' grep -q '<string>new</string>' forced.txt

# never, forced or not
mkdir folder
ln -s own.xml link
mkfifo fifo
for file in a.yaml ./a.yaml b.yaml folder link fifo; do
	unchanged "never: $file" "$SCEPWIZ" export a.yaml --force -o "$file"
done

# nor what the same call reads, by whatever name
cp cert.pem chain.pem
cp cert.pem ca.pem
mkdir state
sed 's/^key_usage/root_certificate: ca.pem\n&/' a.yaml >rooted.yaml
sed 's/^form: scep/form: acme/' a.yaml >own.yaml
chmod 600 rooted.yaml own.yaml
printf 'extends: scep\nform: acme\n' >acme.form
ln key.pem key.link
ln -s . alias
ln a.yaml draft.link
cp b.yaml draft
printf 'scepwiz side file 1\n' >side
printf 'x' >state/scepwiz
for file in key.pem ./alias/key.pem key.link cert.pem chain.pem draft.link; do
	unchanged "never what it reads: $file" "$SCEPWIZ" export a.yaml --force --sign cert.pem --key key.pem \
		--chain chain.pem -o "$file"
done
unchanged 'never what it reads: the key in the certificate file' "$SCEPWIZ" export a.yaml --force --sign cert.pem \
	-o alias/cert.pem
unchanged 'never what it reads: a root certificate' "$SCEPWIZ" export rooted.yaml --force -o ca.pem
unchanged 'never what it reads: the form' "$SCEPWIZ" export own.yaml --form ./acme.form --force -o acme.form
from_input() { # FILE COMMAND...
	from_input_file=$1
	shift
	"$@" <"$from_input_file"
}
unchanged 'never what it reads: standard input' from_input draft "$SCEPWIZ" export - --force -o draft

# nor what is somebody's work, whatever it is called
for file in draft acme.form side .a.yaml.scepwiz .a.yaml.scepwiz-new; do
	unchanged "never: $file" "$SCEPWIZ" export a.yaml --force -o "$file"
done
mv state/scepwiz state/x
mkdir -m 700 state/scepwiz
mv state/x state/scepwiz/key
ln -s state/scepwiz/key state.link
ln -s state/scepwiz state.folder
for file in state/scepwiz/key state/scepwiz/new state.folder/key; do
	unchanged "never: $file" env XDG_STATE_HOME="$work/state" "$SCEPWIZ" export a.yaml --force -o "$file"
done
rm -r rooted.yaml own.yaml acme.form key.link alias draft.link draft side state state.link state.folder chain.pem ca.pem

# a refusal comes before identifiers are made
sed '/^identity/,$d' a.yaml >bare.yaml
chmod 600 bare.yaml
unchanged 'refused before an identity is made' "$SCEPWIZ" export bare.yaml -o notes.txt
unchanged 'refused: the identifier that would be made is another one' \
	"$SCEPWIZ" export bare.yaml -o own.xml

# nor is anything asked for
sed 's/^challenge: .*/challenge: {from: prompt}/' a.yaml >prompt.yaml
chmod 600 prompt.yaml
unchanged 'refused before a secret is asked for' "$SCEPWIZ" export prompt.yaml -o notes.txt

rm bare.yaml prompt.yaml

# a profile that holds a secret is private afterwards
mode() { # FILE
	ls -l "$1" | cut -c1-10
}
chmod 644 own.xml
"$SCEPWIZ" set a.yaml name=newer || exit 1
transcript 'others could read it' "$SCEPWIZ" export a.yaml -o own.xml
transcript 'others could read it: now they cannot' mode own.xml
chmod 640 own.xml
transcript 'others could read it: the same content' "$SCEPWIZ" export a.yaml -o own.xml
transcript 'others could read it: the same content: now they cannot' mode own.xml
"$SCEPWIZ" set b.yaml name=newer || exit 1
chmod 644 other.xml
transcript 'nothing secret in it' "$SCEPWIZ" export b.yaml -o other.xml
transcript 'nothing secret in it: the mode stays' mode other.xml

finish_transcripts
