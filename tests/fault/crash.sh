#!/bin/sh
# libplist crashes, in each function by which a profile is made or read: a preloaded library ends the process
# there. An export, a show and an import say so and leave every file as it is; a session goes on.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"

mkdir other
good_draft a.yaml
SCEP_CHALLENGE=s3cret
export SCEP_CHALLENGE
"$SCEPWIZ" export a.yaml -o plain.mobileconfig 2>/dev/null &&
	"$SCEPWIZ" export a.yaml --format binary -o binary.mobileconfig 2>/dev/null &&
	"$SCEPWIZ" import plain.mobileconfig -o other/imported.yaml 2>/dev/null || exit 1

# crashing FUNCTION: the library that ends there
crashing() {
	cat >"$results/crash.c" <<-END_C
		#include <signal.h>
		void $1(void);
		void $1(void) { raise(SIGSEGV); }
	END_C
	${CC:-cc} -shared -fPIC -o "$results/crash.so" "$results/crash.c" 2>"$results/cc"
}
crashing plist_to_xml || skip_all 'no library can be made here to be preloaded'
preload=$(preload_of "$results/crash.so")
env LD_PRELOAD="$preload" "$SCEPWIZ" export a.yaml -o new.mobileconfig >/dev/null 2>&1 &&
	skip_all 'nothing can be preloaded into the program (it is static, or this is not ELF)'

says() { # FILE WORDS
	grep -q "$2" "$1" || {
		cat "$1"
		return 1
	}
}

# told STATUS FUNCTION COMMAND...: a sentence, no file touched, nothing left
told() {
	wanted=$1 function=$2
	shift 2
	crashing "$function" || return 1
	files >"$results/before"
	env LD_PRELOAD="$preload" "$SCEPWIZ" "$@" >"$results/out" 2>&1 </dev/null
	status=$?
	files >"$results/after"
	[ "$status" -eq "$wanted" ] && cmp -s "$results/before" "$results/after" &&
		says "$results/out" 'the process for it ' || {
		echo "status $status"
		cat "$results/out"
		return 1
	}
}

for function in plist_to_xml plist_new_dict plist_dict_set_item plist_new_string plist_new_data; do
	check "export: $function crashes" told 3 $function export a.yaml -o new.mobileconfig
	check "show: $function crashes" told 0 $function show a.yaml
done
check 'export of an imported draft: plist_to_xml crashes' told 3 plist_to_xml export other/imported.yaml -o new.mobileconfig
check 'export, binary: plist_to_bin crashes' told 3 plist_to_bin export a.yaml --format binary -o new.mobileconfig
check 'import, binary: plist_from_bin crashes' told 1 plist_from_bin import binary.mobileconfig -o new.yaml

# a session: the export fails, the next answer is taken, the draft is saved
session() {
	crashing plist_to_xml
	printf '=2\nAnother name\n!x\n\n=13\nCA-2\n!s\n!q\n' |
		env LD_PRELOAD="$preload" "$SCEPWIZ" edit a.yaml --plain >"$results/out" 2>&1 &&
		says "$results/out" 'the profile could not be made: the process for it was ended' &&
		says a.yaml 'Another name' && says a.yaml 'CA-2' && [ ! -e a.mobileconfig ]
}
check 'a session outlives it' session
finish
