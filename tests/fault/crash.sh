#!/bin/sh
# The worker crashes, is killed, hangs, answers garbage or an answer to something else, is of another version, or is
# missing, at each request that scepwiz has for it. Whatever was to be done or checked is told as not done or not
# checked, no file is touched, nothing is left, and a session goes on.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
real=$(dirname "$SCEPWIZ")/scepwiz-worker
command -v openssl >/dev/null || skip_all 'there is no openssl to make certificates with'
[ -x "$real" ] || skip_all 'there is no scepwiz-worker beside scepwiz'

good_draft a.yaml
mkdir other
SCEP_CHALLENGE=s3cret
export SCEP_CHALLENGE
{
	for name in root issuing; do
		openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -days 3650 \
			-set_serial 1234567 -subj "/O=Acme/CN=Acme $name"
	done
	chmod 600 root.key issuing.key
	"$SCEPWIZ" export a.yaml -o plain.mobileconfig &&
		"$SCEPWIZ" export a.yaml --format binary -o binary.mobileconfig &&
		"$SCEPWIZ" export a.yaml --sign root.pem --key root.key -o signed.mobileconfig &&
		"$SCEPWIZ" import plain.mobileconfig -o other/imported.yaml || exit 1
	cp a.yaml root.yaml
	"$SCEPWIZ" set root.yaml include_root_certificate=true root_certificate=root.pem fingerprint=root.pem
	cp root.yaml number.yaml
	cp root.yaml serial.yaml
	cp root.yaml issued.yaml
	"$SCEPWIZ" set number.yaml fingerprint="$(openssl x509 -in root.pem -noout -serial | sed 's/.*=//')"
	"$SCEPWIZ" set serial.yaml fingerprint=1234567
	"$SCEPWIZ" set issued.yaml issuing_certificate=issuing.pem
	{
		sed '/^fingerprint:/,$d' a.yaml
		echo 'fingerprint: |'
		sed 's/^/  /' root.pem
		sed '1,/^fingerprint:/d' a.yaml
	} >pasted.yaml
	chmod 600 pasted.yaml
	own_identity pasted.yaml root.yaml number.yaml serial.yaml issued.yaml
} >"$results/made" 2>&1

# A scepwiz of its own folder, with a worker beside it that a library is loaded into: the real one is started with
# no environment. (A copy: the program looks where it itself is, not its link.)
mkdir "$results/bin"
scepwiz=$results/bin/scepwiz
cp "$SCEPWIZ" "$scepwiz"

worker_is() { # LINE...: of the script that stands for it
	printf '%s\n' '#!/bin/sh' "$@" >"$results/bin/scepwiz-worker"
	chmod +x "$results/bin/scepwiz-worker"
}

library() { # what it is made of comes from standard input
	cat >"$results/crash.c"
	${CC:-cc} -D_GNU_SOURCE -shared -fPIC -o "$results/crash.so" "$results/crash.c" -ldl 2>"$results/cc"
}

# crashing FUNCTION: the worker ends there
crashing() {
	library <<-END_C
		#include <signal.h>
		void $1(void);
		void $1(void) { raise(SIGSEGV); }
	END_C
	worker_is "LD_PRELOAD='$(preload_of "$results/crash.so")' exec '$real' \"\$@\""
}

# failing REQUEST HOW: the worker fails as soon as it has read the request. A request's name is the first that
# stands in its frame (src/base/frame.h).
failing_library() {
	library <<-'END_C'
		#include <dlfcn.h>
		#include <signal.h>
		#include <stdlib.h>
		#include <string.h>
		#include <unistd.h>

		static const unsigned char map[17] = { 0, 0, 0, 13, 7 };

		static void
		fail(const char *how)
		{
			if (!strcmp(how, "crash"))
				raise(SIGSEGV);
			if (!strcmp(how, "kill"))
				raise(SIGKILL);
			if (!strcmp(how, "stop"))
				raise(SIGSTOP);
			if (!strcmp(how, "garbage"))
				(void)!write(1, "this is no frame", 16);
			if (!strcmp(how, "empty"))
				(void)!write(1, map, sizeof map);
		}

		ssize_t
		read(int fd, void *data, size_t len)
		{
			static ssize_t (*next)(int, void *, size_t);
			const char *name = getenv("FAIL_AT"), *at = data;
			ssize_t n;

			if (!next)
				next = (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
			n = next(fd, data, len);

			if (fd == 0 && n > 33 && !memcmp(at + 26, "ask", 3) &&
				(size_t)at[32] == strlen(name) && !memcmp(at + 33, name, strlen(name)))
				for (fail(getenv("FAIL_HOW")); n > 0;) { /* until the other side closes */
					n = next(fd, data, len);
					if (n > 0 && !strcmp(getenv("FAIL_HOW"), "empty"))
						_exit(0); /* the next request, which it would not answer */
				}
			return n;
		}
	END_C
}
failing() {
	worker_is "export FAIL_AT=$1 FAIL_HOW=$2" \
		"LD_PRELOAD='$(preload_of "$results/crash.so")' exec '$real' \"\$@\""
}

failing_library || skip_all 'no library can be made here to be preloaded'
failing write crash
"$scepwiz" export a.yaml -o new.mobileconfig >/dev/null 2>&1 &&
	skip_all 'nothing can be preloaded into the worker (it is static, or this is not ELF)'

says() { # FILE WORDS, wherever its lines are wrapped
	tr -s ' \n' ' ' <"$1" | grep -q "$2" || {
		cat "$1"
		return 1
	}
}

# told STATUS WORDS COMMAND...: a sentence, no file touched, nothing left
told() {
	wanted=$1 words=$2
	shift 2
	files >"$results/before"
	"$scepwiz" "$@" >"$results/out" 2>&1 </dev/null
	status=$?
	files >"$results/after"
	[ "$status" -eq "$wanted" ] && cmp -s "$results/before" "$results/after" &&
		says "$results/out" "$words" || {
		echo "status $status"
		cat "$results/out"
		return 1
	}
}

# Workers of this script that are there still, after a second at most: none ends before its socket is closed.
left() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		grep -lsz "^LD_PRELOAD=.*$results/" /proc/[0-9]*/environ >"$results/left" || return 1
		sleep 0.1
	done
	cat "$results/left"
}

