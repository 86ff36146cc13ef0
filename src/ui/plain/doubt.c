/* Lines that look like commands and are texts: it is said, or the line is asked for again. */
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "ui/plain/state.h"

/* Whether the line is a command but for its slash. */
static bool
is_bare_command(const char *line)
{
	const char *argument;

	return *line != '/' && plain_command_of(line, true, &argument) && !*argument;
}

void
plain_say_slash(struct plain *p)
{
	if (is_bare_command(p->line.buf))
		plain_say(&p->io, "This is text now. /%s is the command.", p->line.buf);
}

/* "/done", "import": what means something elsewhere. */
static bool
is_like_command(const char *line)
{
	static const char *const others[] = { "done", "edit", "delete", "cancel", "stop", "yes",
		"no", "import" };

	if (*line == '/')
		return line[1] &&
		       strspn(line + 1, "abcdefghijklmnopqrstuvwxyz") == strlen(line + 1);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcasecmp(line, others[i]))
			return true;
	return is_bare_command(line);
}

bool
plain_doubts(struct plain *p, bool secret)
{
	bool again = p->doubted.len && !strcmp(p->doubted.buf, p->line.buf);

	strbuf_clear(&p->doubted);
	if (again || !(secret ? is_bare_command(p->line.buf) : is_like_command(p->line.buf)))
		return false;
	strbuf_set(&p->doubted, p->line.buf);
	if (secret)
		plain_say(&p->io,
			"This is a command only with a slash: /%s. If it is the secret, type it again.",
			p->line.buf);
	else
		plain_say(
			&p->io, "If \"%s\" is the text, type it again. /back stops.", p->line.buf);
	return true;
}
