/* The commands of plain mode: a word each, most of them a function of the wizard, and their names in its texts.
 *
 * To add one: a row. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/plain/state.h"

/* A command does what an action does on the page; or runs a function of the wizard, or one of plain mode. */
struct plain_command {
	const char *words[4]; /* the first one is told */
	char letter;          /* behind "!", as in earlier versions; 0: none */
	const char *takes;    /* what may follow; NULL: nothing */
	const char *label;    /* what it does, where the word does not say it */
	enum action action;
	void (*run)(struct wizard *wizard);
	void (*does)(struct plain *p, const char *argument);
	void (*after)(struct plain *p);
};

/* On a question, too. */
static void
do_back(struct plain *p, const char *argument)
{
	const struct view *view = wizard_view(p->wizard);
	const struct field *field = view->prompt ? NULL : plain_field(view);

	(void)argument;
	if (view->prompt) {
		plain_act(p, view->choosing ? ACTION_LEAVE : ACTION_CLOSE);
		return;
	}
	plain_act(p, view->kind == VIEW_FORM ? ACTION_PREVIOUS : ACTION_CLOSE);
	view = wizard_view(p->wizard);
	if (field && plain_field(view) == field)
		plain_say(&p->io, "This is the first field.");
}

static void
do_help(struct plain *p, const char *argument)
{
	(void)argument;
	plain_tell_help(p);
}

static void
do_list(struct plain *p, const char *argument)
{
	const struct view *view = wizard_view(p->wizard);

	(void)argument;
	if (view->kind == VIEW_REVIEW)
		plain_tell_review(p, view);
	else if (view->kind == VIEW_RESULT)
		plain_tell_result(p, view);
	else
		plain_tell_list(p);
}

static void
do_go(struct plain *p, const char *argument)
{
	plain_go(p, argument);
}

static void
do_clear(struct plain *p, const char *argument)
{
	const struct field *field = plain_field(wizard_view(p->wizard));

	(void)argument;
	if (field)
		plain_empty_value(p, field);
	else
		plain_say(&p->io, "Error: There is no value here to clear.");
}

static void
do_add(struct plain *p, const char *argument)
{
	const struct field *field = plain_field(wizard_view(p->wizard));

	(void)argument;
	if (field && field_widget(field) == WIDGET_LINES)
		plain_add_lines(p, field);
	else
		plain_say(&p->io, "Error: This value does not have several lines.");
}

static void
do_value(struct plain *p, const char *argument)
{
	(void)argument;
	plain_tell_value(p);
}

static void
do_hint(struct plain *p, const char *argument)
{
	(void)argument;
	plain_tell_hint(p);
}

static void
do_hints(struct plain *p, const char *argument)
{
	bool off = !strcasecmp(argument, "off");

	if (!off && *argument && strcasecmp(argument, "on") != 0) {
		plain_say(&p->io, "Error: Enter hints on or hints off.");
		return;
	}
	p->hints_off = off;
	plain_say(&p->io, off ? "Hints are off." : "Hints are on.");
}

/* The only place where a secret is written: somebody asked for just that. */
static void
show_secret(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	if (view->kind == VIEW_FORM && view->edit && !view->masked && plain_is_secret(view))
		plain_say(&p->io, "%s: %s", view->rows[view->focus].label, view->edit->text.buf);
	wizard_hide_secrets(p->wizard);
}

/* The review has told it; here it is what was asked for. */
static void
tell_again(struct plain *p)
{
	p->review_heard = p->heard.n;
}

static void do_menu(struct plain *p, const char *argument);

