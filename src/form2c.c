/* form2c FORM.yaml...: prints forms as C, to be compiled in. A form may extend those before it. It runs while scepwiz
 * is built and is not installed. So no YAML has to be read before the wizard can paint.
 *
 * Everything is a constant, in read-only memory. struct form has pointers to what form_read fills in, hence the casts.
 * The row of a field type has its name, such as fingerprint_type. tests/unit/test_form_file.c compares the result with
 * what form_read makes of the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

static const char head[] =
	"/* Made by form2c. Make changes in the form file. */\n#include "
	"\"model/field_type_rows.h\"\n\n#include \"format/form/form_file.h\"\n\n#define "
	"TEXT(text) ((char *)(text))\n\n";

/* What a form is made of is named with its number at the end. */
static struct form *forms[16];
static size_t nforms;

/* Those before the one that is being read. */
struct form *
form_builtin_at(size_t i)
{
	return i < nforms ? forms[i] : NULL;
}

/* Octal has three digits, so that a digit can follow; a question mark could begin a trigraph. */
static void
c_string(struct strbuf *out, const char *text, size_t len)
{
	strbuf_addch(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < ' ' || c > '~' || strchr("\"\\?", c))
			strbuf_addf(out, "\\%03o", c);
		else
			strbuf_addch(out, text[i]);
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
	c_string(out, text, strlen(text));
	strbuf_addstr(out, "),\n");
}

static void
c_field_pointer(struct strbuf *out, const char *member, const struct field *field)
{
	if (field)
		strbuf_addf(out, "\t\t.%s = &fields_%zu[%zu],\n", member, nforms, field->index);
}

static void
c_sections(struct strbuf *out, const struct form *form)
{
	strbuf_addf(out, "static const struct section sections_%zu[%zu] = {\n", nforms,
		form->nsections);
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
	strbuf_addf(out, "static const struct choice choices_%zu_%zu[%zu] = {\n", nforms,
		field->index, field->nchoices + 1);
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
	c_text(out, "when_is", field->when_is);
	c_text(out, "default_text", field->default_text);
	c_text(out, "absent_text", field->absent_text);
	c_text(out, "default_source_name", field->default_source_name);
	c_text(out, "target.payload", field->target.payload);
	c_text(out, "target.path", field->target.path);
}

static void
c_field(struct strbuf *out, const struct form *form, const struct field *field)
{
	size_t section = 0;

	strbuf_addstr(out, "\t{\n");
	c_field_texts(out, field);
	strbuf_addf(out, "\t\t.index = %zu,\n\t\t.number = %d,\n", field->index, field->number);
	while (form->sections[section] != field->section)
		section++;
	strbuf_addf(out, "\t\t.section = &sections_%zu[%zu],\n", nforms, section);
	strbuf_addf(out, "\t\t.type = &%s_type,\n\t\t.role = %d,\n", field->type->name,
		(int)field->role);
	strbuf_addf(
		out, "\t\t.flags = %uU,\n\t\t.platforms = %uU,\n", field->flags, field->platforms);
	strbuf_addf(out, "\t\t.default_source = %d,\n", (int)field->default_source);
	c_field_pointer(out, "when", field->when);
	if (field->choices)
		strbuf_addf(out, "\t\t.choices = (struct choice *)choices_%zu_%zu,\n", nforms,
			field->index);
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
	strbuf_addf(out, "static const struct field fields_%zu[%zu] = {\n", nforms, form->nfields);
	for (size_t i = 0; i < form->nfields; i++)
		c_field(out, form, form->fields[i]);
	strbuf_addstr(out, "};\n\n");
}

/* A tree, what is below first. Returns the number in its name, counted on in *n. */
static size_t
c_node(struct strbuf *out, const struct node *node, size_t *n)
{
	static const char *const kinds[] = {
		[NODE_TEXT] = "NODE_TEXT",
		[NODE_DATA] = "NODE_DATA",
		[NODE_INTEGER] = "NODE_INTEGER",
		[NODE_REAL] = "NODE_REAL",
		[NODE_BOOLEAN] = "NODE_BOOLEAN",
		[NODE_DATE] = "NODE_DATE",
		[NODE_LIST] = "NODE_LIST",
		[NODE_MAP] = "NODE_MAP",
	};
	STRBUF(below);
	size_t number;

	for (size_t i = 0; i < node->n; i++)
		strbuf_addf(&below, "\t(struct node *)&node_%zu_%zu,\n", nforms,
			c_node(out, node->v[i], n));
	number = (*n)++;
	if (node->n)
		strbuf_addf(out, "static struct node *const below_%zu_%zu[%zu] = {\n%s};\n", nforms,
			number, node->n, below.buf);
	strbuf_addf(out, "static const struct node node_%zu_%zu = {\n\t\t.kind = %s,\n", nforms,
		number, kinds[node->kind]);
	c_text(out, "key", node->key);
	if (node->n)
		strbuf_addf(out, "\t\t.v = (struct node **)below_%zu_%zu,\n\t\t.n = %zu,\n", nforms,
			number, node->n);
	strbuf_addstr(out, "\t\t.text.buf = TEXT(");
	c_string(out, node->text.buf, node->text.len);
	strbuf_addf(out,
		"),\n\t\t.text.len = %zu,\n\t\t.number = %lldLL,\n\t\t.real = %.17g,\n};\n",
		node->text.len, (long long)node->number, node->real);
	return number;
}

