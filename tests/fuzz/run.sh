#!/bin/sh
# Runs every fuzz target for a while, one behind the other: run.sh SECONDS [FOLDER]
# in the build tree of configure --enable-fuzzers, where the programs are. New inputs are collected below
# FOLDER (kept from run to run), findings in FOLDER/findings; a finding that is mended belongs under
# tests/fuzz/seeds. Prints a line a target and fails where one has a finding. SCEPWIZ_FUZZ_SEED makes runs
# alike; without it each is another one.
seconds=${1:?run.sh SECONDS [FOLDER]}
folder=${2:-fuzz-corpus}
source=$(cd "$(dirname "$0")" && pwd)
: "${SCEPWIZ_FUZZERS:=tests/fuzz}"
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export UBSAN_OPTIONS
mkdir -p "$folder/findings" || exit 1

# The longest input of a target that is worth while.
longest() {
	case $1 in
	asked_json) echo 8192 ;;
	binary | draft | form | certificate | cms | import | plist | profile | scep_ca | scep_reply) echo 4096 ;;
	*) echo 512 ;;
	esac
}

run_target() { # NAME
	mkdir -p "$folder/$1"
	[ -x "$SCEPWIZ_FUZZERS/fuzz_$1" ] || {
		echo "$1: there is no program $SCEPWIZ_FUZZERS/fuzz_$1"
		return 1
	}
	dictionary=
	[ ! -f "$source/$1.dict" ] || dictionary=-dict=$source/$1.dict
	# shellcheck disable=SC2086 # one word or none
	"$SCEPWIZ_FUZZERS/fuzz_$1" -max_total_time="$seconds" -max_len="$(longest "$1")" -timeout=10 \
		$dictionary -rss_limit_mb=1024 -print_final_stats=1 -seed="${SCEPWIZ_FUZZ_SEED:-0}" -artifact_prefix="$folder/findings/$1-" \
		"$folder/$1" "$source/seeds/$1" >"$folder/$1.log" 2>&1
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$1.log")
	branches=$(sed -n 's/^#[0-9].* cov: \([0-9]*\) .*/\1/p' "$folder/$1.log" | tail -n 1)
	if [ "$status" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
		echo "$1: $runs executions, ${branches:-no} branches seen, no finding"
		return 0
	fi
	echo "$1: FINDING after ${runs:-no} executions"
	grep -aE '^(==[0-9]+==)?ERROR|^SUMMARY|^scepwiz: error|runtime error|^artifact_prefix' "$folder/$1.log"
	return 1
}

result=0
for target in "$source"/fuzz_*.c; do
	name=$(basename "$target" .c)
	run_target "${name#fuzz_}" || result=1
done
exit $result