/* clang-format off */
static const struct plain_command commands[] = {
	{ { "back" }, .does = do_back },
	{ { "help" }, .does = do_help },
	{ { "topic", "help" }, 'f', "WORD", .label = "of the help", .run = wizard_ask_help },
	{ { "list" }, .label = "all fields", .does = do_list },
	{ { "go", "go to" }, 'g', "NUMBER or NAME", .does = do_go },
	{ { "value" }, .label = "the whole value", .does = do_value },
	{ { "hint" }, .label = "the whole hint", .does = do_hint },
	{ { "hints" }, 0, "on or off", .does = do_hints },
	{ { "clear", "empty" }, .label = "the value", .does = do_clear },
	{ { "add" }, .label = "lines", .does = do_add },
	{ { "choose", "fix", "files" }, 't', .label = "a fix, file or variable, or where a secret is kept",
	  .action = ACTION_CHOOSE },
	{ { "undo" }, 'z', .action = ACTION_UNDO },
	{ { "redo" }, 'y', .action = ACTION_REDO },
	{ { "restore" }, 'u', .label = "the saved value", .run = wizard_restore_field },
	{ { "next error", "error", "warning" }, 'e', .label = "or warning", .action = ACTION_NEXT_PROBLEM,
	  .after = tell_again },
	{ { "next section" }, 'n', .action = ACTION_SECTION_NEXT },
	{ { "previous section" }, 'p', .action = ACTION_SECTION_PREVIOUS },
	{ { "review" }, 'r', .action = ACTION_REVIEW },
	{ { "ask" }, .label = "the server", .run = wizard_ask_server },
	{ { "try" }, .label = "enrol once as a device would", .run = wizard_try },
	{ { "export" }, 'x', .run = wizard_export },
	{ { "save" }, 's', .action = ACTION_SAVE },
	{ { "save as" }, 'a', "NAME", .run = wizard_ask_save_as },
	{ { "comment" }, 'c', "TEXT", .action = ACTION_NOTE },
	{ { "accept" }, 'w', "REASON", .label = "a warning or note", .action = ACTION_ACCEPT_FINDING },
	{ { "reveal" }, 'v', .label = "the secret", .action = ACTION_REVEAL, .after = show_secret },
	{ { "all" }, 'h', .label = "show or hide fields that do not apply", .action = ACTION_SHOW_ALL },
	{ { "ios" }, 'i', .label = "make the iOS draft of this one", .run = wizard_make_ios },
	{ { "default" }, 'd', .label = "keep the value for new drafts", .run = wizard_keep_default },
	{ { "editor" }, 'o', .run = wizard_open_editor },
	{ { "menu" }, .does = do_menu },
	{ { "quit", "exit" }, 'q', .run = wizard_quit },
};
/* clang-format on */

/* What follows the word; NULL if the line does not begin with it, or has more than it takes. */
static const char *
word_argument(const struct plain_command *command, const char *word, const char *line)
{
	size_t len = strlen(word);
	const char *rest = line + len;

	if (strncasecmp(line, word, len) != 0 || (*rest && *rest != ' '))
		return NULL;
	rest += strspn(rest, " ");
	return *rest && !command->takes ? NULL : rest;
}

const struct plain_command *
plain_command_of(const char *line, bool bare, const char **argument)
{
	const struct plain_command *best = NULL;
	size_t best_len = 0;

	if (*line == '/')
		line++;
	else if (!bare)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		for (const char *const *word = commands[i].words; *word; word++) {
			const char *rest = word_argument(&commands[i], *word, line);

			if (!rest || strlen(*word) <= best_len)
				continue;
			best = &commands[i];
			best_len = strlen(*word);
			*argument = rest;
		}
	return best;
}

static const struct plain_command *
command_find(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (letter && commands[i].letter == letter)
			return &commands[i];
	return NULL;
}

const struct plain_command *
plain_command_by_letter(const char *line, const char **argument)
{
	const struct plain_command *command = command_find(*line);

	if (!command || (line[1] && line[1] != ' '))
		return NULL;
	*argument = line + 1 + strspn(line + 1, " ");
	return command;
}

bool
plain_command_is(const struct plain_command *command, const char *word)
{
	return !strcmp(command->words[0], word);
}

