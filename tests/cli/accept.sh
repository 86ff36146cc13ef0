#!/bin/sh
# scepwiz accept: what is known is accepted with a reason, until a value changes; what check, show, diff, set and
# export say then.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

weak_draft() { # PATH NAME
	good_draft "$1"
	sed -i.orig -e "s/\"Office\"/\"$2\"/" -e 's/^key_size: .*/key_size: 1024 # old CA/' \
		-e 's/\[signing\]/[signing, encryption]/' \
		-e 's|^url: .*|url: "https://scep.acme.net/certsrv/mscep/mscep.dll"|' "$1"
	rm "$1.orig"
}

# Name and date are those of the account and of today.
name=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f5 | cut -d, -f1)
[ -n "$name" ] || name=$(id -un)
named() { # COMMAND...: its output without them
	"$@" >"$results/named.out" 2>"$results/named.err" </dev/null
	set -- $?
	for stream in out err; do
		sed -e "s/$name, 20[0-9-]*/NAME, DATE/g" -e "s/\"$name\"/\"NAME\"/g" -e "s/^\([+-] \)$name$/\1NAME/" \
			-e 's/\("date": "\|date: "\)20[0-9-]*"/\1DATE"/' "$results/named.$stream" \
			>"$results/named.$stream.out"
	done
	cat "$results/named.out.out"
	cat "$results/named.err.out" >&2
	return "$1"
}

weak_draft weak.yaml Weak
mkdir old
cp weak.yaml old/before.yaml
transcript 'accepted' named "$SCEPWIZ" accept weak.yaml key-size-weak --reason 'The old CA refuses 2048, ticket 4711'
transcript 'accepted for two values' named "$SCEPWIZ" accept weak.yaml key-usage-ndes --reason 'There is a template'
unchanged 'the draft then' named diff old/before.yaml weak.yaml
unchanged 'not listed and not counted' named "$SCEPWIZ" check --strict weak.yaml
unchanged 'listed on request' named "$SCEPWIZ" check --accepted weak.yaml
unchanged 'for auditors everything counts' named "$SCEPWIZ" check --strict --no-accepted weak.yaml
unchanged 'both at once' "$SCEPWIZ" check --accepted --no-accepted weak.yaml
unchanged 'json' named "$SCEPWIZ" check --format json weak.yaml
unwrapped() { # DRAFT: its sheet, each finding in one line: where a line ends depends on the name
	"$SCEPWIZ" show "$1" | awk '
		held && /^  / && !/^  [a-z]*: / { sub(/^ */, " "); held = held $0; next }
		held { print held; held = "" }
		/^Findings/ { on = 1 }
		on && /^  (error|warning|info): / { held = $0; next }
		{ print }
		END { if (held) print held }'
}
unchanged 'the sheet' named unwrapped weak.yaml
unchanged 'what differs' named "$SCEPWIZ" diff old/before.yaml weak.yaml
unchanged 'what differs, in json' named "$SCEPWIZ" diff --format json old/before.yaml weak.yaml

SCEP_CHALLENGE=opensesame
export SCEP_CHALLENGE
transcript 'export does not repeat it' named "$SCEPWIZ" export weak.yaml
transcript 'as without' "$SCEPWIZ" export old/before.yaml -o before.mobileconfig
unchanged 'the profile is the same' cmp before.mobileconfig weak.mobileconfig
unchanged 'a profile accepts nothing' "$SCEPWIZ" diff weak.yaml ./weak.mobileconfig

transcript 'a copy accepts nothing' "$SCEPWIZ" new copy.yaml --no-edit --from weak.yaml --set policy_name=Copy
unchanged 'so all of it is back there' "$SCEPWIZ" check copy.yaml

# A change of what it was accepted for.
cp weak.yaml other.yaml
own_identity other.yaml
transcript 'another value' named "$SCEPWIZ" set other.yaml policy_name=Other url=https://other.acme.net/certsrv/mscep/mscep.dll
unchanged 'it is back, with the reason why' named "$SCEPWIZ" check other.yaml
transcript 'accepted again, for the same reason' named "$SCEPWIZ" accept other.yaml key-usage-ndes
unchanged 'it holds' named "$SCEPWIZ" check other.yaml
transcript 'mended' named "$SCEPWIZ" set other.yaml key_size=2048
unchanged 'so it is of no use' named "$SCEPWIZ" check other.yaml
transcript 'taken back' named "$SCEPWIZ" accept other.yaml key-size-weak --remove
transcript 'taken back twice' named "$SCEPWIZ" accept other.yaml key-size-weak --remove
transcript 'the last one' named "$SCEPWIZ" accept other.yaml key-usage-ndes --remove
grep -c accepted other.yaml >count
unchanged 'nothing is left of it' cat count

