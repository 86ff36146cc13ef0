/* The commands of plain mode behind "!", each a function of the wizard, and their names in texts.
 *
 * To add one: a row. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/plain/state.h"

struct plain_command {
	char letter;
	const char *label;
	enum action action;                 /* on the page, or */
	void (*run)(struct wizard *wizard); /* where it is none there */
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
	{ 's', "save", ACTION_SAVE, NULL, NULL },
	{ 'a', "save as", ACTION_NONE, wizard_ask_save_as, NULL },
	{ 'r', "review", ACTION_REVIEW, NULL, NULL },
	{ 'x', "export", ACTION_NONE, wizard_export, NULL },
	{ 'g', "go to a number or a name", ACTION_GO_TO, NULL, NULL },
	{ 'e', "next problem", ACTION_NEXT_PROBLEM, NULL, NULL },
	{ 'n', "next section", ACTION_SECTION_NEXT, NULL, NULL },
	{ 'p', "previous section", ACTION_SECTION_PREVIOUS, NULL, NULL },
	{ 't', "choose a mend, file or variable", ACTION_CHOOSE, NULL, NULL },
	{ 'u', "restore what was saved last", ACTION_NONE, wizard_restore_field, NULL },
	{ 'o', "editor", ACTION_NONE, wizard_open_editor, NULL },
	{ 'v', "show the secret", ACTION_REVEAL, NULL, show_secret },
	{ 'c', "comment on the field", ACTION_NOTE, NULL, NULL },
	{ 'w', "accept the warning or note", ACTION_ACCEPT_FINDING, NULL, NULL },
	{ 'h', "show or hide what does not apply", ACTION_SHOW_ALL, NULL, NULL },
	{ 'q', "quit", ACTION_NONE, wizard_quit, NULL },
};

/* What has a sign of its own instead of a letter. */
static const struct {
	enum action action;
	const char *sign;
} signs[] = {
	{ ACTION_CLOSE, "<" },
	{ ACTION_UP, "<" },
	{ ACTION_HELP, "?" },
	{ ACTION_MENU, "!" },
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
	STRBUF(argument);

	if (!command || (line[1] && line[1] != ' ')) {
		plain_say(&p->io, "Problem: the menu has no \"%s\"; ! lists it.", line);
		return;
	}
	/* the line is that of the last answer */
	strbuf_addstr(&argument, line + 1 + strspn(line + 1, " "));
	if (command->run)
		wizard_run(p->wizard, command->run);
	else
		wizard_act(p->wizard, command->action);
	p->asked = true;
	if (argument.len && wizard_view(p->wizard)->prompt_edit) {
		plain_replace(p, argument.buf, argument.len);
		plain_act(p, ACTION_ACCEPT);
	} else if (argument.len && wizard_view(p->wizard)->choosing) {
		strbuf_set(&p->line, argument.buf);
		plain_answer(p);
	}
	if (command->after)
		command->after(p);
}

void
plain_menu(struct plain *p)
{
	STRBUF(menu);

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		strbuf_addf(&menu, "%c %s, ", commands[i].letter, commands[i].label);
	strbuf_addstr(&menu, "Enter nothing.");
	plain_say(&p->io, "%s", menu.buf);
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
		return command && command->action ? key_binding_of(command->action)->chords[0] : 0;
	}
	return line[utf8_decode(line, strlen(line), &chord)] ? 0 : chord;
}

bool
plain_spell(enum action action, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (signs[i].action == action) {
			strbuf_addstr(out, signs[i].sign);
			return true;
		}
	for (size_t i = 0; action && i < ARRAY_SIZE(commands); i++)
		if (commands[i].action == action) {
			strbuf_addf(out, "!%c", commands[i].letter);
			return true;
		}
	return false;
}
