#!/bin/sh
# A process that was taken over: at the end of each command, from within it, a library that is loaded into it tries to
# make, change, rename and remove files in the draft's folder and in another one. Commands that only read can do so in
# neither, those that write in the folder of what they write alone, the wizard too.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
# instruments write files of their own (UNJAILED of src/base/sandbox.h)
if grep -q -e __asan_init -e __gcov_init "$SCEPWIZ"; then
	ok 0 'a program with instruments has no walls'
	finish
	exit
fi

mkdir own other
good_draft own/a.yaml
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
"$SCEPWIZ" export own/a.yaml -o own/a.mobileconfig >/dev/null 2>&1

${CC:-cc} -shared -fPIC -o "$results/taken.so" -x c - 2>"$results/cc" <<'END_C' || skip_all 'no library can be built'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
in(const char *folder, const char *name)
{
	static char path[2][512];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static void
try_in(const char *folder)
{
	if (!folder)
		return;
	open(in(folder, "made"), O_WRONLY | O_CREAT, 0600);
	mkdir(in(folder, "folder"), 0700);
	(void)!symlink("/etc", in(folder, "symlink"));
	unlink(in(folder, "gone"));
	rename(in(folder, "moved"), in(folder, "away"));
	if (open(in(folder, "cut"), O_WRONLY | O_TRUNC) < 0)
		(void)!truncate(in(folder, "cut"), 0);
}

static void __attribute__((destructor)) taken_over(void)
{
	try_in(getenv("TRY_OWN"));
	try_in(getenv("TRY_OTHER"));
	if (getenv("TRY_KEY"))
		ioctl(open("/dev/tty", O_RDWR), TIOCSTI, "x");
}
END_C
preload=$(preload_of "$results/taken.so")

fill() { # FOLDER
	rm -rf "${1:?}/made" "$1/folder" "$1/symlink" "$1/away"
	for name in gone moved cut; do
		echo "$name" >"$1/$name"
	done
}

state_of() { # FOLDER: what the library tries to change there
	(cd "$1" && for name in made folder symlink gone moved away cut; do
		[ ! -e "$name" ] && [ ! -h "$name" ] || echo "$name"
	done && wc -c <cut)
}

other=$PWD/other
taken_by() { # PROGRAM ARGUMENT...: within it
	fill own
	fill "$other"
	state_of own >"$results/own"
	state_of "$other" >"$results/other"
	env TRY_OWN="$PWD/own" TRY_OTHER="$other" LD_PRELOAD="$preload" "$@" \
		>"$results/out" 2>&1 </dev/null
	taken_status=$?
	state_of own | cmp -s - "$results/own"
	own_changed=$?
	state_of "$other" | cmp -s - "$results/other"
	other_changed=$?
}

taken() { # COMMAND...: within scepwiz
	taken_by "$SCEPWIZ" "$@"
}

# this is what the library can do
taken_by true
[ $other_changed -ne 0 ] && [ $own_changed -ne 0 ] || skip_all 'nothing can be preloaded into the program'
ok 0 'without walls files are changed from within'
taken show own/a.yaml
[ $other_changed -eq 0 ] || {
	# the numbers of the calls are the same on all systems that have them
	python3 -c 'import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)' 2>/dev/null ||
		skip_all 'the kernel has no Landlock'
}

# what it writes: nothing, or what is in its own folder | the status | the command
commands() {
	cat <<-'END'
		nothing|0|check own/a.yaml
		nothing|0|check own/a.yaml own/a.mobileconfig --format json
		nothing|0|show own/a.yaml
		nothing|0|show own/a.yaml --format html --since own/a.mobileconfig
		nothing|1|diff own/a.yaml own/a.mobileconfig
		own|0|merge own/a.yaml own/a.yaml own/a.yaml
		nothing|0|fields
		nothing|0|rules
		nothing|0|version
		nothing|0|allow own/a.yaml
		nothing|0|comment own/a.yaml
		nothing|0|help set
		nothing|0|list
		nothing|3|ask http://127.0.0.1:1/scep
		nothing|2|enrol --trial own/a.yaml --value NO=SUCH
		own|0|export own/a.yaml -o -
		nothing|0|check --fix --dry-run own/a.yaml
		own|0|check --fix own/a.yaml
		own|0|set own/a.yaml name=CA-3
		own|0|set own/a.yaml key_size=1024
		own|0|accept own/a.yaml key-size-weak --reason x
		own|0|comment own/a.yaml url why
		own|0|comment own/a.yaml url --done 1
		own|0|export own/a.yaml -o own/new.mobileconfig
		own|0|export own/a.yaml --for jumpcloud
		own|0|export own/a.yaml --for iru -o own/new.iru
		own|0|export own/a.yaml --format ddm --data-url https://mdm.acme.net -o own/new.ddm
		own|2|ask own/a.mobileconfig --fill
		own|2|enrol --trial own/a.yaml --value NO=SUCH --certificate own/new.pem
		own|0|import own/a.mobileconfig -o own/new.yaml
		own|0|new own/fresh.yaml --no-edit
		own|0|edit own/a.yaml --plain
		own|0|edit own/a.yaml --plain --review
		own|0|new own/wizard.yaml --plain
	END
}

while IFS='|' read -r writes status command; do
	rm -f own/new.* own/fresh.yaml own/wizard.yaml
	# shellcheck disable=SC2086 # words
	taken $command
	case $writes in
	nothing) [ $own_changed -eq 0 ] && [ $other_changed -eq 0 ] ;;
	own) [ $own_changed -ne 0 ] && [ $other_changed -eq 0 ] ;;
	esac && [ "$taken_status" -eq "$status" ]
	result=$?
	[ $result -eq 0 ] || {
		echo "# status $taken_status, own changed $own_changed, other changed $other_changed"
		sed 's/^/# /' "$results/out"
	}
	ok $result "$command: writes $writes"
