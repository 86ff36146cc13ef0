#!/bin/sh
# What configure found the toolchain to offer against errors in memory is in the program as it was linked.
# HARDENING holds those options.
. "${SCEPWIZ_SOURCE:-.}/tests/tap.sh"
program=${SCEPWIZ:-./scepwiz}

# option, readelf's option, what it then shows, in words
traces() {
	cat <<-'END'
		-pie -h Type:.*DYN loaded at any address
		-Wl,-z,now -d BIND_NOW|Flags:.*NOW symbols are bound before main
		-Wl,-z,relro -l GNU_RELRO and their table is read-only from then on
		-Wl,-z,noexecstack -l GNU_STACK.*RW[[:space:]] the stack is not executable
		-fstack-protector-strong -s __stack_chk_fail functions with buffers guard their stack
		-D_FORTIFY_SOURCE -s __[a-z]+_chk@ copies are held against the size of their target
	END
}

readelf -h "$program" >/dev/null 2>&1 || skip_all 'the program is not ELF, or there is no readelf'
libc=$(readelf -sW "$program" | grep -c '@GLIBC_')
while read -r option readelf_option pattern words; do
	case " ${HARDENING-} " in
	*" $option"*) ;;
	*) continue ;;
	esac
	[ "$option" != -D_FORTIFY_SOURCE ] || [ "$libc" -gt 0 ] || continue # not in every C library
	readelf "$readelf_option" -W "$program" | grep -qE -e "$pattern"
	ok $? "$words ($option)"
done <<END
$(traces)
END
! readelf -lW "$program" | grep -q 'LOAD .*RWE'
ok $? 'no memory is writable and executable'
finish
