#!/bin/sh
# The CA of authority.py, held against clients that share no code with it or with scepwiz: strongSwan's pki,
# certmonger's scep-submit, Debian's scepclient. So what it does to scepwiz is SCEP, and not one more opinion. All on the
# loopback of a network namespace of its own.
: "${SCEPWIZ_SOURCE:=.}"
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"
. "$SCEPWIZ_SOURCE/tests/lib/authority.sh"

submit=/usr/lib/certmonger/scep-submit
authority_needs
for tool in pki scepclient openssl unshare ip "$submit"; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
if [ -z "${AUTHORITY_INSIDE-}" ]; then
	namespaces=-n
	[ "$(id -u)" -eq 0 ] || namespaces=-rn
	unshare "$namespaces" true 2>/dev/null || skip_all 'there is no network namespace'
	export SCEPWIZ_SOURCE AUTHORITY_INSIDE=yes
	exec unshare "$namespaces" sh "$SCEPWIZ_SOURCE/tests/servers/authority.sh"
fi
ip link set lo up || skip_all 'the namespace has no loopback'
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-authority.XXXXXX") || exit 1
trap 'authority_end; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE

authority_begin ca
ca=$authority
openssl genrsa -out key.pem 2048 2>/dev/null && openssl genrsa -out small.pem 1024 2>/dev/null || exit 1

# strongswan MODE ENCRYPTS SIGNS [OPTION...]: enrols, and verifies signature, challenge and chain by itself. This version
# believes that no CA has AES.
strongswan() {
	mode=$1 encrypts=$2 signs=$3
	shift 3
	timeout 30 pki --scep --url "$ca/$mode/scep" --in key.pem --dn 'C=US, O=Acme, CN=mac1' \
		--san mac1.example.com --password secret --cipher des3 --interval 1 \
		--cacert-enc "ca/certificates/$encrypts.pem" --cacert-sig "ca/certificates/$signs.pem" \
		--cacert ca/certificates/bare.pem --cacert ca/certificates/below.pem "$@" \
		>"$mode.der" 2>"$mode.told" || { tail -n 20 "$mode.told" >&2 && false; }
}
issued() { # MODE: for the key and the subject that were asked for
	openssl x509 -inform der -in "$1.der" -noout -subject -pubkey >"$1.has" &&
		openssl pkey -in key.pem -pubout >pub.pem && grep -q 'C = US, O = Acme, CN = mac1' "$1.has" &&
		sed 1d "$1.has" | diff - pub.pem
}
refused() { # COMMAND...
	! "$@" >refused.log 2>&1
}

while read -r mode encrypts signs; do
	check "strongSwan enrols: $mode" strongswan "$mode" "$encrypts" "$signs"
	check "strongSwan has its certificate: $mode" issued "$mode"
done <<'MODES'
ok ca ca
ra1 ra ra
ra2 ra-encrypt ra-sign
ra2shuffled ra-encrypt ra-sign
ra3 ra-below ra-below
plainca bare bare
pending0 ca ca
pending1 ca ca
des3 ca ca
des ca ca
sha1only ca ca
crlf ca ca
chunked ca ca
MODES
check 'its message is read: strongSwan' logged ca \
	'(last["subject"] == "/C=US/O=Acme/CN=mac1" and last["names"] == ["dns_name:mac1.example.com"] and
	last["challenge"] == "right" and last["form"] == "DER" and last["faults"] == [] and last["same_key"])'
check 'GetCertInitial came twice' logged ca \
	'[l["kind"] for l in lines if l["mode"] == "pending1" and "kind" in l] == ["19", "20", "20"]'
check 'a wrong challenge is refused' refused strongswan ok ca ca --password guessed
check 'a wrong challenge is logged as such, and not itself' logged ca \
	'last["challenge"] == "wrong" and last["fail"] == 2 and "guessed" not in repr(lines)'
for mode in fail0 fail4 half flip foreign nocert http500 page; do
	check "strongSwan is refused, or refuses: $mode" refused strongswan "$mode" ca ca
done

# what is issued is what the mode says
text_of() { # MODE: enrols
	strongswan "$1" ca ca 2>text.log
	[ -s "$1.der" ] || { cat "$1.told" >&2 && return 1; }
	openssl x509 -inform der -in "$1.der" -noout -text -nameopt compat -certopt no_pubkey,no_sigdump
}
has() { # MODE TEXT
	text_of "$1" >text && grep -F "$2" text >/dev/null || { cat text && false; }
}
lacks() { # MODE TEXT
	text_of "$1" >text && ! grep -F "$2" text
}
ends_within() { # MODE SECONDS: and lives longer than half of them
	text_of "$1" >text && ! openssl x509 -inform der -in "$1.der" -noout -checkend "$2" >/dev/null &&
		openssl x509 -inform der -in "$1.der" -noout -checkend $(($2 / 2)) >/dev/null
}
other_key() {
	text_of "$1" >text && ! issued "$1" 2>/dev/null >&2
}
check 'ok: the alternative name' has ok DNS:mac1.example.com
check 'nosan: no alternative name' lacks nosan DNS:
check 'subject: another subject' has subject 'Subject: CN=device'
check 'signonly: its key usage' has signonly 'Digital Signature'
check 'serverauth: its extended key usage' has serverauth 'TLS Web Server Authentication'
check 'clientauth: its extended key usage' has clientauth 'TLS Web Client Authentication'
check 'sha1cert: its signature' has sha1cert sha1WithRSAEncryption
check 'otherca: its issuer' has otherca 'Issuer: CN=Other CA'
check 'shortlived: its end' ends_within shortlived 90000
check 'otherkey: its key' other_key otherkey

