/* The account's names, as the system's list of accounts has them. */
#include "base/account.h"

#include <pwd.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* Appends a name that a text file can carry; false, and nothing, for any other. */
static bool
name_add(const char *name, size_t len, struct strbuf *out)
{
	size_t start = out->len;

	if (!name || text_xml_check(name, len) < len)
		return false;
	strbuf_add(out, name, len);
	if (!text_is_blank(out->buf + start))
		return true;
	strbuf_truncate(out, start);
	return false;
}

/* The full name is the part of the comment before the first comma (passwd(5), "gecos"). */
void
account_name(struct strbuf *out)
{
	uid_t uid = getuid();
	const struct passwd *user = getpwuid(uid);

	if (user && user->pw_gecos && name_add(user->pw_gecos, strcspn(user->pw_gecos, ","), out))
		return;
	if (user && user->pw_name && name_add(user->pw_name, strlen(user->pw_name), out))
		return;
	strbuf_addf(out, "user %ld", (long)uid);
}

void
account_date(struct strbuf *out)
{
	time_t now = time(NULL);
	struct tm tm;
	char date[32] = "";

	if (localtime_r(&now, &tm))
		strftime(date, sizeof date, "%Y-%m-%d", &tm);
	strbuf_addstr(out, date);
}
