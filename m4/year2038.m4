# SCEPWIZ_YEAR2038: on systems of 32 bits file sizes, inodes and times of 64, where the C library has them. What
# AC_SYS_YEAR2038 does; autoconf has it from 2.72 on. Libraries may be compiled with another time_t: none is given one.
AC_DEFUN([SCEPWIZ_YEAR2038], [
  AC_REQUIRE([AC_SYS_LARGEFILE])
  m4_ifdef([AC_SYS_YEAR2038], [AC_SYS_YEAR2038], [
    AC_CACHE_CHECK([for what makes time_t 64 bits wide], [scepwiz_cv_time_bits], [
      m4_pushdef([wide], [AC_LANG_PROGRAM([[#include <time.h>
        char wide[sizeof(time_t) * 8 >= 64 ? 1 : -1];]])])
      AC_COMPILE_IFELSE([wide], [scepwiz_cv_time_bits='nothing is needed'], [
        time_save_CPPFLAGS=$CPPFLAGS
        CPPFLAGS="$CPPFLAGS -D_TIME_BITS=64"
        AC_COMPILE_IFELSE([wide], [scepwiz_cv_time_bits=64], [scepwiz_cv_time_bits=no])
        CPPFLAGS=$time_save_CPPFLAGS
      ])
      m4_popdef([wide])
    ])
    AS_IF([test "$scepwiz_cv_time_bits" = 64],
      [AC_DEFINE([_TIME_BITS], [64], [64 bits for time_t where it would have 32])])
  ])
])