# request | what is told of it | status | command
requests() {
	cat <<-'END'
		certificate|the certificate could not be checked: |1|check root.yaml
		certificate|the certificate could not be checked: |1|export root.yaml -o new.mobileconfig
		certificate|the certificate could not be checked: |0|show root.yaml
		certificates|this is .*, not its fingerprint|1|check pasted.yaml
		number|error: .*fingerprint-|1|check number.yaml
		serial|error: .*fingerprint-|1|check serial.yaml
		issued|could not check whether Acme issuing was issued by the root certificate, Acme root|1|check --strict issued.yaml
		sign|the profile cannot be signed: |3|export a.yaml --sign root.pem --key root.key -o new.mobileconfig
		judge|for which root.pem does not vouch: this could not be checked: |1|check --ca root.pem signed.mobileconfig
		judge|for which root.pem does not vouch: this could not be checked: |1|import --ca root.pem signed.mobileconfig -o new.yaml
		read|the property list cannot be read: |1|import plain.mobileconfig -o new.yaml
		read|the property list cannot be read: |1|import signed.mobileconfig -o new.yaml
		read|the binary property list cannot be read: |1|import binary.mobileconfig -o new.yaml
		read|the property list cannot be read: |1|check plain.mobileconfig
		read|the property list cannot be read: |1|check other/imported.yaml
		read|the profile does not read back|3|export a.yaml -o new.mobileconfig
		write|the profile could not be made: |3|export a.yaml -o new.mobileconfig
		write|the profile could not be made: |3|export a.yaml --format binary -o new.mobileconfig
		write|the profile could not be made|0|show a.yaml
		write|the profile cannot be saved in the draft: |3|import plain.mobileconfig -o new.yaml
		scep|scepwiz: error: |3|ask http://127.0.0.1:9/scep
	END
}

# each HOW [WORDS]: at each request
each() {
	how=$1 reason=${2-}
	requests | while IFS='|' read -r request words wanted command; do
		failing "$request" "$how"
		case $words in *': ') words=$words$reason ;; esac
		# shellcheck disable=SC2086 # words
		told "$wanted" "$words" $command || echo "not so: $request: $command"
	done >"$results/each"
	! grep -q '^not so' "$results/each" && ! left || {
		cat "$results/each"
		return 1
	}
}

[ -n "$asan" ] || check 'the worker crashes' each crash 'the worker process was ended by signal 11'
[ -z "$asan" ] || check 'the worker is killed' each kill 'the worker process was ended by signal 9'
check 'the worker writes what is no frame' each garbage 'the worker process sent an answer that cannot be read'
check 'the worker answers with nothing in it' each empty 'the worker process sent an invalid answer'

# The clock of that request is the shortest there is.
hangs() {
	failing read stop
	told 1 'the property list cannot be read: the worker process took more than 20 seconds' \
		check plain.mobileconfig && ! left
}
check 'the worker hangs' hangs

worker_is 'exit 4'
check 'the worker is of another version: check' told 1 \
	'could not be checked: the worker program (scepwiz-worker) belongs to another version of scepwiz. Install' check root.yaml
check 'the worker is of another version: export' told 3 \
	'could not be made: the worker program (scepwiz-worker) belongs to another version' export a.yaml -o new.mobileconfig

