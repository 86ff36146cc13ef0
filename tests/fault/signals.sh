#!/bin/sh
# Every signal that the system has, while a file is flushed: the program ends as it would have, and leaves no
# temporary file, which may hold a secret; the file is whole, old or new. SIGKILL and SIGSTOP cannot be waited for.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
fault_library "$results/fault.so"
good_draft "$results/first.yaml"
sed 's/{from: env, name: SCEP_CHALLENGE}/"correct-horse-battery"/; s/2048/1024/' "$results/first.yaml" >"$results/secret.yaml"
sed 's/CN=%/cn=%/' "$results/secret.yaml" >"$results/wrong.yaml"
chmod 600 "$results"/*.yaml

calls_for() { # COMMAND
	case $1 in
	set) "$SCEPWIZ" set a.yaml name=CA-2 ;;
	new) "$SCEPWIZ" new b.yaml --no-edit --set challenge=- ;;
	export) "$SCEPWIZ" export a.yaml ;;
	accept) "$SCEPWIZ" accept a.yaml key-size-weak --reason old ;;
	fix) "$SCEPWIZ" check --fix a.yaml ;;
	edit) printf '=13\nCA-2\n!s\n!q\n' | "$SCEPWIZ" edit a.yaml --plain ;;
	esac
}
# A fault of the program ends it at once; a save lasts until a stopped one goes on.
is_tried() { # NUMBER
	case $(kill -l "$1" 2>/dev/null) in
	'' | [0-9]* | KILL | STOP | TSTP | TTIN | TTOU | ABRT | BUS | FPE | ILL | SEGV | SYS | TRAP) return 1 ;;
	esac
}
tried() { # COMMAND SIGNALS
	wrong=0 runs=0
	for signal in $2; do
		is_tried "$signal" || continue
		runs=$((runs + 1))
		fresh_folder
		cp -p "$results/secret.yaml" a.yaml
		[ "$1" != fix ] || cp -p "$results/wrong.yaml" a.yaml
		(
			SCEPWIZ_FAULT_RUN="touch hit; kill -$signal \$PPID" SCEPWIZ_FAULT=fsync:1:run LD_PRELOAD=$preload
			export SCEPWIZ_FAULT_RUN SCEPWIZ_FAULT LD_PRELOAD
			echo correct-horse-battery | calls_for "$1" >"$results/out" 2>&1
		)
		left=$(find . -name '.*.scepwiz-*')
		[ -e hit ] && [ -z "$left" ] && "$SCEPWIZ" show a.yaml >/dev/null 2>&1 && continue
		echo "# $1, signal $signal: $left"
		sed 's/^/#   /' "$results/out"
		wrong=$((wrong + 1))
	done
	ok $wrong "$1 leaves nothing, whatever signal comes ($runs signals)"
}
all=$(seq 1 64)
tried set "$all"
tried export "$all"
for command in new accept fix edit; do
	tried $command '1 2 3 10 12 14 15'
done

# It ends by the signal once the file is there.
fresh_folder
cp -p "$results/secret.yaml" a.yaml
SCEPWIZ_FAULT_RUN="kill -TERM \$PPID" SCEPWIZ_FAULT=fsync:1:run LD_PRELOAD=$preload "$SCEPWIZ" set a.yaml name=CA-2 2>/dev/null
[ $? -eq 143 ] && grep -q 'CA-2' a.yaml
ok $? 'it ends by the signal once the file is there'
finish
