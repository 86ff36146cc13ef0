#!/bin/sh
# scepwiz set and new: the gate without a terminal. What is not named stays byte for byte.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
cp -p a.yaml first.yaml
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Acme Root' 2>/dev/null
openssl x509 -in ca.pem -outform DER -out ca.cer

# the lines that differ from the first state
changes() {
	diff first.yaml a.yaml | grep '^[<>]'
	return 0
}
again() {
	cp -p first.yaml a.yaml
}
set_input() { # KEY TEXT
	printf '%b' "$2" | "$SCEPWIZ" set a.yaml "$1=-"
}

transcript 'one value' "$SCEPWIZ" set a.yaml name=CA-1
transcript 'one value: what changed' changes
again
transcript 'values in other spellings' "$SCEPWIZ" set a.yaml platform=iOS extractable_key=Yes \
	key_size=4096 retries=007 key_usage=Signing,encryption
transcript 'values in other spellings: what changed' changes
again
transcript 'a comment on the line stays' "$SCEPWIZ" set a.yaml subject=/CN=%HardwareUUID%
transcript 'a comment on the line stays: what changed' changes
again
transcript 'a list is replaced, and added to' "$SCEPWIZ" set a.yaml device_groups=One \
	device_groups=Two devices=mac-017
transcript 'a list is replaced, and added to: what changed' changes
again
transcript 'emptied' "$SCEPWIZ" set a.yaml fingerprint= device_groups=
transcript 'emptied: what changed' changes
again
transcript 'a choice emptied gets its default' "$SCEPWIZ" set a.yaml key_size=
transcript 'a choice emptied gets its default: what changed' changes
again
transcript 'a secret from standard input' set_input challenge 's3cr:et #x\n'
transcript 'a secret from standard input: what changed' changes
again
# one line end of any system is that of the file, and no more of them
text_of() { # TEXT KEPT
	set_input challenge "$1" 2>/dev/null && grep -qxF "challenge: \"$2\"" a.yaml || return 1
	printf '%b' "$1" >text
	"$SCEPWIZ" set a.yaml challenge=@text 2>/dev/null && grep -qxF "challenge: \"$2\"" a.yaml
}
check 'a text without a line end' text_of 'abc' abc
check 'a text with LF' text_of 'abc\n' abc
check 'a text with CR LF' text_of 'abc\r\n' abc
check 'a text with CR' text_of 'abc\r' abc
check 'a text of a line end' text_of '\r\n' ''
again
transcript 'a list from standard input' set_input devices 'mac-1\n\nmac-2\n'
transcript 'a list from standard input: what changed' changes
again
transcript 'a secret from the environment' "$SCEPWIZ" set a.yaml challenge=@env:OTHER_CHALLENGE
transcript 'a secret from the environment: what changed' changes
transcript 'a secret that is asked for' "$SCEPWIZ" set a.yaml challenge=@prompt
transcript 'a secret that is asked for: what changed' changes
again
unchanged 'a secret from no variable' "$SCEPWIZ" set a.yaml challenge=@env:1st
unchanged 'no secret, no variable' "$SCEPWIZ" set a.yaml name=@env:NAME
printf 's3cret' >env:NAME
transcript 'a file that is called env:NAME' "$SCEPWIZ" set a.yaml challenge=@./env:NAME
transcript 'a file that is called env:NAME: what changed' changes
again
transcript 'a place in the wrong place' set_input challenge '{from: env, name: SCEP_CHALLENGE}'
again
transcript 'a backslash' "$SCEPWIZ" set a.yaml 'subject=/O=ACME\/Inc/CN=x'
transcript 'a backslash: in single quotes' changes
again
# whatever is set: by the group, by everybody, and by none but oneself
printf 'opensesame' >secret.txt
"$SCEPWIZ" set a.yaml challenge=@secret.txt || exit 1
readable() { # MODE KEY=VALUE...
	chmod "$1" a.yaml
	shift
	"$SCEPWIZ" set a.yaml "$@"
}
transcript 'a secret that the group can read' readable 640 name=x
transcript 'a secret that everybody can read' readable 604 name=y
transcript 'a secret that its owner can read' readable 600 name=z
transcript 'no secret in clear any more' readable 644 challenge=@prompt
chmod 600 a.yaml
again
transcript 'a secret on the command line' "$SCEPWIZ" set a.yaml challenge=s3cret
again
printf 'Made 2026-11-20.\nTested on mac-017.\n' >notes.txt
transcript 'a file' "$SCEPWIZ" set a.yaml policy_notes=@notes.txt
transcript 'a file: what changed' changes
again
check 'a certificate is taken into the draft' "$SCEPWIZ" set a.yaml include_root_certificate=on \
	root_certificate=ca.cer
check 'a certificate is taken into the draft: as PEM' \
	sh -c 'sed -n "/-----BEGIN/,/-----END/s/^ *//p" a.yaml | cmp - ca.pem'
again
check 'the @ is allowed before a path' "$SCEPWIZ" set a.yaml root_certificate=@ca.pem
again

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca2.key -out ca2.pem -days 3650 -set_serial 2 \
	-subj '/O=Acme/CN=Acme Issuing' 2>/dev/null
