#!/bin/sh
# The start page, which reads every draft, builds its profile and reads the one that was exported: one allocation
# after another fails. scepwiz shows the page or ends with a sentence, and the terminal is as it was; it
# never crashes, for what crashes without memory is in the worker. See start.py.
#
# SCEPWIZ_FAULT_ALL=1 lets every allocation fail; else one in 23.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
command -v openssl >/dev/null || skip_all 'there is no openssl to make a certificate with'

. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
preload=
if [ -z "$asan" ]; then
	fault_library "$results/fault.so"
else
	echo "$no_kills"
fi

cd "$SCEPWIZ_DRAFTS" || exit 1
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$results/key.pem" -out "$results/root.pem" -days 30 \
	-subj /CN=Root -addext basicConstraints=critical,CA:TRUE 2>/dev/null
good_draft exported.yaml
good_draft signed.yaml
good_draft wrong.yaml
"$SCEPWIZ" set signed.yaml include_root_certificate=yes "root_certificate=@$results/root.pem" policy_name=Signed \
	>"$results/said" 2>&1
"$SCEPWIZ" set wrong.yaml url=x policy_name=Wrong >/dev/null 2>&1
SCEP_CHALLENGE=correct-horse "$SCEPWIZ" export exported.yaml >/dev/null 2>&1
SCEP_CHALLENGE=correct-horse "$SCEPWIZ" export signed.yaml --sign "$results/root.pem" --key "$results/key.pem" \
	>"$results/said" 2>&1 || sed 's/^/# /' "$results/said"
"$SCEPWIZ" import exported.mobileconfig -o imported.yaml >/dev/null 2>&1
[ -f signed.mobileconfig ] && [ -f exported.mobileconfig ] && [ -f imported.yaml ]
ok $? 'there are drafts and profiles of several kinds'

LD_PRELOAD_OF=$preload python3 "$SCEPWIZ_SOURCE/tests/fault/start.py" "$SCEPWIZ" "$results" "${SCEPWIZ_FAULT_ALL:+1}" \
	>"$results/said"
status=$?
sed 's/^/# /' "$results/said"
ok $status 'the page is shown, or there is a sentence, whichever allocation fails'
finish
