#!/bin/sh
# The wizard and what it keeps: every call that can fail fails once, and from then on. Trouble with the recovery
# file or the lock costs the recovery, never the draft: the program ends with 0 and the new draft, or with 3, a
# sentence and a whole draft, old or new. It is killed before and behind each call: the next session
# recovers or finds nothing to recover, saves, and leaves no file behind. A session that recovers what a
# killed one left is failed and killed at each call as well: what was left is in the draft then, or a
# further session recovers it.
#
# SCEPWIZ_FAULT_ALL=1 kills behind each call as well, which is mostly before the next one, and lets every
# allocation fail; else one in 197.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
fault_library "$results/fault.so"

good_draft "$results/first.yaml"
# once more behind a first save, so that the recovery file is written anew
printf '=2\nBranch\n=3\none\ntwo\n.\n=13\nCA-2\n!s\n=2\nBranch 2\n!s\n!q\n' >"$results/typed"
printf '\n!s\n!q\n' >"$results/recovered"

# the state is in the folder, which is made anew for each run
XDG_STATE_HOME=$work/now/state
kept=state/scepwiz/recovery

prepare() {
	fresh_folder
	cp -p "$results/first.yaml" a.yaml
}

edit() { # ANSWERS COMMAND...
	edit_answers=$1
	shift
	"$@" "$SCEPWIZ" edit a.yaml --plain <"$edit_answers" >"$results/out" 2>"$results/err"
	status=$?
}

complain() {
	echo "# $fault: $1 (status $status)"
	sed 's/^/#   /' "$results/err"
	wrong=$((wrong + 1))
}

is() { # old|first|new: what the draft says
	cmp -s "$results/$1" a.yaml
}

left() {
	find . -name '.*' -type f
	[ ! -d "$kept" ] || find "$kept" -type f ! -name key ! -name '.key.*'
}

others_read() { # what holds something typed; the lock is for neighbours
	[ -n "$(find state ./.a.yaml.scepwiz-* -type f ! -perm 600 2>/dev/null)" ]
}

prepare
counts=$results/count-typed
edit "$results/typed" counting
cp a.yaml "$results/new"
cp "$results/first.yaml" "$results/old"
sed 's/Branch 2/Branch/' a.yaml >"$results/first"
if [ "$status" -ne 0 ] || ! grep -q '^flock [1-9]' "$counts" || ! grep -q 'Branch 2' a.yaml; then
	sed 's/^/# /' "$results/err"
	skip_all "$no_fault"
fi
ok "$(left | wc -l)" 'without a fault nothing is left'

errors_of() { # CALL
	case $1 in
	open) echo EACCES EEXIST ;;
	pread) echo EIO EINTR short ;;
	write) echo ENOSPC short ;;
	flock) echo ENOLCK ;;
	*) echo EIO ;;
	esac
}

# A call that fails leaves nothing: what is made aside holds what was typed, secrets among it.
judge_left() {
	[ "$call" = unlink ] || ! left | grep -q -e '-new$' || complain 'the file made aside stays'
	! grep -q -e 'a\.yaml' -e recovery/ "$results/open" 2>/dev/null || complain "it ends with $(cat "$results/open") open"
}

judge() {
	judge_left
	case $status in
	# a first save that fails asks, and the answers that follow are none
	# where nothing could be read nothing was typed
	0) is first || is new || { [ "$call" = read ] && is old; } ||
		complain 'it says done, and the draft is not the new one' ;;
	3)
		# what cannot be told ends the wizard, which saves what was typed so far
		is old || is first || is new || {
			[ "$call" = write ] && "$SCEPWIZ" check a.yaml >/dev/null 2>&1
		} || complain 'the draft is broken'
		grep -q '^scepwiz: error: .' "$results/err" || [ "$call" = write ] ||
			complain 'it says nothing'
		;;
	*) complain 'it should end with 0 or 3' ;;
	esac
	grep -q 'mistake in scepwiz' "$results/err" && complain 'it finds a mistake in itself'
}

calls='open read pread write fsync close stat fchmod ftruncate rename link unlink flock'
each_fault() { # CALL COMMAND...: the command with each way in which it may fail
	call=$1 wrong=0 runs=0
	shift
	for number in $(numbers "$call"); do
		for error in $(errors_of "$call"); do
			for mode in '' +; do
				# EINTR for ever would be for ever
				[ "$error$mode" = EINTR+ ] && continue
				fault=$call:$number$mode:$error runs=$((runs + 1))
				"$@"
			done
		done
	done
	failed=$((failed + runs))
}

