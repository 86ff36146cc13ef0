/* The C library checks copies against the size of their target (_FORTIFY_SOURCE). This sets the strictest level that it
 * has (FORTIFY_LEVEL, from configure), even if a packager's flags ask for less, and wherever they are on the command
 * line. Included by config.h's tail, before any header of the C library. It has no effect without optimization. */
#ifndef BASE_FORTIFY_H
#define BASE_FORTIFY_H

#if defined FORTIFY_LEVEL && defined __OPTIMIZE__
#if !defined _FORTIFY_SOURCE || _FORTIFY_SOURCE + 0 < FORTIFY_LEVEL
#undef _FORTIFY_SOURCE
#define _FORTIFY_SOURCE FORTIFY_LEVEL
#endif
#endif

#endif
