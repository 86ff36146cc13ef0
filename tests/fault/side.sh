#!/bin/sh
# The wizard and its side file: every call that can fail fails once, and from then on. Trouble with the side
# file costs the recovery, never the draft: the program ends with 0 and the new draft, or with 3, a
# sentence and a whole draft, old or new. It is killed before and behind each call: the next session
# recovers or finds nothing to recover, saves, and leaves no file behind.
#
# SCEPWIZ_FAULT_ALL=1 kills behind each call as well, which is mostly before the next one.
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
# once more behind a first save, so that the side file is written anew
printf '=2\nBranch\n=3\none\ntwo\n.\n=13\nCA-2\n!s\n=2\nBranch 2\n!s\n!q\n' >"$results/typed"
printf '\n!s\n!q\n' >"$results/recovered"

prepare() {
	rm -rf "$work/now"
	mkdir "$work/now"
	cd "$work/now" || exit 1
	cp -p "$results/first.yaml" a.yaml
}

edit() { # ANSWERS COMMAND...
	edit_answers=$1
	shift
	"$@" "$SCEPWIZ" edit a.yaml --plain <"$edit_answers" >"$results/out" 2>"$results/err"
	status=$?
}

with_fault() {
	env SCEPWIZ_FAULT="$fault" LD_PRELOAD="$preload" "$@"
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
}

prepare
edit "$results/typed" env SCEPWIZ_FAULT_COUNT="$results/count" LD_PRELOAD="$preload"
cp a.yaml "$results/new"
cp "$results/first.yaml" "$results/old"
sed 's/Branch 2/Branch/' a.yaml >"$results/first"
if [ "$status" -ne 0 ] || ! grep -q '^flock [1-9]' "$results/count" || ! grep -q 'Branch 2' a.yaml; then
	sed 's/^/# /' "$results/err"
	skip_all 'no fault can be put into the program (it is static, or its sanitizer forbids it)'
fi
ok "$(left | wc -l)" 'without a fault nothing is left'

numbers() { # CALL
	seq "$(awk -v call="$1" '$1 == call { print $2 }' "$results/count")"
}

errors_of() { # CALL
	case $1 in
	open) echo EACCES ;;
	write) echo ENOSPC short ;;
	flock) echo ENOLCK ;;
	*) echo EIO ;;
	esac
}

judge() {
	case $status in
	# a first save that fails asks, and the answers that follow are none
	0) is first || is new || complain 'it says done, and the draft is not the new one' ;;
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

for call in open write fsync close fchmod rename unlink flock; do
	wrong=0 runs=0
	for number in $(numbers "$call"); do
		for error in $(errors_of "$call"); do
			for mode in '' +; do
				fault=$call:$number$mode:$error runs=$((runs + 1))
				prepare
				edit "$results/typed" with_fault
				judge
			done
		done
	done
	ok "$wrong" "the wizard: $call fails ($runs runs)"
done

# The draft that is saved in the end has what was typed up to some point, in order.
judge_kill() {
	[ "$status" -eq 137 ] || complain 'it was not killed'
	is old || is first || is new || complain 'the draft is broken'
	[ -z "$(find . -name '.*' -type f ! -perm 600)" ] || complain 'others can read what was left'
	find . -name '.a.yaml.scepwiz-??????' -exec touch -t 202001010000 {} +
	edit "$results/recovered" env
	[ "$status" -eq 0 ] || complain 'the next session fails'
	"$SCEPWIZ" check a.yaml >/dev/null 2>"$results/err" || complain 'the draft has errors'
	! grep -q 'CA-2' a.yaml || grep -q 'two' a.yaml || complain 'what was typed before is missing'
	! grep -q 'one' a.yaml || grep -q 'Branch' a.yaml || complain 'what was typed before is missing'
	left | grep -qx ./.a.yaml.scepwiz && complain 'the side file stays'
	left | grep -q 'scepwiz-new' && complain 'the file made aside stays'
}

if [ -z "$asan" ]; then
	wrong=0 runs=0
	for call in open write fsync close fchmod rename unlink flock; do
		for number in $(numbers "$call"); do
			for how in kill ${SCEPWIZ_FAULT_ALL:+killafter}; do
				fault=$call:$number:$how runs=$((runs + 1))
				prepare
				edit "$results/typed" with_fault
				judge_kill
			done
		done
	done
	ok "$wrong" "the wizard: killed at each call, and recovered ($runs runs)"
else
	echo '# no kills with ASan: it has nothing to say then'
fi
cd "$work" || exit 1
finish
