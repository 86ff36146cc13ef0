/* Mappings of form files, read by tables of their keys. For form_file.c and the readers of its parts.
 *
 * Every function returns -1 with "FILE:LINE:COLUMN: sentence" in reader->err on failure. */
#ifndef FORMAT_FORM_KEYS_H
#define FORMAT_FORM_KEYS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/form.h"

#include "format/yaml/yaml.h"

struct form_reader {
	const char *name; /* of the file */
	struct form *form;
	const char *platform;    /* key of the platform field */
	struct section *section; /* whose fields are being read */
	int number;              /* of the last documented field */
	struct strbuf *err;
};

/* One key of a mapping. A table of them ends with a NULL name. */
struct form_key {
	const char *name;
	/* Takes the value in; base is the struct that the mapping becomes. */
	int (*set)(struct form_reader *r, const struct form_key *key, void *base,
		const struct yaml_node *value);
	size_t offset;     /* of the char * that form_set_text and its like set */
	unsigned flag;     /* of field.flags, for form_set_flag */
	const char *word;  /* the word that sets the flag */
	const char *other; /* the word that leaves it, NULL where there is none */
	bool required;
};

#define form_fail(r, node, ...) yaml_source_error((r)->err, (r)->name, (node)->place, __VA_ARGS__)

/* Sets the keys in the order of the table, whatever their order in the file. what is for messages:
 * "a field". */
int form_read_map(struct form_reader *r, const struct yaml_node *map, const char *what,
	const struct form_key *keys, void *base);

int form_check_kind(struct form_reader *r, const struct yaml_node *node, enum yaml_kind kind);
int form_read_number(struct form_reader *r, const struct yaml_node *value, long *number);
int form_read_boolean(struct form_reader *r, const struct yaml_node *value, bool *yes);
/* A boolean field whose index is below above. */
int form_read_when(struct form_reader *r, const struct yaml_node *value, const struct field **when,
	size_t above);
/* Appends to reader->err what an unknown word may have meant: the nearest, or all of them. */
void form_suggest(struct form_reader *r, const char *word, const char *const *known);

/* Reads a form that extends another: makes r->form (form_extend.c). */
int form_read_extension(struct form_reader *r, const struct yaml_node *root);

/* Reads one field into r->form (form_field.c). */
int form_read_field(struct form_reader *r, const struct yaml_node *node);

/* For tables of keys: */
int form_set_any_text(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);
int form_set_text(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);
/* A name that drafts, command lines and messages can carry. */
int form_set_word(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);
/* Keys with a slash between; none may be empty. */
int form_set_path(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);
/* The MDM that all drafts of the form are for: the default of its field of that name. */
int form_set_mdm(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);
/* base is a struct field. */
int form_set_flag(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value);

#endif
