/* Reading KEY=VALUE arguments into a draft. */
#include "cmd/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/profile/verdict.h"

#include "cmd/findings_out.h"

/* As much as a draft can hold. */
#define VALUE_LIMIT DRAFT_FILE_LIMIT

/* One argument, taken apart. */
struct setting {
	const char *argument;
	const struct field *field;
	struct strbuf typed;
	bool in_argument;          /* the value itself was on the command line */
	enum answer_source source; /* the value is the source of the secret */
	struct strbuf source_name;
};

void
settings_begin(struct settings *settings, const struct command *command, struct desk *desk)
{
	size_t n = draft_form(desk->file->draft)->nfields;

	*settings = (struct settings){
		.command = command,
		.desk = desk,
		.touched = xcalloc(n, sizeof *settings->touched),
	};
}

void
settings_release(struct settings *settings)
{
	free(settings->touched);
	settings->touched = NULL;
}

bool
settings_type_source(const struct strvec *arguments)
{
	for (size_t i = 0; i < arguments->n; i++) {
		const char *value = strchr(arguments->v[i], '=');
		enum answer_source source = ANSWER_HERE;
		STRBUF(name);
		STRBUF(ignored);

		if (value && source_read(value + 1, &source, &name, &ignored) > 0 &&
			source_needs_word(source, name.buf))
			return true;
	}
	return false;
}

/* The field before the =, or NULL after a message. What was made with the draft is refused: a changed UUID
 * makes devices enrol again, which a script should not do in passing. */
static const struct field *
setting_field(const struct settings *settings, const char *argument)
{
	const struct form *form = draft_form(settings->desk->file->draft);
	const struct command *command = settings->command;
	const struct field *field, *near;
	STRBUF(key);

	strbuf_add(&key, argument, strcspn(argument, "="));
	field = form_field(form, key.buf);
	if (!argument[key.len]) {
		command_misuse(command, "\"%s\" is not KEY=VALUE", argument);
	} else if (!field) {
		near = form_nearest(form, key.buf);
		command_misuse(command, "there is no field \"%s\"%s%s%s", key.buf,
			near ? " (did you mean " : "", near ? near->key : "", near ? "?)" : "");
	} else if (field->flags & FIELD_LOCKED) {
		command_misuse(command, "%s is locked by the form %s, so it cannot be set", key.buf,
			form->name);
	} else if (field->flags & FIELD_READ_ONLY) {
		command_misuse(command,
			"%s was made with the draft, so it cannot be set. To use one that devices "
			"have already, edit the draft by hand",
			key.buf);
	} else {
		return field;
	}
	return NULL;
}

/* What a text is when it comes from a file: without the last line's end, and without NUL. */
static int
setting_read(struct setting *setting, const char *path)
{
	STRBUF(err);
	struct strbuf *typed = &setting->typed;
	int result = file_read(path, VALUE_LIMIT, typed, &err);

	if (result == 0 && strlen(typed->buf) != typed->len)
		result = error_add(&err, "%s has a NUL byte at offset %zu, but must be text",
			operand_name(path), strlen(typed->buf));
	if (result < 0) {
		report_error("%s: %s. Nothing was changed", setting->field->key, err.buf);
		return STATUS_TROUBLE;
	}
	if (typed->len && typed->buf[typed->len - 1] == '\n')
		strbuf_truncate(typed, typed->len - 1);
	if (typed->len && typed->buf[typed->len - 1] == '\r')
		strbuf_truncate(typed, typed->len - 1);
	return STATUS_DONE;
}

/* @env:NAME, @command:WORDS and @prompt; any other value is left alone. */
static int
setting_elsewhere(const struct settings *settings, struct setting *setting, const char *value)
{
	STRBUF(err);

	if (source_read(value, &setting->source, &setting->source_name, &err) >= 0)
		return STATUS_DONE;
	return command_misuse(settings->command, "%s: %s", setting->field->key, err.buf);
}

static bool
setting_file_is_text(const char *path)
{
	STRBUF(text);
	STRBUF(ignored);

	return file_read(path, VALUE_LIMIT, &text, &ignored) == 0 && strlen(text.buf) == text.len &&
	       !strstr(text.buf, "-----BEGIN ");
}

