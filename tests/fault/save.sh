#!/bin/sh
# Every call that can fail on the way of a draft or a profile to the disk fails once, and from then on:
# the program ends with 0 and the new file or with 3, a sentence and a whole file, old or new, and no
# temporary file stays. What only reads ends alike. It is killed before each of them: the file is
# whole, at most one private temporary file stays, and a later save takes it away. Without memory it ends
# with 3, and where OpenSSL crashes at its first use, the file is whole nevertheless; the child in which a
# profile is written is failed and killed as well. All that with a plain draft, an imported one with its
# original, and one of an own form.
#
# SCEPWIZ_FAULT_ALL=1 kills behind each call as well, which is mostly before the next one, and tries every
# allocation; else one in 197.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
fault_library "$results/fault.so"

good_draft "$results/first.yaml"
SCEP_CHALLENGE=s3cret
export SCEP_CHALLENGE
# the first call would make it, and have more calls than those that follow
mkdir -p -m 700 "$XDG_STATE_HOME/scepwiz"

# A draft with the original of a profile that was imported, and one of an own form.
mkdir forms
printf 'extends: scep\nform: acme\npreset: {retries: 5}\nlock: [retries]\n' >forms/acme.yaml
SCEPWIZ_FORMS=$work/forms
export SCEPWIZ_FORMS
"$SCEPWIZ" export "$results/first.yaml" --output profile 2>/dev/null &&
	sed 's/2048/4096/' profile >"$results/earlier" &&
	"$SCEPWIZ" import profile --output "$results/imported.yaml" >/dev/null 2>&1
grep -q '^foreign:' "$results/imported.yaml" || skip_all 'no draft with an original can be made'
sed -e 's/^form: scep/form: acme/' -e '/^retries/d' "$results/first.yaml" >"$results/own.yaml"
chmod 600 "$results/own.yaml"

# Each command, and behind a dash the draft that it is given.
draft_of() { # COMMAND
	case $1 in
	*-imported) echo "$results/imported.yaml" ;;
	*-own) echo "$results/own.yaml" ;;
	*) echo "$results/first.yaml" ;;
	esac
}
written_by() { # COMMAND
	case $1 in
	new*) echo b.yaml ;;
	export*) echo a.mobileconfig ;;
	*) echo a.yaml ;;
	esac
}
begin() { # COMMAND: what stands there before
	[ "$1" = new ] || cp -p "$(draft_of "$1")" a.yaml
	case $1 in
	export*)
		cp "$results/earlier" a.mobileconfig
		chmod 600 a.mobileconfig
		;;
	esac
}
run() { # COMMAND, and what it is run under
	run_command=$1
	shift
	case $run_command in
	new) "$@" "$SCEPWIZ" new b.yaml --no-edit --set policy_name=New ;;
	set*) "$@" "$SCEPWIZ" set a.yaml name=CA-2 devices=mac-017 ;;
	diff*) "$@" "$SCEPWIZ" diff a.yaml a.yaml ;;
	*) "$@" "$SCEPWIZ" "${run_command%-*}" a.yaml ;;
	esac
}

prepare() { # COMMAND: an empty folder, then what the command begins with
	fresh_folder
	begin "$1"
}

# The file before and behind a run without faults, and the numbers of the calls.
measure() { # COMMAND
	command=$1 counts=$results/count-$1
	prepare "$1"
	cp "$(written_by "$1")" "$results/old-$1" 2>/dev/null
	run "$1" counting >/dev/null 2>"$results/err" &&
		grep -q '^open [1-9]' "$counts" &&
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
	for file in .*.scepwiz-*; do
		[ ! -f "$file" ] || echo "$file"
	done
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
	run "$command" with_fault >"$results/out" 2>"$results/err"
	status=$?
}

judge() {
	case $status in
	0)
		is_new || complain 'it says done, and the file is not the new one'
		[ -z "$blind" ] || complain 'it replaces a file that it could not look at'
		;;
	3)
		is_old || is_new || complain 'the file is broken'
		# what cannot be written cannot be told
		grep -q '^scepwiz: error: .' "$results/err" || [ "$call" = write ] ||
			complain 'it says nothing'
		;;
	134 | 139)
		# OpenSSL's first use does not survive it; nothing of ours may be lost by that
		case $command:$call in
		export*:malloc | show*:malloc) ;; # a hash is told
		*) complain 'it crashes' ;;
		esac
		is_old || is_new || complain 'the file is broken'
		;;
	*) complain 'it should end with 0 or 3' ;;
	esac
	[ -s "$results/err" ] && grep -q 'mistake in scepwiz at' "$results/err" && complain 'it finds a mistake in itself'
	[ "$call" = unlink ] || [ "$status" -gt 3 ] || [ -z "$(temporary)" ] ||
		complain 'a temporary file stays'
	! grep -q '/now/' "$results/open" 2>/dev/null || complain "it ends with $(cat "$results/open") open"
}

