/* scepwiz comment: what reviewers say about the fields of a draft. Lists, adds and closes comments. */
#include <stdlib.h>
#include <string.h>

#include "base/account.h"
#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"
#include "model/field_type.h"
#include "model/rules.h"

#include "cmd/commands.h"
#include "cmd/operand.h"
#include "cmd/value.h"

/* What is done with the comments on one field. */
struct commenting {
	const char *key, *text; /* NULL: not given */
	const struct comment_option *option;
	size_t number;
};

static bool
number_done(struct comments *list, size_t at, const char *text)
{
	(void)text;
	list->v[at].done = true;
	return true;
}

static bool
number_reopen(struct comments *list, size_t at, const char *text)
{
	(void)text;
	list->v[at].done = false;
	return true;
}

static bool
number_remove(struct comments *list, size_t at, const char *text)
{
	(void)text;
	comments_remove(list, at);
	return true;
}

/* The options that name a comment by its number. */
static const struct comment_option {
	const char *name, *said;
	bool text; /* needs one */
	bool (*change)(struct comments *list, size_t at, const char *text);
} comment_numbered[] = {
	{ "done", "is done", false, number_done },
	{ "reopen", "is open again", false, number_reopen },
	{ "edit", "is changed", true, comments_say },
	{ "remove", "is removed", false, number_remove },
};

/* NULL after a message. */
static const struct field *
comment_field(const struct desk *desk, const char *key)
{
	const struct form *form = draft_form(desk->file->draft);
	const struct field *field = form_field(form, key);
	const struct field *near = field ? NULL : form_nearest(form, key);

	if (!field)
		report_error("the form %s has no field \"%s\"%s%s%s", form->name, key,
			near ? ". Did you mean " : "", near ? near->key : "", near ? "?" : "");
	return field;
}

static int
comment_change(struct desk *desk, void *data)
{
	const struct commenting *c = data;
	const struct field *field = comment_field(desk, c->key);
	COMMENTS(list);
	STRBUF(err);
	bool changed;

	if (!field)
		return STATUS_USAGE;
	if (c->text && draft_secret_refuse(desk->file->draft, "the comment", c->text, &err) < 0) {
		report_error("%s: %s", desk->name, err.buf);
		return STATUS_FINDINGS;
	}
	comments_read(&list, draft_note(desk->file->draft, field));
	if (!c->option) {
		changed = comments_say(&list, list.n, c->text);
	} else if (c->number > list.n) {
		report_error("%s: %s has %zu %s, no number %zu", desk->name, field->key, list.n,
			plural(list.n, "comment", "comments"), c->number);
		return STATUS_FINDINGS;
	} else {
		changed = c->option->change(&list, c->number - 1, c->text);
	}
	if (!changed) {
		report_error("%s: no room for this comment on %s: at most %d comments and %d KB. "
			     "Shorten it, or remove others",
			desk->name, field->key, COMMENTS_MAX, FIELD_LINES_MAX / 1024);
		return STATUS_FINDINGS;
	}
	comments_put(desk->file->draft, field, &list);
	return STATUS_DONE;
}

static struct node *
comment_json(const struct desk *desk, const struct field *field, size_t number,
	const struct comment *comment)
{
	struct node *object = json_add(node_map_new(), "key", field->key, NULL);

	node_add(object, "number", node_integer_new((int64_t)number));
	return value_comment_json(desk->file->draft, comment, object);
}

/* In one line each, as "url 1: why? (Ada, 2026-11-28, open)". */
static void
comment_line(const struct desk *desk, const struct field *field, size_t number,
	const struct comment *comment, struct strbuf *out)
{
	STRBUF(line);

	strbuf_addf(&line, "%s %zu: ", field->key, number);
	value_comment(desk->file->draft, comment, &line);
	strbuf_one_line(&line, 0);
	text_show(out, line.buf, line.len);
	strbuf_addch(out, '\n');
}

/* Of one field, or of all. */
static int
comment_list(const struct invocation *invocation, const char *key)
{
	bool open_alone = option_given(invocation, "open");
	bool as_json = option_is(invocation, "format", "json");
	size_t shown = 0, open = 0;
	NODE(array) = node_list_new();
	const struct form *form;
	DESK(desk);
	STRBUF(out);

	if (desk_begin(&desk, invocation) != STATUS_DONE)
		return STATUS_TROUBLE;
	form = draft_form(desk.file->draft);
	if (key && !comment_field(&desk, key))
		return STATUS_USAGE;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		COMMENTS(list);

		if (key && strcmp(field->key, key) != 0)
			continue;
		comments_read(&list, draft_note(desk.file->draft, field));
		open += comments_open(&list);
		for (size_t n = 0; n < list.n; n++) {
			if (open_alone && list.v[n].done)
				continue;
			shown++;
			if (as_json)
				node_append(array, comment_json(&desk, field, n + 1, &list.v[n]));
			else
				comment_line(&desk, field, n + 1, &list.v[n], &out);
		}
	}
	if (as_json)
		json_write(array, &out);
	else if (!shown)
		report_note("%s: no %scomments", desk.name, open_alone ? "open " : "");
	else
		report_note(
			"%s: %zu open %s", desk.name, open, plural(open, "comment", "comments"));
	return command_print(&out);
}

