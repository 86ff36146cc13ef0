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
		-fstack-clash-protection|scepwiz|large frames touch each page|behind_page (or|mov)[lq] +\$0x0,(0x[0-9a-f]+)?\(%rsp
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
		scepwiz) [ $x86 = yes ] && [ "$program" = "$scepwiz" ] || continue ;; # the worker has no such frame
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
each_trace
loaded() { LC_ALL=C ldd "$scepwiz" 2>/dev/null; }
! loaded | grep -E 'lib(crypto|ssl|plist|expat)'
ok $? 'scepwiz loads neither OpenSSL nor libplist nor expat'
finish
