#!/bin/sh
# The forms that are built in: each is chosen by its name, and in what it exports the references hold.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all 'there is no python3 to read the profiles'

# Two CAs that are no one's, as files of a certificate each.
awk '/BEGIN/ { n++ } n { print > ("ca" n ".pem") }' "$SCEPWIZ_SOURCE/tests/data/chain.pem"

transcript 'the forms' "$SCEPWIZ" fields --forms
transcript 'in json' "$SCEPWIZ" fields --forms --format json
transcript 'no schema of them' "$SCEPWIZ" fields --forms --format json-schema
transcript 'the fields of acme' "$SCEPWIZ" fields --form acme
transcript 'the fields of scep-wifi' "$SCEPWIZ" fields --form scep-wifi
transcript 'there is no such form' "$SCEPWIZ" fields --form acmee

# The payloads, with what refers to them by the label of the payload that has the UUID.
payloads() { # PROFILE
	python3 - "$1" <<-'END'
		import plistlib
		import sys

		with open(sys.argv[1], "rb") as f:
		    payloads = plistlib.load(f)["PayloadContent"]
		names = {p["PayloadUUID"]: p["PayloadType"].split(".")[-1] for p in payloads}


		def show(value):
		    if isinstance(value, dict):
		        return "{" + ", ".join(f"{k}: {show(v)}" for k, v in value.items()) + "}"
		    if isinstance(value, list):
		        return "[" + ", ".join(map(show, value)) + "]"
		    return "data" if isinstance(value, bytes) else names.get(value, repr(value))


		for p in payloads:
		    print(p["PayloadType"], p["PayloadIdentifier"])
		    for key, value in p.items():
		        if key not in ("PayloadType", "PayloadIdentifier", "PayloadUUID"):
		            print(f"  {key}: {show(value)}")
		if len(names) != len(payloads):
		    print("two payloads have one UUID")
	END
}

scep='url=https://scep.acme.net/scep challenge=@env:S subject=/CN=x key_size=2048'
certificates='include_root_certificate=yes root_certificate=ca1.pem ca_certificates=ca1.pem ca_certificates=ca2.pem'
acme='directory_url=https://ca.acme.net/acme/directory client_identifier=%SerialNumber% subject=/CN=x'

made() { # NAME FORM SETTINGS: a draft and its profile, of which the payloads are shown
	name=$1 form=$2
	shift 2
	sets=
	for setting in profile_identifier=net.acme.scep.a "$@"; do
		sets="$sets --set $setting"
	done
	S=horse "$SCEPWIZ" new "$name.yaml" --no-edit --form "$form" $sets >/dev/null 2>messages ||
		cat messages
	sed -i.old 's/\(profile_uuid: \).*/\1"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0"/' "$name.yaml"
	S=horse "$SCEPWIZ" export "$name.yaml" --form "$form" >/dev/null 2>messages || cat messages
	payloads "$name.mobileconfig"
}

transcript 'scep: further certificates' made scep scep $scep $certificates
transcript 'acme: bound to the hardware' made bound acme $acme attest=yes \
	extended_key_usage=1.3.6.1.5.5.7.3.2 key_usage=signing
transcript 'acme: an RSA key' made rsa acme $acme hardware_bound=no key_type=RSA \
	rsa_key_size=4096
transcript 'acme: a curve' made curve acme $acme hardware_bound=no curve=521 \
	extended_key_usage=1.3.6.1.5.5.7.3.2 extended_key_usage=1.3.6.1.5.5.7.3.4
transcript 'scep-wifi: trust anchors' made wifi scep-wifi $scep $certificates ssid=Office \
	trusted_server_names=radius.acme.net
transcript 'scep-wifi: no anchors' made bare scep-wifi $scep ssid=Office

# Each of them, read again, is checked by its own form, and comes out equal.
again() {
	for name in scep bound rsa curve wifi bare; do
		"$SCEPWIZ" check "$name.mobileconfig" 2>&1 | sed -n '/error/p'
		"$SCEPWIZ" diff "$name.yaml" "$name.mobileconfig"
		rm -f again.yaml
		"$SCEPWIZ" import "$name.mobileconfig" -o again.yaml 2>/dev/null
		sed -n "s/^form: /$name: /p; s/^foreign_payloads: /  /p" again.yaml
		"$SCEPWIZ" export again.yaml -o again.mobileconfig >/dev/null 2>&1
		cmp "$name.mobileconfig" again.mobileconfig
	done
}
export S=horse
transcript 'read again' again

# Of an import: one certificate goes and another comes, the others stay where they are.
changed() {
	"$SCEPWIZ" import wifi.mobileconfig --form scep-wifi -o changed.yaml 2>/dev/null
	"$SCEPWIZ" set changed.yaml ca_certificates=ca2.pem include_root_certificate=no 2>&1 | grep error
	"$SCEPWIZ" export changed.yaml >/dev/null 2>&1
	payloads changed.mobileconfig | grep -e '^com' -e Anchor
}
transcript 'an import whose certificates change' changed

own() {
	cat <<-'END'
		extends: scep
		form: ethernet
		payloads:
		  - key: net
		    type: com.apple.firstactiveethernet.managed
		    label: Ethernet
		    suffix: net
		    when: {field: platform, is: macos}
		    constants:
		      EAPClientConfiguration: {AcceptEAPTypes: [13], OneTimeUserPassword: false, Name: "13", Data: {data: AAEC}}
		      Of: {payload: scep, key: PayloadIdentifier}
		sections:
		  - title: More
		    fields:
		      - {key: ports, label: Ports, type: integer, list: always, hint: Numbers., profile: {payload: net, path: Ports}}
		      - {key: net_uuid, label: UUID, type: uuid, make: once, hint: Made., profile: {payload: net, path: PayloadUUID}}
	END
}
own >own.yaml
transcript 'an own form with a payload' made ethernet own.yaml $scep ports=80
transcript 'which is for one platform' made phones own.yaml $scep platform=ios
own | sed '/key: net_uuid/d' >lacks.yaml
transcript 'a payload without its UUID' "$SCEPWIZ" check lacks.yaml

printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?>' '<plist version="1.0"><dict>' \
	'<key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>' \
	'<key>PayloadIdentifier</key><string>net.acme.vpn</string><key>PayloadDisplayName</key><string>VPN</string>' \
	'<key>PayloadUUID</key><string>0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1</string>' \
	'<key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.vpn.managed</string>' \
	'<key>PayloadIdentifier</key><string>net.acme.vpn.1</string><key>UserDefinedName</key><string>x</string>' \
	'</dict></array></dict></plist>' >vpn.mobileconfig
unchanged 'payloads that no form knows' "$SCEPWIZ" check vpn.mobileconfig

finish_transcripts
