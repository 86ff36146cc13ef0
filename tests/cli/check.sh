#!/bin/sh
# scepwiz check: lines sorted by place, formats, statuses.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft good.yaml
sed -e 's/^fingerprint: .*/fingerprint: "11:22:33:44:aa:bb:cc:dd"/' -e 's/^key_size: .*/key_size: 1024/' \
	-e 's/^url: .*/url: ""/' -e 's/CN=/cn=/' good.yaml >bad.yaml
sed -e 's/Office/Other/' -e 's/^key_size: .*/key_size: 1024/' -e 's/^url:/ulr: x\nurl:/' good.yaml >doubtful.yaml
chmod 600 bad.yaml doubtful.yaml
sed -i.orig 's/"Office"/"Bad office"/' bad.yaml && rm bad.yaml.orig
own_identity bad.yaml doubtful.yaml
cp good.yaml drafts/named.yaml

check_input() {
	"$SCEPWIZ" check - <bad.yaml
}

unchanged 'a draft without findings' "$SCEPWIZ" check good.yaml
unchanged 'errors, sorted by place' "$SCEPWIZ" check bad.yaml
unchanged 'warnings alone are no failure' "$SCEPWIZ" check doubtful.yaml
unchanged 'strict counts warnings' "$SCEPWIZ" check --strict doubtful.yaml
unchanged 'ignored rules' "$SCEPWIZ" check --strict --ignore key-size-weak \
	--ignore draft-key-unknown doubtful.yaml
unchanged 'an unknown rule to ignore' "$SCEPWIZ" check --ignore key-size-waek good.yaml
unchanged 'several files, one missing' "$SCEPWIZ" check good.yaml missing.yaml doubtful.yaml
unchanged 'standard input' check_input
unchanged 'a draft of the drafts folder' "$SCEPWIZ" check named
unchanged 'json' "$SCEPWIZ" check --format json bad.yaml missing.yaml
unchanged 'an unknown format' "$SCEPWIZ" check --format xml good.yaml
unchanged 'no draft named' "$SCEPWIZ" check
chmod 644 good.yaml
unchanged 'a secret elsewhere may be readable' "$SCEPWIZ" check good.yaml

{
	sed -e 's/^url: .*/url: ~/' -e 's|^subject: .*|subject: "/O=ACME\\/Inc/CN=x"|' \
		-e 's/"Office"/"Odd"/' -e 's/^key_size: .*/key_size: ""/' good.yaml
	printf 'name: null\nretries: ""\nx-owner: Ann\nurl_path: x\n"the key": y\n'
} >odd.yaml
own_identity odd.yaml
chmod 600 odd.yaml
unchanged 'as YAML means it' "$SCEPWIZ" check odd.yaml

cp good.yaml same.yaml
unchanged 'two drafts of one name' "$SCEPWIZ" check same.yaml

# Profiles: told by their content, whatever their name.
cat >odd.mobileconfig <<-'END'
	<?xml version="1.0" encoding="UTF-8"?>
	<plist version="1.0">
	<dict>
	  <key>PayloadType</key><string>Configuration</string>
	  <key>PayloadVersion</key><real>1</real>
	  <key>PayloadIdentifier</key><string>net.acme.scep</string>
	  <key>PayloadUUID</key><string>0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0</string>
	  <key>PayloadDisplayName</key><string>Office Wi-Fi</string>
	  <key>PayloadContent</key>
	  <array>
	    <dict>
	      <key>PayloadType</key><string>com.apple.security.scep</string>
	      <key>PayloadVersion</key><integer>1</integer>
	      <key>PayloadIdentifier</key><string>net.acme.scep.scep</string>
	      <key>PayloadUUID</key><string>1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0</string>
	      <key>Challenge</key><string>opensesame</string>
	      <key>PayloadContent</key>
	      <dict>
	        <key>URL</key><string>https://scep.acme.net/scep</string>
	        <key>KeySize</key><string>2048</string>
	        <key>Key Usage</key><integer>1</integer>
	        <key>CAFingerprint</key>
	        <string>2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824</string>
	        <key>KeyIsExtractable</key><false/>
	        <key>Subject</key>
	        <array><array><string>CN</string><string>%SerialNumber%</string></array></array>
	      </dict>
	    </dict>
	    <dict>
	      <key>PayloadType</key><string>com.apple.wifi.managed</string>
	      <key>PayloadVersion</key><integer>1</integer>
	      <key>PayloadIdentifier</key><string>net.acme.scep.wifi</string>
	      <key>PayloadUUID</key><string>1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0</string>
	      <key>PayloadCertificateUUID</key><string>gone</string>
	    </dict>
	  </array>
	</dict>
	</plist>