cat ca.pem ca2.pem >chain.pem
cat ca.cer ca.cer >chain.cer
set_chain() {
	"$SCEPWIZ" set a.yaml include_root_certificate=on "root_certificate=$1" &&
		sed -n "/-----BEGIN/,/-----END/s/^ *//p" a.yaml | cmp - "$2"
}
unchanged 'one of several certificates is to be chosen' set_chain @chain.pem ca2.pem
check 'one of several certificates by its number' set_chain @chain.pem#2 ca2.pem
again
check 'one of several certificates in DER' set_chain chain.cer#1 ca.pem
again
unchanged 'one of several certificates that is not there' set_chain chain.pem#3 ca.pem
unchanged 'no number of a certificate' set_chain chain.pem#0 ca.pem
cp ca.pem 'odd#2'
check 'a file whose name ends like a number' set_chain 'odd#2' ca.pem
again
openssl crl2pkcs7 -nocrl -certfile ca.pem -outform DER -out ca.p7b
check 'a bag with one certificate, as a SCEP server answers' set_chain ca.p7b ca.pem
again
openssl crl2pkcs7 -nocrl -certfile chain.pem -outform DER -out chain.p7b
unchanged 'a bag of certificates' "$SCEPWIZ" set a.yaml root_certificate=chain.p7b
check 'one of a bag by its number' set_chain chain.p7b#2 ca2.pem
again
iconv -f UTF-8 -t UTF-16 ca.pem >utf16.cer
check 'a certificate in UTF-16' set_chain utf16.cer ca.pem
again
openssl x509 -in ca.pem -outform DER | openssl base64 >bare.cer
check 'a certificate in Base64 without its lines' set_chain bare.cer ca.pem
again
check 'a certificate that is pasted' set_chain "$(cat ca.pem)" ca.pem
again
check 'a certificate that is pasted as one line' set_chain "$(tr '\n' ' ' <ca.pem)" ca.pem
again
check 'a certificate that is pasted without its lines' set_chain "$(tr -d '\n' <bare.cer)" ca.pem
again
check 'a certificate that is pasted from JSON' set_chain "$(awk '{ printf "%s\\n", $0 }' ca.pem)" ca.pem
again
hash_of() { # VALUE CERTIFICATE: what the fingerprint is set to is the certificate's SHA-256
	"$SCEPWIZ" set a.yaml "fingerprint=$1" 2>/dev/null
	wanted=$(openssl x509 -in "$2" -outform DER | openssl dgst -sha256 -binary | openssl base64)
	grep -qF "fingerprint: \"$wanted\"" a.yaml
	hash_status=$?
	cp kept a.yaml
	return $hash_status
}
cp a.yaml kept
check 'a fingerprint of a certificate in PEM' hash_of @ca.pem ca.pem
check 'a fingerprint of a certificate in DER' hash_of @ca.cer ca.pem
check 'a fingerprint of one of several' hash_of @chain.pem#2 ca2.pem
unchanged 'a fingerprint of one of several, without its number' "$SCEPWIZ" set a.yaml \
	fingerprint=@chain.pem
unchanged 'a fingerprint of a key' "$SCEPWIZ" set a.yaml fingerprint=@ca2.key
unchanged 'a fingerprint of no file' "$SCEPWIZ" set a.yaml fingerprint=@missing
unchanged "a fingerprint of the draft's own certificate, which it has not" "$SCEPWIZ" set a.yaml \
	fingerprint=@root_certificate
"$SCEPWIZ" set a.yaml include_root_certificate=on root_certificate=ca2.pem
cp a.yaml kept
check "a fingerprint of the draft's own certificate" hash_of @root_certificate ca2.pem
openssl x509 -in ca.pem -noout -fingerprint -sha256 >fingerprint.txt
check 'a fingerprint as openssl prints it, in a file' hash_of @fingerprint.txt ca.pem
again
cp a.yaml kept
check 'a certificate for a fingerprint' hash_of "$(cat ca.pem)" ca.pem
check 'a certificate for a fingerprint, in one line' hash_of "$(tr '\n' ' ' <ca.pem)" ca.pem
check 'a certificate for a fingerprint, its path' hash_of ca.pem ca.pem
check 'a certificate for a fingerprint, one of several' hash_of chain.p7b#2 ca2.pem
transcript 'a certificate for a fingerprint is told' "$SCEPWIZ" set a.yaml "fingerprint=$(cat ca.pem)"
again
transcript 'several certificates for a fingerprint' "$SCEPWIZ" set a.yaml fingerprint=chain.p7b
again
transcript 'two hashes for a fingerprint' "$SCEPWIZ" set a.yaml \
	'fingerprint=SHA1: DA39A3EE5E6B4B0D3255BFEF95601890AFD80709 MD5: D41D8CD98F00B204E9800998ECF8427E'
