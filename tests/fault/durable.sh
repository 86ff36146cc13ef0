#!/bin/sh
# Nothing is overwritten or removed before what takes its place is on the disk: see durable.py.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
own_folder
python3 "$SCEPWIZ_SOURCE/tests/fault/durable.py" "$SCEPWIZ" "$work"
