#!/bin/sh
# Ends a session after every key of a recorded one (a dead line, a kill, a signal), recovers and goes on;
# prints how many keys were lost. make check does so after every tenth key.
cd "${SCEPWIZ_BUILD:-.}" || exit 1
make -s scepwiz tests/tui/test_tui_drop || exit 1
: "${SCEPWIZ:=$(pwd)/scepwiz}"
SCEPWIZ_DROPS=all LC_ALL=C.UTF-8 TMPDIR="${TMPDIR:-/tmp}"
export SCEPWIZ SCEPWIZ_DROPS LC_ALL TMPDIR
exec ./tests/tui/test_tui_drop
