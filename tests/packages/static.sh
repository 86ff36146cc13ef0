#!/bin/sh
# The static file, alone in a root that has nothing else: the wizard on terminals of several kinds, the commands, the
# worker; and what it writes is what the plain build writes. In a native build folder; make static makes the file first.
# It needs root, or the right to make a user namespace.
#
#   SCEPWIZ_STATIC_FILE=FILE  tests this one instead
#   TARBALLS=FOLDER           where the sources of its libraries are, without a network
# Ends with 77 and says why where the file cannot be made or another root not be entered, and with 1 if a check fails.
: "${SCEPWIZ_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}"
export SCEPWIZ_SOURCE
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"
own_folder
root=$work/root
cannot() {
	echo "1..0 # SKIP $*"
	exit 77
}
# what own_folder sets is for the plain build; in the root the same folders are below it
alone() {
	SCEPWIZ_DRAFTS=/drafts HOME=/ XDG_STATE_HOME=/state $enter chroot "$root" /scepwiz "$@"
}
if [ "$(id -u)" = 0 ]; then enter=; else enter='unshare --user --map-root-user'; fi
# shellcheck disable=SC2086 # words
$enter chroot / true 2>/dev/null || cannot 'no other root can be entered here'

file=${SCEPWIZ_STATIC_FILE-}
if [ -z "$file" ]; then
	make -s static ${TARBALLS:+TARBALLS="$TARBALLS"} >"$work/log" 2>&1
	status=$?
	[ $status = 0 ] || tail -n 20 "$work/log" >&2
	reason=$(sed -n 's/^no static file: //p' "$work/log")
	[ -z "$reason" ] || cannot "$reason"
	ok $status 'make static makes it'
	file=$(sed -n 's/^\(.*\): [0-9]* bytes$/\1/p' "$work/log" | tail -n 1)
	grep -q 'libplist .*http' "$file.txt" && grep -q LGPL "$file.txt"
	ok $? 'the note beside it says what is in it, and how to link it with another libplist'
fi
mkdir "$root" && cp "$file" "$root/scepwiz" || exit 1

bytes=$(wc -c <"$root/scepwiz")
echo "# $bytes bytes"
[ "$bytes" -le 5000000 ]
ok $? 'it has 5 MB at most'
if command -v readelf >/dev/null; then
	! readelf -lW "$root/scepwiz" | grep -q INTERP && ! readelf -dW "$root/scepwiz" | grep -q NEEDED
	ok $? 'it needs no other file'
	readelf -hW "$root/scepwiz" | grep -q 'Type:.*DYN'
	ok $? 'it is loaded at any address'
fi
! LC_ALL=C grep -q -F -e "$(pwd)" "$root/scepwiz"
ok $? 'no folder of the build is in it'

# The commands, in the root and outside of it.
each_ways() { # COMMAND...: the same words, status and files
	(cd "$work/plain" && "$SCEPWIZ" "$@") >"$work/plain.out" 2>&1
	plain_status=$?
	alone "$@" >"$work/alone.out" 2>&1
	status=$?
	diff "$work/plain.out" "$work/alone.out" | sed 's/^/# /'
	[ $status = $plain_status ] && cmp -s "$work/plain.out" "$work/alone.out"
}
mkdir "$work/plain"
alone new draft.yaml --no-edit --set policy_name=Office --set url=https://scep.acme.net/scep \
	--set subject=/O=Acme/CN=%SerialNumber% --set challenge=Sommer-Wiese-42 \
	--set fingerprint=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ= >"$work/out" 2>&1
ok $? 'new'
sed 's/^/# /' "$work/out"
alone set draft.yaml key_size=4096 >"$work/out" 2>&1
ok $? 'set'
cp "$root/draft.yaml" "$work/plain/draft.yaml"
each_ways check draft.yaml
ok $? 'check'
each_ways show draft.yaml
ok $? 'show'
each_ways export draft.yaml
ok $? 'export'
cmp "$root/draft.mobileconfig" "$work/plain/draft.mobileconfig"
ok $? 'export: the bytes of the plain build'
each_ways rules
ok $? 'rules'
# The worker, started without /proc and without /dev
each_ways check draft.mobileconfig
ok $? 'check of a profile'
each_ways import draft.mobileconfig -o imported.yaml
ok $? 'import'
each_ways show imported.yaml
ok $? 'show of what was imported'
certificate() { # OPTION...
	openssl req -x509 -nodes -keyout "$work/key" -out "$root/ca.pem" -subj '/O=Acme/CN=Acme Root' "$@" 2>/dev/null &&
		cp "$root/ca.pem" "$work/plain"
}
for options in '-newkey rsa:2048' '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1' '-newkey ed25519'; do
	# shellcheck disable=SC2086
	certificate $options && each_ways set draft.yaml root_certificate=@ca.pem && each_ways check draft.yaml &&
		each_ways export draft.yaml && cmp "$root/draft.mobileconfig" "$work/plain/draft.mobileconfig"
	ok $? "with a certificate (${options#-newkey })"
done

# Where there is more than the file: what other scripts see of these commands
mkdir "$work/bin" && cp "$file" "$work/bin/scepwiz" || exit 1
for script in export import sign; do
	SCEPWIZ=$work/bin/scepwiz sh "$SCEPWIZ_SOURCE/tests/cli/$script.sh" >"$work/out" 2>&1
	[ "$(grep -c '^ok' "$work/out")" -gt 0 ] && ! grep -A 20 '^not ok' "$work/out" | sed 's/^/# /' | grep .
	ok $? "tests/cli/$script.sh"
done

# What is asked of a program of this compiler, as make check asks it of the others
if [ -f static-build/one/scepwiz ]; then
	HARDENING=$(sed -n 's/^HARDEN_[CL]D*FLAGS = //p' static-build/Makefile | xargs)
	export HARDENING
	SCEPWIZ=static-build/one/scepwiz sh "$SCEPWIZ_SOURCE/tests/tree/hardening.sh" >"$work/out" 2>&1
	grep -q '^ok' "$work/out" && ! grep '^not ok' "$work/out" | sed 's/^/# /' | grep .
	ok $? 'tests/tree/hardening.sh'
fi

# The wizard
for term in xterm-256color linux tmux-256color xterm-kitty; do
	# shellcheck disable=SC2086
	SCEPWIZ_DRAFTS=/drafts HOME=/ XDG_STATE_HOME=/state python3 "$SCEPWIZ_SOURCE/tests/packages/static.py" "$term" \
		${enter:-env} chroot "$root" /scepwiz >"$work/out" 2>&1
	status=$?
	sed 's/^/# /' "$work/out"
	ok $status "the wizard on $term"
done
echo "1..$tap_count"
[ "$tap_failed" = 0 ]