END
printf '<plist version="1.0"><dict><key>Name</key><string>a & b</string></dict></plist>\n' >broken.mobileconfig
printf '<plist version="1.0"><dict><key>Label</key><string>x</string></dict></plist>\n' >other.plist
printf '%s' '<plist version="1.0"><dict><key>PayloadType</key><string>com.apple.security.scep</string>' \
	'<key>PayloadContent</key><dict><key>URL</key><string>https://scep.acme.net/</string></dict>' \
	'</dict></plist>' >bare.plist

check_profile_input() {
	"$SCEPWIZ" check - <odd.mobileconfig
}

unchanged 'a profile' "$SCEPWIZ" check odd.mobileconfig
unchanged 'a profile on standard input' check_profile_input
unchanged 'a profile in json' "$SCEPWIZ" check --format json --ignore challenge-missing odd.mobileconfig
unchanged 'not well-formed, not a profile, a payload alone' \
	"$SCEPWIZ" check broken.mobileconfig other.plist bare.plist
unchanged 'profiles are not mended' "$SCEPWIZ" check --fix --ignore challenge-missing broken.mobileconfig
if command -v python3 >/dev/null; then
	python3 -c 'import plistlib, sys; plistlib.dump(plistlib.load(open(sys.argv[1], "rb")),
		open(sys.argv[2], "wb"), fmt=plistlib.FMT_BINARY)' odd.mobileconfig binary.mobileconfig
	unchanged 'a binary profile' "$SCEPWIZ" check binary.mobileconfig
else
	skip_case 'a binary profile' 'there is no python3 to make one'
fi

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 \
	-subj '/O=Acme/CN=Acme Signer' 2>/dev/null
openssl smime -sign -signer cert.pem -inkey key.pem -nodetach -outform der -binary -in odd.mobileconfig \
	-out signed.mobileconfig
unchanged 'a signed profile' "$SCEPWIZ" check --ignore challenge-missing --ignore key-misspelt signed.mobileconfig

# What is called as profiles are is never a draft, wherever the drafts are.
printf 'MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime; name="smime.p7m"\n\nMIIL\n' >mail.mobileconfig
printf '{\\rtf1\\ansi <plist/>}' >word.mobileconfig
: >empty.mobileconfig
printf 'key: [a\n' >text.plist
base64 odd.mobileconfig >text
unchanged 'what is no property list' \
	"$SCEPWIZ" check mail.mobileconfig word.mobileconfig empty.mobileconfig text.plist text gone.mobileconfig
for command in edit show export diff; do
	set -- mail.mobileconfig
	[ "$command" != diff ] || set -- mail.mobileconfig odd.mobileconfig
	unchanged "what is no property list: $command" "$SCEPWIZ" "$command" "$@"
done
unchanged 'a profile that is not there: edit' "$SCEPWIZ" edit gone.mobileconfig

# An InstallProfile command, and keys that stand twice.
{
	printf '<plist version="1.0"><dict>\n<key>Command</key><dict>\n<key>RequestType</key>'
	printf '<string>InstallProfile</string>\n<key>Payload</key><data>'
	base64 odd.mobileconfig
	printf '</data></dict></dict></plist>\n'
} >command.plist
unchanged 'a profile in a command' "$SCEPWIZ" check --ignore challenge-missing command.plist
sed 's|<key>PayloadVersion</key>|<key>PayloadVersion</key><true/>&|' odd.mobileconfig >twice.mobileconfig
unchanged 'keys that stand twice' "$SCEPWIZ" check --format json twice.mobileconfig

