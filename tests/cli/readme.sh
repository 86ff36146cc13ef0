#!/bin/sh
# The README's first profile: its commands print what it shows. Only the hash of the profile differs, which has new UUIDs
# in each run.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
own_folder
readme=$SCEPWIZ_SOURCE/README.md
cd "$work" || exit 99

shown() {
	sed -n '/^## A first profile/,/^## /s/^    //p' "$readme"
}

# A command begins behind "$ " and goes on below a line that ends with a backslash. It is printed, and run.
script() {
	awk '
		/^[$] / || on {
			command = command $0 "\n"
			on = /\\$/
			if (!on) {
				printf "cat <<\"END\"\n%sEND\n", command
				print substr(command, 3)
				command = ""
			}
		}'
}

hash_masked() {
	sed 's/[0-9a-f]\{64\}/HASH/'
}

ln -s "$SCEPWIZ" scepwiz
shown | script >script
SECRET=k3Fj29xLwqTz7 sh ./script 2>&1 | hash_masked >printed
shown | hash_masked >wanted
grep -q HASH printed
ok $? 'the README shows how to export a profile'
check 'its commands print what it shows' diff wanted printed
check 'the profile is there' test -s office.mobileconfig
finish
