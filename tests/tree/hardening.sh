#!/bin/sh
# What configure found the toolchain to offer against errors in memory is in the programs as they were linked, and
# scepwiz loads none of the libraries that read what strangers made. HARDENING holds those options.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
scepwiz=${SCEPWIZ:-./scepwiz}
program=$scepwiz
readelf -h "$program" >/dev/null 2>&1 || skip_all 'the program is not ELF, or there is no readelf'

# option | where it matters | in words | what shows it. The machine's code is read on x86-64 alone; there
# the compiler leaves no other trace of some. What is left on the stack is filled by the compiler without
# any trace.
traces() {
	cat <<-'END'
		-pie|any|loaded at any address|header Type:.*DYN
		-Wl,-z,now|any|symbols are bound before main|dynamic BIND_NOW
		-Wl,-z,relro|any|and their table is read-only from then on|segments GNU_RELRO
		-Wl,-z,noexecstack|any|the stack is not executable|segments GNU_STACK.*RW[[:space:]]
		-Wl,-z,separate-code|any|what is only read is not executable|segments LOAD.*[[:space:]]R[[:space:]]+0x
		-fstack-protector-strong|any|functions with buffers guard their stack|symbols __stack_chk_fail
		-D_FORTIFY_SOURCE|glibc|copies are held against the size of their target|symbols __[a-z]+_chk@
		-fstack-clash-protection|scepwiz|large frames touch each page|behind_page (or|mov)[blq] +\$0x0,(0x[0-9a-f]+)?\(%rsp
		-fcf-protection|x86|indirect calls end where functions begin|entry endbr64
		-fzero-call-used-regs|x86|registers are cleared before a return|before_ret xor +%e(di|si|cx),%e(di|si|cx)$
	END
}

header() { readelf -hW "$program"; }
segments() { readelf -lW "$program"; }
symbols() { readelf -sW "$program"; }
dynamic() { readelf -dW "$program" | grep -v FLAGS_1; }
code() { objdump -d --no-show-raw-insn "$program"; }
entry() { code | grep -A 1 '<main>:'; }
behind_page() { code | grep -A 1 'sub  *\$0x1000,%rsp'; }
before_ret() { code | grep -B 1 '[[:space:]]ret'; }

each_trace() {
	x86=no glibc=no
	header | grep -q 'Machine:.*X86-64' && command -v objdump >/dev/null && x86=yes
	symbols | grep -q '@GLIBC_' && glibc=yes
	while IFS='|' read -r option where words shown; do
		case " ${HARDENING-} " in
		*" $option"*) ;;
		*) continue ;;
		esac
		case $where in
		x86) [ $x86 = yes ] || continue ;;
		scepwiz) [ $x86 = yes ] && [ "$program" = "$scepwiz" ] || continue ;; # the others have no such frame
		glibc) [ $glibc = yes ] || continue ;; # not in every C library
		esac
		# all of it is read, or what writes it would fail
		[ "$(${shown%% *} | grep -cE -e "${shown#* }")" -gt 0 ]
		ok $? "${program##*/}: $words ($option)"
	done <<END
$(traces)
END
	! segments | grep -q 'LOAD .*RWE'
	ok $? "${program##*/}: no memory is writable and executable"
	! dynamic | grep -E 'R(UN)?PATH' | grep -qvE '\[/[^:]*(:/[^:]*)*\]'
	ok $? "${program##*/}: libraries are looked for in no relative folder"
	! dynamic | grep -q TEXTREL
	ok $? "${program##*/}: the code is not changed when it is loaded"
}

each_trace
program=$(dirname "$scepwiz")/scepwiz-worker
[ -f "$(dirname "$scepwiz")/worker.o" ] || each_trace # it is a part of scepwiz
program=$(dirname "$scepwiz")/scepwiz-ask
[ ! -x "$program" ] || each_trace # it is built where libcurl is
loads() { # PROGRAM LIBRARIES
	LC_ALL=C ldd "$(dirname "$scepwiz")/$1" 2>/dev/null | grep -E "lib($2)"
}
! loads scepwiz 'crypto|ssl|plist|expat|curl'
ok $? 'scepwiz loads neither OpenSSL nor libplist nor expat nor libcurl'
! loads scepwiz-worker 'ssl|curl'
ok $? 'scepwiz-worker loads nothing that knows a network'
! loads scepwiz-ask 'yaml|plist|expat\.|ncurses|tinfo'
ok $? 'scepwiz-ask loads nothing of the others'

# What packagers put on the command line: no copy is left without its check, and the compiler has nothing to say.
own_folder
source=${SCEPWIZ_SOURCE:-.}
build=${SCEPWIZ_BUILD:-.}
fortified() { # FLAG...: the file that formats every text
	${CC:-cc} -std=c17 -Werror -I"$build" -I"$source/src" -include config.h "$@" -c "$source/src/base/strbuf.c" \
		-o "$work/strbuf.o" 2>&1 && readelf -sW "$work/strbuf.o" | grep -q __vsnprintf_chk
}
each_packager() {
	while IFS='|' read -r who flags; do
		# shellcheck disable=SC2086 # a list of flags
		fortified $flags >"$work/out"
		result=$?
		sed 's/^/# /' "$work/out"
		ok $result "copies are held against the size of their target with the flags of $who"
	done <<-'END'
		nobody|-O2
		Debian|-D_FORTIFY_SOURCE=2 -g -O2 -fstack-protector-strong
		Fedora|-O2 -Wp,-U_FORTIFY_SOURCE -Wp,-D_FORTIFY_SOURCE=3 -g
		RHEL|-O2 -Wp,-D_FORTIFY_SOURCE=2 -Wp,-D_GLIBCXX_ASSERTIONS
		somebody who asks for less|-D_FORTIFY_SOURCE=2 -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=1
		somebody who asks for none|-O2 -U_FORTIFY_SOURCE
		a compiler that does it unasked|-O1 -D_FORTIFY_SOURCE=1
	END
	fortified -O0 >/dev/null
	[ $? = 1 ]
	ok $? 'and without optimization there are none, and no word of it'
}
case " ${HARDENING-} " in
*' -D_FORTIFY_SOURCE'*) [ $glibc = no ] || each_packager ;;
esac
finish
