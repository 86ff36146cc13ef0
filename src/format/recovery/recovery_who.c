/* Who has a draft: this process, the owner of a file, a session that wrote its name down. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/account.h"
#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

#define HOST_MAX 256
#define PROC_LIMIT 4096

void
recovery_who_release(struct recovery_who *who)
{
	free(who->user);
	free(who->host);
	free(who->terminal);
	free(who->born);
	*who = (struct recovery_who){ 0 };
}

/* "PID (NAME) STATE ..." as Linux tells it; the name may hold anything. The 22nd word counts from the
 * system's start. */
#define BORN_WORD 22

char
process_look(long pid, struct strbuf *born)
{
	STRBUF(path);
	STRBUF(stat);
	STRBUF(ignored);
	const char *word = NULL;
	char state = '\0';

	strbuf_addf(&path, "/proc/%ld/stat", pid);
	if (file_read(path.buf, PROC_LIMIT, &stat, &ignored) == 0)
		word = strrchr(stat.buf, ')');
	if (word && word[1] == ' ')
		state = word[2];
	for (int i = 2; word && i < BORN_WORD; i++)
		if ((word = strchr(word, ' ')))
			word++;
	if (word)
		strbuf_add(born, word, strcspn(word, " \n"));
	return state;
}

/* A zombie process holds nothing any more. */
bool
process_is_there(const struct recovery_who *who)
{
	STRBUF(born);
	bool there = who->pid > 0 && (kill((pid_t)who->pid, 0) == 0 || errno == EPERM);
	char state = there ? process_look(who->pid, &born) : '\0';

	if (state == 'Z' || state == 'X')
		there = false;
	if (born.len && *who->born && strcmp(born.buf, who->born) != 0)
		there = false;
	return there;
}

bool
session_is_there(const struct recovery_who *who, const struct recovery_who *self)
{
	return strcmp(who->host, self->host) != 0 ||
	       (who->pid != self->pid && process_is_there(who));
}

static char *
user_name(uid_t uid)
{
	struct strbuf name = STRBUF_INIT;

	account_login(uid, &name);
	return strbuf_detach(&name);
}

void
self_find(struct recovery_who *who)
{
	static const char folder[] = "/dev/";
	const char *terminal = isatty(STDIN_FILENO) ? ttyname(STDIN_FILENO) : NULL;
	char host[HOST_MAX + 1] = "";
	struct strbuf born = STRBUF_INIT;

	if (gethostname(host, HOST_MAX) < 0)
		host[0] = '\0';
	if (!terminal)
		terminal = "";
	if (!strncmp(terminal, folder, strlen(folder)))
		terminal += strlen(folder);
	*who = (struct recovery_who){
		.user = user_name(geteuid()),
		.host = xstrdup(host),
		.terminal = xstrdup(terminal),
		.pid = (long)getpid(),
		.since = time(NULL),
	};
	process_look(who->pid, &born);
	who->born = strbuf_detach(&born);
}

void
who_copy(struct recovery_who *to, const struct recovery_who *from)
{
	recovery_who_release(to);
	if (!from->user)
		return;
	*to = *from;
	to->user = xstrdup(from->user);
	to->host = xstrdup(from->host);
	to->terminal = xstrdup(from->terminal);
	to->born = xstrdup(from->born);
}

static void
show_text(struct strbuf *out, const char *text)
{
	text_show(out, text, strlen(text));
}

void
recovery_who_show(const struct recovery_who *who, struct strbuf *out)
{
	if (!who->user) {
		strbuf_addstr(out, "another session");
		return;
	}
	show_text(out, who->user);
	if (*who->host) {
		strbuf_addstr(out, " on ");
		show_text(out, who->host);
	}
	if (*who->terminal) {
		strbuf_addstr(out, " (");
		show_text(out, who->terminal);
		strbuf_addstr(out, ")");
	}
}

void
recovery_time_show(time_t when, struct strbuf *out)
{
	struct tm local;
	char text[32];

	if (localtime_r(&when, &local) && strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local))
		strbuf_addstr(out, text);
	else
		strbuf_addstr(out, "an unknown time");
}

void
who_of_file(struct recovery_who *who, const struct stat *st)
{
	*who = (struct recovery_who){
		.user = user_name(st->st_uid),
		.host = xstrdup(""),
		.terminal = xstrdup(""),
		.since = st->st_mtime,
		.born = xstrdup(""),
	};
}

/* A word of a line: whatever would end the line, or hide what it says, is a question mark. */
static void
write_word(struct strbuf *out, const char *name, const char *word)
{
	strbuf_addf(out, "%s: ", name);
	for (; *word; word++)
		strbuf_addch(out, (unsigned char)*word < ' ' || *word == 0x7f ? '?' : *word);
	strbuf_addch(out, '\n');
}

void
who_write(struct strbuf *out, const struct recovery_who *who)
{
	STRBUF(when);

	recovery_time_show(who->since, &when);
	write_word(out, "user", who->user);
	write_word(out, "host", who->host);
	write_word(out, "terminal", who->terminal);
	strbuf_addf(out, "process: %ld\n", who->pid);
	strbuf_addf(
		out, "since: %lld (%s)\n", who->since < 0 ? 0 : (long long)who->since, when.buf);
	write_word(out, "began", who->born);
}

/* The rest of the line that begins with a name; "" where none does. The caller frees. */
static char *
read_word(const char *lines, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = lines; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (!strncmp(line, name, len) && !strncmp(line + len, ": ", 2))
			return xstrndup(line + len + 2, strcspn(line + len + 2, "\n"));
	return xstrdup("");
}

/* Cut to a pid_t, a number could name a process group, or every process. */
void
who_read(struct recovery_who *who, const char *lines)
{
	OWN_TEXT(process) = read_word(lines, "process");
	OWN_TEXT(since) = read_word(lines, "since");
	unsigned long long pid, seconds;

	recovery_who_release(who);
	since[strcspn(since, " ")] = '\0';
	if (!record_number(process, &pid) || !record_number(since, &seconds) || pid > INT_MAX)
		return;
	who->user = read_word(lines, "user");
	who->host = read_word(lines, "host");
	who->terminal = read_word(lines, "terminal");
	who->pid = (long)pid;
	who->since = (time_t)seconds;
	who->born = read_word(lines, "began");
}
