#!/bin/sh
# scepwiz export --for: what each MDM's API or tool gets, read by other people's parsers, and what is said about it.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
good_draft office.yaml
sed 's/"Office"/"iPads"/; s/macos/ios/; s/%SerialNumber%/iPad/' office.yaml >pads.yaml
own_identity pads.yaml
chmod 600 pads.yaml
"$SCEPWIZ" set office.yaml devices=mac-017 organization='US$5 & {{sons' || exit 1
"$SCEPWIZ" export office.yaml -o plain 2>/dev/null
"$SCEPWIZ" export pads.yaml -o pads 2>/dev/null

# Each one, for both platforms.
handed='jumpcloud fleet iru apple-business intune jamf simplemdm micromdm nanomdm file'
transcript 'an unknown one' "$SCEPWIZ" export office.yaml --for kandji
no_secret() {
	! grep -q "$SCEP_CHALLENGE" "$results/out" "$results/err"
}
for where in $handed; do
	transcript "for $where" "$SCEPWIZ" export office.yaml --for "$where"
	check "for $where: no secret is told" no_secret
	check "for $where: on iOS" "$SCEPWIZ" export pads.yaml --for "$where"
done
for where in jumpcloud fleet iru nanomdm; do
	transcript "for $where again" "$SCEPWIZ" export office.yaml --for "$where"