# The same, and then a save that finds what was left an hour ago.
judge_kill() {
	case $command:$status in
	*:137) ;;
	export*:3) grep -q 'ended by signal 9' "$results/err" || complain 'it was not killed' ;; # in its child
	*) complain 'it was not killed' ;;
	esac
	is_old || is_new || complain 'the file is broken'
	[ "$(temporary | wc -l)" -le 1 ] || complain 'several temporary files stay'
	[ -z "$(find . -name '.*.scepwiz-*' ! -perm 600)" ] ||
		complain 'others can read the temporary file'
	[ "$command" != new ] || rm -f b.yaml
	find . -name '.*.scepwiz-*' -exec touch -t 202001010000 {} +
	run "$command" env >/dev/null 2>"$results/err" || complain 'the next save fails'
	is_new || complain 'the next save does not write the new file'
	[ -z "$(temporary)" ] || complain 'the next save leaves the temporary file'
}

# All that a call may fail with; where only the draft is another, the first of them, and what is tried again.
errors_of() { # CALL
	case $1 in
	open) errors='EACCES EINTR EMFILE EROFS EEXIST' ;;
	read) errors='EIO EINTR short' ;;
	write) errors='ENOSPC EINTR short EDQUOT EIO' ;;
	fsync | close) errors='EIO EINTR ENOSPC' ;;
	rename) errors='EACCES EROFS EIO EXDEV' ;;
	link) errors='EACCES EPERM EIO EEXIST' ;;
	stat) errors='EACCES EIO' ;;
	flock) errors='ENOLCK EINTR' ;;
	*) errors='EPERM EIO' ;;
	esac
	case $command:$1 in
	*-*:read | *-*:write) echo "${errors%% *} short" ;;
	*-*) echo "${errors%% *}" ;;
	*) echo "$errors" ;;
	esac
}

# Whether the new file is written and has not yet taken its name when stat is called for the Nth time.
is_before_replace() { # N
	rm -f "$results/seen"
	fault=stat:$1:run
	prepare "$command"
	run "$command" with_fault >/dev/null 2>&1
	[ -e "$results/seen" ]
}

# Whether this call is the last look at the old draft.
is_last_look() {
	case $command:$call in
	set*:stat) is_before_replace "$number" && ! is_before_replace $((number + 1)) ;;
	*) false ;;
	esac
}

fail_each() { # COMMAND CALL
	command=$1 call=$2 wrong=0 runs=0 counts=$results/count-$1
	for number in $(numbers "$call"); do
		blind=
		! is_last_look || blind=yes looks=$((looks + 1))
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
	blind=
	told "$command: $call fails"
	failed=$((failed + runs))
}

kill_each() { # COMMAND
	command=$1 wrong=0 runs=0 counts=$results/count-$1
	for call in open read write fsync close stat fchmod rename link unlink; do
		for number in $(numbers "$call"); do
			for how in kill ${SCEPWIZ_FAULT_ALL:+killafter}; do
				fault=$call:$number:$how
				run_fault
				judge_kill
			done
		done
	done
	told "$command: killed at each call"
	killed=$((killed + runs))
}

starve() { # COMMAND
	command=$1 call=malloc wrong=0 runs=0 counts=$results/count-$1
	# the first ones are the same in all commands
	for number in $(numbers malloc |
		awk -v all="${SCEPWIZ_FAULT_ALL-}" -v few="$1" 'all || few == "set" && NR < 20 || NR % 197 == 0'); do
		for mode in '' +; do
			fault=malloc:$number$mode:ENOMEM
			run_fault
			judge
		done
	done
	told "$command: no memory"
	starved=$((starved + runs))
}

blind='' looks=0
SCEPWIZ_FAULT_RUN="for file in .a.yaml.scepwiz-*; do [ ! -s \$file ] || : >$results/seen; done"
export SCEPWIZ_FAULT_RUN
writers='set new export set-imported export-imported set-own'
readers='check show diff check-imported check-own'
for command in $writers $readers; do
	measure "$command" || {
		sed 's/^/# /' "$results/err"
		skip_all "$no_fault"
	}
done
for command in $writers; do
	for call in open read write fsync close stat fchmod rename link unlink flock; do
		fail_each "$command" "$call"
	done
done
[ "$looks" -eq 3 ]
ok $? "an old draft that cannot be looked at is not replaced"
# what only reads, up to the last line of its output
for command in $readers; do
	for call in open read write close stat; do
		fail_each "$command" "$call"
	done
done
if [ -z "$asan" ]; then
	for command in $writers; do
		kill_each "$command"
	done
	for command in $readers $writers; do
		starve "$command"
	done
else
	echo "$no_kills"
fi
finish_faults
