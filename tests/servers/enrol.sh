#!/bin/sh
# Real enrolment: a SCEP server and its CA (Debian's package scep) on the loopback of a network namespace
# of its own, a draft made and exported by scepwiz, and a client that knows nothing but the profile.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=.}"
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"

for tool in scepserver scepclient openssl python3 unshare ip; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
if [ -z "${ENROL_INSIDE-}" ]; then
	namespaces=-n
	[ "$(id -u)" -eq 0 ] || namespaces=-rn
	unshare "$namespaces" true 2>/dev/null || skip_all 'no network namespace is to be had'
	export SCEPWIZ SCEPWIZ_SOURCE ENROL_INSIDE=yes
	exec unshare "$namespaces" sh "$SCEPWIZ_SOURCE/tests/servers/enrol.sh"
fi
ip link set lo up || skip_all 'the namespace has no loopback'

work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-enrol.XXXXXX") || exit 1
server=
clean_up() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
LC_ALL=C.UTF-8
export LC_ALL

port=18080 # nobody else is in this namespace
url=http://127.0.0.1:$port/scep
# shellcheck disable=SC2016 # meant as it stands
challenge='p ä$"x&<'\''\#'

scepserver ca -init -key-password '' -country DE -organization Acme -organizational_unit 'SCEP CA' \
	-keySize 2048 -depot depot >ca.log 2>&1 || skip_all 'scepserver cannot make a CA'
SCEP_CHALLENGE_PASSWORD=$challenge scepserver -depot depot -port "$port" -allowrenew 0 -debug \
	>server.log 2>&1 &
server=$!

fingerprint() { # HASH
	openssl x509 -in depot/ca.pem -noout -fingerprint "-$1"
}

# A profile by scepwiz. The settings are added to, and stand over, those of every draft here.
profile() { # NAME SETTING...
	profile_name=$1
	shift
	"$SCEPWIZ" new "./$profile_name.yaml" --no-edit --set policy_name="$profile_name" &&
		printf '%s' "$challenge" | "$SCEPWIZ" set "./$profile_name.yaml" challenge=- &&
		"$SCEPWIZ" set "./$profile_name.yaml" url="$url" key_usage=signing key_size=2048 \
			fingerprint="$(fingerprint sha256)" \
			subject="/C=DE/O=Acme/OU=Field/CN=$profile_name" &&
		{ [ $# -eq 0 ] || "$SCEPWIZ" set "./$profile_name.yaml" "$@"; } &&
		"$SCEPWIZ" export "./$profile_name.yaml" &&
		mkdir "$profile_name" &&
		python3 "$SCEPWIZ_SOURCE/tests/servers/enrol.py" values "$profile_name.mobileconfig" \
			"$profile_name"
}

make_key() { # FILE BITS: in the old form, which scepclient reads
	openssl genrsa -traditional -out "$1" "$2" 2>/dev/null || openssl genrsa -out "$1" "$2"
}

# What a device does. scepclient takes the request that is in its folder as it is.
enrol() { # NAME
	(
		cd "$1" || exit 1
		make_key key.pem "$(cat size)" &&
			openssl req -new -key key.pem -config request -out csr.pem &&
			timeout 60 scepclient -server-url "$(cat url)" -private-key key.pem \
				-certificate cert.pem -keySize "$(cat size)" \
				-ca-fingerprint "$(cat fingerprint)" -debug
	)
}

subject() { # NAME: of the certificate, a line a name, as enrol.py writes them
	openssl x509 -in "$1/cert.pem" -noout -subject -nameopt multiline,utf8,-esc_msb,sname |
		sed -n 's/^ *\([A-Z]*\) *= /\1=/p' | LC_ALL=C sort
}
same_subject() { # NAME
	subject "$1" >"$1/issued" && diff "$1/subject" "$1/issued"
}
key_bits() { # NAME BITS
	openssl x509 -in "$1/cert.pem" -noout -text | grep "Public-Key: ($2 bit)"
}
refused() { # NAME WHY: the client fails, and gets no certificate
	! enrol "$1" >"$1/log" 2>&1 && [ ! -s "$1/cert.pem" ] && grep -q "$2" "$1/log" server.log
}

for bits in 1024 2048; do
	name=mac-$bits
	check "$name: a profile" profile "$name" key_size="$bits"
	check "$name: its fingerprint is the server's" \
		python3 "$SCEPWIZ_SOURCE/tests/servers/enrol.py" ca "$name"
	check "$name: a certificate is issued" enrol "$name"
	check "$name: by this CA" openssl verify -CAfile depot/ca.pem "$name/cert.pem"
	check "$name: for the subject of the profile" same_subject "$name"
	check "$name: for a key of its size" key_bits "$name" "$bits"
done

check 'SHA-1: a profile' profile sha1 fingerprint="$(fingerprint sha1)"
check 'SHA-1: its fingerprint is the server'"'"'s' python3 "$SCEPWIZ_SOURCE/tests/servers/enrol.py" ca sha1

check 'a wrong challenge: a profile' profile wrong-challenge challenge=guessed
check 'a wrong challenge: refused' refused wrong-challenge 'invalid challenge'

other=$(printf other | openssl dgst -sha256 | sed 's/.*= //')
check 'a wrong fingerprint: a profile' profile wrong-fingerprint fingerprint="$other"
check 'a wrong fingerprint: refused' refused wrong-fingerprint 'no selected CA/RA recipients'
not_the_server() {
	! python3 "$SCEPWIZ_SOURCE/tests/servers/enrol.py" ca wrong-fingerprint
}
check 'a wrong fingerprint: seen' not_the_server

finish