again
fixed_to() { # VALUE CERTIFICATE: another number of the issuing certificate becomes its SHA-256
	"$SCEPWIZ" set a.yaml "issuing_certificate=$2" "fingerprint=$1" 2>told
	grep -q 'not its fingerprint.*fingerprint-other-number' told || return 1
	"$SCEPWIZ" check --fix a.yaml >told 2>&1
	wanted=$(openssl x509 -in ca2.pem -outform DER | openssl dgst -sha256 -binary | openssl base64)
	grep -qF "fingerprint: \"$wanted\"" a.yaml
	fixed_status=$?
	cp kept a.yaml
	return $fixed_status
}
openssl crl2pkcs7 -nocrl -certfile ca2.pem -outform DER -out ca2.p7b
check 'a serial number for a fingerprint' fixed_to 02 ca2.p7b
check 'a key identifier for a fingerprint' fixed_to \
	"$(openssl x509 -in ca2.pem -noout -ext subjectKeyIdentifier)" ca2.p7b
check 'the hash of PEM text for a fingerprint' fixed_to "$(sha1sum ca2.pem)" ca2.p7b
check 'the hash of a key for a fingerprint' fixed_to \
	"$(openssl x509 -in ca2.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256)" \
	ca2.p7b
cp a.yaml kept
again

unchanged 'a wrong choice' "$SCEPWIZ" set a.yaml name=x key_size=2000
unchanged 'a wrong number' "$SCEPWIZ" set a.yaml retries=-1
unchanged 'a wrong yes or no' "$SCEPWIZ" set a.yaml extractable_key=perhaps
unchanged 'an unknown platform' "$SCEPWIZ" set a.yaml platform=windows
unchanged 'no certificate there' "$SCEPWIZ" set a.yaml root_certificate=missing.cer
unchanged 'an unknown key' "$SCEPWIZ" set a.yaml figerprint=x
unchanged 'no key at all' "$SCEPWIZ" set a.yaml fingerprint
unchanged 'what was made with the draft' "$SCEPWIZ" set a.yaml scep_uuid=x
unchanged 'one value twice' "$SCEPWIZ" set a.yaml name=x name=y
unchanged 'standard input twice' "$SCEPWIZ" set a.yaml name=- url=-
unchanged 'a missing file' "$SCEPWIZ" set a.yaml policy_notes=@missing
unchanged 'a draft from standard input' "$SCEPWIZ" set - name=x
unchanged 'a missing draft' "$SCEPWIZ" set missing.yaml name=x

transcript 'a wrong text is kept and told' "$SCEPWIZ" set a.yaml fingerprint=11:22
transcript 'a wrong text is kept and told: what changed' changes
again
transcript 'what does not apply is kept' "$SCEPWIZ" set a.yaml san_dns_name=mac1.acme.net
again

transcript 'new makes a draft' "$SCEPWIZ" new made.yaml --no-edit --platform ios --set policy_name=Made \
	--set url=https://scep.acme.net/scep
transcript 'new makes a draft: this one' cat made.yaml
check 'new makes a draft: private' test "$(ls -l made.yaml | cut -c1-10)" = '-rw-------'
unchanged 'new keeps what is there' "$SCEPWIZ" new made.yaml --no-edit
unchanged 'new knows the platforms' "$SCEPWIZ" new other.yaml --no-edit --platform windows
transcript 'new takes a platform in any spelling' "$SCEPWIZ" new tablet.yaml --no-edit --platform IOS \
	--set policy_name=Tablets
transcript 'new takes a platform in any spelling: as drafts have it' grep '^platform' tablet.yaml
unchanged 'new makes nothing of a wrong setting' "$SCEPWIZ" new other.yaml --no-edit --set key_size=1
transcript 'new copies a draft' "$SCEPWIZ" new copy.yaml --no-edit --from a.yaml --set policy_name=Copy
identifiers() {
	grep -h -e profile_identifier -e _uuid a.yaml copy.yaml | sort | uniq -d
}
transcript 'new copies a draft: with other identifiers' identifiers
transcript 'new copies a draft: and the answers' grep -e fingerprint -e SCEP_CHALLENGE copy.yaml
policy_name() {
	grep policy_name "$1"
}
transcript 'a copy gets a free name' "$SCEPWIZ" new third.yaml --no-edit --from a.yaml
transcript 'a copy gets a free name: this one' policy_name third.yaml
transcript 'a copy of a copy' "$SCEPWIZ" new fourth.yaml --no-edit --from third.yaml
transcript 'a copy of a copy: its name' policy_name fourth.yaml
transcript 'a name that is given stays' "$SCEPWIZ" new fifth.yaml --no-edit --set policy_name=Office
transcript 'a name that is given stays: this one' policy_name fifth.yaml
transcript 'the first of its name' "$SCEPWIZ" new plain.yaml --no-edit
transcript 'the second of its name' "$SCEPWIZ" new ./plain.yml --no-edit
transcript 'the second of its name: its name' policy_name plain.yml
transcript 'a copy for the other platform' "$SCEPWIZ" new ipads.yaml --from a.yaml --platform ios --no-edit
transcript 'new in the drafts folder' "$SCEPWIZ" new office --no-edit --set policy_name=Folder
check 'new in the drafts folder: it is there' test -f drafts/office.yaml

finish_transcripts
