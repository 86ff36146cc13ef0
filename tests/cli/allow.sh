#!/bin/sh
# scepwiz allow, and secrets from variables and commands: what a draft may take, what ends that, and what programs may
# do that are asked.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
mkdir -m 700 state state/scepwiz state/scepwiz/allowed

# A password manager, which the drafts below ask.
mkdir bin
PATH=$work/bin:$PATH
cat >bin/pass <<'END'
#!/bin/sh
echo ran >>"${PASS_LOG:-/dev/null}"
case $2 in
scep) echo 'correct-horse-battery' ;;
env) printf '%s\n' "$PASS_SECRET" ;;
noise) echo 'gpg: reading' >&2; echo correct-horse-battery ;;
fails) echo correct-horse-battery; exit 2 ;;
crash) echo correct-horse-battery; kill -SEGV $$ ;;
nothing) : ;;
nul) printf 'correct\0horse' ;;
flood) while :; do echo correct-horse-battery; done ;;
long) head -c 3000 /dev/zero | tr '\0' x ;;
lines) printf 'correct-horse-battery\nuser: ann\n' ;;
esac
END
chmod 755 bin/pass

take() { # FILE SOURCE: a draft that takes its challenge from there
	good_draft "$1"
	sed "/^challenge:/d" "$1" >"$results/taken"
	printf 'challenge: %s\n' "$2" >>"$results/taken"
	cat "$results/taken" >"$1"
}
has() { # FILE TEXT
	grep -qF -- "$2" "$1"
}
pass() { # ENTRY: the source
	printf '{from: command, argv: [pass, show, "%s"]}' "$1"
}

PASS_LOG=$results/log
export PASS_LOG
: >"$PASS_LOG"

# a variable
take a.yaml '{from: env, name: AWS_SECRET_ACCESS_KEY}'
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI SCEP_CHALLENGE=correct-horse-battery
export AWS_SECRET_ACCESS_KEY SCEP_CHALLENGE
transcript 'check of a variable that is not ours' "$SCEPWIZ" check a.yaml
unchanged 'export of it' "$SCEPWIZ" export a.yaml
transcript 'export of it, forced' "$SCEPWIZ" export a.yaml --force
check 'it is not in the profile' sh -c '! grep -q wJalr a.mobileconfig'
rm a.mobileconfig
transcript 'show of it' "$SCEPWIZ" show a.yaml
if command -v setsid >/dev/null; then
	unchanged 'allowed without a terminal' setsid -w "$SCEPWIZ" allow a.yaml
else
	skip_case 'allowed without a terminal' 'there is no setsid'
fi
transcript 'allowed' "$SCEPWIZ" allow --yes a.yaml
transcript 'allowed again' "$SCEPWIZ" allow a.yaml
transcript 'check then' "$SCEPWIZ" check a.yaml
transcript 'check in JSON then' "$SCEPWIZ" check --format json a.yaml
transcript 'export then' "$SCEPWIZ" export a.yaml
check 'it is in the profile' has a.mobileconfig wJalrXUtnFEMI
transcript 'the list' "$SCEPWIZ" allow --list
mkdir copy
cp -p a.yaml copy/b.yaml
unchanged 'a copy is not allowed' "$SCEPWIZ" check copy/b.yaml
unchanged 'a draft from standard input is not' sh -c '"$1" check - <a.yaml' sh "$SCEPWIZ"
sed 's/acme.net/evil.com/' a.yaml >"$results/other" && cat "$results/other" >a.yaml
unchanged 'another URL ends it' "$SCEPWIZ" export a.yaml -o b.mobileconfig
sed 's/evil.com/acme.net/' a.yaml >"$results/other" && cat "$results/other" >a.yaml
unchanged 'the URL is back' "$SCEPWIZ" check a.yaml
transcript 'another URL by set' "$SCEPWIZ" set a.yaml url=https://scep.acme.org/scep
unchanged 'is still allowed' "$SCEPWIZ" check a.yaml
transcript 'taken back' "$SCEPWIZ" allow --remove a.yaml
unchanged 'taken back again' "$SCEPWIZ" allow --remove a.yaml
unchanged 'check after that' "$SCEPWIZ" check a.yaml
unchanged 'the list is empty' "$SCEPWIZ" allow --list
unchanged 'no draft' "$SCEPWIZ" allow
unchanged 'two wishes' "$SCEPWIZ" allow --list --yes
unchanged 'a list of one' "$SCEPWIZ" allow --list a.yaml
take n.yaml '{from: prompt}'
unchanged 'nothing to allow' "$SCEPWIZ" allow n.yaml
take s.yaml '{from: env, name: SCEP_CHALLENGE}'
own_identity s.yaml
transcript 'a variable of ours' "$SCEPWIZ" export s.yaml
check 'its value is in the profile' has s.mobileconfig correct-horse-battery

