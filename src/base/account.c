/* The account's names, as the system's list of accounts has them. */
#include "base/account.h"

#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* In bytes. A longer one is not used. */
#define AUTHOR_MAX 256

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

static bool
login_add(const struct passwd *user, struct strbuf *out)
{
	return user && user->pw_name && name_add(user->pw_name, strlen(user->pw_name), out);
}

/* Of who runs the program. */
static struct {
	bool is_known;
	uid_t uid;
	struct strbuf name, login;
} own = { .name = STRBUF_INIT, .login = STRBUF_INIT };

/* The full name is the part of the comment before the first comma (passwd(5), "gecos"). */
void
account_learn(void)
{
	const struct passwd *user;

	if (own.is_known && own.uid == getuid())
		return;
	own.is_known = true;
	own.uid = getuid();
	strbuf_clear(&own.name);
	strbuf_clear(&own.login);
	user = getpwuid(own.uid);
	if (!login_add(user, &own.login))
		strbuf_addf(&own.login, "user %ld", (long)own.uid);
	if (!user || !user->pw_gecos ||
		!name_add(user->pw_gecos, strcspn(user->pw_gecos, ","), &own.name))
		strbuf_addstr(&own.name, own.login.buf);
}

/* A name that is read back as it is, in one line. */
static bool
author_add(struct strbuf *out)
{
	const char *author = getenv("SCEPWIZ_AUTHOR");

	return author && strlen(author) <= AUTHOR_MAX && !strpbrk(author, "\t\r\n") &&
	       name_add(author, strlen(author), out);
}

void
account_name(struct strbuf *out)
{
	if (author_add(out))
		return;
	account_learn();
	strbuf_addstr(out, own.name.buf);
}

void
account_login(uid_t uid, struct strbuf *out)
{
	if (own.is_known && own.uid == uid)
		strbuf_addstr(out, own.login.buf);
	else if (!login_add(getpwuid(uid), out))
		strbuf_addf(out, "user %ld", (long)uid);
}

void
account_of(uid_t uid, struct strbuf *out)
{
	strbuf_addstr(out, "user ");
	if (!login_add(getpwuid(uid), out))
		strbuf_addf(out, "%ld", (long)uid);
}

void
account_of_group(gid_t gid, struct strbuf *out)
{
	const struct group *group = getgrgid(gid);

	strbuf_addstr(out, "group ");
	if (!group || !group->gr_name || !name_add(group->gr_name, strlen(group->gr_name), out))
		strbuf_addf(out, "%ld", (long)gid);
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
