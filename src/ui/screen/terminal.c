/* What terminfo knows of the terminal. */
#include "ui/screen/terminal.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
/* macros of term.h with the names of common words */
#undef columns
#undef lines

#include "base/fatal.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/screen/style.h"

#define SLOW_BAUD 9600

enum terminal_use {
	TERMINAL_UNKNOWN,
	TERMINAL_FIXED, /* cannot move its cursor */
	TERMINAL_GOOD,
};

const char *
terminal_capability(const char *name)
{
	const char *text = tigetstr(name);

	return text && text != (char *)-1 && *text ? text : NULL;
}

/* The last one is remembered: who checks whether there is a terminal opens it next. */
static enum terminal_use
terminal_probe(const char *name)
{
	static char *probed;
	static enum terminal_use use;
	int status;

	if (probed && !strcmp(probed, name))
		return use;
	free(probed);
	probed = xstrdup(name);
	use = TERMINAL_UNKNOWN;
	fatal_expect_no_memory(true);
	if (setupterm(name, STDOUT_FILENO, &status) != ERR) {
		use = terminal_capability("cup") ? TERMINAL_GOOD : TERMINAL_FIXED;
		del_curterm(cur_term);
	}
	fatal_expect_no_memory(false);
	return use;
}

/* The name without its last part, for as long as it has several; then names that nearly every
 * terminal understands. */
static bool
terminal_fall_back(struct strbuf *name)
{
	static const char *const common[] = { "xterm", "vt100" };
	const char *dash;

	while ((dash = strrchr(name->buf, '-')) && dash > name->buf) {
		strbuf_truncate(name, (size_t)(dash - name->buf));
		if (terminal_probe(name->buf) == TERMINAL_GOOD)
			return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(common); i++) {
		strbuf_set(name, common[i]);
		if (terminal_probe(name->buf) == TERMINAL_GOOD)
			return true;
	}
	return false;
}

int
terminal_choose(struct strbuf *name, struct strbuf *note, struct strbuf *err)
{
	const char *term = getenv("TERM");
	enum terminal_use use = TERMINAL_FIXED;

	if (!term || !*term || !strcmp(term, "unknown"))
		return error_add(err, "TERM does not name a terminal");
	strbuf_set(name, term);
	if (strcmp(term, "dumb"))
		use = terminal_probe(term);
	if (use == TERMINAL_GOOD)
		return 0;
	if (use == TERMINAL_FIXED)
		return error_add(err, "TERM=%s is a terminal that cannot move its cursor", term);
	if (!terminal_fall_back(name))
		return error_add(err,
			"TERM=%s is not known here, nor is xterm or vt100: the terminfo database "
			"is missing",
			term);
	strbuf_addstr(note, "TERM=");
	text_show(note, term, strlen(term));
	strbuf_addf(note, " is not known here. The screen is drawn for %s.", name->buf);
	return 0;
}

static char *
terminal_string(const char *name)
{
	char *string = tigetstr(name);

	return string && string != (char *)-1 ? string : NULL;
}

/* curses has no switch for it, but it sends what stands here. */
void
terminal_keep_palette(void)
{
	char *reset = terminal_string("oc");

	if (reset)
		*reset = '\0';
}

static void
string_drop(char *string, const char *part)
{
	char *at = string ? strstr(string, part) : NULL;

	if (at)
		memmove(at, at + strlen(part), strlen(at + strlen(part)) + 1);
}

/* As xterm's entries have it: line drawing of the terminal's own is ended each time, and never begun; a zero may be
 * left out; colours end twice. */
void
terminal_shorten_attributes(void)
{
	char *normal = terminal_string("sgr0"), *set = terminal_string("sgr"),
	     *colours = terminal_string("op");

	string_drop(normal, "\033(B");
	string_drop(set, "%?%p9%t\033(0%e\033(B%;");
	if (set && !strncmp(set, "\033[0%?", 5))
		string_drop(set, "0");
	if (colours && COLORS >= STYLE_COLOURS && normal && !strncmp(normal, "\033[m", 3))
		*colours = '\0';
}

bool
terminal_is_slow(void)
{
	const char *move = terminal_capability("cup");

	return (move && strstr(move, "$<")) || (baudrate() > 0 && baudrate() <= SLOW_BAUD);
}

void
terminal_add(struct strbuf *out, const char *sequence)
{
	const char *pad, *end;

	while ((pad = strstr(sequence, "$<")) && (end = strchr(pad, '>'))) {
		strbuf_add(out, sequence, (size_t)(pad - sequence));
		sequence = end + 1;
	}
	strbuf_addstr(out, sequence);
}

void
terminal_clear_below(struct strbuf *out)
{
	const char *move = terminal_capability("cup"), *clear = terminal_capability("ed");

	if (!move || !clear)
		return;
	terminal_add(out, tparm(move, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
	terminal_add(out, clear);
}
