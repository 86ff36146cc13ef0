#!/bin/sh
# The MDM of a draft: what is told of it by check and export, set like any other field, and given by a form.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

good_draft a.yaml
sed -i.orig -e 's/"Office"/"R\&D <office>"/' -e 's/CN=%SerialNumber%/CN=$SERIALNUMBER/' a.yaml
rm a.yaml.orig
SCEP_CHALLENGE=opensesame
export SCEP_CHALLENGE

unchanged 'none is named' "$SCEPWIZ" check a.yaml
transcript 'it is set' "$SCEPWIZ" set a.yaml mdm=jamf
unchanged 'and checked' "$SCEPWIZ" check a.yaml
transcript 'and told at the export' "$SCEPWIZ" export a.yaml
for_mdm() { # NAME: what check says for it
	"$SCEPWIZ" set a.yaml "mdm=$1" 2>/dev/null
	"$SCEPWIZ" check --strict a.yaml
}
transcript 'another one' for_mdm kandji
transcript 'one that replaces nothing' for_mdm JumpCloud
transcript 'one of which little is known' for_mdm Meraki
transcript 'one whose variables look like Apple'"'"'s' for_mdm Mosyle
transcript 'one that there is not' for_mdm 'jamf por'
transcript 'a misspelt one is told when it is set' "$SCEPWIZ" set a.yaml mdm=flete
transcript 'none again' "$SCEPWIZ" set a.yaml mdm=
unchanged 'emptied on purpose' grep mdm a.yaml

transcript 'a new draft' "$SCEPWIZ" new b.yaml --no-edit --set mdm=fleet --set policy_name=B \
	--set url=https://scep.acme.net/scep --set 'challenge=$FLEET_VAR_NDES_SCEP_CHALLENGE'
unchanged 'its own variable is right' "$SCEPWIZ" check b.yaml
transcript 'copied' "$SCEPWIZ" new c.yaml --no-edit --from b.yaml --set policy_name=C
unchanged 'with its MDM' grep mdm c.yaml
unchanged 'which is in no profile' "$SCEPWIZ" export --force b.yaml -o -

# Accepted like any other.
"$SCEPWIZ" set a.yaml mdm=jamf 2>/dev/null
transcript 'accepted' "$SCEPWIZ" accept a.yaml mdm-escapes --reason 'uploaded in the console'
unchanged 'and no longer told' "$SCEPWIZ" check a.yaml
transcript 'until the MDM is another' "$SCEPWIZ" set a.yaml mdm=fleet

# Signed and large.
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 300 -subj /CN=a >/dev/null 2>&1
chmod 600 key.pem
signed_for() { # MDM
	"$SCEPWIZ" set a.yaml "mdm=$1" 2>/dev/null
	"$SCEPWIZ" export a.yaml --sign cert.pem --key key.pem 2>&1 >/dev/null | grep -e refuse -e 'not accept'
}
transcript 'signed for one that refuses it' signed_for fleet
transcript 'signed for one that does not' signed_for micromdm

# For iOS, which replaces no variables.
good_draft mac.yaml
transcript 'for iOS, with no MDM named' "$SCEPWIZ" new ios1.yaml --no-edit --from mac.yaml --platform ios --set policy_name=I1
"$SCEPWIZ" set mac.yaml mdm=jamf 2>/dev/null
transcript 'for iOS, with its variables' "$SCEPWIZ" new ios2.yaml --no-edit --from mac.yaml --platform ios --set policy_name=I2
unchanged 'which are in the copy' grep ^subject ios2.yaml
"$SCEPWIZ" set mac.yaml mdm=jumpcloud 2>/dev/null
transcript 'for iOS, by one that replaces nothing' "$SCEPWIZ" new ios3.yaml --no-edit --from mac.yaml --platform ios --set policy_name=I3

# Of a form.
mkdir forms
form() { # MDM
	printf 'extends: scep\nform: acme\nmdm: %s\n' "$1" >forms/acme.yaml
}
form jamf
transcript 'the MDM of a form' "$SCEPWIZ" new d.yaml --no-edit --form forms/acme.yaml --set policy_name='D & E' \
	--set url=https://scep.acme.net/scep
unchanged 'is that of its drafts' "$SCEPWIZ" check --form forms/acme.yaml d.yaml
form jmaf
unchanged 'a misspelt one of a form' "$SCEPWIZ" check --form forms/acme.yaml d.yaml
form '[jamf]'
unchanged 'a list for it' "$SCEPWIZ" check --form forms/acme.yaml d.yaml
finish_transcripts
