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
	bool in_argument; /* the value itself stood on the command line */
	const char
		*variable; /* the value is a place: this variable, or "" for a prompt; else NULL */
};

void
settings_init(struct settings *settings, const struct command *command, struct desk *desk)
{
	*settings = (struct settings){
		.command = command,
		.desk = desk,
		.touched =
			xcalloc(draft_form(desk->file->draft)->nfields, sizeof *settings->touched),
	};
}

void
settings_release(struct settings *settings)
{
	free(settings->touched);
	settings->touched = NULL;
}

/* The field before the =, or NULL after a message. What was made with the draft is refused: a changed UUID
 * makes devices enrol again, which a script should not do in passing. */
static const struct field *
setting_field(const struct settings *settings, const char *argument)
{
	const struct form *form = draft_form(settings->desk->file->draft);
	size_t len = strcspn(argument, "=");
	char *key = xstrndup(argument, len);
	const struct field *field = form_field(form, key), *near = NULL;

	if (argument[len] != '=') {
		command_misuse(settings->command, "\"%s\" is no KEY=VALUE", argument);
		field = NULL;
	} else if (!field) {
		near = form_nearest(form, key);
		command_misuse(settings->command, "there is no field \"%s\"%s%s%s", key,
			near ? " (did you mean " : "", near ? near->key : "", near ? "?)" : "");
	} else if (field->flags & FIELD_LOCKED) {
		command_misuse(settings->command, "%s is locked by the form %s and is not set", key,
			form->name);
		field = NULL;
	} else if (field->flags & FIELD_READ_ONLY) {
		command_misuse(settings->command,
			"%s was made with the draft and is not set; to take over one that devices have "
			"already, edit the draft by hand",
			key);
		field = NULL;
	}
	free(key);
	return field;
}

