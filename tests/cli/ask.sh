#!/bin/sh
# scepwiz ask: what it refuses before it asks anybody. Nothing here reaches a network: tests/servers asks servers.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
good_draft a.yaml
"$SCEPWIZ" export a.yaml -o a.mobileconfig 2>/dev/null

unchanged 'no operand' "$SCEPWIZ" ask
unchanged 'two operands' "$SCEPWIZ" ask a.yaml b.yaml
unchanged 'another scheme' "$SCEPWIZ" ask ftp://ca.acme.net/scep
unchanged 'a space in the URL' "$SCEPWIZ" ask 'http://ca.acme.net/a b'
unchanged 'a variable in the URL' "$SCEPWIZ" ask http://ca.acme.net/%SerialNumber%
for seconds in 0 -1 1.5 301 '' x 99999999999999999999; do
	unchanged "a time-out of \"$seconds\"" "$SCEPWIZ" ask a.yaml --timeout "$seconds"
done
unchanged 'a proxy without a scheme' "$SCEPWIZ" ask a.yaml --proxy proxy.acme.net
for proxy in ftp://proxy.acme.net http://user@proxy.acme.net:3128 http:// 'http://proxy acme'; do
	unchanged "the proxy $proxy" "$SCEPWIZ" ask a.yaml --proxy "$proxy"
done
unchanged 'another format' "$SCEPWIZ" ask a.yaml --format xml
unchanged 'no such draft' "$SCEPWIZ" ask b.yaml
unchanged '--fill for a URL' "$SCEPWIZ" ask http://ca.acme.net/scep --fill
unchanged '--fill for a profile' "$SCEPWIZ" ask a.mobileconfig --fill
unchanged '--fill for standard input' sh -c '"$1" ask - --fill <a.yaml' sh "$SCEPWIZ"

with() { # FILE KEY VALUE: the draft with another value
	good_draft "$1"
	sed "s|^$2:.*|$2: $3|" "$1" >"$results/with"
	cat "$results/with" >"$1"
}
with u.yaml url '""'
unchanged 'no URL' "$SCEPWIZ" ask u.yaml
with u.yaml url ftp://ca.acme.net/scep
unchanged 'a URL that cannot be asked' "$SCEPWIZ" ask u.yaml
"$SCEPWIZ" new --no-edit --form acme acme.yaml 2>/dev/null
unchanged 'a form without a SCEP server' "$SCEPWIZ" ask acme.yaml
printf 'form: x\n' >x.yaml
unchanged 'an unknown form' "$SCEPWIZ" ask x.yaml
cp "$SCEPWIZ_SOURCE/forms/scep.yaml" form.yaml
unchanged 'a form' "$SCEPWIZ" ask form.yaml
cat >no-scep.mobileconfig <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>net.acme.none</string>
<key>PayloadUUID</key><string>0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0</string>
<key>PayloadContent</key><array/>
</dict></plist>
END
unchanged 'a profile without a SCEP payload' "$SCEPWIZ" ask no-scep.mobileconfig
unchanged 'the same in JSON' "$SCEPWIZ" ask no-scep.mobileconfig --format json
finish_transcripts
