/* Mappings of form files, read by tables of their keys. For form_file.c and the readers of its parts.
 *
 * A mistake does not keep the rest from being read: every function returns -1 where it has added findings
 * (rule form-structure) to reader->found, and the form is none then, however much of it there is. What only
 * follows from another mistake is not told. */
#ifndef FORMAT_FORM_KEYS_H
#define FORMAT_FORM_KEYS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

#include "format/yaml/yaml.h"

struct form_reader {
	const char *name; /* of the file */
	const char *data; /* of it */
	struct form *form;
	const struct node *platform; /* names the platform field; NULL: not read */
	struct place platforms_at;   /* of a list of platforms above that field; line 0: none */
	struct section *section;     /* whose fields are being read */
	int number;                  /* of the last documented field */
	struct findings *found;
	/* Some could not be read, so that one whose name is not found may be among them. */
	bool payloads_broken, fields_broken, presets_broken;
};

/* One key of a mapping. A table of them ends with a NULL name. */
struct form_key {
	const char *name;
	/* Takes the value in; base is the struct that the mapping becomes. */
	int (*set)(struct form_reader *r, const struct form_key *key, void *base,
		const struct node *value);
	size_t offset;     /* of the char * that form_set_text and its like set */
	unsigned flag;     /* of field.flags, for form_set_flag */
	const char *word;  /* the word that sets the flag */
	const char *other; /* the word that leaves it, NULL where there is none */
	bool required;
	bool basis; /* where it is missing or wrong, the keys that rest on it are passed over */
	bool rests;
};

/* Adds a finding; returns -1. */
int form_fail_at(struct form_reader *r, struct place place, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define form_fail(r, node, ...) form_fail_at(r, (node)->place, __VA_ARGS__)
/* Adds to the sentence of the last one. */
void form_fail_more(struct form_reader *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A key that stands in its map already; returns -1, 0 for any other. */
int form_check_repeated(struct form_reader *r, const struct node *value);

/* Sets the keys in the order of the table, whatever their order in the file. what is for messages:
 * "a field". */
int form_read_map(struct form_reader *r, const struct node *map, const char *what,
	const struct form_key *keys, void *base);

int form_check_kind(struct form_reader *r, const struct node *node, enum node_kind kind);
int form_read_number(struct form_reader *r, const struct node *value, long *number);
int form_read_boolean(struct form_reader *r, const struct node *value, bool *yes);
/* The key of a boolean field, or {field: KEY, is: VALUE} of a choice or boolean field; its index is below above.
 * is: NULL for yes. */
int form_read_when(struct form_reader *r, const struct node *value, const struct field **when,
	char **is, size_t above);
/* Adds to the last finding what an unknown word may have meant: the nearest, or all of them. */
void form_suggest(struct form_reader *r, const char *word, const char *const *known);

/* Reads a form that extends another: makes r->form (form_extend.c). */
int form_read_extension(struct form_reader *r, const struct node *root);

/* Reads one field into r->form (form_field.c). */
int form_read_field(struct form_reader *r, const struct node *node);

/* Adds payloads to the form in base, with what names no field (form_payload.c). */
int form_set_payloads(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* A second pass, for payloads name fields and fields name payloads; and checks what every payload needs. payloads:
 * those that were added last, NULL for none. */
int form_read_payload_fields(struct form_reader *r, const struct node *payloads);

/* Adds sections to the form in base (form_file.c). */
int form_set_sections(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
int form_set_version(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);

/* For tables of keys: */
int form_set_any_text(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
int form_set_text(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* A name that drafts, command lines and messages can carry. */
int form_set_word(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* The name of a form, which may hold a dash, too. */
int form_set_name(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* Keys with a slash between; none may be empty. name is what the path is of, for messages. */
int form_check_path(struct form_reader *r, const char *name, struct place place, const char *path);
int form_set_path(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* The MDM that all drafts of the form are for: the default of its field of that name. */
int form_set_mdm(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* base is a struct field. */
int form_set_flag(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);

#endif