# What Apple's own example of a SCEP payload has: no key size, a subject in one part, a principal without a domain, and
# no word about the export of the key.
example() {
	PYTHONPATH=$SCEPWIZ_SOURCE/tests/cli python3 -B - <<-'END'
		import plistlib
		from profile_samples import profile, scep
		names = [["C", "US"], ["O", "Acme"], ["CN", "foo"], ["1.2.5.3", "bar"]]
		content = {"Key Usage": 5, "Keysize": 0, "Name": "acme", "Challenge": "Example", "Subject": [names],
		           "SubjectAltName": {"dNSName": "mac.acme.net", "ntPrincipalName": "mac.acme.net"}}
		with open("example.mobileconfig", "wb") as file:
		    plistlib.dump(profile(scep(1, "SCEP", **content)), file)
	END
}
if command -v python3 >/dev/null && mkdir apart && (cd apart && example); then
	unchanged 'the shape of an example by Apple' "$SCEPWIZ" check apart/example.mobileconfig
	rm -r apart
else
	skip_case 'the shape of an example by Apple' 'there is no python3 to make it'
fi

# Mends that are certain, and no others.
mkdir fix
sed -e 's/^fingerprint: .*/fingerprint: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  # hex/' \
	-e 's/^key_size: .*/key_size: 1024/' -e 's/CN=/cn=/' -e 's/^key_usage: .*/key_usage: [5]/' \
	-e 's/^challenge: .*/challenge: "opensesame "/' good.yaml >fix/mend.yaml
own_identity fix/mend.yaml
chmod 600 fix/mend.yaml
cp fix/mend.yaml fix/before
unchanged 'certain mends are shown, and not done' "$SCEPWIZ" check --fix --dry-run fix/mend.yaml
unchanged 'a dry run in a folder that may not be written' sh -c \
	'chmod 500 fix && "$1" check --fix --dry-run fix/mend.yaml 2>&1 | head -2; chmod 755 fix' - "$SCEPWIZ"
dry_secrets() { # wherever they are written
	for secret in 'opensesame ' '[opensesame]' '{text: opensesame}' '{from: env, value: opensesame}' \
		"|
  open
  opensesame"; do
		{ grep -v '^challenge' fix/mend.yaml && printf 'challenge: %s\nreview: {url: "key size"}\n' "$secret"; } >fix/dry.yaml
		chmod 600 fix/dry.yaml
		"$SCEPWIZ" check --fix --dry-run fix/dry.yaml 2>/dev/null | sed -n '/^@@/,/^fix/p' >fix/dry
		grep -c '^[-+]' fix/dry
		grep opensesame fix/dry
	done
	sed -e '/^challenge/d' -e '/^devices/d' -e 's/^fingerprint:/devices:\n  - challenge: opensesame\n&/' fix/mend.yaml >fix/dry.yaml
	"$SCEPWIZ" check --fix --dry-run fix/dry.yaml 2>/dev/null | grep -A 1 devices
	rm fix/dry fix/dry.yaml
}
unchanged 'a dry run tells no secret' dry_secrets
unchanged 'a dry run of what' "$SCEPWIZ" check --dry-run fix/mend.yaml
unchanged 'a dry run in json' "$SCEPWIZ" check --fix --dry-run --format json fix/mend.yaml
transcript 'certain mends are done' "$SCEPWIZ" check --fix fix/mend.yaml
transcript 'what a mend changes' diff fix/before fix/mend.yaml
cp fix/before fix/mend.yaml
transcript 'certain mends in json' "$SCEPWIZ" check --fix --format json --ignore key-size-weak fix/mend.yaml
unchanged 'nothing is left to be mended' "$SCEPWIZ" check --fix fix/mend.yaml
unchanged 'nothing is left to be shown' "$SCEPWIZ" check --fix --dry-run fix/mend.yaml
# a mended value may have the next thing wrong with it, and two things at once
sed -e 's/^policy_name: .*/policy_name: "Ours \&amp;amp; yours"/' -e 's|^subject: .*|subject: "/cn=R\&amp;D"|' good.yaml >fix/again.yaml
own_identity fix/again.yaml
chmod 600 fix/again.yaml
transcript 'mends that need a second look' "$SCEPWIZ" check --fix fix/again.yaml
unchanged 'mends that need a second look: nothing is left' "$SCEPWIZ" check --fix fix/again.yaml
unchanged 'standard input cannot be mended' "$SCEPWIZ" check --fix -

