#!/bin/sh
# One verdict: what check calls an error is what export refuses, whatever is beside the draft; and what a
# policy is told apart by, its identity.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

quietly() { # what a draft is told of its identity and its name alone
	"$SCEPWIZ" check "$@" 2>&1 | grep -E 'identity-|policy-name'
	return 0
}

# A copy hurts nobody; another policy with the same identity does, and a name that is taken is a warning.
mkdir copies
good_draft copies/office.yaml
cp copies/office.yaml copies/office-2026-11-backup.yaml
chmod 600 copies/*.yaml
SCEP_CHALLENGE=s3cret-Challenge
export SCEP_CHALLENGE
transcript 'a copy beside it' quietly copies/office.yaml copies/office-2026-11-backup.yaml
check 'a copy beside it does not stop the export' "$SCEPWIZ" export copies/office.yaml
transcript 'a draft and its export' quietly copies/office.yaml copies/office.mobileconfig
sed -i.orig 's/"Office"/"Lab"/' copies/office-2026-11-backup.yaml && rm copies/*.orig
transcript 'a copy that became another policy' quietly copies/office.yaml
check 'which does not stop the export either' "$SCEPWIZ" export copies/office.yaml
strict() {
	! "$SCEPWIZ" check --strict copies/office.yaml
}
check 'but is a failure where warnings are' strict
"$SCEPWIZ" new copies/second.yaml --from copies/office.yaml --no-edit 2>/dev/null
"$SCEPWIZ" set copies/second.yaml policy_name=Office 2>/dev/null
transcript 'a name that is taken' quietly copies/second.yaml

# Files of one call, wherever they are.
mkdir there
cp copies/office-2026-11-backup.yaml there/lab.yaml
"$SCEPWIZ" export there/lab.yaml 2>/dev/null
transcript 'two drafts of one call' quietly copies/second.yaml there/lab.yaml copies/office.yaml
transcript 'a draft and the profile of another' quietly copies/office.yaml there/lab.mobileconfig
transcript 'two profiles of one call' quietly copies/office.mobileconfig there/lab.mobileconfig
transcript 'the same profile twice' quietly there/lab.mobileconfig there/lab.mobileconfig

# A draft that was written by hand has no identity; it is the same wherever it is made.
mkdir checkout again
sed '/^identity/,$d' copies/office.yaml >checkout/hand.yaml
chmod 600 checkout/hand.yaml
cp checkout/hand.yaml again/hand.yaml
transcript 'no identity yet' quietly checkout/hand.yaml
check 'in a checkout' "$SCEPWIZ" export checkout/hand.yaml
check 'in another one' "$SCEPWIZ" export again/hand.yaml
check 'both exports are the same profile' cmp checkout/hand.mobileconfig again/hand.mobileconfig
check 'what was made is in the draft' grep -q profile_uuid again/hand.yaml

sed '/^identity/,$d' copies/office.yaml >again/fix.yaml
chmod 600 again/fix.yaml
transcript 'check --fix writes it' "$SCEPWIZ" check --fix again/fix.yaml
check 'once' test "$(grep -c profile_uuid again/fix.yaml)" = 1
transcript 'nothing is left' quietly again/fix.yaml

# Where the draft cannot be saved (no file may grow), the export says so and is the same each time.
small() {
	trap '' XFSZ
	ulimit -f 0
	"$SCEPWIZ" export checkout/small.yaml -o -
}
sed '/^identity/,$d' copies/office.yaml >checkout/small.yaml
chmod 600 checkout/small.yaml
cp checkout/small.yaml "$results/small"
(small 2>/dev/null) | cat >"$results/one"
(small 2>/dev/null) | cat >"$results/two"
(small 2>&1 >/dev/null) | cat >"$results/small.err"
check 'a draft that cannot be saved gives one profile' cmp "$results/one" "$results/two"
check 'which is whole' grep -q '</plist>' "$results/one"
check 'and it says so' grep -q 'cannot be saved' "$results/small.err"
check 'the draft is as it was' cmp checkout/small.yaml "$results/small"

# A refused export changes nothing.
sed -e '/^identity/,$d' -e 's/^url: .*/url: ""/' copies/office.yaml >again/refused.yaml
unchanged 'a refused export changes nothing' "$SCEPWIZ" export again/refused.yaml

# Drafts and profiles at random: the commands agree.
mkdir random
for seed in 1 2 3; do
	if command -v python3 >/dev/null; then
		(cd random && mkdir $seed && cd $seed &&
			python3 -B "$SCEPWIZ_SOURCE/tests/cli/verdict.py" "$SCEPWIZ" "${SCEPWIZ_RANDOM:-60}" $seed) \
			>"$results/random" 2>&1
		ok $? "at random, seed $seed"
		sed 's/^/# /' "$results/random"
	else
		skip "at random, seed $seed" 'there is no python3'
	fi
done
finish_transcripts