/* Of the certificate in a file, or of one that the draft holds (@root_certificate). False where name is
 * neither, so that the file's text is the value. */
static bool
setting_from_certificate(
	const struct settings *settings, struct setting *setting, const char *name, int *status)
{
	const struct draft *draft = settings->desk->file->draft;
	const struct field *field = setting->field, *other = form_field(draft_form(draft), name);
	bool inside = other && other->type->widget == WIDGET_FILE;
	const char *text = inside ? draft_text(draft, other) : name;
	STRBUF(err);
	int result;

	if (*text)
		result = field->type->from_file(
			field, text, inside ? settings->desk->folder : "", &setting->typed, &err);
	else
		result = error_add(&err, "%s: the draft has no certificate yet (%s is empty)",
			field->label, other->label);
	*status = result < 0 ? STATUS_FINDINGS : STATUS_DONE;
	if (result < 0 && !inside && setting_file_is_text(name))
		return false;
	if (result < 0)
		report_error("%s. Nothing was changed", err.buf);
	return true;
}

static int
setting_value(struct settings *settings, struct setting *setting)
{
	const char *value = strchr(setting->argument, '=') + 1;
	bool takes_path = setting->field->type->widget == WIDGET_FILE;
	int status = STATUS_DONE;

	if (setting->field->type->flags & FT_SECRET)
		status = setting_elsewhere(settings, setting, value);
	if (status != STATUS_DONE || setting->source != ANSWER_HERE)
		return status;
	if (!strcmp(value, "-")) {
		if (settings->input_used)
			return command_misuse(settings->command,
				"standard input can be read only once, so not also for %s",
				setting->field->key);
		settings->input_used = true;
		return setting_read(setting, value);
	}
	if (*value == '@' && value[1] && setting->field->type->from_file &&
		setting_from_certificate(settings, setting, value + 1, &status))
		return status;
	if (*value == '@' && !takes_path)
		return setting_read(setting, value + 1);
	strbuf_addstr(&setting->typed, *value == '@' ? value + 1 : value);
	setting->in_argument = setting->typed.len > 0;
	return STATUS_DONE;
}