done <<END
$(commands)
END

# The list of what drafts may take, and what is typed and not saved, in the state folder: whether it is changed by a command
# on a draft that the list has, or has not.
good_draft own/allowed.yaml
"$SCEPWIZ" set own/allowed.yaml 'challenge=@command:pass show scep' 2>/dev/null
mkdir -p "$XDG_STATE_HOME/scepwiz/recovery"
kept_commands() {
	cat <<-'END'
		allowed|no|set own/a.yaml url=https://scep.acme.org/scep
		allowed|no|set own/a.yaml challenge=@env:SCEP_OURS
		allowed|yes|set own/a.yaml challenge=@env:THEIRS
		allowed|no|check --fix own/a.yaml
		allowed|yes|check --fix own/allowed.yaml
		allowed|yes|set own/allowed.yaml url=https://scep.acme.org/scep
		allowed|no|accept own/allowed.yaml key-size-weak --remove
		allowed|no|new own/fresh.yaml --no-edit --set name=CA-5
		allowed|yes|new own/fresh.yaml --no-edit --set challenge=@command:pass
		allowed|no|import own/a.mobileconfig -o own/new.yaml
		allowed|yes|allow own/a.yaml
		recovery|no|set own/a.yaml challenge=@env:THEIRS
		recovery|no|check --fix own/allowed.yaml
		recovery|no|new own/fresh.yaml --no-edit --set challenge=@command:pass
		recovery|no|allow own/a.yaml
	END
}
while IFS='|' read -r room changes command; do
	rm -f own/new.* own/fresh.yaml
	good_draft own/a.yaml
	"$SCEPWIZ" allow --remove own/a.yaml 2>/dev/null
	other=$XDG_STATE_HOME/scepwiz/$room
	# shellcheck disable=SC2086 # words
	taken $command
	[ $other_changed -eq "$([ "$changes" = no ] && echo 0 || echo 1)" ]
	ok $? "$command: changes $room: $changes"
done <<END
$(kept_commands)
END

# A key pushed into the terminal is the shell's next one.
keys_pushed() { # COMMAND...: 10 where a key is there after it
	LD_PRELOAD='' TRY_PRELOAD=$preload python3 - "$@" <<-'END_PYTHON'
		import array, fcntl, os, pty, subprocess, sys, termios, tty
		pid, fd = pty.fork()
		if not pid:
		    tty.setraw(0)
		    preload = os.environ["TRY_PRELOAD"]
		    subprocess.run(sys.argv[1:], env=dict(os.environ, TRY_KEY="1", LD_PRELOAD=preload), stdout=subprocess.DEVNULL)
		    waiting = array.array("i", [0])
		    fcntl.ioctl(0, termios.FIONREAD, waiting)
		    os._exit(10 if waiting[0] else 0)
		try:
		    while os.read(fd, 4096):
		        pass
		except OSError:
		    pass
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END_PYTHON
}
if ! command -v python3 >/dev/null; then
	skip 'no command pushes a key' 'there is no python3'
elif keys_pushed true; [ $? -eq 10 ]; then
	for command in 'show own/a.yaml' 'check own/a.yaml own/a.mobileconfig' 'set own/a.yaml name=CA-6' \
		'export own/a.yaml -o own/new.mobileconfig'; do
		# shellcheck disable=SC2086 # words
		keys_pushed "$SCEPWIZ" $command
		ok $? "$command: pushes no key"
	done
else
	ok 0 'the kernel lets nobody push keys'
fi

# no command is left out
"$SCEPWIZ" help >"$results/help"
missing=
for command in $(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$results/help"); do
	commands | grep -q "|$command " || commands | grep -q "|$command\$" || missing="$missing $command"
done
[ -z "$missing" ] || echo "# not tried:$missing"
[ -z "$missing" ]
ok $? 'each command is tried'

# Where its output goes is opened by the shell.
(cd own && "$SCEPWIZ" show a.yaml >../other/shown 2>/dev/null)
[ -s other/shown ]
ok $? 'standard output goes to any file'
# A folder that is yet to be made is as good as one that is there.
SCEPWIZ_DRAFTS=$PWD/data/deep/drafts "$SCEPWIZ" new made-there --no-edit >/dev/null 2>&1 &&
	[ -s data/deep/drafts/made-there.yaml ]
ok $? 'the drafts folder is made'
ln -s "$PWD/own" linked
"$SCEPWIZ" set linked/a.yaml name=CA-4 2>/dev/null && grep -q CA-4 own/a.yaml
ok $? 'through a link to the folder'
"$SCEPWIZ" export own/a.yaml -o other/elsewhere.mobileconfig >/dev/null 2>&1 && [ -s other/elsewhere.mobileconfig ]
ok $? 'an export to another folder'

# A command that the user has allowed keeps files of its own, as gpg does. What it is not allowed is not run at all.
printf '#!/bin/sh\necho kept >"%s/other/kept"\necho correct-horse-battery\n' "$PWD" >"$results/ask"
chmod 755 "$results/ask"
good_draft own/asks.yaml
"$SCEPWIZ" set own/asks.yaml "challenge=@command:$results/ask" 2>/dev/null &&
	"$SCEPWIZ" export own/asks.yaml -o own/asks.mobileconfig >/dev/null 2>&1 && [ -s other/kept ]
ok $? 'a command that is allowed writes where it will'
finish
