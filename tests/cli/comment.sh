#!/bin/sh
# scepwiz comment: what reviewers say is added, listed, changed and closed; what check, show, diff and export say of it.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

# Name and date are those of the account and of today.
name=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f5 | cut -d, -f1)
[ -n "$name" ] || name=$(id -un)
today=$(date +%Y-%m-%d)
named() { # COMMAND...: its output without them
	"$@" >"$results/named.out" 2>"$results/named.err" </dev/null
	set -- $?
	for stream in out err; do
		sed -e "s/$name, $today/NAME, DATE/g" -e "s/\"$name\"/\"NAME\"/g" -e "s/by: \"*$name\"*,/by: NAME,/g" \
			-e "s/\"$today\"/\"DATE\"/g" "$results/named.$stream" >"$results/named.$stream.out"
	done
	cat "$results/named.out.out"
	cat "$results/named.err.out" >&2
	return "$1"
}

good_draft office.yaml
own_identity office.yaml
cp office.yaml before.yaml
unchanged 'none' "$SCEPWIZ" comment office.yaml
transcript 'one' named "$SCEPWIZ" comment office.yaml key_size 'Why 2048?'
unchanged 'the draft then' named diff before.yaml office.yaml
transcript 'a second one' named "$SCEPWIZ" comment office.yaml key_size 'Ask the CA: "4096"?'
transcript 'on another field' named "$SCEPWIZ" comment office.yaml url 'Is this the new server?'
unchanged 'all of them' named "$SCEPWIZ" comment office.yaml
unchanged 'of a field' named "$SCEPWIZ" comment office.yaml url
unchanged 'in json' named "$SCEPWIZ" comment office.yaml key_size --format json
unchanged 'check counts them' named "$SCEPWIZ" check office.yaml
unchanged 'and waits for them on request' named "$SCEPWIZ" check --comments office.yaml
unchanged 'in json, too' named "$SCEPWIZ" check --format json office.yaml
unchanged 'in a pipeline, github' named "$SCEPWIZ" check --format github office.yaml
unchanged 'in a pipeline that waits, github' named "$SCEPWIZ" check --format github --comments office.yaml
unchanged 'in a pipeline that waits, sarif' named sh -c '"$1" check --format sarif --comments office.yaml | grep -e ruleId -e level -e startLine -e "comment 2"' - "$SCEPWIZ"
unchanged 'in json where they are awaited' named "$SCEPWIZ" check --format json --comments office.yaml
unchanged 'in a pipeline, junit' named "$SCEPWIZ" check --format junit office.yaml
unchanged 'in a pipeline that waits, junit' named "$SCEPWIZ" check --format junit --comments office.yaml
unchanged 'on the sheet' named "$SCEPWIZ" show office.yaml
unchanged 'what differs' named "$SCEPWIZ" diff before.yaml office.yaml
SCEP_CHALLENGE=opensesame
export SCEP_CHALLENGE
transcript 'an export says so' named "$SCEPWIZ" export office.yaml
transcript 'as without' "$SCEPWIZ" export before.yaml -o before.mobileconfig
unchanged 'none is in the profile' cmp before.mobileconfig office.mobileconfig
transcript 'a copy has none' "$SCEPWIZ" new copy.yaml --no-edit --from office.yaml --set policy_name=Copy
unchanged 'nothing is there' "$SCEPWIZ" comment copy.yaml

cp office.yaml open.yaml
transcript 'done' named "$SCEPWIZ" comment office.yaml key_size --done 1
unchanged 'one line changed' named diff open.yaml office.yaml
unchanged 'what is open' named "$SCEPWIZ" comment office.yaml --open
unchanged 'what differs then' named "$SCEPWIZ" diff open.yaml office.yaml
transcript 'done twice' named "$SCEPWIZ" comment office.yaml key_size --done 1
transcript 'open again' named "$SCEPWIZ" comment office.yaml key_size --reopen 1
transcript 'in other words' named "$SCEPWIZ" comment office.yaml key_size 'Why not 4096?' --edit 1
transcript 'removed' named "$SCEPWIZ" comment office.yaml key_size --remove 2
unchanged 'what is left' named "$SCEPWIZ" comment office.yaml
for field in key_size url; do
	transcript "the last of $field" named "$SCEPWIZ" comment office.yaml $field --done 1
done
unchanged 'all are done' named "$SCEPWIZ" check --comments office.yaml
for field in key_size url; do
	transcript "removed from $field" named "$SCEPWIZ" comment office.yaml $field --remove 1
done
unchanged 'the draft is as before' diff before.yaml office.yaml

# By hand.
cat >>office.yaml <<'END'
review:
  url: Is this https?
  key_size:
    - by: Ben
      date: 2026-11-01
      state: done # by Ada
      text: |
        Two lines.
        Both count.
    # the next one
    - {by: Ada, text: thanks}
