#!/bin/sh
# Asking a CA and enrolling on trial, against a CA that misbehaves on request (authority.py) and Debian's: see ask.py. All
# on the loopback of a network namespace of its own. SCEPWIZ_ASK_PARTS="PART ..." runs these parts, "all" runs all.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=.}"
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"
. "$SCEPWIZ_SOURCE/tests/lib/authority.sh"

authority_needs
[ -x "$(dirname "$SCEPWIZ")/scepwiz-ask" ] || skip_all 'the program is built without asking (libcurl)'
parts='asked tried sent refusals kept network secrets unasked wizard'
if [ "${SCEPWIZ_ASK_PARTS-}" = all ]; then
	parts="$parts left_by killed tls debian nss"
elif [ -n "${SCEPWIZ_ASK_PARTS-}" ]; then
	parts=$SCEPWIZ_ASK_PARTS
fi
tools='openssl unshare ip'
case $parts in *secrets*) tools="$tools strace" ;; esac
case $parts in *debian*) tools="$tools scepserver" ;; esac
case $parts in *nss*) tools="$tools certutil pk12util cmsutil" ;; esac
for tool in $tools; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
if [ -z "${ASK_INSIDE-}" ]; then
	namespaces=-n
	[ "$(id -u)" -eq 0 ] || namespaces=-rn
	unshare "$namespaces" true 2>/dev/null || skip_all 'there is no network namespace'
	export SCEPWIZ SCEPWIZ_SOURCE ASK_INSIDE=yes
	exec unshare "$namespaces" sh "$SCEPWIZ_SOURCE/tests/servers/ask.sh"
fi
ip link set lo up || skip_all 'the namespace has no loopback'
own_folder
mkdir "$work/asking" || exit 1
# shellcheck disable=SC2086 # a list of words
"$authority_python" "$SCEPWIZ_SOURCE/tests/servers/ask.py" "$SCEPWIZ" "$SCEPWIZ_SOURCE" "$work/asking" $parts
