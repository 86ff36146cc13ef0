#!/bin/sh
# scepwiz export --sign and --format: what other people's programs make of them, and what is refused.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
SCEP_CHALLENGE=correct-horse-battery PASSPHRASE='open sesame'
export SCEP_CHALLENGE PASSPHRASE

quietly() {
	"$@" >/dev/null 2>&1 || {
		echo "Bail out! $*"
		exit 1
	}
}

# issued NAME ALGORITHM...: NAME.key, and NAME.pem of the CA
issued() {
	name=$1
	shift
	quietly openssl req -newkey "$@" -nodes -keyout "$name.key" -out "$name.csr" \
		-subj "/O=Acme/CN=Profiles $name"
	quietly openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -set_serial 7 -days 300 \
		-extfile usage -out "$name.pem"
	chmod 600 "$name.key"
}

echo 'keyUsage=critical,digitalSignature' >usage
quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 \
	-subj '/O=Acme/CN=Acme Root'
chmod 600 ca.key
issued rsa rsa:2048
issued ec ec -pkeyopt ec_paramgen_curve:P-256
quietly openssl pkcs8 -topk8 -in rsa.key -passout env:PASSPHRASE -out encrypted.key
quietly openssl x509 -in rsa.pem -outform DER -out rsa.cer
quietly openssl pkcs12 -export -inkey rsa.key -in rsa.pem -passout env:PASSPHRASE -out rsa.p12
cat rsa.key rsa.pem ca.pem >one.pem
chmod 600 encrypted.key one.pem
"$SCEPWIZ" export a.yaml -o plain >/dev/null 2>&1

# filtered COMMAND...: without what differs from day to day
filtered() {
	"$@" 2>"$results/told"
	filtered_status=$?
	sed -e 's/20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]/DATE/g' -e 's/[0-9]\{3,\} bytes/N bytes/g' \
		<"$results/told" >&2
	return $filtered_status
}

transcript 'a signed profile' filtered "$SCEPWIZ" export a.yaml -o rsa --sign rsa.pem --key rsa.key
transcript 'with an EC key and the chain' filtered "$SCEPWIZ" export a.yaml -o ec --sign ec.pem \
	--key ec.key --chain ca.pem
transcript 'key, certificate and chain in one file' filtered "$SCEPWIZ" export a.yaml -o one \
	--sign one.pem
check 'a certificate in DER' "$SCEPWIZ" export a.yaml -o der --sign rsa.cer --key rsa.key

openssl_takes() { # FILE
	openssl cms -verify -inform DER -in "$1" -CAfile ca.pem -purpose any -out content 2>/dev/null &&
		cmp content plain
}
# macOS has another program called certtool
gnutls=
for judge in gnutls-certtool certtool; do
	"$judge" --version 2>/dev/null | grep -q 'Free Software' && gnutls=$judge
done
gnutls_takes() { # FILE
	"$gnutls" --p7-verify --inder --load-ca-certificate ca.pem --infile "$1" >certtool.out 2>&1
}
not() {
	! "$@"
}
for file in rsa ec one der; do
	check "$file: OpenSSL verifies it, and the content is the unsigned profile" openssl_takes "$file"
	# one byte of the profile inside
	LC_ALL=C sed 's/Configuration</configuration</' "$file" >tampered
	check "$file: OpenSSL sees a changed byte" not openssl_takes tampered
	if [ -n "$gnutls" ]; then
		check "$file: GnuTLS verifies it" gnutls_takes "$file"
		check "$file: GnuTLS sees a changed byte" not gnutls_takes tampered
	else
		skip "$file: GnuTLS verifies it" 'there is no certtool of GnuTLS'
		skip "$file: GnuTLS sees a changed byte" 'there is no certtool of GnuTLS'
	fi
done
certificates() { # FILE
	openssl cms -cmsout -inform DER -in "$1" -print | grep -c 'd.certificate:'
}
transcript 'the chain is inside' certificates ec
mode() { # FILE
	ls -l "$1" | cut -c1-10
}
transcript 'readable by its owner alone' mode rsa

