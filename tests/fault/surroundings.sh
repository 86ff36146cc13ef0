#!/bin/sh
# What the caller leaves: closed descriptors, odd umasks, few descriptors, a file system that is read-only, an
# environment that is empty or hostile. The file is the new one with mode 0600, or the old one and a sentence.
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

# a file system that is read-only, in a mount namespace of its own
namespaces=-m
unshare -m true 2>/dev/null || namespaces=-rm
read_only() { # COMMAND...
	unshare "$namespaces" -- sh -c '
		mount -t tmpfs -o size=1m none now && cp -p "$0" now/a.yaml && mount -o remount,ro now || exit 99
		"$@"
		status=$?
		cmp -s "$0" now/a.yaml || status=98
		exit $status' "$first" "$@" >"$results/out" 2>"$results/err"
	status=$?
	sed 's/^/# /' "$results/err" >"$results/told"
	[ $status -eq 3 ] && grep -q 'Read-only file system' "$results/err"
}
begin
if unshare "$namespaces" sh -c 'mount -t tmpfs none now' 2>/dev/null; then
	for command in 'set now/a.yaml name=x' 'export now/a.yaml' 'new now/new.yaml --no-edit'; do
		# shellcheck disable=SC2086 # words
		read_only "$SCEPWIZ" $command
		result=$?
		[ $result -eq 0 ] || cat "$results/told"
		ok $result "a read-only file system: $command"
	done
else
	skip 'a read-only file system' 'no mount namespace is to be had'
fi
finish
