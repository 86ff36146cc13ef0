/* The commands of plain mode behind "!", each a key of the screen, and their names in texts.
 *
 * To add one: a row. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/plain/state.h"

struct plain_command {
	char letter;
	uint32_t chord;
	char then; /* a key behind it, or 0 */
	const char *label;
	void (*after)(struct plain *p);
};

/* The only place where a secret is written: somebody asked for just that. */
static void
show_secret(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	if (view->kind != VIEW_FORM || !view->edit || view->masked || !plain_is_secret(view))
		return;
	plain_say(&p->io, "%s: %s", view->rows[view->focus].label, view->edit->text.buf);
	wizard_hide_secrets(p->wizard);
}

static const struct plain_command commands[] = {
	{ 's', CHORD_CTRL('O'), 0, "save", NULL },
	{ 'a', CHORD_CTRL('X'), 'a', "save as", NULL },
	{ 'r', CHORD_META('r'), 0, "review", NULL },
	{ 'x', CHORD_CTRL('X'), 'x', "export", NULL },
	{ 'g', CHORD_META('g'), 0, "go to a number or a name", NULL },
	{ 'e', CHORD_META('e'), 0, "next problem", NULL },
	{ 'n', CHORD_PAGE_DOWN, 0, "next section", NULL },
	{ 'p', CHORD_PAGE_UP, 0, "previous section", NULL },
	{ 't', CHORD_CTRL('T'), 0, "choose a mend, file or variable", NULL },
	{ 'u', CHORD_CTRL('X'), 'u', "restore what was saved last", NULL },
	{ 'o', CHORD_CTRL('X'), 'o', "editor", NULL },
	{ 'v', CHORD_CTRL('R'), 0, "show the secret", show_secret },
	{ 'c', CHORD_META('c'), 0, "comment on the field", NULL },
	{ 'w', CHORD_META('a'), 0, "accept the warning or note", NULL },
	{ 'h', CHORD_META('h'), 0, "show or hide what does not apply", NULL },
	{ 'q', CHORD_CTRL('X'), 'q', "quit", NULL },
};

/* What has a sign of its own instead of a letter. */
static const struct {
	uint32_t chord;
	const char *sign;
} signs[] = {
	{ CHORD_ESC, "<" },
	{ CHORD_CTRL('P'), "<" },
	{ CHORD_CTRL('G'), "?" },
	{ CHORD_CTRL('X'), "!" },
};

static const struct plain_command *
command_find(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i].letter == letter)
			return &commands[i];
	return NULL;
}

/* What stands behind the letter answers the question that the command asks. */
void
plain_command(struct plain *p, const char *line)
{
	const struct plain_command *command = command_find(*line);
	struct strbuf argument = STRBUF_INIT;

	if (!command || (line[1] && line[1] != ' ')) {
		plain_say(&p->io, "Problem: the menu has no \"%s\"; ! lists it.", line);
		return;
	}
	/* the line is that of the last answer */
	strbuf_addstr(&argument, line + 1 + strspn(line + 1, " "));
	plain_chord(p, command->chord);
	if (command->then)
		plain_chord(p, (uint32_t)command->then);
	if (argument.len && wizard_view(p->wizard)->prompt_edit) {
		plain_replace(p, argument.buf, argument.len);
		plain_chord(p, CHORD_ENTER);
	} else if (argument.len && wizard_view(p->wizard)->choosing) {
		strbuf_set(&p->line, argument.buf);
		plain_answer(p);
	}
	if (command->after)
		command->after(p);
	strbuf_release(&argument);
}

void
plain_menu(struct plain *p)
{
	struct strbuf menu = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		strbuf_addf(&menu, "%c %s, ", commands[i].letter, commands[i].label);
	strbuf_addstr(&menu, "Enter nothing.");
	plain_say(&p->io, "%s", menu.buf);
	strbuf_release(&menu);
	if (!plain_next(p, "Menu: ", false))
		return;
	strbuf_trim(&p->line);
	if (p->line.len && strcmp(p->line.buf, "<"))
		plain_command(p, p->line.buf + (p->line.buf[0] == '!'));
}

uint32_t
plain_key(const char *line)
{
	const struct plain_command *command;
	uint32_t chord;

	if (!*line)
		return CHORD_ENTER;
	if (!strcmp(line, "<"))
		return CHORD_ESC;
	if (!strcmp(line, "yes") || !strcmp(line, "no"))
		return (unsigned char)line[0];
	if (line[0] == '!' && line[1] && !line[2]) {
		command = command_find(line[1]);
		return command ? command->chord : 0;
	}
	return line[utf8_decode(line, strlen(line), &chord)] ? 0 : chord;
}

bool
plain_spell(uint32_t chord, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (signs[i].chord == chord) {
			strbuf_addstr(out, signs[i].sign);
			return true;
		}
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!commands[i].then && commands[i].chord == chord) {
			strbuf_addf(out, "!%c", commands[i].letter);
			return true;
		}
	return false;
}