END
cp office.yaml hand.yaml
unchanged 'written by hand' "$SCEPWIZ" comment office.yaml
unchanged 'written by hand, on the sheet' sh -c '"$1" show office.yaml | grep -A4 -e "Key size" -e " URL"' - "$SCEPWIZ"
transcript 'done by hand' named "$SCEPWIZ" comment office.yaml key_size --reopen 1
transcript 'and another' named "$SCEPWIZ" comment office.yaml url Yes.
unchanged 'what else stays' named diff hand.yaml office.yaml

unchanged 'each where it is' "$SCEPWIZ" check --comments hand.yaml

# By a name of one's own.
SCEPWIZ_AUTHOR='Grace Hopper' "$SCEPWIZ" comment office.yaml name 'By whom?' 2>/dev/null
unchanged 'the author is given' sh -c '"$1" comment office.yaml name | sed "s/$2/DATE/"' - "$SCEPWIZ" "$today"
"$SCEPWIZ" comment office.yaml name --remove 1 2>/dev/null

# What nobody would see.
printf 'form: scep\nreview:\n  key_sise: [{by: Ada, text: a}, {text: b, state: done}, c]\n  zzz: d\naccepted:\n  url: {by: Ada, date: 2026-11-01, text: e}\n' >lost.yaml
unchanged 'comments on no field' sh -c '"$1" check lost.yaml 2>&1 | grep -e comment' - "$SCEPWIZ"
unchanged 'and they count as open' sh -c '"$1" check --format json lost.yaml 2>&1 | grep open_comments' - "$SCEPWIZ"
cp lost.yaml lost2.yaml
"$SCEPWIZ" comment lost.yaml url 'Well?' 2>/dev/null
unchanged 'a save preserves them' named diff lost2.yaml lost.yaml
rm lost.yaml lost2.yaml

# What is wrong.
printf 'form: scep\nreview:\n  url: {text: a, status: done}\n  key_size: {text: a, state: closed}\n  name: {by: Ada}\n' >wrong.yaml
unchanged 'mistakes are errors' sh -c '"$1" check wrong.yaml | grep "comment on"' - "$SCEPWIZ"
unchanged 'and are not overwritten' "$SCEPWIZ" comment wrong.yaml url 'a new one'
unchanged 'no such field' "$SCEPWIZ" comment office.yaml key-size 'x'
unchanged 'no such field to list' "$SCEPWIZ" comment office.yaml keysize
unchanged 'no such number' "$SCEPWIZ" comment office.yaml url --done 3
unchanged 'no number' "$SCEPWIZ" comment office.yaml url --done x
unchanged 'an empty one' "$SCEPWIZ" comment office.yaml url ' '
unchanged 'two things at once' "$SCEPWIZ" comment office.yaml url --done 1 --remove 1
unchanged 'a text too many' "$SCEPWIZ" comment office.yaml url text --done 1
unchanged 'a text is missing' "$SCEPWIZ" comment office.yaml url --edit 1
unchanged 'a field is missing' "$SCEPWIZ" comment office.yaml --done 1
unchanged 'a list of changes' "$SCEPWIZ" comment office.yaml url text --open
unchanged 'a profile' "$SCEPWIZ" comment ./before.mobileconfig url x
unchanged 'control characters' "$SCEPWIZ" comment office.yaml url "$(printf 'a\033[2Jb')"

# The challenge has no place there.
sed -i.orig 's/^challenge: .*/challenge: "open-sesame-4711"/' office.yaml
grep -q '^challenge:' office.yaml || echo 'challenge: "open-sesame-4711"' >>office.yaml
unchanged 'a comment with the challenge is refused' "$SCEPWIZ" comment office.yaml name 'It is open-sesame-4711, no?'
"$SCEPWIZ" comment office.yaml name 'It is what, no?' 2>/dev/null
unchanged 'and an edited one' "$SCEPWIZ" comment office.yaml name 'It is open-sesame-4711.' --edit 1
cp office.yaml masked.yaml
"$SCEPWIZ" set office.yaml policy_notes='Use open-sesame-4711 here' 2>/dev/null
sed -i.orig 's/It is what, no?/It is open-sesame-4711, no?/' office.yaml
check 'the notes and the comment have it' test "$(grep -c sesame office.yaml)" = 3
for command in comment show 'diff masked.yaml'; do
	check "$command does not show the challenge" sh -c '"$1" $2 office.yaml >out; ! grep -q sesame out && grep -q "\.\.\." out' - "$SCEPWIZ" "$command"
	check "$command does not show it in json" \
		sh -c '"$1" $2 office.yaml --format json >out; ! grep -q sesame out && grep -q "\.\.\." out' - "$SCEPWIZ" "$command"
done
for format in text json github sarif junit; do
	check "check --comments does not show it in $format" \
		sh -c '"$1" check --comments office.yaml --format $2 >out 2>&1; ! grep -q sesame out' - "$SCEPWIZ" $format
done
unchanged 'the rule tells where' sh -c '"$1" check office.yaml 2>&1 | grep secret-elsewhere' - "$SCEPWIZ"

finish_transcripts
