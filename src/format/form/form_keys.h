/* Reads the mappings of form files by tables of their keys. For form_file.c and the readers of its parts.
 *
 * After an error the rest is still read. Every function returns -1 if it has added findings (rule form-structure) to
 * reader->found; the form is then discarded. Consequences of other errors are not reported. */
#ifndef FORMAT_FORM_KEYS_H
#define FORMAT_FORM_KEYS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

#include "format/yaml/yaml.h"

struct form_reader {
	const char *name; /* of the file */
	const char *data; /* of the file */
	struct form *form;
	const struct node *platform; /* names the platform field; NULL: not read yet */
	struct place platforms_at;   /* of a list of platforms before that field; line 0: none */
	struct section *section;     /* whose fields are being read */
	int number;                  /* of the last documented field */
	size_t npayloads; /* how many of the form's payloads, the last ones, are from this file; 0 if they were not read */
	struct findings *found;
	/* Some could not be read, so a name that is not found may belong to one of them. */
	bool payloads_broken, fields_broken, presets_broken;
};

/* One key of a mapping. A table of them ends with a NULL name. */
struct form_key {
	const char *name;
	/* Stores the value. base is the struct for the mapping. */
	int (*set)(struct form_reader *r, const struct form_key *key, void *base,
		const struct node *value);
	size_t offset;     /* of the char * that form_set_text and similar functions set */
	unsigned flag;     /* of field.flags, for form_set_flag */
	const char *word;  /* the word that sets the flag */
	const char *other; /* the word that does not; NULL if there is none */
	bool required;
	bool basis; /* if it is missing or wrong, the keys that depend on it are skipped */
	bool rests;
};

/* Adds a finding; returns -1. */
int form_fail_at(struct form_reader *r, struct place place, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define form_fail(r, node, ...) form_fail_at(r, (node)->place, __VA_ARGS__)
/* Adds to the sentence of the last finding. */
void form_fail_more(struct form_reader *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* For a key that its map already has: returns -1. Returns 0 for any other. */
int form_check_repeated(struct form_reader *r, const struct node *value);

/* Reads the keys in the order of the table, whatever their order in the file. what is for messages: "a field". */
int form_read_map(struct form_reader *r, const struct node *map, const char *what,
	const struct form_key *keys, void *base);

int form_check_kind(struct form_reader *r, const struct node *node, enum node_kind kind);
int form_read_number(struct form_reader *r, const struct node *value, long *number);
int form_read_boolean(struct form_reader *r, const struct node *value, bool *yes);
/* The key of a boolean field, or {field: KEY, is: VALUE} of a choice or boolean field, whose index is below above. is:
 * NULL for yes. */
int form_read_when(struct form_reader *r, const struct node *value, const struct field **when,
	char **is, size_t above);
/* Adds to the last finding what an unknown word may have meant: the most similar one, or all of them. */
void form_suggest(struct form_reader *r, const char *word, const char *const *known);

/* Reads a form that extends another: makes r->form (form_extend.c). */
int form_read_extension(struct form_reader *r, const struct node *root);

/* Reads one field into r->form (form_field.c). */
int form_read_field(struct form_reader *r, const struct node *node);

/* Adds payloads to the form in base, without what names fields (form_payload.c). */
int form_set_payloads(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* A second pass, because payloads name fields and fields name payloads. It also checks what every payload needs.
 * payloads: those that were added last, NULL for none. */
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
/* A name for drafts, command lines and messages. */
int form_set_word(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* The name of a form, which may also have a dash. */
int form_set_name(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* Keys separated by slashes, none of which may be empty. name says what the path is for, in messages. */
int form_check_path(struct form_reader *r, const char *name, struct place place, const char *path);
int form_set_path(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* The MDM for all drafts of the form: the default of the field with that role. */
int form_set_mdm(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);
/* base is a struct field. */
int form_set_flag(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value);

#endif