done
all() {
	find . -name 'office*' -o -path '*/office.*' | sort
}
transcript 'what was written' all
modes() {
	for modes_file in office.*; do
		[ "$modes_file" = office.yaml ] || ls -ld "$modes_file"
	done | cut -c 1-10 | sort -u
	ls -l office.fleet/* office.iru/* | cut -c 1-10 | sort -u
}
transcript 'readable by its owner alone' modes
transcript 'for fleet: the entry' cat office.fleet/office.yml
transcript 'for iru: what becomes of it' cat office.iru/info.yaml
transcript 'for iru: on iOS' cat pads.iru/info.yaml

# The profile in each is that of a plain export, to the byte.
judged() { # WHERE DRAFT PLAIN
	python3 - "$@" <<-'END'
		import base64, json, plistlib, re, sys
		where, draft, plain = sys.argv[1:]
		plain, ios = open(plain, "rb").read(), draft == "pads"
		title, file = {"office": "Office", "pads": "iPads"}[draft], draft + ".mobileconfig"

		def load(suffix):
		    return json.load(open(f"{draft}.{where}.{suffix}"))

		def jumpcloud():
		    top = load("json")
		    assert list(top) == ["name", "template", "values"] and top["name"] == title
		    assert top["template"] == {"name": "custom_mdm_profile_" + ("iphone" if ios else "darwin")}
		    assert top["values"][1] == {"configFieldName": "redispatchPolicy", "value": True}
		    assert list(top["values"][0]) == ["configFieldName", "value"]
		    return base64.b64decode(top["values"][0]["value"], validate=True)

		def apple_business():
		    data = load("json")["data"]
		    assert data["type"] == "configurations" and set(data) == {"type", "attributes"}
		    attributes = data["attributes"]
		    values = attributes.pop("customSettingsValues")
		    platform = "PLATFORM_IOS" if ios else "PLATFORM_MACOS"
		    assert attributes == {"type": "CUSTOM_SETTING", "name": title, "configuredForPlatforms": [platform]}
		    assert values["filename"] == file
		    return values["configurationProfile"].encode()

		def intune():
		    top = load("json")
		    payload = base64.b64decode(top.pop("payload"), validate=True)
		    kind = "iosCustomConfiguration" if ios else "macOSCustomConfiguration"
		    assert top == {"@odata.type": "#microsoft.graph." + kind, "displayName": title, "payloadName": title,
		                   "payloadFileName": file}, top
		    return payload

		def nanomdm():
		    top = plistlib.load(open(f"{draft}.nanomdm.plist", "rb"))
		    assert set(top) == {"Command", "CommandUUID"} and re.fullmatch(r"[0-9A-F-]{36}", top["CommandUUID"])
		    assert set(top["Command"]) == {"RequestType", "Payload"}
		    assert top["Command"]["RequestType"] == "InstallProfile"
		    return top["Command"]["Payload"]

		def fleet():
		    import yaml
		    top = yaml.safe_load(open(f"{draft}.fleet/{draft}.yml"))
		    entry = {"path": "./" + file, "labels_include_any": ["Field laptops"]}
		    assert top == {"controls": {"apple_settings": {"configuration_profiles": [entry]}}}, top
		    return open(f"{draft}.fleet/{file}", "rb").read()

		def iru():
		    import yaml
		    top = yaml.safe_load(open(f"{draft}.iru/info.yaml"))
		    assert top == {"name": title, "active": False, "runs_on_mac": not ios, "runs_on_iphone": ios,
		                   "runs_on_ipad": ios}, top
		    return open(f"{draft}.iru/profile.mobileconfig", "rb").read()

		def bare():
		    return open(file, "rb").read()

		made = {f.__name__.replace("_", "-"): f for f in (jumpcloud, apple_business, intune, nanomdm, fleet, iru)}
		assert made.get(where, bare)() == plain
		assert plistlib.loads(plain)["PayloadDisplayName"] == title
	END
}
for where in $handed; do
	case $where in fleet | iru) needs='import yaml' ;; *) needs='import json' ;; esac
	if python3 -c "$needs" 2>/dev/null; then
		check "for $where: other parsers read it" judged "$where" office plain
		check "for $where: on iOS, too" judged "$where" pads pads
	else
		skip "for $where: other parsers read it" 'there is no python3, or no yaml for it'
	fi
done

# To standard output, and from standard input.
to_output() {
	"$SCEPWIZ" export office.yaml --for "$1" -o - | cmp - "$2"
}
unchanged 'to standard output: JSON' to_output jumpcloud office.jumpcloud.json
unchanged 'to standard output: a command' to_output nanomdm office.nanomdm.plist
unchanged 'to standard output: a profile' to_output jamf plain
unchanged 'to standard output: no folder' "$SCEPWIZ" export office.yaml --for fleet -o -
from_input() {
	"$SCEPWIZ" export - --for iru -o named <office.yaml && ls named
}
transcript 'from standard input' from_input
from_input_fleet() {
	"$SCEPWIZ" export - --for fleet -o fleet-named <office.yaml 2>/dev/null && ls fleet-named
}
transcript 'from standard input, by the name of the policy' from_input_fleet

# What goes with it, and what does not.
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 300 -subj /CN=a >/dev/null 2>&1
chmod 600 key.pem
for where in jumpcloud fleet iru apple-business jamf micromdm; do
	unchanged "signed for $where" sh -c '"$1" export office.yaml --for "$2" --sign cert.pem --key key.pem \
		-o /nonexistent/x 2>&1 | tail -1' sh "$SCEPWIZ" "$where"
done
unchanged 'as a binary list' "$SCEPWIZ" export office.yaml --for jamf --format binary

# What is there already.
refused_over() { # WHERE PATH
	"$SCEPWIZ" export office.yaml --for "$1" -o "$2"
}
echo '{"name": "of my own"}' >own.json
unchanged 'not over other JSON' refused_over jumpcloud own.json
unchanged 'not over the JSON of another MDM' refused_over intune office.jumpcloud.json
unchanged 'not over the profile of another draft' refused_over jumpcloud pads.jumpcloud.json
unchanged 'not over a command for another profile' refused_over nanomdm pads.nanomdm.plist
unchanged 'not over a draft' refused_over jumpcloud pads.yaml
transcript 'forced' "$SCEPWIZ" export office.yaml --for jumpcloud -o own.json --force
"$SCEPWIZ" set office.yaml name=CA-1 || exit 1
transcript 'a new version replaces its JSON' "$SCEPWIZ" export office.yaml --for jumpcloud
echo 'id: 54bef6b3-b25e-44b4-89fd-d528d73939e4' >>office.iru/info.yaml
transcript 'a new version keeps what the tool has written' "$SCEPWIZ" export office.yaml --for iru
unchanged 'a new version keeps what the tool has written: so it is' tail -1 office.iru/info.yaml
"$SCEPWIZ" set office.yaml device_groups= || exit 1
transcript 'a new version replaces the entry' "$SCEPWIZ" export office.yaml --for fleet
unchanged 'a new version replaces the entry: without groups' cat office.fleet/office.yml
mkdir taken
echo 'controls: {}' >taken/office.yml
unchanged 'not over an entry without its profile' refused_over fleet taken
good_draft taken/office.yml
unchanged 'not over a draft that has its name' refused_over fleet taken
touch file
unchanged 'not in a file' refused_over fleet file
sed 's/^url: .*/url: ""/; s/"Office"/"Bad"/' office.yaml >bad.yaml
own_identity bad.yaml
chmod 600 bad.yaml
unchanged 'errors refuse it, and no folder is made' "$SCEPWIZ" export bad.yaml --for iru

# For the user of a Mac.
"$SCEPWIZ" set office.yaml scope=User || exit 1
channel() {
	"$SCEPWIZ" export office.yaml --for intune 2>&1 | grep -o 'graph.microsoft.com/[a-z0-9.]*'
	grep -o '"deploymentChannel".*' office.intune.json
}
transcript 'the channel of a user' channel

# The MDM that the draft names: another one is asked about by --for, and what was accepted for the first is not for it.
good_draft named.yaml
sed 's/"Office"/"A \& B $x"/; s/CN=%SerialNumber%/CN=%SerialNumber%\/OU=$FLEET_VAR_SCEP_RENEWAL_ID/' named.yaml >"$results/named" && cat "$results/named" >named.yaml
own_identity named.yaml
"$SCEPWIZ" set named.yaml mdm=jamf 2>/dev/null
"$SCEPWIZ" accept named.yaml mdm-substitutes --reason 'tried on one Mac' 2>/dev/null
told() {
	"$SCEPWIZ" export named.yaml "$@" 2>&1 | grep '\[mdm-'
}
transcript 'what was accepted' told
transcript 'what was accepted, for that MDM' told --for jamf
transcript 'what was accepted, for another' told --for fleet
transcript 'none of it' told --for micromdm
transcript 'the draft still names its MDM' grep ^mdm named.yaml
portal() {
	"$SCEPWIZ" export named.yaml 2>&1 | grep next
}
transcript 'a plain export names the portal' portal

unset SCEP_CHALLENGE
unchanged 'a secret that is missing' "$SCEPWIZ" export office.yaml --for nanomdm
finish_transcripts
