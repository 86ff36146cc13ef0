#!/bin/sh
# Files that are made to cost time and memory: see cost.py.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
own_folder
python3 "$SCEPWIZ_SOURCE/tests/hostile/cost.py" "$SCEPWIZ" "$work"
