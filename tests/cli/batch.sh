#!/bin/sh
# Many files: check by several processes says what one process says; export of several drafts.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

# Drafts and profiles of several kinds, so that each process gets some: without findings, with errors and warnings,
# accepted ones, comments, open ones; of two folders; missing, of no kind, forms; identities that are shared.
good_draft good.yaml
mkdir one two
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
	for folder in one two; do
		file=$folder/d$number.yaml
		sed -e "s/Office/$folder $number/" good.yaml >"$file"
		case $((number % 8)) in
		1) sed -e 's/^key_size: .*/key_size: 1024/' -e 's/CN=/cn=/' good.yaml >"$file" ;;
		2) printf 'ulr: "x"\nretries: many\n' >>"$file" ;;
		3) sed 's|^url: .*|url: "http://scep.example.com/|' good.yaml >"$file" ;;
		4) printf 'accepted:\n  key-size-weak: {reason: "the old CA", by: Ann}\n' >>"$file" &&
			sed -i.orig 's/^key_size: .*/key_size: 1024/' "$file" ;;
		5) sed 's/^fingerprint: .*/fingerprint: "11:22:33"/' good.yaml >"$file" ;;
		esac
		[ $((number % 5)) = 0 ] || own_identity "$file"
		chmod 600 "$file"
	done
done
rm -f ./*/*.orig
for number in 6 7 8 14 15 16; do
	"$SCEPWIZ" export two/d$number.yaml -o "two/p$number.mobileconfig" 2>/dev/null
done
printf '<plist version="1.0"><dict><key>PayloadType</key><string>x</string></dict></plist>\n' >two/q1.mobileconfig
printf '<plist version="1.0"><dict>\n' >two/q2.mobileconfig
printf 'nothing: {of that\n' >two/r.yaml
mkdir "$results/forms"
printf 'form: acme\nextends: scep\ntitle: "Acme"\nchange:\n  retries: {default: 5}\n' >acme-form.yaml
for number in 41 42 43 44; do
	sed -e 's/^form: .*/form: acme/' -e "s/Office/Acme $number/" -e 's/^key_size: .*/key_size: 1/' good.yaml >one/a$number.yaml
	own_identity one/a$number.yaml
	chmod 600 one/a$number.yaml
done
cp acme-form.yaml "$results/forms/acme.yaml"
export SCEPWIZ_FORMS="$results/forms"
set -- one/*.yaml missing.yaml two/*.mobileconfig two/*.yaml acme-form.yaml
files=$*

said() { # JOBS OPTION...: what is printed, and the status
	said_jobs=$1
	shift
	# shellcheck disable=SC2086 # a list of words
	"$SCEPWIZ" check --jobs "$said_jobs" "$@" $files >"$results/said.$said_jobs.out" 2>"$results/said.$said_jobs.err"
	echo "$?" >"$results/said.$said_jobs.status"
}

as_one() { # JOBS OPTION...: as one process says it
	as_jobs=$1
	shift
	said 1 "$@" && said "$as_jobs" "$@" || return 1
	for part in out err status; do
		cmp "$results/said.1.$part" "$results/said.$as_jobs.$part" || return 1
	done
}

varied() { # the files are what the cases above want
	said 1
	[ "$(cat "$results/said.1.status")" = 3 ] && [ "$(wc -l <"$results/said.1.out")" -gt 100 ] &&
		grep -q 'identity-shared' "$results/said.1.out" && grep -q 'policy-name' "$results/said.1.out" &&
		grep -q '1 accepted finding' "$results/said.1.err" && grep -q 'missing.yaml' "$results/said.1.err"
}

check 'the files vary' varied
for format in text json github sarif junit; do
	check "two processes, $format" as_one 2 --format "$format"
	check "five processes, $format" as_one 5 --format "$format" --strict
done
check 'a process for each processor' as_one 0 --format json
check 'more processes than files' as_one 64
check 'with colors and accepted findings' as_one 3 --color always --accepted
check 'without what is accepted' as_one 3 --no-accepted
check 'without some rules' as_one 3 --ignore identity-shared --ignore key-size-weak
check 'with comments' as_one 3 --comments
check 'with a form' as_one 3 --form acme
from_input() { # standard input is read by one process
	"$SCEPWIZ" check -j 3 one/d1.yaml - one/d2.yaml <one/d3.yaml >"$results/input" 2>&1
	"$SCEPWIZ" check one/d1.yaml - one/d2.yaml <one/d3.yaml 2>&1 | cmp - "$results/input"
}
check 'standard input' from_input
unchanged 'no number' "$SCEPWIZ" check --jobs many one/d6.yaml
unchanged 'too many' "$SCEPWIZ" check -j 65 one/d6.yaml
unchanged 'a number below none' "$SCEPWIZ" check -j -1 one/d6.yaml
unchanged 'an empty number' "$SCEPWIZ" check -j '' one/d6.yaml
transcript 'fixed by one process' "$SCEPWIZ" check -j 4 --fix one/d17.yaml one/d33.yaml

# Export of several drafts.
rm -rf one two
mkdir one two
for name in a b c; do
	sed "s/Office/Office $name/" good.yaml >one/$name.yaml
	own_identity one/$name.yaml
	chmod 600 one/$name.yaml
	"$SCEPWIZ" export one/$name.yaml -o "$results/$name.mobileconfig" 2>/dev/null
done
sed -e 's/^url: .*/url: ""/' -e 's/Office/Bad/' good.yaml >one/bad.yaml
sed -e 's/^challenge: .*/challenge: {from: env, name: SCEP_UNSET}/' -e 's/Office/Unset/' good.yaml >one/unset.yaml
own_identity one/bad.yaml one/unset.yaml
cp one/c.yaml two/a.yaml
cp one/b.yaml drafts/named.yaml