# what comes from outside is judged
judged() { # VALUE
	SCEP_CHALLENGE=$(printf '%b.' "$1")
	SCEP_CHALLENGE=${SCEP_CHALLENGE%.} "$SCEPWIZ" export s.yaml -o s.mobileconfig
}
transcript 'with a line break' judged 'correct\nhorse'
transcript 'with a blank behind it' judged 'correct-horse '
transcript 'with U+202E' judged 'correct\0342\0200\0256horse'
unchanged 'with a control character' judged 'correct\0001horse'
unchanged 'with 100,000 bytes' judged "$(head -c 100000 /dev/zero | tr '\0' x)"
transcript 'a placeholder' judged changeme
transcript 'what is told elsewhere too' judged 'Field laptops'

# a command
take c.yaml "$(pass scep)"
own_identity c.yaml
unchanged 'a command' "$SCEPWIZ" check c.yaml
unchanged 'export of a command' "$SCEPWIZ" export c.yaml
transcript 'forced' "$SCEPWIZ" export c.yaml --force
transcript 'show of a command' "$SCEPWIZ" show c.yaml
transcript 'the difference of two sources' "$SCEPWIZ" diff a.yaml c.yaml
check 'it did not run' sh -c '! [ -s "$PASS_LOG" ]'
transcript 'a command is allowed' "$SCEPWIZ" allow -y c.yaml
unchanged 'its check' "$SCEPWIZ" check c.yaml
transcript 'its show' "$SCEPWIZ" show c.yaml
check 'it did not run for that' sh -c '! [ -s "$PASS_LOG" ]'
transcript 'its export' "$SCEPWIZ" export c.yaml
check 'it ran once' sh -c '[ "$(wc -l <"$PASS_LOG")" -eq 1 ]'
check 'what it printed is in the profile' has c.mobileconfig '<string>correct-horse-battery</string>'
for what in noise fails crash nothing nul flood long lines gone; do
	transcript "set: $what" "$SCEPWIZ" set c.yaml "challenge=@command:pass show $what"
	transcript "a command: $what" "$SCEPWIZ" export c.yaml -o c2.mobileconfig
done
transcript 'a program that is not there' "$SCEPWIZ" set c.yaml 'challenge=@command:no-such-pass show'
unchanged 'it cannot be run' "$SCEPWIZ" export c.yaml -o c2.mobileconfig
printf '#!/bin/sh\necho correct-horse-battery\n' >planted
chmod 755 planted
transcript 'a program beside the draft' "$SCEPWIZ" set c.yaml challenge=@command:planted
PATH=".::$PATH" unchanged 'it is not looked for there' "$SCEPWIZ" export c.yaml -o c2.mobileconfig
for words in ./planted copy/x '' "'a" ; do
	unchanged "set: $words" "$SCEPWIZ" set c.yaml "challenge=@command:$words"
done
transcript 'an absolute path' "$SCEPWIZ" set c.yaml "challenge=@command:$work/planted"
transcript 'it runs' "$SCEPWIZ" export c.yaml -o c2.mobileconfig

# what stands in its words steers no terminal, and is no shell's
take h.yaml '{from: command, argv: [pass, show, "a\u202eb; touch x", "$(touch x)"]}'
transcript 'hostile words' "$SCEPWIZ" allow -y h.yaml
transcript 'hostile words: export' "$SCEPWIZ" export h.yaml
check 'no shell has seen them' sh -c '! [ -e x ]'
take e.yaml '{from: command, argv: [pass, "\e[2J"]}'
unchanged 'an escape in them' "$SCEPWIZ" check e.yaml
take e.yaml '{from: command, argv: [pass, "a\nb"]}'
unchanged 'a line break in them' "$SCEPWIZ" check e.yaml
take e.yaml '{from: command, argv: pass show scep}'
unchanged 'one text' "$SCEPWIZ" check e.yaml

# a draft that is made of another's answers is another one's
take c.yaml "$(pass scep)"
transcript 'of a stranger'"'"'s draft' "$SCEPWIZ" new --no-edit --from c.yaml made.yaml
transcript 'with a source of our own' "$SCEPWIZ" new --no-edit --from c.yaml --set 'challenge=@command:pass show scep' own.yaml
transcript 'which is allowed' "$SCEPWIZ" export own.yaml

if command -v python3 >/dev/null; then
	check 'the question' python3 -B "$SCEPWIZ_SOURCE/tests/cli/allow.py" "$SCEPWIZ" c.yaml
else
	skip 'the question' 'there is no python3'
fi
finish_transcripts