SOURCE_DATE_EPOCH=$(date +%s)
export SOURCE_DATE_EPOCH
check 'the same time gives the same bytes' "$SCEPWIZ" export a.yaml -o first --sign one.pem
check 'the same time gives the same bytes: again' "$SCEPWIZ" export a.yaml -o second --sign one.pem
check 'the same time gives the same bytes: so it is' cmp first second
SOURCE_DATE_EPOCH=yesterday
unchanged 'a time that is none' "$SCEPWIZ" export a.yaml -o x --sign one.pem
for time in +5 ' 5' -5 5s 0x5 253402300800 9223372036854775807 99999999999999999999 -99999999999999999999; do
	SOURCE_DATE_EPOCH=$time
	unchanged "the time \"$time\"" "$SCEPWIZ" export a.yaml -o x --sign one.pem
done
SOURCE_DATE_EPOCH=253402300799
transcript 'the last second of the year 9999' filtered "$SCEPWIZ" export a.yaml -o last --sign one.pem
signing_time() { # FILE
	openssl cms -cmsout -inform DER -in "$1" -print | grep -A3 'signingTime' | grep -o 'Dec.*'
}
transcript 'the last second of the year 9999: so it is told' signing_time last
unset SOURCE_DATE_EPOCH

to_output() {
	"$SCEPWIZ" export a.yaml -o - --sign one.pem 2>/dev/null >piped && openssl_takes piped
}
check 'to standard output' to_output
from_input() {
	"$SCEPWIZ" export a.yaml -o piped2 --sign rsa.pem --key - <rsa.key && openssl_takes piped2
}
check 'the key from standard input' from_input
over_plain() {
	cp plain over && "$SCEPWIZ" export a.yaml -o over --sign one.pem && openssl_takes over
}
check 'over an unsigned one' over_plain


# Who signed, judged by certificates that somebody trusts.
issued issuing rsa:2048
printf 'basicConstraints=critical,CA:TRUE\n' >usage
quietly openssl x509 -req -in issuing.csr -CA ca.pem -CAkey ca.key -set_serial 8 -days 300 \
	-extfile usage -out issuing.pem
quietly openssl req -newkey rsa:2048 -nodes -keyout below.key -out below.csr -subj '/CN=Below'
printf 'basicConstraints=CA:FALSE\n' >usage
quietly openssl x509 -req -in below.csr -CA issuing.pem -CAkey issuing.key -set_serial 9 -days 300 \
	-extfile usage -out below.pem
quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout apple.key -out apple.pem -days 30 \
	-subj '/O=Apple Inc./CN=Apple Inc.'
chmod 600 below.key apple.key
cat ca.pem issuing.pem >both.pem
openssl x509 -in ca.pem -outform DER -out ca.der
check 'signed, with no certificate in between' "$SCEPWIZ" export a.yaml -o below --sign below.pem --key below.key
check 'signed, with the one in between' "$SCEPWIZ" export a.yaml -o chained --sign below.pem --key below.key \
	--chain issuing.pem