/* The option that was given, with its number; a status other than STATUS_DONE after a message. */
static int
comment_option_read(const struct invocation *invocation, struct commenting *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(comment_numbered); i++) {
		const char *value = option_value(invocation, comment_numbered[i].name);
		char *end;

		if (!value)
			continue;
		if (c->option)
			return command_misuse(invocation->command, "--%s cannot be used with --%s",
				comment_numbered[i].name, c->option->name);
		c->option = &comment_numbered[i];
		c->number = *value >= '1' && *value <= '9' ? strtoul(value, &end, 10) : 0;
		if (!c->number || *end)
			return command_misuse(invocation->command,
				"--%s needs the number of a comment, not \"%s\"", c->option->name,
				value);
	}
	return STATUS_DONE;
}

static int
comment_check(const struct invocation *invocation, const struct commenting *c)
{
	const struct command *command = invocation->command;

	if (c->option && !c->key)
		return command_misuse(command, "--%s needs a field", c->option->name);
	if (c->option && c->option->text != (c->text != NULL))
		return command_misuse(command,
			c->text ? "--%s accepts no text" : "--%s needs a text", c->option->name);
	if (c->text && text_is_blank(c->text))
		return command_misuse(command, "the comment is empty. To delete one, use --remove");
	if ((c->text || c->option) &&
		(option_given(invocation, "open") || option_given(invocation, "format")))
		return command_misuse(command, "--open and --format only list comments");
	return STATUS_DONE;
}

static int
comment_run(const struct invocation *invocation)
{
	const struct strvec *operands = &invocation->operands;
	struct commenting c = {
		.key = operands->n > 1 ? operands->v[1] : NULL,
		.text = operands->n > 2 ? operands->v[2] : NULL,
	};
	DESK(desk);
	int status;

	if (comment_option_read(invocation, &c) != STATUS_DONE ||
		comment_check(invocation, &c) != STATUS_DONE)
		return STATUS_USAGE;
	if (!c.text && !c.option)
		return comment_list(invocation, c.key);
	status = desk_change(&desk, invocation, comment_change, &c);
	if (status != STATUS_DONE)
		return status;
	if (c.option)
		report_note("%s: comment %zu on %s %s", desk.name, c.number, c.key, c.option->said);
	else
		report_note("%s: the comment on %s is in the draft, and in no profile", desk.name,
			c.key);
	return STATUS_DONE;
}

static bool
comment_writes(const struct invocation *invocation, struct strvec *files)
{
	bool changes = invocation->operands.n > 2;

	for (size_t i = 0; i < ARRAY_SIZE(comment_numbered); i++)
		changes |= option_given(invocation, comment_numbered[i].name);
	if (changes)
		operand_writes(invocation->operands.v[0], files);
	account_learn(); /* the comment has the user's name */
	return true;
}

static const struct option_spec comment_options[] = {
	{ "done", 0, "N", "mark comment N on the field as done", false },
	{ "reopen", 0, "N", "mark it as open again", false },
	{ "edit", 0, "N", "replace its text, with your name and today's date", false },
	{ "remove", 0, "N", "delete it", false },
	{ "open", 0, NULL, "list only open comments", false },
	{ "format", 0, "text|json",
		"text (the default) or json, an array with an object for each "
		"comment",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_comment = {
	.name = "comment",
	.examples = "scepwiz comment office key_size \"2048, please\"\n"
		    "scepwiz comment office key_size --done 1\n",
	.also = "review",
	.args = "DRAFT [FIELD [TEXT]]",
	.summary = "lists, adds and closes reviewers' comments on a draft",
	.help = "With TEXT, adds a comment on a field of the draft, with your name and today's "
		"date. FIELD is a key as \"scepwiz fields\" lists it. Without TEXT, lists the "
		"comments, numbered by field:\n\n    key_size 1: 2048, please (Ada Lovelace, "
		"2026-11-28, open)\n\nComments stay "
		"in the draft and are in no profile. An open comment does not stop an export. "
		"\"scepwiz check --comments\" has exit status 1 if there is one.\n\nExit status: 1 "
		"if the field has no comment of that number.",
	.min_args = 1,
	.max_args = 3,
	.no_input = "comment changes a file, so it cannot read standard input",
	.options = comment_options,
	.run = comment_run,
	.writes = comment_writes,
};