# The profile that an imported draft keeps.
"$SCEPWIZ" import odd.mobileconfig -o fix/imported.yaml 2>/dev/null
unchanged 'an imported draft tells its own lines' "$SCEPWIZ" check fix/imported.yaml
unchanged 'an imported profile is shown mended' "$SCEPWIZ" check --fix --dry-run fix/imported.yaml
transcript 'an imported profile is mended' "$SCEPWIZ" check --fix fix/imported.yaml
transcript 'what was mended is answered' "$SCEPWIZ" show fix/imported.yaml
unchanged 'an imported draft is mended once' "$SCEPWIZ" check --fix fix/imported.yaml

# Slips in a draft that was edited by hand: each is told at its place, hides nothing else, and is no missing value.
cat >hand.yaml <<-'END'
	form: scep
	platform: [macos]
	policy_name: {{ name }}
	fingerprint: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
	challenge: {from: vault, name: s3cret}
	key_size: 2048
	subject: "/O=Acme/CN=%SerialNumber%"
	retries: 3 times
	key_usage: [signing]
	url: https://scep.acme.net/scep
	url: https://scep.acme.net/scep
	device_groups:
	  - Lab: first floor   # c
	  - Field laptops
	devices: [[mac-1, mac-2]]
	identity:
	  profile_identifier: "net.acme.scep.hand"
	  profile_uuid: ["4F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0"]
	  scep_uuid: "5F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1"
	  root_uuid: "6F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2"
	review: looks good
END
chmod 600 hand.yaml
cp hand.yaml hand.orig
unchanged 'slips: all of them' "$SCEPWIZ" check hand.yaml
slips_in_json() {
	"$SCEPWIZ" check hand.yaml --format json | grep -e '"rule"' -e '"field"' -e '"error"'
}
unchanged 'slips: in json' slips_in_json
unchanged 'slips: no export' "$SCEPWIZ" export hand.yaml
slips_shown() {
	"$SCEPWIZ" show hand.yaml | grep -e 'cannot be read' -e 'not to be had'
}
unchanged 'slips: shown' slips_shown
slips_edited() {
	printf '!q\n' | "$SCEPWIZ" edit hand.yaml --plain
}
unchanged 'slips: edit begins there' slips_edited
transcript 'slips: a copy of the answers' "$SCEPWIZ" new hand-copy.yaml --from hand.yaml --no-edit
transcript 'slips: another field is set' "$SCEPWIZ" set hand.yaml key_size=4096 retries=3
unchanged 'slips: and nothing else changes' diff hand.orig hand.yaml
transcript 'slips: what is certain is mended' "$SCEPWIZ" check --fix hand.yaml
unchanged 'slips: each whole' diff hand.orig hand.yaml
transcript 'slips: answers take the place of the others' "$SCEPWIZ" set hand.yaml policy_name=Branch challenge=@env:CHALLENGE
sed -i -e '/^review/d' hand.yaml
unchanged 'slips: none left' "$SCEPWIZ" check hand.yaml

# A file of that name that is no profile does not take the draft's place.
echo 'Made on Monday.' >notes
unchanged 'a file that is no profile, and no such draft' "$SCEPWIZ" check notes
unchanged 'nor is it shown' "$SCEPWIZ" show notes

