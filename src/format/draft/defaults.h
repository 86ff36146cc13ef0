/* One's own defaults: the form FORM_OWN (model/form.h) of the forms folder, default.yaml, which extends a form that is
 * built in and only presets values. A new draft for which no form is named gets them as its answers and is of the form
 * that is built in, so that everybody can read it and it stays as it is when the defaults change. */
#ifndef FORMAT_DEFAULTS_H
#define FORMAT_DEFAULTS_H

#include "base/strbuf.h"

#include "format/draft/draft_file.h"

/* A new draft, as draft_file_new makes it, with the presets as answers, and an identifier that begins with the domain.
 * own: of forms_own, NULL: as draft_file_new. form: the one that own extends. */
void defaults_new(
	struct draft_file *file, const struct form *form, const struct form *own, const char *path);

/* The answers of a draft of own, and its presets, become those of a new draft of the form that own extends. UUIDs stay. */
void defaults_take(struct draft_file *file, const struct draft *from);

/* What a new draft is called on the screen, of the name of its file: branch-office becomes "Branch office". Nothing
 * changes if the form, or somebody, has named it already. */
void defaults_name(struct draft_file *file);

/*
 * Keeping a value as one's default, by the keeper (base/keeper.h), which is asked by a process that nobody trusts: it looks
 * at no value, writes this one file alone, and only after the person at the terminal has typed y.
 */

/* What the request wants, and what the file has. */
struct defaults_change {
	const struct field *field; /* of a form that is built in */
	struct strbuf text;        /* the value */
	bool forget; /* that is the default already, so the question is whether to forget it */
	char *path;  /* of the file */
	bool is_there;
	struct strbuf was, now; /* its text, before and after */
};

#define DEFAULTS_CHANGE_INIT                                                 \
	{                                                                    \
		.text = STRBUF_INIT, .was = STRBUF_INIT, .now = STRBUF_INIT, \
	}

void defaults_change_release(struct defaults_change *change);
#define DEFAULTS_CHANGE(name)                                                           \
	__attribute__((cleanup(defaults_change_release))) struct defaults_change name = \
		DEFAULTS_CHANGE_INIT

/* Whether a value of the field can be a default; appends why not, a clause. Not: a secret, what is made
 * for each draft, what the form has locked, a certificate. */
bool defaults_may_keep(const struct form *form, const struct field *field, struct strbuf *why);
/* Makes the change; -1 with a sentence if it cannot be made. form: the name of the draft's form. */
int defaults_prepare(struct defaults_change *change, const char *form, const char *key,
	const char *text, struct strbuf *err);
/* Writes the file, 0600, and makes its folder; -1 with a sentence. */
int defaults_write(const struct defaults_change *change, struct strbuf *err);

#endif