# Certain mends leave alone what is accepted.
weak_draft list.yaml List
printf 'devices: [a, b, a]\n' >>list.yaml
own_identity list.yaml
transcript 'a list' named "$SCEPWIZ" accept list.yaml list-duplicate --reason 'counted so'
unchanged 'is not mended' named "$SCEPWIZ" check --fix list.yaml

# By hand.
weak_draft hand.yaml Hand
own_identity hand.yaml
cat >>hand.yaml <<-'END'
	accepted:
	  # agreed in June
	  key-size-weak: The old CA
	  key-usage-ndes: {reason: ok, for: {key_usage: "signing, encryption"}}
	  key-size-waek: x
	  url-missing: [a]
	  key-usage-none: {reason: '', why: x}
	  url-query: x
END
unchanged 'by hand' named "$SCEPWIZ" check hand.yaml
transcript 'bound by the program' named "$SCEPWIZ" accept hand.yaml key-size-weak
unchanged 'and the rest stays' named tail -n 15 hand.yaml

# Refused.
unchanged 'an unknown rule' "$SCEPWIZ" accept weak.yaml key-size-waek --reason x
unchanged 'no reason' "$SCEPWIZ" accept copy.yaml key-size-weak
unchanged 'an empty reason' "$SCEPWIZ" accept copy.yaml key-size-weak --reason ' '
unchanged 'a silent rule' "$SCEPWIZ" accept weak.yaml key-size-slow --reason x
sed 's/^url: .*/url: ""/' weak.yaml >wrong.yaml
unchanged 'an error' "$SCEPWIZ" accept wrong.yaml url-missing --reason x
unchanged 'an acceptance' "$SCEPWIZ" accept hand.yaml accepted-unused --reason x
unchanged 'a control character' "$SCEPWIZ" accept copy.yaml key-size-weak --reason "$(printf 'a\033[2J')"
unchanged 'both' "$SCEPWIZ" accept weak.yaml key-size-weak --remove --reason x
unchanged 'standard input' "$SCEPWIZ" accept - key-size-weak --reason x
unchanged 'no rule' "$SCEPWIZ" accept weak.yaml
unchanged 'a draft that is not there' "$SCEPWIZ" accept none.yaml key-size-weak --reason x
unchanged 'what the note means' "$SCEPWIZ" rules accepted-expired

# Of the profile that an imported draft keeps.
cat >given.mobileconfig <<-'END'
	<?xml version="1.0" encoding="UTF-8"?>
	<plist version="1.0">
	<dict>
	  <key>PayloadType</key><string>Configuration</string>
	  <key>PayloadVersion</key><integer>1</integer>
	  <key>PayloadIdentifier</key><string>net.acme.given</string>
	  <key>PayloadUUID</key><string>0F1E2D3D-4B5A-4978-8695-A4B3C2D1E0F0</string>
	  <key>PayloadDisplayName</key><string>Given</string>
	  <key>PayloadContent</key>
	  <array>
	    <dict>
	      <key>PayloadType</key><string>com.apple.security.scep</string>
	      <key>PayloadVersion</key><integer>1</integer>
	      <key>PayloadIdentifier</key><string>net.acme.given.scep</string>
	      <key>PayloadUUID</key><string>1F1E2D3D-4B5A-4978-8695-A4B3C2D1E0F0</string>
	      <key>PayloadContent</key>
	      <dict>
	        <key>URL</key><string>https://scep.acme.net/scep</string>
	        <key>Foo</key><string>a</string>
	      </dict>
	    </dict>
	  </array>
	</dict>
	</plist>
END
"$SCEPWIZ" import given.mobileconfig --output given.yaml 2>/dev/null
transcript 'of the original' named "$SCEPWIZ" accept given.yaml key-unknown --reason 'for our own tool'
unchanged 'of the original, then' named "$SCEPWIZ" check given.yaml
sed -i.orig 's|<string>a</string>|<string>b</string>|' given.yaml
rm given.yaml.orig
unchanged 'of the original, changed' named "$SCEPWIZ" check given.yaml
finish_transcripts
