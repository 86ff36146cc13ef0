/* Dates in UTC from seconds since 1970 and back, in the Gregorian calendar. Always 64 bits: time_t may end in 2038, and
 * certificates have later dates. */
#ifndef BASE_UTC_H
#define BASE_UTC_H

#include <stdint.h>
#include <time.h>

#include "base/strbuf.h"

/* -9999-01-01T00:00:00Z and 99999-12-31T23:59:59Z */
#define UTC_FIRST INT64_C(-377705116800)
#define UTC_LAST INT64_C(3093527980799)

/* The seconds for tm_year to tm_sec, which must be in their ranges. Other members are ignored. */
int64_t utc_seconds(const struct tm *utc);

/* Sets tm_year to tm_sec, and all others to 0. Years from -9999 to 99999 are supported; earlier and later times become
 * the first or last second of these. */
void utc_parts(int64_t seconds, struct tm *utc);

/* Appends the day, such as 2031-05-01. */
void utc_day(int64_t seconds, struct strbuf *out);

#endif
