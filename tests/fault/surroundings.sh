#!/bin/sh
# What the caller leaves: closed descriptors, odd umasks, few descriptors, an environment that is empty or
# hostile; and where nothing can be written: a file system that is full or read-only, a folder, a limit on the
# size of files. The file is the new one with mode 0600, or the old one and a sentence.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft first.yaml
cp first.yaml a.yaml
"$SCEPWIZ" set a.yaml name=CA-2 >/dev/null 2>&1
mv a.yaml wanted.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE

mode() {
	# shellcheck disable=SC2012 # names of our own
	ls -l "$1" | cut -c1-10
}
saved() { # STATUS FILE: written, and private
	[ "$1" -eq 0 ] && [ "$(mode "$2")" = -rw------- ] && [ -z "$(find . -name '.*.scepwiz-*')" ]
}
mv first.yaml wanted.yaml "$results"
first=$results/first.yaml
begin() {
	rm -rf "$XDG_STATE_HOME" # what a session has left
	rm -rf now
	mkdir now
	cp "$first" now/a.yaml
	chmod 600 now/a.yaml
}

for fds in '<&-' '>&-' '2>&-' '<&- >&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	begin
	eval '"$SCEPWIZ" set now/a.yaml name=CA-2 '"$fds"
	saved $? now/a.yaml && cmp -s now/a.yaml "$results/wanted.yaml"
	ok $? "set with $fds"
	begin
	# where nothing can be said 3 is right, and the file is there all the same
	eval '"$SCEPWIZ" export now/a.yaml '"$fds" 2>/dev/null
	[ "$(mode now/a.mobileconfig)" = -rw------- ] && grep -q '</plist>' now/a.mobileconfig &&
		! grep -q 'scepwiz: ' now/a.mobileconfig now/a.yaml
	ok $? "export with $fds"
done

for mask in 000 022 077 777; do
	begin
	(umask $mask && "$SCEPWIZ" set now/a.yaml name=CA-2) >/dev/null 2>&1
	saved $? now/a.yaml
	ok $? "set with umask $mask"
	(umask $mask && "$SCEPWIZ" export now/a.yaml) >/dev/null 2>&1
	saved $? now/a.mobileconfig
	ok $? "export with umask $mask"
	(umask $mask && "$SCEPWIZ" new now/new.yaml --no-edit) >/dev/null 2>&1
	saved $? now/new.yaml
	ok $? "new with umask $mask"
done
begin
chmod 640 now/a.yaml
"$SCEPWIZ" set now/a.yaml name=CA-2 >/dev/null 2>&1
[ "$(mode now/a.yaml)" = -rw-r----- ]
ok $? 'a mode that was chosen stays'

# from no descriptor to spare on: done, or a sentence and the old file
wrong=0
for limit in 3 4 5 6 7 8 10; do
	for command in 'set now/a.yaml name=CA-2' 'export now/a.yaml' 'check now/a.yaml' 'show now/a.yaml' \
		'new now/new.yaml --no-edit'; do
		begin
		# shellcheck disable=SC2086 # words
		(ulimit -n $limit 2>/dev/null && exec "$SCEPWIZ" $command) >/dev/null 2>"$results/err" </dev/null
		status=$?
		cmp -s now/a.yaml "$first" || cmp -s now/a.yaml "$results/wanted.yaml" || status=broken
		[ -z "$(find now -name '.*.scepwiz-*')" ] || status=leftovers
		case $status in
		0) ;;
		3) grep -q '^scepwiz: error: .*[a-z]' "$results/err" && continue ;;
		127) continue ;; # the system's loader had too few itself
		esac
		[ "$status" = 0 ] && continue
		echo "# $limit descriptors: $command: $status: $(cat "$results/err")"
		wrong=$((wrong + 1))
	done
done
ok "$wrong" 'few descriptors'

# the environment: nothing, nonsense, and what no file can be
for variables in 'LC_ALL=nonsense' "TMPDIR=$work/none" 'HOME=' 'SCEPWIZ_DRAFTS=' 'XDG_DATA_HOME=relative' \
	'TERM=../../x' 'MALLOC_PERTURB_=165' 'SOURCE_DATE_EPOCH=x' 'TZ=:/dev/zero'; do
	begin
	env -i SCEP_CHALLENGE=x-correct-horse "$variables" "$SCEPWIZ" export now/a.yaml >/dev/null 2>"$results/err" &&
		[ "$(mode now/a.mobileconfig)" = -rw------- ]
	status=$?
	sed 's/^/# /' "$results/err" | grep -v 'next: \|bytes, SHA' || :
	ok $status "only $variables"