/* What follows answers the question that the command asks; a text for a field that has a comment is another one. */
static void
command_answer(struct plain *p, const char *argument)
{
	const struct view *view = wizard_view(p->wizard);

	if (view->prompt && !view->prompt_edit && !view->choosing &&
		wizard_answer_word(p->wizard, "add"))
		view = wizard_view(p->wizard);
	if (view->prompt_edit) {
		plain_replace(p, argument, strlen(argument));
		plain_act(p, ACTION_ACCEPT);
	} else if (view->choosing) {
		strbuf_set(&p->line, argument);
		plain_answer(p);
	}
}

void
plain_command_run(struct plain *p, const struct plain_command *command, const char *typed)
{
	STRBUF(argument); /* the line is that of the last answer */

	if (!command) {
		plain_say(&p->io, "Error: \"%s\" is not a command.", p->line.buf);
		return;
	}
	strbuf_addstr(&argument, typed);
	if (command->does) {
		command->does(p, argument.buf);
		return;
	}
	if (command->run)
		wizard_run(p->wizard, command->run);
	else
		wizard_act(p->wizard, command->action);
	p->asked = true;
	if (argument.len)
		command_answer(p, argument.buf);
	if (command->after)
		command->after(p);
}

void
plain_command_named(struct plain *p, const char *word, const char *argument)
{
	const char *rest;

	plain_command_run(p, plain_command_of(word, true, &rest), argument);
}

/* A command, or its old letter with or without its sign. */
static void
menu_answer(struct plain *p)
{
	const char *argument, *line = p->line.buf;
	const struct plain_command *command = plain_command_of(line, true, &argument);

	if (!command)
		command = plain_command_by_letter(line + (*line == '!'), &argument);
	plain_command_run(p, command, command ? argument : "");
}

static void
do_menu(struct plain *p, const char *argument)
{
	STRBUF(menu);

	(void)argument;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		const struct plain_command *command = &commands[i];

		strbuf_addf(&menu, "%s%s", i ? ", " : "", command->words[0]);
		if (command->takes)
			strbuf_addf(&menu, " %s", command->takes);
		if (command->label)
			strbuf_addf(&menu, ": %s", command->label);
	}
	plain_say(&p->io, "%s. Enter goes back.", menu.buf);
	if (!plain_next(p, "> ", false))
		return;
	strbuf_trim(&p->line);
	if (p->line.len && strcmp(p->line.buf, "<") && strcasecmp(p->line.buf, "back"))
		menu_answer(p);
}

uint32_t
plain_key(const char *line)
{
	const struct plain_command *command;
	const char *argument;
	uint32_t chord;

	if (!*line)
		return CHORD_ENTER;
	command = *line == '!' ? plain_command_by_letter(line + 1, &argument)
			       : plain_command_of(line, true, &argument);
	if (!strcmp(line, "<") || (command && plain_command_is(command, "back")))
		return CHORD_ESC;
	if (!strcasecmp(line, "yes") || !strcasecmp(line, "no"))
		return (unsigned char)(line[0] | 0x20);
	if (command)
		return command->action ? key_binding_of(command->action)->chords[0] : 0;
	return line[utf8_decode(line, strlen(line), &chord)] ? 0 : chord;
}

/* In a text a word alone is no command, so it has its slash. To go back from a question none is needed. */
bool
plain_spell(enum action action, struct strbuf *out)
{
	static const struct {
		enum action action;
		const char *word;
	} others[] = {
		{ ACTION_CLOSE, "back" },
		{ ACTION_UP, "/back" },
		{ ACTION_HELP, "/help" },
		{ ACTION_MENU, "/menu" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i].action == action) {
			strbuf_addstr(out, others[i].word);
			return true;
		}
	for (size_t i = 0; action && i < ARRAY_SIZE(commands); i++)
		if (commands[i].action == action) {
			strbuf_addf(out, "/%s", commands[i].words[0]);
			return true;
		}
	return false;
}