as_alone() { # FOLDER: its profiles are those that single exports have written
	for alone in a b c; do
		cmp "$1/$alone.mobileconfig" "$results/$alone.mobileconfig" || return 1
	done
}
mode() {
	ls -ld "$1" | cut -c 1-10
}

transcript 'several drafts' "$SCEPWIZ" export one/a.yaml one/b.yaml one/c.yaml
check 'several drafts: as each alone' as_alone one
unchanged 'several drafts: again' "$SCEPWIZ" export one/a.yaml one/b.yaml one/c.yaml
transcript 'to a folder, some are refused' "$SCEPWIZ" export one/a.yaml one/bad.yaml missing.yaml one/b.yaml one/unset.yaml \
	one/c.yaml --output-dir out/deep
check 'to a folder: as each alone' as_alone out/deep
check 'to a folder: no others' [ "$(ls out/deep | tr '\n' ' ')" = 'a.mobileconfig b.mobileconfig c.mobileconfig ' ]
check 'to a folder: only for the user' [ "$(mode out/deep) $(mode out/deep/a.mobileconfig)" = 'drwx------ -rw-------' ]
transcript 'to a folder: errors alone' "$SCEPWIZ" export one/bad.yaml one/a.yaml --output-dir out/deep
transcript 'a draft of the drafts folder' "$SCEPWIZ" export named --output-dir out/deep
check 'a draft of the drafts folder: its profile' cmp out/deep/named.mobileconfig "$results/b.mobileconfig"
unchanged 'two of one name' "$SCEPWIZ" export one/b.yaml one/a.yaml two/a.yaml --output-dir new
unchanged 'one draft twice' "$SCEPWIZ" export one/a.yaml one/b.yaml one/a.yaml
unchanged 'not in a file' "$SCEPWIZ" export one/a.yaml --output-dir good.yaml
unchanged 'one of file and folder' "$SCEPWIZ" export one/a.yaml -o x --output-dir out
unchanged 'one file for several' "$SCEPWIZ" export one/a.yaml one/b.yaml -o x
unchanged 'standard input has no name' "$SCEPWIZ" export one/a.yaml - --output-dir out
unchanged 'a profile is no draft' "$SCEPWIZ" export one/a.yaml x.mobileconfig
printf 'x\n' >out/a.mobileconfig
transcript 'another file stays' "$SCEPWIZ" export one/a.yaml one/b.yaml --output-dir out
transcript 'another file stays, unless forced' "$SCEPWIZ" export one/a.yaml one/b.yaml --output-dir out --force
sed '/^identity:/,$d' one/c.yaml >one/old.yaml
sed '/^identity:/,$d' one/b.yaml >one/older.yaml
sed -i.orig 's/Office/Old/' one/old.yaml
sed -i.orig 's/Office/Older/' one/older.yaml
rm -f one/*.orig
chmod 600 one/old*.yaml
transcript 'missing identities are made' "$SCEPWIZ" export one/old.yaml one/older.yaml --output-dir out
check 'missing identities are made: and saved' grep -q '^identity' one/old.yaml one/older.yaml
if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 -subj /CN=Signer 2>/dev/null
	chmod 600 key.pem
	signed() { # both are signed
		"$SCEPWIZ" export one/a.yaml one/b.yaml --sign cert.pem --key key.pem --output-dir signed 2>"$results/signed" &&
			[ "$(grep -c 'signed by CN=Signer' "$results/signed")" = 2 ] &&
			"$SCEPWIZ" check --ca cert.pem signed/*.mobileconfig
	}
	check 'signed' signed
else
	skip 'signed' 'there is no openssl'
fi
finish_transcripts
