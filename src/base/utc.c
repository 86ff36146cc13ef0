#include "base/utc.h"

#define SECONDS_A_DAY 86400

/* Both ways count years that begin in March, so that the leap day is the last, and 400 of them, an era, are alike. */
#define DAYS_AN_ERA 146097
#define DAYS_BEFORE_1970 719468

int64_t
utc_seconds(const struct tm *utc)
{
	int64_t month = utc->tm_mon >= 2 ? utc->tm_mon - 2 : utc->tm_mon + 10;
	int64_t year = 1900 + (int64_t)utc->tm_year - (utc->tm_mon < 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t days = era * DAYS_AN_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
		       (153 * month + 2) / 5 + utc->tm_mday - 1 - DAYS_BEFORE_1970;

	return ((days * 24 + utc->tm_hour) * 60 + utc->tm_min) * 60 + utc->tm_sec;
}

void
utc_parts(int64_t seconds, struct tm *utc)
{
	int64_t days, second, era, of_era, year, of_year, month;

	seconds = seconds < UTC_FIRST ? UTC_FIRST : seconds > UTC_LAST ? UTC_LAST : seconds;
	days = (seconds >= 0 ? seconds : seconds - (SECONDS_A_DAY - 1)) / SECONDS_A_DAY;
	second = seconds - days * SECONDS_A_DAY;
	days += DAYS_BEFORE_1970;
	era = (days >= 0 ? days : days - (DAYS_AN_ERA - 1)) / DAYS_AN_ERA;
	of_era = days - era * DAYS_AN_ERA;
	/* the last day of 4, 100 and 400 years is one too many */
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_AN_ERA - 1)) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	*utc = (struct tm){
		.tm_year = (int)(era * 400 + year + (month >= 10) - 1900),
		.tm_mon = (int)(month >= 10 ? month - 10 : month + 2),
		.tm_mday = (int)(of_year - (153 * month + 2) / 5 + 1),
		.tm_hour = (int)(second / 3600),
		.tm_min = (int)(second / 60 % 60),
		.tm_sec = (int)(second % 60),
	};
}

void
utc_day(int64_t seconds, struct strbuf *out)
{
	struct tm utc;

	utc_parts(seconds, &utc);
	strbuf_addf(out, "%04d-%02d-%02d", 1900 + utc.tm_year, utc.tm_mon + 1, utc.tm_mday);
}
