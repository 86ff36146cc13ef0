#!/bin/sh
# Every character of Unicode through every way out: see untrusted.py. SCEPWIZ_UNTRUSTED_ALL=1 tries every
# command and several terminals with all of it; else with a part.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
command -v infocmp >/dev/null || skip_all 'there is no infocmp to tell what sequences a terminal has'
own_folder
mkdir "$work/files" || exit 1

# a Latin-1 locale of our own, where the system can make one
if localedef -i en_US -f ISO-8859-1 "$work/latin1" 2>/dev/null && [ -d "$work/latin1" ]; then
	LOCPATH=$work LATIN1=latin1
	export LOCPATH LATIN1
fi
python3 "$SCEPWIZ_SOURCE/tests/hostile/untrusted.py" "$SCEPWIZ" "$work/files" "$@"