each_kill() { # COMMAND...
	wrong=0 runs=0
	for call in $calls; do
		for number in $(numbers "$call"); do
			for how in kill ${SCEPWIZ_FAULT_ALL:+killafter}; do
				fault=$call:$number:$how runs=$((runs + 1))
				"$@"
			done
		done
	done
	killed=$((killed + runs))
}

fail_typed() {
	prepare
	edit "$results/typed" with_fault
	judge
}
for call in $calls; do
	each_fault "$call" fail_typed
	told "the wizard: $call fails"
done

# The draft that is saved in the end has what was typed up to some point, in order.
kill_typed() {
	prepare
	edit "$results/typed" with_fault
	# its keeper may have been, which it does without
	[ "$status" -eq 137 ] || { [ "$status" -eq 0 ] && is new; } || complain 'it was not killed'
	is old || is first || is new || complain 'the draft is broken'
	! others_read || complain 'others can read what was left'
	find . -name '.a.yaml.scepwiz-??????' -exec touch -t 202001010000 {} +
	edit "$results/recovered" env
	[ "$status" -eq 0 ] || complain 'the next session fails'
	"$SCEPWIZ" check a.yaml >/dev/null 2>"$results/err" || complain 'the draft has errors'
	! grep -q 'CA-2' a.yaml || grep -q 'two' a.yaml || complain 'what was typed before is missing'
	! grep -q 'one' a.yaml || grep -q 'Branch' a.yaml || complain 'what was typed before is missing'
	left | grep -qx ./.a.yaml.scepwiz && complain 'the lock stays'
	left | grep -q "^$kept" && complain 'the recovery file stays'
}
if [ -z "$asan" ]; then
	each_kill kill_typed
	told 'the wizard: killed at each call, and recovered'
else
	echo "$no_kills"
fi

# What a session leaves that was killed in its first save.
prepare
number=0
until [ "$status" -eq 137 ] && grep -rq 'CA-2' "$kept" && is old || [ $number -gt 9 ]; do
	number=$((number + 1))
	prepare
	fault=rename:$number:kill
	edit "$results/typed" with_fault
done
cp -Rp state .a.yaml.scepwiz "$results"
begin_recovery() {
	prepare
	cp -Rp "$results/state" "$results/.a.yaml.scepwiz" .
}
recover_clean() {
	edit "$results/recovered" env
}
begin_recovery
counts=$results/count-recovery
edit "$results/recovered" counting
cp a.yaml "$results/new"
grep -q 'CA-2' a.yaml && [ "$(left | wc -l)" -eq 0 ]
ok $? 'what a killed session left is recovered'

# In the draft now, or a clean session still recovers it.
judge_recovery() {
	grep -q 'mistake in scepwiz' "$results/err" && complain 'it finds a mistake in itself'
	is old || is new || complain 'the draft is broken'
	! others_read || complain 'others can read what was left'
	if ! is new; then
		recover_clean
		is new || complain 'what was left is lost'
		[ "$status" -eq 0 ] || complain 'the next session fails'
		left | grep -v -e '-[a-z2-9]\{6\}$' | grep -q . && complain 'the recovery file stays'
	fi
}
fail_recovery() {
	begin_recovery
	edit "$results/recovered" with_fault
	case $status in
	0) ;;
	3)
		grep -q '^scepwiz: error: .' "$results/err" || [ "$call" = write ] ||
			complain 'it says nothing'
		;;
	*) complain 'it should end with 0 or 3' ;;
	esac
	judge_left
	judge_recovery
}
for call in $calls; do
	each_fault "$call" fail_recovery
	told "a recovery: $call fails"
done

kill_recovery() {
	begin_recovery
	edit "$results/recovered" with_fault
	[ "$status" -eq 137 ] || { [ "$status" -eq 0 ] && is new; } || complain 'it was not killed'
	judge_recovery
}
starve_recovery() {
	begin_recovery
	edit "$results/recovered" with_fault
	[ "$status" -eq 3 ] || [ "$status" -eq 0 ] || complain 'it should end with 3'
	judge_recovery
}
if [ -z "$asan" ]; then
	each_kill kill_recovery
	told 'a recovery: killed at each call'
	wrong=0 runs=0 call=malloc
	for number in $(numbers malloc | awk -v all="${SCEPWIZ_FAULT_ALL-}" 'all || NR % 197 == 0'); do
		fault=malloc:$number+:ENOMEM runs=$((runs + 1))
		starve_recovery
	done
	told 'a recovery: no memory'
	starved=$runs
fi
finish_faults