# one that is installed where it would be looked for next may serve
if [ ! -x "$(sed -n 's/^workerdir = //p' "${SCEPWIZ_BUILD:-.}/Makefile" 2>/dev/null)/scepwiz-worker" ]; then
	rm "$results/bin/scepwiz-worker"
	check 'the worker is missing: check' told 1 'the certificate could not be checked: the worker program is missing: scepwiz-worker is not in /.* or beside scepwiz. Install scepwiz again, with scepwiz-worker' check root.yaml
	check 'the worker is missing: export' told 3 'the worker program is missing' export a.yaml -o new.mobileconfig
	check 'the worker is missing: import' told 1 'the worker program is missing' import plain.mobileconfig -o new.yaml
	check 'the worker is missing: sign' told 3 'the worker program is missing' export a.yaml --sign root.pem --key root.key -o new.mobileconfig
fi

# libplist itself, in what it is used for
crashes_in() { # STATUS FUNCTION COMMAND...
	wanted=$1
	crashing "$2" || return 1
	shift 2
	told "$wanted" 'the worker process ' "$@"
}
for function in plist_to_xml plist_new_dict plist_dict_set_item plist_new_string plist_new_data; do
	check "export: $function crashes" crashes_in 3 $function export a.yaml -o new.mobileconfig
done
check 'export of an imported draft: plist_to_xml crashes' crashes_in 3 plist_to_xml export other/imported.yaml -o new.mobileconfig
check 'export, binary: plist_to_bin crashes' crashes_in 3 plist_to_bin export a.yaml --format binary -o new.mobileconfig
check 'import, binary: plist_from_bin crashes' crashes_in 1 plist_from_bin import binary.mobileconfig -o new.yaml

# Drafts without a certificate need no worker: new, set, check, show of its list and what it prints.
needless() {
	worker_is "echo needed >'$results/needed'" 'exit 1'
	"$scepwiz" new fresh.yaml --no-edit --platform ios --set url=https://a.net/x
	"$scepwiz" set fresh.yaml 'subject=/CN=x' key_size=2048
	"$scepwiz" check fresh.yaml a.yaml
	"$scepwiz" fields
	"$scepwiz" diff fresh.yaml a.yaml
	printf '=2\nFreshest\n!s\n!q\n' | "$scepwiz" edit fresh.yaml --plain
	says fresh.yaml Freshest && [ ! -e "$results/needed" ]
}
check 'it is not started where nothing is asked of it' needless
rm -f fresh.yaml

# a session: the export fails, the next answer is taken, a certificate is not taken unread, the draft is saved
session() { # REQUEST
	cp a.yaml session.yaml
	failing "$1" kill
	printf '=2\nAnother name\n!x\n\n=13\nCA-2\n!s\n!q\n' |
		"$scepwiz" edit session.yaml --plain >"$results/out" 2>&1 &&
		says "$results/out" 'the profile could not be made: the worker process was ended' &&
		says session.yaml 'Another name' && says session.yaml 'CA-2' && [ ! -e session.mobileconfig ] && ! left
}
failing_library
check 'a session outlives it' session write
# A process of check --jobs ends where it opens a file.
killing_library() {
	library <<-'END_C'
		#include <dlfcn.h>
		#include <fcntl.h>
		#include <signal.h>
		#include <stdarg.h>
		#include <string.h>

		static int open_as(const char *name, const char *path, int flags, int mode)
		{
			static const char killer[] = "killer.yaml";
			size_t len = strlen(path), end = sizeof killer - 1;

			if (len >= end && !strcmp(path + len - end, killer))
				raise(SIGKILL);
			return ((int (*)(const char *, int, int))dlsym(RTLD_NEXT, name))(path, flags, mode);
		}

		#define OPEN(name)                                       \
			int name(const char *path, int flags, ...)       \
			{                                                \
				va_list ap;                              \
				int mode = 0;                            \
				va_start(ap, flags);                     \
				if (flags & O_CREAT)                     \
					mode = va_arg(ap, int);          \
				va_end(ap);                              \
				return open_as(#name, path, flags, mode); \
			}
		OPEN(open)
		OPEN(open64)
	END_C
}

jobs_end() { # JOBS: the file is told of, and the others are checked
	set -- "$1" one/killer.yaml one/*.yaml two/killer.yaml a.yaml
	jobs=$1
	shift
	LD_PRELOAD=$(preload_of "$results/crash.so") "$SCEPWIZ" check --jobs "$jobs" --format json "$@" \
		>"$results/jobs.json" 2>"$results/jobs.err"
	[ $? = 3 ] || return 1
	for killer in one two; do
		grep -q "^scepwiz: error: $killer/killer.yaml could not be checked: the checking process was ended by signal 9" \
			"$results/jobs.err" || return 1
	done
	[ "$(grep -c '"error": null' "$results/jobs.json")" = 41 ] &&
		[ "$(grep -c '"file": ' "$results/jobs.json")" = 44 ]
}

killing_library || skip_all 'no library can be made here to be preloaded'
mkdir one two
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
	cp a.yaml one/$number.yaml
done
cp a.yaml one/killer.yaml
cp a.yaml two/killer.yaml
check 'check with two processes: one ends' jobs_end 2
check 'check with ten processes: one ends' jobs_end 10
finish