scepca() { # MODE
	rm -f got-*
	timeout 30 pki --scepca --url "$ca/$1/scep" --caout got-ca --raout got-ra >scepca.log 2>&1 || {
		cat scepca.log >&2 && false; }
}
same_certificate() { # FILE NAME
	openssl x509 -in "ca/certificates/$2.pem" -outform der | cmp - "$1"
}
check 'strongSwan gets the certificate: ok' scepca ok
check 'it is the one' same_certificate got-ca.der ca
check 'strongSwan gets the certificates: ra1' scepca ra1
check 'its CA is the one' same_certificate got-ca.der bare
check 'its RA is the one' same_certificate got-ra.der ra
check 'strongSwan refuses a page' refused scepca html

check 'certmonger: GetCACaps' "$submit" -u "$ca/ok/scep" -c
certmonger_has() { # MODE NAME...
	has=$1
	"$submit" -u "$ca/$has/scep" -C >certmonger.pem 2>certmonger.log || { cat certmonger.log >&2 && return 1; }
	shift
	for has; do
		openssl x509 -in "ca/certificates/$has.pem" | sed '/-----/d' | tr -d '\n' >wanted
		tr -d '\n' <certmonger.pem | grep -qF "$(cat wanted)" || { echo "no $has" && return 1; }
	done
}
check 'certmonger: GetCACert, one' certmonger_has ok ca
check 'certmonger: GetCACert, a bundle' certmonger_has ra2 ra-sign ra-encrypt bare

# certmonger's own daemon makes the messages; here others made them: what strongSwan sent is sent once more.
message_of() { # MODE: the first that came in it
	"$authority_python" - ca/log "$1" <<-'PYTHON'
		import json, sys
		kept = [l for l in map(json.loads, open(sys.argv[1])) if "kind" in l]
		print(min(n for n, l in enumerate(kept, 1) if l["mode"] == sys.argv[2] and l["kind"] == "19"))
	PYTHON
}
certmonger() { # MODE ENCRYPTS SIGNS ROOT [MODE THAT ANSWERS]
	openssl base64 -in "ca/keep/$(message_of "$1").message" >message.b64 &&
		timeout 30 "$submit" -u "$ca/${5-$1}/scep" -p -r "ca/certificates/$2.pem" \
			-N "ca/certificates/$4.pem" -I "ca/certificates/$3.pem" message.b64 >certmonger.out 2>&1 || { head -n 1 certmonger.out && false; }
}
for row in 'ok ca ca ca' 'ra1 ra ra bare' 'ra2 ra-encrypt ra-sign bare' 'sha1only ca ca ca'; do
	# shellcheck disable=SC2086 # its words
	check "certmonger verifies the reply: ${row%% *}" certmonger $row
done
for mode in half flip; do
	check "certmonger refuses the reply: $mode" refused certmonger ok ca ca ca "$mode"
done

# scepclient wants the SHA-256 of the certificate to encrypt for, if there are several
go_client() { # MODE BITS [CHALLENGE]
	rm -rf client && mkdir client && cd client && timeout 60 scepclient -server-url "$ca/$1/scep" \
		-private-key key.pem -certificate cert.pem -keySize "$2" -challenge "${3-secret}" -cn mac2 -debug \
		>told 2>&1 || { cat told >&2 && false; }
}
in_folder() {
	( go_client "$@" )
}
check 'scepclient enrols: ok' in_folder ok 2048
check 'its certificate is from the CA' openssl verify -CAfile ca/certificates/ca.pem client/cert.pem
check 'its message is read: scepclient' logged ca 'last["challenge"] == "right" and last["status"] == "0"'
check 'scepclient is refused: a wrong challenge' refused in_folder ok 2048 guessed
check 'scepclient is refused: 1024 bits' refused in_folder key1024refused 1024
check 'failInfo 0' logged ca 'last["fail"] == 0 and last["bits"] == 1024'
check 'scepclient: the first time' in_folder dup 2048
check 'scepclient: the same subject again' refused in_folder dup 2048

# what no client has to say something about
get() { # MODE OPERATION
	"$authority_python" -c 'import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())' \
		"$ca/$1/scep?operation=$2"
}
unlike() { # MODE OPERATION
	get ok "$2" >as-ok && get "$1" "$2" >as-mode && ! cmp -s as-ok as-mode
}
for row in 'emptycaps GetCACaps' 'old GetCACaps' 'plainca GetCACert' 'pem GetCACert' 'byname GetCACert' 'eckey GetCACert'; do
	# shellcheck disable=SC2086 # its words
	check "$row: another answer than of ok" unlike $row
done
check 'the CA ended no request with an error of its own' test ! -s ca/errors

echo "1..$tap_count"
exit "$tap_failed"
