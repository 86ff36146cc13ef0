#!/bin/sh
# scepwiz check: lines sorted by place, formats, statuses.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft good.yaml
sed -e 's/^fingerprint: .*/fingerprint: "11:22:33:44:aa:bb:cc:dd"/' -e 's/^key_size: .*/key_size: 1024/' \
	-e 's/^url: .*/url: ""/' -e 's/CN=/cn=/' good.yaml >bad.yaml
sed -e 's/Office/Other/' -e 's/^key_size: .*/key_size: 1024/' -e 's/^url:/ulr: x\nurl:/' good.yaml >doubtful.yaml
chmod 600 bad.yaml doubtful.yaml
sed -i.orig 's/"Office"/"Bad office"/' bad.yaml && rm bad.yaml.orig
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
chmod 600 odd.yaml
unchanged 'as YAML means it' "$SCEPWIZ" check odd.yaml

cp good.yaml same.yaml
unchanged 'two drafts of one name' "$SCEPWIZ" check same.yaml

finish_transcripts
