#!/bin/sh
# The wizard through a real sshd, on the loopback of a network namespace of its own: the client is killed,
# leaves by ~. and loses its line, and what the next session recovers is compared with what was typed.
# It needs root and an sshd, which nobody should have to install for make check: .ci/run runs it.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=$(dirname "$0")/../..}"
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"

PATH=$PATH:/usr/sbin:/sbin
for tool in sshd ssh ssh-keygen python3 unshare ip; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
[ "$(id -u)" -eq 0 ] || skip_all 'sshd lets nobody in unless root runs it'
if [ -z "${SSH_INSIDE-}" ]; then
	unshare -n true 2>/dev/null || skip_all 'no network namespace is to be had'
	export SCEPWIZ SCEPWIZ_SOURCE SSH_INSIDE=yes
	exec unshare -n sh "$SCEPWIZ_SOURCE/tests/servers/ssh.sh"
fi
ip link set lo up || skip_all 'the namespace has no loopback'

work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-ssh.XXXXXX") || exit 1
server=
clean_up() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f user ||
	skip_all 'ssh-keygen makes no keys'
cat >config <<END
ListenAddress 0.0.0.0
Port 2222
HostKey $work/host
AuthorizedKeysFile $work/user.pub
PidFile none
PermitRootLogin yes
UsePAM no
StrictModes no
END
mkdir -p /run/sshd # sshd's own folder, which only its service makes
$(command -v sshd) -D -e -f config 2>server.log &
server=$!

# The far address is taken away to cut a line; the near one stays, for whoever comes after.
far=10.9.0.1
ip addr add "$far/32" dev lo || skip_all 'loopback takes no second address'
ends() { # KIND ADDRESS: prints its figure
	"$SCEPWIZ" new "./$1.yaml" --no-edit 2>/dev/null &&
		python3 "$SCEPWIZ_SOURCE/tests/servers/ssh.py" "$SCEPWIZ" "$work" "$1" "$2" >"$1.log" 2>&1
	ends_status=$?
	sed 's/^/# /' "$1.log"
	ok "$ends_status" "$3"
}
ends kill 127.0.0.1 'nothing is lost where the client is killed'
ends leave 127.0.0.1 'nothing is lost where the client leaves by ~.'
ends cut "$far" 'nothing is lost where the line is dead, and a second session takes over'
echo "1..$tap_count"
exit "$tap_failed"
