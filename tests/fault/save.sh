#!/bin/sh
# Every call that can fail on the way of a draft or a profile to the disk fails once, and from then on:
# the program ends with 0 and the new file or with 3, a sentence and a whole file, old or new, and no
# temporary file stays. What only reads ends alike. It is killed before and behind each of them: the file is
# whole, at most one private temporary file stays, and a later save takes it away. Without memory it ends
# with 3, and where a library cannot, the file is whole nevertheless.
#
# SCEPWIZ_FAULT_ALL=1 tries every allocation; else one in 197.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

if ! ${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -o "$results/fault.so" "$SCEPWIZ_SOURCE/tests/fault/fault.c" \
	-ldl 2>"$results/cc"; then
	sed 's/^/# /' "$results/cc"
	skip_all 'the library of faults cannot be built here (it is for glibc)'
fi
# ASan wants to come first
asan=$(ldd "$SCEPWIZ" 2>/dev/null | awk '/lib(clang_rt\.)?asan/ { print $3 }')
preload="$asan${asan:+ }$results/fault.so"

good_draft "$results/first.yaml"
SCEP_CHALLENGE=s3cret
export SCEP_CHALLENGE

# Each command: what stands there before, the command, the file that it writes.
begin_set() {
	cp -p "$results/first.yaml" a.yaml
}
run_set() {
	"$@" "$SCEPWIZ" set a.yaml name=CA-2 devices=mac-017
}
begin_new() {
	rm -f b.yaml
}
run_new() {
	"$@" "$SCEPWIZ" new b.yaml --no-edit --set policy_name=New
}
begin_export() {
	cp -p "$results/first.yaml" a.yaml
	echo old >a.mobileconfig
	chmod 600 a.mobileconfig
}
run_export() {
	"$@" "$SCEPWIZ" export a.yaml
}
begin_check() {
	cp -p "$results/first.yaml" a.yaml
}
run_check() {
	"$@" "$SCEPWIZ" check a.yaml
}
begin_show() {
	cp -p "$results/first.yaml" a.yaml
}
run_show() {
	"$@" "$SCEPWIZ" show a.yaml
}
begin_diff() {
	cp -p "$results/first.yaml" a.yaml
}
run_diff() {
	"$@" "$SCEPWIZ" diff a.yaml a.yaml
}
written_by() { # COMMAND
	case $1 in
	new) echo b.yaml ;;
	export) echo a.mobileconfig ;;
	*) echo a.yaml ;;
	esac
}

prepare() { # COMMAND: an empty folder, then what the command begins with
	rm -rf "$work/now"
	mkdir "$work/now"
	cd "$work/now" || exit 1
	"begin_$1"
}

with_fault() {
	env SCEPWIZ_FAULT="$fault" LD_PRELOAD="$preload" "$@"
}
counting() {
	env SCEPWIZ_FAULT_COUNT="$results/count-$command" LD_PRELOAD="$preload" "$@"
}

# The file before and behind a run without faults, and the numbers of the calls.
measure() { # COMMAND
	command=$1
	prepare "$1"
	cp "$(written_by "$1")" "$results/old-$1" 2>/dev/null
	"run_$1" counting >/dev/null 2>"$results/err" &&
		grep -q '^open [1-9]' "$results/count-$1" &&
		cp "$(written_by "$1")" "$results/new-$1"
}

is_old() {
	if [ -f "$results/old-$command" ]; then
		cmp -s "$results/old-$command" "$(written_by "$command")"
	else
		[ ! -e "$(written_by "$command")" ]
	fi
}

# Another new draft has other identifiers.
is_new() {
	if [ "$command" = new ]; then
		[ -f b.yaml ] && same_but_uuids "$results/new-new" b.yaml
	else
		cmp -s "$results/new-$command" "$(written_by "$command")"
	fi
}
same_but_uuids() {
	normalise <"$1" >"$results/one"
	normalise <"$2" | cmp -s - "$results/one"
}

temporary() {
	find . -name '.*.scepwiz-*' -type f
}

complain() {
	echo "# $command with $fault: $1 (status $status)"
	sed 's/^/#   /' "$results/err"
	wrong=$((wrong + 1))
}

# One run of $command with $fault.
run_fault() {
	runs=$((runs + 1))
	prepare "$command"
	"run_$command" with_fault >"$results/out" 2>"$results/err"
	status=$?
}

