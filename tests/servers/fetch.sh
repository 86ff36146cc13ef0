#!/bin/sh
# scepwiz-ask and servers that do what they should not, on the loopback of a network namespace of its own, with a name
# server and system roots that exist there alone.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=.}"
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"

for tool in openssl python3 unshare ip mount; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
ask=$(dirname "$SCEPWIZ")/scepwiz-ask
[ -x "$ask" ] || skip_all 'it was built without libcurl'
if [ -z "${FETCH_INSIDE-}" ]; then
	namespaces=-nm
	[ "$(id -u)" -eq 0 ] || namespaces=-rnm
	unshare "$namespaces" true 2>/dev/null || skip_all 'no network namespace is available'
	export SCEPWIZ SCEPWIZ_SOURCE FETCH_INSIDE=yes
	exec unshare "$namespaces" sh "$SCEPWIZ_SOURCE/tests/servers/fetch.sh"
fi
ip link set lo up || skip_all 'the namespace has no loopback'
own_folder
cd "$work" || exit 1

authority() { # NAME COMMON-NAME
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -days 30 -subj "/CN=$2" \
		-addext keyUsage=critical,keyCertSign 2>/dev/null
}
server() { # NAME HOST AUTHORITY DAYS
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null &&
		printf 'subjectAltName=DNS:%s,IP:127.0.0.2' "$2" >"$1.ext" &&
		openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -days "$4" -extfile "$1.ext" \
			-out "$1.pem" 2>/dev/null
}
authority system-root 'System Root' && authority root 'Own Root' && authority wrong 'Another Root' &&
	server system ca.test system-root 30 && server own ca.test root 30 && server other elsewhere.test root 30 &&
	server ended ca.test root -1 &&
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self.key -out self.pem -days 30 -subj /CN=self \
		-addext subjectAltName=DNS:ca.test 2>/dev/null || skip_all 'openssl makes no such certificates'

openssl x509 -in own.pem -noout -enddate >own.end

# in place of the system's, for this namespace alone
replace() { # FILE CONTENT
	[ -e "$1" ] && mount --bind "$2" "$(realpath "$1")" || skip_all "$1 cannot be replaced here"
}
echo 'nameserver 127.0.0.1' >resolv.conf
echo '127.0.0.1 localhost' >hosts
echo 'hosts: files dns' >nsswitch.conf
replace /etc/resolv.conf resolv.conf
replace /etc/hosts hosts
replace /etc/nsswitch.conf nsswitch.conf
replace /etc/ssl/certs/ca-certificates.crt system-root.pem

version=$("$SCEPWIZ" --version | sed -n '1s/^scepwiz //p')
python3 "$SCEPWIZ_SOURCE/tests/servers/fetch.py" "$ask" "$version" "$work"