# Forms
cat >tiny.yaml <<-'END'
	extends: scep
	form: tiny
	preset: {ulr: x, key_size: 3000, url: ftp://x}
	lock: url
	hints:
	  name: a
	  name: b
END
unchanged 'a form: all mistakes at once' "$SCEPWIZ" check tiny.yaml
unchanged 'a form in json' "$SCEPWIZ" check tiny.yaml --format json
unchanged 'a form given: all mistakes at once' "$SCEPWIZ" fields --form tiny.yaml
unchanged 'a form is not fixed' "$SCEPWIZ" check --fix tiny.yaml
unchanged 'a form is no draft' "$SCEPWIZ" show tiny.yaml
cp "$SCEPWIZ_SOURCE/forms/scep.yaml" scep.yaml
unchanged 'a form without mistakes' "$SCEPWIZ" check scep.yaml

# On a terminal the line is shown, with a mark under the place; none that may hold a secret.
mkdir shown
cat >shown/lines.yaml <<-'END'
	form: scep
	platform: [macos]
	policy_name: Lines
	challenge: "s3cret-battery "
	challenge-old: s3cret-battery
	subject: "/O=Acm\xE9 GmbH/cn=x"
	organization: "s3cret-battery \u200b"
	retries: 99x
	url: http://x.acme.net/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b
	devices:
	  - a
	  - b: c   # c
	identity: {profile_uuid: x}
	identity: {root_uuid: "s3cret"}
END
chmod 600 shown/lines.yaml
if python3 -c 'import pty' 2>/dev/null; then
	unchanged 'on a terminal the lines are shown' python3 -B "$SCEPWIZ_SOURCE/tests/cli/excerpt.py" \
		"$SCEPWIZ" check shown/lines.yaml --ignore key-usage-none --ignore assignment-missing
else
	skip_case 'on a terminal the lines are shown' 'there is no python3 with pty'
fi
if python3 -c 'import pty' 2>/dev/null; then
	unchanged 'on a terminal the folder of drafts is told once' python3 -B "$SCEPWIZ_SOURCE/tests/cli/excerpt.py" \
		"$SCEPWIZ" check named named
	unchanged 'on a terminal that has colours' env TERM=xterm python3 -B "$SCEPWIZ_SOURCE/tests/cli/excerpt.py" \
		"$SCEPWIZ" check doubtful.yaml
	unchanged 'no colours where nobody wants them' env TERM=xterm NO_COLOR=1 python3 -B \
		"$SCEPWIZ_SOURCE/tests/cli/excerpt.py" "$SCEPWIZ" check doubtful.yaml
else
	for case in 'on a terminal the folder of drafts is told once' 'on a terminal that has colours' \
		'no colours where nobody wants them'; do
		skip_case "$case" 'there is no python3 with pty'
	done
fi
unchanged 'colours asked for' "$SCEPWIZ" check --color always doubtful.yaml
unchanged 'colours refused' "$SCEPWIZ" check --color sometimes doubtful.yaml

# What CI reads.
mkdir ci
cp bad.yaml 'ci/odd, 5% <&>: "name".yaml'
cp doubtful.yaml ci/doubtful.yaml
cp good.yaml ci/good.yaml
"$SCEPWIZ" accept ci/doubtful.yaml key-size-weak --reason 'old <CA> & "router"' >/dev/null 2>&1
own_identity ci/doubtful.yaml ci/good.yaml
ci_check() { # FORMAT [OPTION...]
	"$SCEPWIZ" check --format "$@" ci/good.yaml ci/doubtful.yaml 'ci/odd, 5% <&>: "name".yaml' ci/missing.yaml
}
for format in github sarif junit; do
	unchanged "CI: $format" ci_check "$format"
done
unchanged 'CI: junit, strict' ci_check junit --strict
ci_reads() { # what the two formats must hold for those who read them
	ci_check sarif >"$results/sarif" 2>/dev/null
	ci_check junit >"$results/junit" 2>/dev/null
	python3 - "$results/sarif" "$results/junit" <<-'END'
		import json, sys, xml.dom.minidom
		log = json.load(open(sys.argv[1]))
		assert log["version"] == "2.1.0"
		run, = log["runs"]
		rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
		assert len(rules) == len(run["tool"]["driver"]["rules"])
		levels = {"note", "warning", "error"}
		for result in run["results"]:
		    assert result["message"]["text"] and result["ruleId"] in rules and result["level"] in levels
		    place = result["locations"][0]["physicalLocation"]
		    assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1
		    assert set(place["artifactLocation"]["uri"]) <= set(
		        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%")
		for rule in rules.values():
		    assert rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"] in levels
		assert [invocation["executionSuccessful"] for invocation in run["invocations"]] == [False]
		suites = xml.dom.minidom.parse(sys.argv[2]).getElementsByTagName("testsuite")
		for suite in suites:
		    for attribute, tag in ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), \
		            ("skipped", "skipped"):
		        assert int(suite.getAttribute(attribute)) == len(suite.getElementsByTagName(tag)), attribute
		print(len(run["results"]), "results,", len(suites), "suites")
	END
}
if command -v python3 >/dev/null; then
	unchanged 'CI: what is read' ci_reads
else
	skip_case 'CI: what is read' 'there is no python3'
fi
finish_transcripts
