/* form2c FORM.yaml: prints a form as C, to be compiled in. Runs while scepwiz is built and is not
 * installed; nobody has to read YAML then before the wizard can paint.
 *
 * Everything is written as a constant, so that it lies in memory that cannot be written to; struct
 * form points to what form_read can fill in, hence the casts. The row of a field type is called by its
 * name, as fingerprint_type.
 * tests/unit/test_form_file.c compares the outcome with what form_read makes of the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/strbuf.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

static const char head[] = "/* Made by form2c; a change belongs into the form file. */\n"
			   "#include \"model/field_type_rows.h\"\n"
			   "\n"
			   "#include \"format/form/form_file.h\"\n"
			   "\n"
			   "#define TEXT(text) ((char *)(text))\n"
			   "\n";

/* There is none yet, and nothing here asks for it. */
struct form *
form_builtin(void)
{
	return NULL;
}

/* Octal has three digits, so that a digit can follow; a question mark could begin a trigraph. */
static void
c_string(struct strbuf *out, const char *text)
{
	strbuf_addch(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c > '~' || strchr("\"\\?", c))
			strbuf_addf(out, "\\%03o", c);
		else
			strbuf_addch(out, *text);
	}
	strbuf_addch(out, '"');
}

/* What is null is left out: the compiler makes it null. */
static void
c_text(struct strbuf *out, const char *member, const char *text)
{
	if (!text)
		return;
	strbuf_addf(out, "\t\t.%s = TEXT(", member);
	c_string(out, text);
	strbuf_addstr(out, "),\n");
}

static void
c_field_pointer(struct strbuf *out, const char *member, const struct field *field)
{
	if (field)
		strbuf_addf(out, "\t\t.%s = &fields[%zu],\n", member, field->index);
}

static size_t
section_index(const struct form *form, const struct section *section)
{
	size_t i = 0;

	while (i < form->nsections && form->sections[i] != section)
		i++;
	return i;
}

static void
c_sections(struct strbuf *out, const struct form *form)
{
	strbuf_addf(out, "static const struct section sections[%zu] = {\n", form->nsections);
	for (size_t i = 0; i < form->nsections; i++) {
		strbuf_addstr(out, "\t{\n");
		c_text(out, "title", form->sections[i]->title);
		strbuf_addf(out, "\t\t.documented = %d,\n\t},\n", form->sections[i]->documented);
	}
	strbuf_addstr(out, "};\n\n");
}

/* The last one is empty and ends the list. */
static void
c_choices(struct strbuf *out, const struct field *field)
{
	if (!field->choices)
		return;
	strbuf_addf(out, "static const struct choice choices_%zu[%zu] = {\n", field->index,
		field->nchoices + 1);
	for (size_t i = 0; i < field->nchoices; i++) {
		const struct choice *choice = &field->choices[i];

		strbuf_addstr(out, "\t{\n");
		c_text(out, "value", choice->value);
		c_text(out, "label", choice->label);
		c_text(out, "hint", choice->hint);
		strbuf_addf(out,
			"\t\t.number = %ld,\n\t\t.has_number = %d,\n\t\t.is_ios = %d,\n\t},\n",
			choice->number, choice->has_number, choice->is_ios);
	}
	strbuf_addstr(out, "};\n\n");
}

static void
c_field_texts(struct strbuf *out, const struct field *field)
{
	c_text(out, "key", field->key);
	c_text(out, "label", field->label);
	c_text(out, "hint", field->hint);
	c_text(out, "help", field->help);
	c_text(out, "example", field->example);
	c_text(out, "group", field->group);
	c_text(out, "default_text", field->default_text);
	c_text(out, "absent_text", field->absent_text);
	c_text(out, "default_source_name", field->default_source_name);
	c_text(out, "target.payload", field->target.payload);
	c_text(out, "target.path", field->target.path);
}

static void
c_field(struct strbuf *out, const struct form *form, const struct field *field)
{
	strbuf_addstr(out, "\t{\n");
	c_field_texts(out, field);
	strbuf_addf(out, "\t\t.index = %zu,\n\t\t.number = %d,\n", field->index, field->number);
	strbuf_addf(out, "\t\t.section = &sections[%zu],\n", section_index(form, field->section));
	strbuf_addf(out, "\t\t.type = &%s_type,\n\t\t.role = %d,\n", field->type->name,
		(int)field->role);
	strbuf_addf(
		out, "\t\t.flags = %uU,\n\t\t.platforms = %uU,\n", field->flags, field->platforms);
	strbuf_addf(out, "\t\t.default_source = %d,\n", (int)field->default_source);
	c_field_pointer(out, "when", field->when);
	if (field->choices)
		strbuf_addf(out, "\t\t.choices = (struct choice *)choices_%zu,\n", field->index);
	strbuf_addf(out, "\t\t.nchoices = %zu,\n", field->nchoices);
	strbuf_addf(out, "\t\t.minimum = %ldL,\n\t\t.maximum = %ldL,\n", field->minimum,
		field->maximum);
	strbuf_addf(
		out, "\t\t.place = { %d, %d },\n\t},\n", field->place.line, field->place.column);
}

