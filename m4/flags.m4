# SCEPWIZ_FLAG(VARIABLE, FLAG): appends FLAG where compiler and linker take it without a warning.
AC_DEFUN([SCEPWIZ_FLAG], [
  AS_VAR_PUSHDEF([cache], [scepwiz_cv_flag_$2])
  AC_CACHE_CHECK([whether $CC takes $2], [cache], [
    flag_save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -Werror $2"
    AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
    CFLAGS=$flag_save_CFLAGS
  ])
  AS_VAR_IF([cache], [yes], [$1="$$1 $2"])
  AS_VAR_POPDEF([cache])
])

# SCEPWIZ_FLAG_REQUIRED(VARIABLE, FLAG): the same, and configure fails without it.
AC_DEFUN([SCEPWIZ_FLAG_REQUIRED], [
  flag_before="$$1"
  SCEPWIZ_FLAG([$1], [$2])
  AS_IF([test "$flag_before" = "$$1"], [AC_MSG_ERROR([$CC does not take $2, which was asked for])])
])

AC_DEFUN([SCEPWIZ_WARNINGS], [
  m4_foreach_w([flag], [-Wall -Wextra -Wshadow -Wvla -Wwrite-strings
    -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef
    -Wno-missing-field-initializers],
    [SCEPWIZ_FLAG([WARN_CFLAGS], m4_defn([flag]))])
  SCEPWIZ_FLAG([WARN_CFLAGS], [-Wformat=2 -Werror=format-security])
])

AC_DEFUN([SCEPWIZ_HARDENING], [
  m4_foreach_w([flag], [-fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard
    -fPIE -fzero-call-used-regs=used-gpr -fstrict-flex-arrays=3 -ftrivial-auto-var-init=zero],
    [SCEPWIZ_FLAG([HARDEN_CFLAGS], m4_defn([flag]))])
  # older versions of clang fill with a pattern only
  AS_CASE([$HARDEN_CFLAGS], [*-ftrivial-auto-var-init=zero*], [],
    [SCEPWIZ_FLAG([HARDEN_CFLAGS], [-ftrivial-auto-var-init=pattern])])
  # Set by base/fortify.h, behind all that the command line says of it. A C library that knows 2 only warns of 3 in
  # its headers, and without optimization there is none of it.
  FORTIFY=
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#ifndef __OPTIMIZE__
#error "not optimized"
#endif]])], [
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#undef _FORTIFY_SOURCE
#define _FORTIFY_SOURCE 3
#include <string.h>
#if !defined __GLIBC__ || !__GLIBC_PREREQ(2, 34) || (!defined __clang__ && __GNUC__ < 12)
#error "2 is the most"
#endif]])], [FORTIFY=3], [FORTIFY=2])
    AC_DEFINE_UNQUOTED([FORTIFY_LEVEL], [$FORTIFY], [the least _FORTIFY_SOURCE])
    FORTIFY=-D_FORTIFY_SOURCE=$FORTIFY
  ])
  m4_foreach_w([flag], [-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code],
    [SCEPWIZ_FLAG([HARDEN_LDFLAGS], m4_defn([flag]))])
])

# Neither the folder of the sources nor that of the build is in the programs: the same sources give the same bytes.
AC_DEFUN([SCEPWIZ_ANY_FOLDER], [
  SCEPWIZ_FLAG([ANY_FOLDER], [-ffile-prefix-map=/no/=])
  AS_IF([test -n "$ANY_FOLDER"],
    [ANY_FOLDER='-ffile-prefix-map=$(srcdir)/= -ffile-prefix-map=./= -ffile-prefix-map=$(abs_builddir)=.'])
  AC_SUBST([ANY_FOLDER])
])

# A program that may be loaded anywhere has a relocation for each pointer in its tables: 24 bytes each or, packed, a bit.
# Linkers that do not know them packed only warn, and a C library that does not would not start the program: one is run.
AC_DEFUN([SCEPWIZ_PACKED_RELOCATIONS], [
  PACK_LDFLAGS=-Wl,-z,pack-relative-relocs
  pack_save_CFLAGS=$CFLAGS
  pack_save_LDFLAGS=$LDFLAGS
  CFLAGS="$CFLAGS $HARDEN_CFLAGS"
  LDFLAGS="$LDFLAGS $HARDEN_LDFLAGS -Wl,--fatal-warnings $PACK_LDFLAGS"
  AC_CACHE_CHECK([whether a program with packed relocations runs], [scepwiz_cv_packed], [
    AC_RUN_IFELSE([AC_LANG_PROGRAM([[static int target; int *const volatile pointer = &target;]],
      [[return pointer != &target;]])], [scepwiz_cv_packed=yes], [scepwiz_cv_packed=no], [scepwiz_cv_packed=no])])
  CFLAGS=$pack_save_CFLAGS
  LDFLAGS=$pack_save_LDFLAGS
  AS_IF([test "$scepwiz_cv_packed" = no], [PACK_LDFLAGS=])
])
