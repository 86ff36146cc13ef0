#!/bin/sh
# Several at once on one draft, in one folder: each change is there in the end, each draft has a name of its own, and no
# export is in another's way. SCEPWIZ_FAULT_ALL=1 tries it more often.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
fault_library "$results/fault.so"
rounds=${SCEPWIZ_FAULT_ALL:+60}
rounds=${rounds:-4}
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
good_draft "$results/first.yaml"

fresh() {
	rm -rf now
	mkdir now
	cp -p "$results/first.yaml" now/a.yaml
}
ran=0
at_once() { # COMMAND...: in the background; its status goes to a file of its own
	ran=$((ran + 1))
	(
		"$@" >"$results/said-$ran" 2>&1
		echo $? >"$results/status-$ran"
	) &
}
lacks() { # SENTENCE
	wrong="$wrong# $round: $1
"
}
finished() { # STATUSES: waits; who ended with another one is wrong
	wait
	for number in $(seq $ran); do
		ended=$(cat "$results/status-$number")
		case " $1 " in
		*" $ended "*) ;;
		*) lacks "status $ended: $(grep error "$results/said-$number")" ;;
		esac
	done
	rm -f "$results"/status-*
	ran=0
}
judge() { # NAME: what is in $wrong
	[ -z "$wrong" ] || printf '%s\n' "$wrong"
	[ -z "$wrong" ]
	ok $? "$1"
}

fields='policy_name name organization description san_dns_name san_uri policy_notes device_groups devices url'
wrong=
for round in $(seq "$rounds"); do
	[ "$round" -ne 1 ] || fresh
	for field in $fields; do
		at_once "$SCEPWIZ" set now/a.yaml "$field=v$round-$field"
	done
	finished '0 1'
	for field in $fields; do
		grep -q "v$round-$field" now/a.yaml || lacks "$field is lost"
	done
done
judge "set ($rounds times ten at once)"

# of another kind each: what one does is not undone by another
wrong=
for round in $(seq "$rounds"); do
	fresh
	sed 's/^key_size: 2048/key_size: 1024/; s/CN=%/cn=%/; s/^challenge: .*/challenge: "correct-horse-battery"/' \
		"$results/first.yaml" >now/a.yaml
	chmod 644 now/a.yaml
	at_once "$SCEPWIZ" accept now/a.yaml key-size-weak --reason old
	at_once "$SCEPWIZ" accept now/a.yaml challenge-in-clear --reason known
	at_once "$SCEPWIZ" check --fix now/a.yaml
	for field in name organization description; do
		at_once "$SCEPWIZ" set now/a.yaml "$field=v$round-$field"
	done
	finished '0 1'
	for text in key-size-weak challenge-in-clear CN=%SerialNumber v$round-name v$round-organization v$round-description; do
		grep -q "$text" now/a.yaml || lacks "$text is lost"
	done
done
judge "set, accept and check --fix ($rounds times six at once)"

wrong=
for round in $(seq "$rounds"); do
	rm -rf drafts
	for number in 1 2 3 4 5 6; do
		at_once "$SCEPWIZ" new --no-edit --set "description=d$number"
	done
	finished 0
	for number in 1 2 3 4 5 6; do
		[ "$(grep -l "d$number" drafts/*.yaml | wc -l)" -eq 1 ] || lacks "draft $number is lost"
	done
	[ "$(grep -h '^policy_name' drafts/*.yaml | sort -u | wc -l)" -eq 6 ] || lacks "policy names are taken twice"
done
judge "new without a name ($rounds times six at once)"

wrong=
for round in $(seq "$rounds"); do
	fresh
	sed '/^identity/,$d' "$results/first.yaml" >now/a.yaml
	for number in 1 2 3 4 5 6; do
		at_once "$SCEPWIZ" export now/a.yaml
	done
	finished 0
	[ "$(tail -n 1 now/a.mobileconfig)" = '</plist>' ] || lacks "the profile is broken"
done
judge "export of one draft, which lacks its identity ($rounds times six at once)"

# Right before one of them renames: the other waits, and is ended here, or it is not lost.
for other in 'set now/a.yaml organization=Other' 'check --fix now/a.yaml' 'accept now/a.yaml key-size-weak --reason Other' \
	'edit now/a.yaml --plain'; do
	fresh
	sed 's/^key_size: 2048/key_size: 1024/; s/CN=%/cn=%/' "$results/first.yaml" >now/a.yaml
	SCEPWIZ_FAULT_RUN="printf '=13\nOther\n!s\n!q\n' | timeout 1 $SCEPWIZ $other >/dev/null 2>&1; echo \$? >now/tried" \
		SCEPWIZ_FAULT=rename:1:run LD_PRELOAD=$preload "$SCEPWIZ" set now/a.yaml name=CA-2 >"$results/out" 2>&1
	[ "$(cat now/tried)" = 124 ] && grep -q CA-2 now/a.yaml && ! grep -qE 'Other|CN=' now/a.yaml && [ -z "$(find now -name '.*.scepwiz-*')" ]
	ok $? "${other%% *} at the moment of a rename waits"
done

# Another program has the folder: it is waited for (until it is ended here, long before it gives up), and then it is saved.
if command -v flock >/dev/null; then
	fresh
	flock now timeout 1 "$SCEPWIZ" set now/a.yaml name=CA-2 2>/dev/null
	[ $? -eq 124 ] && ! grep -q CA-2 now/a.yaml && "$SCEPWIZ" set now/a.yaml name=CA-2 2>/dev/null && grep -q CA-2 now/a.yaml
	ok $? 'a folder that another program has locked'
else
	skip 'a folder that another program has locked' 'there is no flock'
fi
[ -z "$(find now drafts -name '.*')" ]
ok $? 'nothing is left in the folders'
finish