/* What a text is when it comes from a file: without the last line's end, and without NUL. */
static int
setting_read(struct setting *setting, const char *path)
{
	struct strbuf err = STRBUF_INIT;
	struct strbuf *typed = &setting->typed;
	int result = file_read(path, VALUE_LIMIT, typed, &err);

	if (result == 0 && strlen(typed->buf) != typed->len)
		result = error_add(&err, "%s holds a NUL byte at offset %zu, and text is wanted",
			strcmp(path, "-") ? path : "standard input", strlen(typed->buf));
	if (typed->len && typed->buf[typed->len - 1] == '\n')
		strbuf_truncate(typed, typed->len - 1);
	if (typed->len && typed->buf[typed->len - 1] == '\r')
		strbuf_truncate(typed, typed->len - 1);
	if (result < 0)
		report_error("%s: %s; nothing is changed", setting->field->key, err.buf);
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

/* @env:NAME and @prompt; any other value is left alone. */
static int
setting_elsewhere(const struct settings *settings, struct setting *setting, const char *value)
{
	static const char env[] = "@env:", prompt[] = "@prompt";

	if (!strcmp(value, prompt))
		setting->variable = "";
	if (strncmp(value, env, strlen(env)) != 0)
		return STATUS_DONE;
	setting->variable = value + strlen(env);
	if (draft_is_variable_name(setting->variable))
		return STATUS_DONE;
	return command_misuse(settings->command,
		"\"%s\" names no environment variable; letters, digits and _ are wanted, as in "
		"%s=@env:SCEP_CHALLENGE",
		setting->variable, setting->field->key);
}

static bool
setting_file_is_text(const char *path)
{
	struct strbuf text = STRBUF_INIT, ignored = STRBUF_INIT;
	bool is_text = file_read(path, VALUE_LIMIT, &text, &ignored) == 0 &&
		       strlen(text.buf) == text.len && !strstr(text.buf, "-----BEGIN ");

	strbuf_release(&text);
	strbuf_release(&ignored);
	return is_text;
}

/* Of the certificate in a file, or of one that the draft holds (@root_certificate). False where name is
 * neither, so that the file's text is the value. */
static bool
setting_from_certificate(
	const struct settings *settings, struct setting *setting, const char *name, int *status)
{
	const struct field *field = setting->field;
	const struct field *other = form_field(draft_form(settings->desk->file->draft), name);
	bool inside = other && other->type->widget == WIDGET_FILE, is_text = false;
	const char *text = inside ? draft_text(settings->desk->file->draft, other) : name;
	struct strbuf err = STRBUF_INIT;
	int result;

	if (*text)
		result = field->type->from_file(
			field, text, inside ? settings->desk->folder : "", &setting->typed, &err);
	else
		result = error_add(&err, "%s: the draft has no certificate yet (%s is empty)",
			field->label, other->label);
	if (result < 0 && !inside)
		is_text = setting_file_is_text(name);
	if (result < 0 && !is_text)
		report_error("%s; nothing is changed", err.buf);
	*status = result < 0 ? STATUS_FINDINGS : STATUS_DONE;
	strbuf_release(&err);
	return !is_text;
}

static int
setting_value(struct settings *settings, struct setting *setting)
{
	const char *value = strchr(setting->argument, '=') + 1;
	bool takes_path = setting->field->type->widget == WIDGET_FILE;
	int status = STATUS_DONE;

	if (setting->field->type->flags & FT_SECRET)
		status = setting_elsewhere(settings, setting, value);
	if (status != STATUS_DONE || setting->variable)
		return status;
	if (!strcmp(value, "-")) {
		if (settings->input_used)
			return command_misuse(settings->command,
				"standard input can be read once only, not for %s too",
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
	struct strvec lines = STRVEC_INIT;
	struct strbuf items = STRBUF_INIT;

	strvec_split(&lines, text->buf, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (!text_is_blank(lines.v[i]))
			strbuf_addf(&items, "%s%s", items.len ? "\n" : "", lines.v[i]);
	strbuf_set(text, items.buf);
	strvec_release(&lines);
	strbuf_release(&items);
}

/* Whether a wrong value cannot be kept. */
static bool
setting_is_strict(const struct field *field)
{
	return field->type->flags & (FT_NATIVE | FT_CHOICES);
}

static int
setting_check(const struct settings *settings, const struct setting *setting, const char *kept)
{
	struct findings found = FINDINGS_INIT;
	bool wrong;

	if (!setting_is_strict(setting->field))
		return STATUS_DONE;
	field_check(
		settings->desk->file->draft, setting->field, kept, &settings->desk->env, &found);
	wrong = findings_count(&found, SEVERITY_ERROR);
	if (wrong) {
		findings_report(&found, SEVERITY_ERROR, NULL);
		report_note("nothing is changed");
	}
	findings_release(&found);
	return wrong ? STATUS_FINDINGS : STATUS_DONE;
}

static void
setting_tell_recognised(const struct setting *setting)
{
	const struct field *field = setting->field;
	struct strbuf what = STRBUF_INIT;

	if (field->type->recognised)
		field->type->recognised(field, setting->typed.buf, "", &what);
	if (what.len)
		report_note("%s: %s", field->label, what.buf);
	strbuf_release(&what);
}

/* Relative paths on the command line start where the shell is, not where the draft is. */
static int
setting_accept(const struct settings *settings, const struct setting *setting, struct strbuf *kept)
{
	struct strbuf err = STRBUF_INIT;
	int result = field_accept(setting->field, setting->typed.buf, "", kept, &err);

	if (result < 0)
		report_error("%s; nothing is changed", err.buf);
	else
		setting_tell_recognised(setting);
	strbuf_release(&err);
	return result < 0 ? STATUS_FINDINGS : setting_check(settings, setting, kept->buf);
}

static void
setting_store(struct settings *settings, const struct field *field, const char *kept)
{
	struct strbuf text = STRBUF_INIT;

	if (settings->touched[field->index] && !draft_is_empty(settings->desk->file->draft, field))
		strbuf_addf(&text, "%s\n", draft_text(settings->desk->file->draft, field));
	strbuf_addstr(&text, kept);
	draft_set(settings->desk->file->draft, field, text.buf);
	settings->touched[field->index] = true;
	strbuf_release(&text);
}

static int
setting_apply(struct settings *settings, struct setting *setting)
{
	const struct field *field = setting->field;
	struct strbuf kept = STRBUF_INIT;
	int status = setting_value(settings, setting);

	if (status == STATUS_DONE && setting->variable) {
		draft_set_source(settings->desk->file->draft, field,
			*setting->variable ? ANSWER_ENVIRONMENT : ANSWER_PROMPT, setting->variable);
		settings->touched[field->index] = true;
		return status;
	}
	if (status == STATUS_DONE && field_has_items(field))
		setting_items(&setting->typed);
	if (status == STATUS_DONE && setting->typed.len)
		status = setting_accept(settings, setting, &kept);
	if (status == STATUS_DONE)
		setting_store(settings, field, kept.buf);
	if (status == STATUS_DONE && setting->in_argument && field->type->flags & FT_SECRET)
		report_note(
			"%s stood on the command line, where other users of this machine and the "
			"shell's history can see it; %s=- reads it from standard input, %s=@prompt "
			"has it asked for at the export",
			field->key, field->key, field->key);
	strbuf_release(&kept);
	return status;
}

int
settings_apply(struct settings *settings, const struct strvec *arguments)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < arguments->n && status == STATUS_DONE; i++) {
		struct setting setting = { .argument = arguments->v[i], .typed = STRBUF_INIT };

		setting.field = setting_field(settings, setting.argument);
		if (!setting.field)
			return STATUS_USAGE;
		if (settings->touched[setting.field->index] && !field_has_items(setting.field))
			return command_misuse(settings->command,
				"%s is set twice, and holds one value", setting.field->key);
		status = setting_apply(settings, &setting);
		strbuf_release(&setting.typed);
	}
	return status;
}

/* A value for a field that is switched off may be meant for later, or be a slip. */
static void
settings_report_idle(const struct settings *settings)
{
	const struct form *form = draft_form(settings->desk->file->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		struct strbuf why = STRBUF_INIT;

		if (settings->touched[i] &&
			!draft_applies(settings->desk->file->draft, form->fields[i], &why))
			report_note("%s is kept, but does not apply now: %s", form->fields[i]->key,
				why.buf);
		strbuf_release(&why);
	}
}

/* An acceptance that ended because of what was set. */
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

static bool
settings_concern(const struct settings *settings, const struct finding *finding)
{
	return rule_find(finding->rule)->flags & RULE_OF_FILE ||
	       settings_ended(settings, finding) ||
	       (finding->field && settings->touched[finding->field->index]);
}

bool
settings_report(const struct settings *settings)
{
	struct findings found = FINDINGS_INIT;
	bool wrong = false;

	draft_verdict(settings->desk, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.v[i];

		if (f->accepted || !settings_concern(settings, f))
			continue;
		finding_report(f, NULL);
		wrong |= f->severity == SEVERITY_ERROR;
	}
	settings_report_idle(settings);
	findings_release(&found);
	return wrong;
}
