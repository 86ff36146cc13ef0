#!/bin/sh
# scepwiz enrol --trial: what stops it before anything is asked. Nothing here reaches a network: tests/servers enrols at
# servers.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
command -v setsid >/dev/null || skip_all 'there is no setsid to take the terminal away'
good_draft a.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
"$SCEPWIZ" export a.yaml -o a.mobileconfig 2>/dev/null

# without a terminal, so that it ends in any case before it asks
enrol() {
	setsid -w "$SCEPWIZ" enrol "$@"
}
with() { # FILE KEY VALUE: the draft with another value
	good_draft "$1"
	sed "s|^$2:.*|$2: $3|" "$1" >"$results/with"
	cat "$results/with" >"$1"
}

unchanged 'no --trial' enrol a.yaml
unchanged 'no operand' enrol --trial
unchanged 'a URL' enrol --trial https://ca.acme.net/scep
unchanged 'no such draft' enrol --trial b.yaml
unchanged 'no terminal' enrol --trial a.yaml
unchanged 'no terminal for a profile' enrol --trial a.mobileconfig
for value in x =x x=; do
	unchanged "--value $value" enrol --trial a.yaml --value "$value"
done
unchanged 'a value for no variable' enrol --trial a.yaml --value AD_Domain=ACME
for hash in '' xyz 2jmj7l5rSw0yVb/vlWAYkK/YBwk=; do
	unchanged "--trust \"$hash\"" enrol --trial a.yaml --trust "$hash"
done
unchanged 'a time-out of 0' enrol --trial a.yaml --timeout 0
unchanged 'an existing file for the certificate' enrol --trial a.yaml --certificate a.mobileconfig
ln -s nowhere link.pem
unchanged 'a link for the certificate' enrol --trial a.yaml --certificate link.pem

unchanged 'no folder for the certificate' enrol --trial a.yaml --certificate none/new.pem
unchanged 'a file for its folder' enrol --trial a.yaml --certificate a.yaml/new.pem

# errors of the draft
with e.yaml key_usage '[nonsense]'
unchanged 'errors' enrol --trial e.yaml
unchanged 'errors in JSON' enrol --trial e.yaml --format json
with i.yaml platform ios
unchanged 'a variable on iOS' enrol --trial i.yaml
sed 's|/scep</string>|</string><key>Retrys</key><integer>3</integer>|; s|<integer>2048|<string>2048|; s|2048</integer>|2048</string>|' \
	a.mobileconfig >e.mobileconfig
unchanged 'errors of a profile' enrol --trial e.mobileconfig
sed 's|<string>https:|<string>ftp:|' a.mobileconfig >f.mobileconfig
unchanged 'the URL of a profile' enrol --trial f.mobileconfig

# the subject and its variables
with s.yaml subject /O=Acme/CN=shared
unchanged 'a subject without a variable' enrol --trial s.yaml
unchanged 'which may be used' enrol --trial s.yaml --same-subject
with d.yaml subject /O=Acme/OU=%AD_Domain%/CN=%AD_ComputerID%
unchanged 'variables without a value' enrol --trial d.yaml
unchanged 'one of them has one' enrol --trial d.yaml --value AD_Domain=ACME
unchanged 'both have one' enrol --trial d.yaml --value AD_Domain=ACME --value '%AD_ComputerID%=mac$'
with m.yaml subject '/O=Acme/CN=$SERIALNUMBER'
unchanged 'a variable of an MDM' enrol --trial m.yaml
unchanged 'with its value' enrol --trial m.yaml --value SERIALNUMBER=C02XYZ

# who answers
with h.yaml url http://scep.acme.net/scep
sed '/^fingerprint:/d' h.yaml >"$results/h" && cat "$results/h" >h.yaml
unchanged 'plain http without a fingerprint' enrol --trial --yes h.yaml
unchanged 'the same in JSON' enrol --trial --yes h.yaml --format json
unchanged 'with a certificate that is trusted' enrol --trial h.yaml \
	--trust 3cb3cdba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
sed -e 's/^form: .*/form: mine/' -e '/^ *role: fingerprint/{p;s/role:.*/when: {field: platform, is: ios}/;}' \
	"$SCEPWIZ_SOURCE/forms/scep.yaml" >mine.yaml
with n.yaml url http://scep.acme.net/scep
sed 's/^form: .*/form: mine/' n.yaml >"$results/n" && cat "$results/n" >n.yaml
unchanged 'with one that is not in the profile' enrol --trial --yes n.yaml --form mine.yaml

# the challenge
unset SCEP_CHALLENGE
unchanged 'no variable for the challenge' enrol --trial --yes a.yaml
SCEP_CHALLENGE=$(printf 'correct\001horse')
export SCEP_CHALLENGE
unchanged 'a challenge that no profile can have' enrol --trial --yes a.yaml
SCEP_CHALLENGE=correct-horse-battery
with p.yaml challenge '{from: prompt}'
unchanged 'a challenge that is asked for' enrol --trial --yes p.yaml
with c.yaml challenge '{from: command, argv: [pass, show, scep]}'
unchanged 'a command that is not allowed' enrol --trial --yes c.yaml
"$SCEPWIZ" set c.yaml "challenge=@command:$work/no-such-program" 2>/dev/null
unchanged 'a command that does not run' enrol --trial --yes c.yaml
finish_transcripts