check 'signed, by a name' "$SCEPWIZ" export a.yaml -o apple --sign apple.pem --key apple.key
LC_ALL=C sed 's/Configuration</configuration</' rsa >tampered
signer() { # COMMAND...: what is told of the signature alone
	"$@" >"$results/told" 2>&1
	signer_status=$?
	grep -e 'profile-was-signed' -e 'profile-signer-untrusted' -e ' error: ' "$results/told"
	return $signer_status
}
transcript 'by a name, and nobody is asked' signer "$SCEPWIZ" check apple
transcript 'by a name' signer "$SCEPWIZ" check --ca ca.pem apple
transcript 'by the root' signer "$SCEPWIZ" check --ca ca.pem rsa
transcript 'by the root in DER' signer "$SCEPWIZ" check --ca ca.der rsa
transcript 'by another root' signer "$SCEPWIZ" check --ca apple.pem rsa
transcript 'the certificate in between is missing' signer "$SCEPWIZ" check --ca ca.pem below
transcript 'the certificate in between is in the file' signer "$SCEPWIZ" check --ca both.pem below
transcript 'the certificate in between is in the signature' signer "$SCEPWIZ" check --ca ca.pem chained
transcript 'the content was changed' signer "$SCEPWIZ" check --ca ca.pem tampered
transcript 'nobody signed' signer "$SCEPWIZ" check --ca ca.pem plain
transcript 'a draft is not signed' signer "$SCEPWIZ" check --ca ca.pem a.yaml
transcript 'no certificate to ask' signer "$SCEPWIZ" check --ca a.yaml rsa
transcript 'no file to ask' signer "$SCEPWIZ" check --ca missing.pem rsa
transcript 'standard input for both' signer "$SCEPWIZ" check --ca - -
unchanged 'import: by a name' signer "$SCEPWIZ" import --ca ca.pem apple -o x.yaml
unchanged 'import: nobody signed' signer "$SCEPWIZ" import --ca ca.pem plain -o x.yaml
unchanged 'import: no file to ask' signer "$SCEPWIZ" import --ca missing.pem rsa -o x.yaml
transcript 'import: by the root' signer "$SCEPWIZ" import --ca ca.pem rsa -o judged.yaml
check 'import: by the root: it is there' [ -s judged.yaml ]
rm -f judged.yaml

unchanged 'the key of another certificate' "$SCEPWIZ" export a.yaml -o x --sign rsa.pem --key ec.key
unchanged 'no key' "$SCEPWIZ" export a.yaml -o x --sign rsa.pem
unchanged 'no certificate' "$SCEPWIZ" export a.yaml -o x --sign rsa.key --key rsa.key
unchanged 'no such file' "$SCEPWIZ" export a.yaml -o x --sign rsa.pem --key missing.key
unchanged 'PKCS#12' "$SCEPWIZ" export a.yaml -o x --sign rsa.p12
unchanged 'a key without --sign' "$SCEPWIZ" export a.yaml -o x --key rsa.key
unchanged 'a chain without --sign' "$SCEPWIZ" export a.yaml -o x --chain ca.pem
unchanged 'standard input twice' "$SCEPWIZ" export a.yaml -o x --sign - --key -
unchanged 'binary and signed' "$SCEPWIZ" export a.yaml -o x --sign one.pem --format binary
unchanged 'another format' "$SCEPWIZ" export a.yaml -o x --format json
sed -e 's|^url: .*|url: "ftp://x"|' -e 's/"Office"/"Wrong"/' a.yaml >wrong.yaml
chmod 600 wrong.yaml
unchanged 'a draft with errors is refused before a key is read' "$SCEPWIZ" export wrong.yaml -o x \
	--sign missing.pem
cp one.pem open.pem
chmod 644 open.pem
transcript 'a key that others can read' filtered "$SCEPWIZ" export a.yaml -o open --sign open.pem
if command -v setsid >/dev/null; then
	unchanged 'a passphrase, and no terminal' \
		setsid -w "$SCEPWIZ" export a.yaml -o x --sign rsa.pem --key encrypted.key
else
	skip_case 'a passphrase, and no terminal' 'there is no setsid'
fi

transcript 'a binary profile' filtered "$SCEPWIZ" export a.yaml -o binary --format binary
if command -v python3 >/dev/null; then
	check 'a passphrase is asked for without echo' python3 -B \
		"$SCEPWIZ_SOURCE/tests/cli/passphrase.py" "$SCEPWIZ" a.yaml rsa.pem encrypted.key \
		"$PASSPHRASE"
	check 'a binary profile is equal to the XML (plistlib)' python3 -c '
import plistlib
data = [open(name, "rb").read() for name in ("binary", "plain")]
assert data[0].startswith(b"bplist00")
assert plistlib.loads(data[0]) == plistlib.loads(data[1])'
else
	skip 'a passphrase is asked for without echo' 'there is no python3'
	skip 'a binary profile is equal to the XML (plistlib)' 'there is no python3'
fi

finish_transcripts