/* nodes: of the form, counted on. */
static void
c_constants(struct strbuf *out, const struct payload *payload, size_t index, size_t *nodes)
{
	STRBUF(array);

	for (size_t i = 0; i < payload->nconstants; i++) {
		size_t node = c_node(out, payload->constants[i].value, nodes);

		strbuf_addstr(&array, "\t{\n");
		c_text(&array, "path", payload->constants[i].path);
		strbuf_addf(
			&array, "\t\t.value = (struct node *)&node_%zu_%zu,\n\t},\n", nforms, node);
	}
	if (payload->nconstants)
		strbuf_addf(out,
			"static const struct constant constants_%zu_%zu[%zu] = {\n%s};\n\n", nforms,
			index, payload->nconstants, array.buf);
}

static void
c_payload(struct strbuf *out, const struct payload *payload, size_t index)
{
	strbuf_addstr(out, "\t{\n");
	c_text(out, "key", payload->key);
	c_text(out, "type", payload->type);
	c_text(out, "label", payload->label);
	c_text(out, "suffix", payload->suffix);
	c_text(out, "when_is", payload->when_is);
	c_field_pointer(out, "when", payload->when);
	c_field_pointer(out, "each", payload->each);
	if (payload->nconstants)
		strbuf_addf(out, "\t\t.constants = (struct constant *)constants_%zu_%zu,\n", nforms,
			index);
	strbuf_addf(out, "\t\t.nconstants = %zu,\n", payload->nconstants);
	strbuf_addf(out, "\t\t.place = { %d, %d },\n\t},\n", payload->place.line,
		payload->place.column);
}

static void
c_payloads(struct strbuf *out, const struct form *form)
{
	size_t nodes = 0;

	for (size_t i = 0; i < form->npayloads; i++)
		c_constants(out, form->payloads[i], i, &nodes);
	strbuf_addf(out, "static const struct payload payloads_%zu[%zu] = {\n", nforms,
		form->npayloads);
	for (size_t i = 0; i < form->npayloads; i++)
		c_payload(out, form->payloads[i], i);
	strbuf_addstr(out, "};\n\n");
}

/* The array of pointers that struct form has, to what c_sections and its like have made. */
static void
c_list(struct strbuf *out, const char *name, size_t n)
{
	strbuf_addf(out, "static struct %s *const %s_list_%zu[%zu] = {\n", name, name, nforms, n);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "\t(struct %s *)&%ss_%zu[%zu],\n", name, name, nforms, i);
	strbuf_addstr(out, "};\n\n");
}

static void
c_form(struct strbuf *out, const struct form *form)
{
	static const char *const lists[] = { "section", "field", "payload" };
	const size_t counts[] = { form->nsections, form->nfields, form->npayloads };

	c_sections(out, form);
	c_fields(out, form);
	c_payloads(out, form);
	for (size_t i = 0; i < 3; i++)
		c_list(out, lists[i], counts[i]);
	strbuf_addf(out, "static const struct form form_%zu = {\n", nforms);
	c_text(out, "name", form->name);
	c_text(out, "extends", form->extends);
	c_text(out, "title", form->title);
	strbuf_addf(out, "\t\t.version = %d,\n\t\t.compiled_in = true,\n", form->version);
	for (size_t i = 0; i < 3; i++)
		strbuf_addf(out, "\t\t.%ss = (struct %s **)%s_list_%zu,\n\t\t.n%ss = %zu,\n",
			lists[i], lists[i], lists[i], nforms, lists[i], counts[i]);
	c_field_pointer(out, "platform", form->platform);
	strbuf_addstr(out, "};\n\n");
}

static void
c_table(struct strbuf *out)
{
	strbuf_addf(out, "static const struct form *const forms[%zu] = {\n", nforms);
	for (size_t i = 0; i < nforms; i++)
		strbuf_addf(out, "\t&form_%zu,\n", i);
	strbuf_addf(out,
		"};\n\nstruct form *\nform_builtin_at(size_t i)\n{\n"
		"\treturn i < %zu ? (struct form *)forms[i] : NULL;\n}\n",
		nforms);
}

int
main(int argc, char **argv)
{
	STRBUF(out);
	STRBUF(err);

	strbuf_addstr(&out, head);
	if (argc < 2 || (size_t)argc > ARRAY_SIZE(forms))
		error_add(&err, "form2c accepts form files, %zu at most", ARRAY_SIZE(forms) - 1);
	for (int i = 1; i < argc && !err.len; i++) {
		forms[nforms] = form_file_read(argv[i], &err);
		if (!forms[nforms])
			break;
		c_form(&out, forms[nforms]);
		nforms++;
	}
	c_table(&out);
	if (!err.len && (fwrite(out.buf, 1, out.len, stdout) != out.len || fflush(stdout) != 0))
		error_add(&err, "form2c cannot write to standard output");
	if (err.len)
		report_errors(err.buf);
	while (nforms)
		form_free(forms[--nforms]);
	return err.len ? EXIT_FAILURE : EXIT_SUCCESS;
}