/* Drops empty lines: each line is an item. */
static void
setting_items(struct strbuf *text)
{
	STRVEC(lines);
	STRBUF(items);

	strvec_split(&lines, text->buf, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (!text_is_blank(lines.v[i]))
			strbuf_addf(&items, "%s%s", items.len ? "\n" : "", lines.v[i]);
	strbuf_set(text, items.buf);
}

/* A choice, a number and a yes/no cannot be kept wrong. */
static int
setting_check(const struct settings *settings, const struct field *field, const char *kept)
{
	FINDINGS(found);

	if (!(field->type->flags & (FT_NATIVE | FT_CHOICES)))
		return STATUS_DONE;
	field_check(settings->desk->file->draft, field, kept, &settings->desk->env, &found);
	if (!findings_count(&found, SEVERITY_ERROR))
		return STATUS_DONE;
	findings_report(&found, SEVERITY_ERROR, NULL);
	report_note("nothing was changed");
	return STATUS_FINDINGS;
}

/* Relative paths start where the shell is, and then where the draft is. */
static int
setting_accept(const struct settings *settings, const struct setting *setting, struct strbuf *kept)
{
	const struct field *field = setting->field;
	STRBUF(typed);
	STRBUF(err);
	STRBUF(what);

	field_typed(field, setting->typed.buf, settings->desk->folder, &typed);
	if (field_accept(field, typed.buf, "", kept, &err) < 0) {
		report_error("%s. Nothing was changed", err.buf);
		return STATUS_FINDINGS;
	}
	if (!strcmp(kept->buf, typed.buf)) /* no more than its path was made whole */
		strbuf_set(kept, setting->typed.buf);
	if (field->type->recognised)
		field->type->recognised(field, typed.buf, "", &what);
	if (what.len)
		report_note("%s: %s", field->label, what.buf);
	return setting_check(settings, field, kept->buf);
}

/* A further mention of a list in this call adds to it. */
static void
setting_store(struct settings *settings, const struct field *field, const char *kept)
{
	struct draft *draft = settings->desk->file->draft;
	STRBUF(text);

	if (settings->touched[field->index] && !draft_is_empty(draft, field))
		strbuf_addf(&text, "%s\n", draft_text(draft, field));
	strbuf_addstr(&text, kept);
	draft_set(draft, field, text.buf);
}

static int
setting_apply(struct settings *settings, struct setting *setting)
{
	const struct field *field = setting->field;
	STRBUF(kept);
	int status = setting_value(settings, setting);

	if (status != STATUS_DONE)
		return status;
	if (setting->source != ANSWER_HERE) {
		draft_set_source(settings->desk->file->draft, field, setting->source,
			setting->source_name.buf);
		draft_set_typed(settings->desk->file->draft, field);
		settings->touched[field->index] = true;
		return STATUS_DONE;
	}
	if (field_has_items(field))
		setting_items(&setting->typed);
	if (setting->typed.len)
		status = setting_accept(settings, setting, &kept);
	if (status != STATUS_DONE)
		return status;
	setting_store(settings, field, kept.buf);
	settings->touched[field->index] = true;
	if (setting->in_argument && field->type->flags & FT_SECRET)
		report_note("%s was visible on the command line. Use %s=- (standard input) or "
			    "%s=@prompt instead",
			field->key, field->key, field->key);
	return STATUS_DONE;
}

int
settings_apply(struct settings *settings, const struct strvec *arguments)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < arguments->n && status == STATUS_DONE; i++) {
		struct setting setting = { .argument = arguments->v[i],
			.typed = STRBUF_INIT,
			.source_name = STRBUF_INIT };

		setting.field = setting_field(settings, setting.argument);
		if (!setting.field)
			return STATUS_USAGE;
		if (settings->touched[setting.field->index] && !field_has_items(setting.field))
			return command_misuse(settings->command,
				"%s is set twice, but has one value", setting.field->key);
		status = setting_apply(settings, &setting);
		strbuf_release(&setting.typed);
		strbuf_release(&setting.source_name);
	}
	return status;
}

/* The answers alone: a comment may have changed since. */
int
settings_move(const struct settings *settings, struct desk *desk)
{
	const struct draft *from = settings->desk->file->draft;
	struct draft *to = desk->file->draft;
	const struct form *form = draft_form(from);

	if (draft_form(to) != form) {
		report_error(
			"%s: another program has changed the draft to the form %s. Nothing was "
			"changed",
			desk->name, draft_form(to)->name);
		return STATUS_TROUBLE;
	}
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		OWN_TEXT(note) = xstrdup(draft_note(to, field));

		if (!settings->touched[i])
			continue;
		draft_copy_answer(to, from, field);
		draft_set_note(to, field, note);
	}
	return STATUS_DONE;
}

/* A value for a field that is switched off may be meant for later, or be a slip. */
static void
settings_report_idle(const struct settings *settings)
{
	const struct draft *draft = settings->desk->file->draft;
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		STRBUF(why);

		if (settings->touched[i] && !draft_applies(draft, form->fields[i], &why))
			report_note("%s is saved, but does not apply now: %s", form->fields[i]->key,
				why.buf);
	}
}

/* Whether it is an acceptance that ended because of what was set. */
static bool
settings_ended(const struct settings *settings, const struct finding *finding)
{
	const struct form *form = draft_form(settings->desk->file->draft);

	if (!(rule_find(finding->rule)->flags & RULE_OF_ACCEPTED) || !finding->reads)
		return false;
	for (size_t i = 0; i < form->nfields; i++)
		if (settings->touched[i] && text_has_word(finding->reads, form->fields[i]->key))
			return true;
	return false;
}

bool
settings_report(const struct settings *settings)
{
	FINDINGS(found);
	bool wrong = false;

	draft_verdict(settings->desk, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.v[i];

		if (f->accepted ||
			!(rule_find(f->rule)->flags & RULE_OF_FILE || settings_ended(settings, f) ||
				(f->field && settings->touched[f->field->index])))
			continue;
		finding_report(f, NULL);
		wrong |= f->severity == SEVERITY_ERROR;
	}
	settings_report_idle(settings);
	return wrong;
}