static void
c_fields(struct strbuf *out, const struct form *form)
{
	for (size_t i = 0; i < form->nfields; i++)
		c_choices(out, form->fields[i]);
	strbuf_addf(out, "static const struct field fields[%zu] = {\n", form->nfields);
	for (size_t i = 0; i < form->nfields; i++)
		c_field(out, form, form->fields[i]);
	strbuf_addstr(out, "};\n\n");
}

static void
c_constants(struct strbuf *out, const struct payload *payload, size_t index)
{
	if (!payload->nconstants)
		return;
	strbuf_addf(out, "static const struct constant constants_%zu[%zu] = {\n", index,
		payload->nconstants);
	for (size_t i = 0; i < payload->nconstants; i++) {
		strbuf_addstr(out, "\t{\n");
		c_text(out, "path", payload->constants[i].path);
		c_text(out, "text", payload->constants[i].text);
		strbuf_addstr(out, "\t},\n");
	}
	strbuf_addstr(out, "};\n\n");
}

static void
c_payload(struct strbuf *out, const struct payload *payload, size_t index)
{
	strbuf_addstr(out, "\t{\n");
	c_text(out, "key", payload->key);
	c_text(out, "type", payload->type);
	c_text(out, "label", payload->label);
	c_text(out, "suffix", payload->suffix);
	c_field_pointer(out, "when", payload->when);
	if (payload->nconstants)
		strbuf_addf(out, "\t\t.constants = (struct constant *)constants_%zu,\n", index);
	strbuf_addf(out, "\t\t.nconstants = %zu,\n\t},\n", payload->nconstants);
}

static void
c_payloads(struct strbuf *out, const struct form *form)
{
	for (size_t i = 0; i < form->npayloads; i++)
		c_constants(out, form->payloads[i], i);
	strbuf_addf(out, "static const struct payload payloads[%zu] = {\n", form->npayloads);
	for (size_t i = 0; i < form->npayloads; i++)
		c_payload(out, form->payloads[i], i);
	strbuf_addstr(out, "};\n\n");
}

/* The array of pointers that struct form has: "section_list" to sections. */
static void
c_list(struct strbuf *out, const char *name, size_t n)
{
	strbuf_addf(out, "static struct %s *const %s_list[%zu] = {\n", name, name, n);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "\t(struct %s *)&%ss[%zu],\n", name, name, i);
	strbuf_addstr(out, "};\n\n");
}

static void
c_form(struct strbuf *out, const struct form *form)
{
	static const char *const lists[] = { "section", "field", "payload" };
	const size_t counts[] = { form->nsections, form->nfields, form->npayloads };

	strbuf_addstr(out, head);
	c_sections(out, form);
	c_fields(out, form);
	c_payloads(out, form);
	for (size_t i = 0; i < 3; i++)
		c_list(out, lists[i], counts[i]);
	strbuf_addstr(out, "static const struct form form = {\n");
	c_text(out, "name", form->name);
	c_text(out, "extends", form->extends);
	c_text(out, "title", form->title);
	strbuf_addf(out, "\t\t.version = %d,\n\t\t.compiled_in = true,\n", form->version);
	for (size_t i = 0; i < 3; i++)
		strbuf_addf(out, "\t\t.%ss = (struct %s **)%s_list,\n\t\t.n%ss = %zu,\n", lists[i],
			lists[i], lists[i], lists[i], counts[i]);
	c_field_pointer(out, "platform", form->platform);
	strbuf_addstr(out, "};\n\nstruct form *\nform_builtin(void)\n{\n");
	strbuf_addstr(out, "\treturn (struct form *)&form;\n}\n");
}

int
main(int argc, char **argv)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct form *form = NULL;
	int status = EXIT_FAILURE;

	if (argc != 2)
		error_add(&err, "form2c takes one argument, the form file");
	else
		form = form_file_read(argv[1], &err);
	if (form) {
		c_form(&out, form);
		if (fwrite(out.buf, 1, out.len, stdout) == out.len && fflush(stdout) == 0)
			status = EXIT_SUCCESS;
		else
			error_add(&err, "form2c cannot write to standard output");
	}
	if (err.len)
		report_errors(err.buf);
	form_free(form);
	strbuf_release(&out);
	strbuf_release(&err);
	return status;
}