judge() {
	case $status in
	0) is_new || complain 'it says done, and the file is not the new one' ;;
	3)
		is_old || is_new || complain 'the file is broken'
		# what cannot be written cannot be told
		grep -q '^scepwiz: error: .' "$results/err" || [ "$call" = write ] ||
			complain 'it says nothing'
		;;
	134 | 139)
		# libplist and OpenSSL's first use do not survive it; nothing of ours may be lost by that
		case $command:$call in
		export:malloc | show:malloc) ;; # both build the profile
		*) complain 'it crashes' ;;
		esac
		is_old || is_new || complain 'the file is broken'
		;;
	*) complain 'it should end with 0 or 3' ;;
	esac
	grep -q 'mistake in scepwiz' "$results/err" && complain 'it finds a mistake in itself'
	[ "$call" = unlink ] || [ -z "$(temporary)" ] || complain 'a temporary file stays'
}

# The same, and then a save that finds what was left an hour ago.
judge_kill() {
	[ "$status" -eq 137 ] || complain 'it was not killed'
	is_old || is_new || complain 'the file is broken'
	[ "$(temporary | wc -l)" -le 1 ] || complain 'several temporary files stay'
	[ -z "$(find . -name '.*.scepwiz-*' ! -perm 600)" ] ||
		complain 'others can read the temporary file'
	[ "$command" != new ] || rm -f b.yaml
	find . -name '.*.scepwiz-*' -exec touch -t 202001010000 {} +
	"run_$command" env >/dev/null 2>"$results/err" || complain 'the next save fails'
	is_new || complain 'the next save does not write the new file'
	[ -z "$(temporary)" ] || complain 'the next save leaves the temporary file'
}

numbers() { # CALL: 1 .. as many as $command makes
	seq "$(awk -v call="$1" '$1 == call { print $2 }' "$results/count-$command")"
}

errors_of() { # CALL
	case $1 in
	open) echo EACCES EMFILE EROFS EINTR ;;
	read) echo EIO EINTR ;;
	write) echo ENOSPC EDQUOT EIO EINTR short ;;
	fsync) echo EIO ENOSPC EINTR ;;
	close) echo EIO ENOSPC EINTR ;;
	rename) echo EACCES EROFS EIO EXDEV ;;
	link) echo EACCES EPERM EIO ;;
	*) echo EPERM EIO ;;
	esac
}

fail_each() { # COMMAND CALL
	command=$1 call=$2 wrong=0 runs=0
	for number in $(numbers "$call"); do
		for error in $(errors_of "$call"); do
			fault=$call:$number:$error
			run_fault
			judge
			[ "$error" = EINTR ] && continue # for ever would be for ever
			fault=$call:$number+:$error
			run_fault
			judge
		done
	done
	[ "$runs" -eq 0 ] || ok "$wrong" "$command: $call fails ($runs runs)"
}

kill_each() { # COMMAND
	command=$1 wrong=0 runs=0
	for call in open read write fsync close fchmod rename link unlink; do
		for number in $(numbers "$call"); do
			for how in kill killafter; do
				fault=$call:$number:$how
				run_fault
				judge_kill
			done
		done
	done
	ok "$wrong" "$command: killed at each call ($runs runs)"
}

starve() { # COMMAND
	command=$1 call=malloc wrong=0 runs=0
	for number in $(numbers malloc | awk -v all="${SCEPWIZ_FAULT_ALL-}" 'all || NR < 20 || NR % 197 == 0'); do
		for mode in '' +; do
			fault=malloc:$number$mode:ENOMEM
			run_fault
			judge
		done
	done
	ok "$wrong" "$command: no memory ($runs runs)"
}

for command in set new export check show diff; do
	measure "$command" || {
		sed 's/^/# /' "$results/err"
		skip_all 'no fault can be put into the program (it is static, or its sanitizer forbids it)'
	}
done
for command in set new export; do
	for call in open read write fsync close fchmod rename link unlink; do
		fail_each "$command" "$call"
	done
done
# what only reads, up to the last line of its output
for command in check show diff; do
	for call in open read write close; do
		fail_each "$command" "$call"
	done
done
if [ -z "$asan" ]; then
	for command in set new export; do
		kill_each "$command"
	done
	for command in set new check show diff export; do
		starve "$command"
	done
else
	echo '# no kills and no lack of memory with ASan: it has nothing to say then, and a malloc of its own'
fi
cd "$work" || exit 1
finish