done

# other people's folder: everybody may write there, but not in place of others
begin
chmod 1777 now
[ "$(id -u)" -ne 0 ] || chown 65534 now
"$SCEPWIZ" export now/a.yaml --output now/c.mobileconfig 2>/dev/null
sed 's/2048/4096/' now/c.mobileconfig >now/b.mobileconfig
chmod 600 now/b.mobileconfig
for name in now/a.mobileconfig now/b.mobileconfig; do
	"$SCEPWIZ" export now/a.yaml --output "$name" >/dev/null 2>&1
	saved $? "$name"
	ok $? "an export into a folder where everybody may write: $name"
done
begin
(cd now && "$SCEPWIZ" export a.yaml --output ../now/./a.yaml) >/dev/null 2>"$results/err"
[ $? -eq 3 ] && grep -q 'is the draft itself' "$results/err" && cmp -s now/a.yaml "$first"
ok $? 'an export onto the draft by another path'

# Nothing can be written: 3, a sentence with the reason, the old draft, nothing left. What was typed is
# told not to be saved.
namespaces=-m
unshare -m true 2>/dev/null || namespaces=-rm
mounted() { # SCRIPT COMMAND...: in a mount namespace of its own, on a file system that SCRIPT prepares
	mounted_script=$1
	shift
	unshare "$namespaces" -- sh -c '
		mount -t tmpfs -o size=64k none now && cp -p "$0" now/a.yaml && '"$mounted_script"' || exit 99
		"$@"
		status=$?
		cmp -s "$0" now/a.yaml || status=98
		find now -name "*.scepwiz*" -size +0 | grep -q . && status=97
		exit $status' "$first" "$@"
}
full() {
	mounted '{ dd if=/dev/zero of=now/fill bs=1024 2>/dev/null || :; }' "$@"
}
read_only() {
	mounted 'mount -o remount,ro now' "$@"
}
no_growth() {
	(
		ulimit -f 0
		exec "$@"
	) 2>&1 | cat # the messages' own file could not grow either
}
as_nobody=
[ "$(id -u)" -ne 0 ] || as_nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
locked() {
	chmod 755 "$work"
	chmod 500 now
	[ -z "$as_nobody" ] || chown -R 65534 now
	$as_nobody "$@"
	locked_status=$?
	chmod 700 now
	return $locked_status
}
cannot_write() { # HOW REASON
	for command in 'set now/a.yaml name=x' 'export now/a.yaml' 'new now/new.yaml --no-edit' 'edit now/a.yaml --plain'; do
		begin
		# shellcheck disable=SC2086 # words
		printf '=13\nCA-2\n!s\n' | "$1" "$SCEPWIZ" $command >"$results/out" 2>&1
		status=$?
		case $1:$command in
		no_growth:*) status=3 ;; # that of cat was seen
		*:edit*) [ $status -eq 0 ] || [ $status -eq 3 ] && status=3 ;;
		esac
		tr -s '\n ' '  ' <"$results/out" >"$results/told"
		[ $status -eq 3 ] && grep -q "$2" "$results/told" && cmp -s now/a.yaml "$first" &&
			[ ! -e now/new.yaml ] && [ -z "$(find now -name '.*.scepwiz-*')" ]
		result=$?
		case $command in
		edit*) grep -q 'not saved' "$results/told" || result=1 ;;
		esac
		[ $result -eq 0 ] || sed "s/^/# $status: /" "$results/told"
		ok $result "$1: $command"
	done
}
if unshare "$namespaces" sh -c 'mount -t tmpfs none now' 2>/dev/null; then
	cannot_write full 'No space left on device'
	cannot_write read_only 'Read-only file system'
else
	skip 'a full and a read-only file system' 'no mount namespace is to be had'
fi
cannot_write no_growth 'File too large'
chmod 755 "$work"
if $as_nobody test -x "$SCEPWIZ"; then
	cannot_write locked 'Permission denied'
else
	skip 'a folder that may only be read' 'root may write anywhere, and nobody else can run the program here'
fi
finish
