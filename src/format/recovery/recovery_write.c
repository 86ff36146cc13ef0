/* Writing a recovery file: what a wizard has, as the difference to what the file says already. */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

struct number {
	char text[24];
};

static const char *
number_text(struct number *number, unsigned long long value)
{
	snprintf(number->text, sizeof number->text, "%llu", value);
	return number->text;
}

/* Whose file it is, and the text that was changed by its hash: enough to list what was left, and to know a draft that was
 * moved. changed: NULL where nothing is unsaved. */
void
write_head(struct records *out, const char *real_path, const struct draft_file *changed)
{
	STRBUF(digest);
	const char *strings[] = { "draft", real_path, NULL };

	if (changed)
		digest_sha256(changed->source.buf, changed->source.len, &digest);
	strings[2] = digest.buf;
	record_add(out, strings, ARRAY_SIZE(strings));
}

void
write_who(struct records *out, const struct recovery_who *who)
{
	struct number pid, since;
	const char *strings[] = { "who", who->user, who->host, who->terminal,
		number_text(&pid, (unsigned long long)who->pid),
		number_text(&since, who->since < 0 ? 0 : (unsigned long long)who->since),
		who->born };

	record_add(out, strings, ARRAY_SIZE(strings));
}

void
write_base(struct records *out, const struct draft_file *file)
{
	const struct form *form = draft_form(file->draft);
	const char *of[] = { "form", form->name, form->path ? form->path : "" };
	const char *strings[] = { "base", file->source.buf };

	record_add(out, of, ARRAY_SIZE(of));
	record_add(out, strings, ARRAY_SIZE(strings));
}

/* What differs between two texts as one replacement: what they begin and end with alike stays. */
static void
write_edit(struct records *out, const char *kind, const struct field *field, const char *before,
	const char *after)
{
	size_t len = strlen(before), new_len = strlen(after), head = 0, tail = 0;
	STRBUF(text);
	struct number at, gone;
	const char *strings[] = { kind, field->key, at.text, gone.text, NULL };

	while (head < len && head < new_len && before[head] == after[head])
		head++;
	while (tail < len - head && tail < new_len - head &&
		before[len - tail - 1] == after[new_len - tail - 1])
		tail++;
	number_text(&at, head);
	number_text(&gone, len - head - tail);
	strbuf_add(&text, after + head, new_len - head - tail);
	strings[4] = text.buf;
	record_add(out, strings, ARRAY_SIZE(strings));
}

static void
write_answer(struct records *out, const struct draft *shadow, const struct draft *draft,
	const struct field *field)
{
	const char *strings[] = { "unset", field->key, draft_source_name(draft, field) };
	size_t n = 2;

	switch (draft_source(draft, field)) {
	case ANSWER_ENVIRONMENT:
		strings[0] = "environment";
		n = 3;
		break;
	case ANSWER_PROMPT:
		strings[0] = "prompt";
		break;
	case ANSWER_COMMAND:
		strings[0] = "command";
		n = 3;
		break;
	case ANSWER_HERE:
		if (draft_unread(draft, field))
			strings[0] = "unread";
		if (!draft_is_answered(draft, field))
			break;
		write_edit(out, "text", field,
			draft_is_answered(shadow, field) ? draft_text(shadow, field) : "",
			draft_text(draft, field));
		return;
	}
	record_add(out, strings, n);
}

/* The note as it will be when the one that is being typed is taken. */
static const char *
note_now(const struct recovery_now *now, const struct field *field)
{
	return field == now->note_field ? now->note : draft_note(now->file->draft, field);
}

/* Whole, in one record: it is small, and a part of it would be another one. What it is bound to is a line KEY=VALUE each,
 * with \\ for a backslash and \n for a line end in it. */
static void
write_acceptance(struct records *out, const char *rule, const struct acceptance *a)
{
	STRBUF(values);
	const char *strings[] = { "unaccepted", rule, NULL, NULL, NULL, NULL };

	for (size_t i = 0; a && i < a->n; i++) {
		strbuf_addf(&values, "%s=", a->values[i].key);
		for (const char *c = a->values[i].value; *c; c++)
			if (*c == '\n')
				strbuf_addstr(&values, "\\n");
			else
				strbuf_addf(&values, "%s%c", *c == '\\' ? "\\" : "", *c);
		strbuf_addch(&values, '\n');
	}
	if (a) {
		strings[0] = "accepted";
		strings[2] = a->reason;
		strings[3] = a->by;
		strings[4] = a->date;
		strings[5] = values.buf;
	}
	record_add(out, strings, a ? ARRAY_SIZE(strings) : 2);
}

void
write_changes(struct records *out, const struct draft *shadow, const struct recovery_now *now)
{
	const struct draft *draft = now->file->draft;
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!draft_answer_is(draft, shadow, field))
			write_answer(out, shadow, draft, field);
		if (strcmp(draft_note(shadow, field), note_now(now, field)) != 0)
			write_edit(out, "note", field, draft_note(shadow, field),
				note_now(now, field));
	}
	for (size_t i = 0; i < rules_count(); i++) {
		const char *rule = rule_at(i)->id;
		const struct acceptance *a = draft_acceptance(draft, rule);

		if (!acceptance_same(a, draft_acceptance(shadow, rule)))
			write_acceptance(out, rule, a);
	}
}

void
write_place(struct records *out, const struct recovery_place *place)
{
	struct number cursor;
	const char *strings[] = { "place", place->field ? place->field->key : "",
		number_text(&cursor, place->cursor), place->emptied ? "emptied" : "" };

	record_add(out, strings, ARRAY_SIZE(strings));
}

void
shadow_follow(struct draft *shadow, const struct recovery_now *now)
{
	const struct form *form = draft_form(shadow);

	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(shadow, now->file->draft, form->fields[i]);
		if (form->fields[i] == now->note_field)
			draft_set_note(shadow, form->fields[i], now->note);
	}
	draft_copy_acceptances(shadow, now->file->draft);
}
