/* Which form a draft belongs to. Most belong to a built-in form. An organization can have forms of its own
 * (scepwiz-form(5): extends), which are given by --form FILE, or are in the forms folder ($SCEPWIZ_FORMS, else
 * $XDG_CONFIG_HOME/scepwiz/forms, else ~/.config/scepwiz/forms) as NAME.yaml. If two forms have the same name, --form
 * comes first, then the built-in scep, then the folder. */
#ifndef FORMAT_FORMS_H
#define FORMAT_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/form.h"

#include "format/draft/draft_file.h"

struct forms;

/* given is the argument of --form, or NULL: the path of a file, or the name of a form in the folder or of a built-in
 * one. NULL with a sentence if it cannot be read. */
struct forms *forms_open(const char *given, struct strbuf *err);
/* Also frees the forms: none of their drafts may still exist. */
void forms_free(struct forms *forms);
/* A local that is freed at the end of its block. Declare it before the drafts of its forms: FORMS(forms) =
 * forms_open(given, &err); */
#define FORMS(name) __attribute__((cleanup(forms_release))) struct forms *name
void forms_release(struct forms **forms);

/* The form of drafts that name none: that of --form, else the first built-in one. */
const struct form *forms_default(const struct forms *forms);

/* The form of one's own defaults, FORM_OWN: that of the forms folder, or of --form. *own is NULL if there is none, or if
 * --form gives another one. No draft is of it: a new one is of the form that it extends, and has its presets as answers
 * (format/draft/defaults.h). -1 with a sentence if it cannot be read. */
int forms_own(struct forms *forms, const struct form **own, struct strbuf *err);
/* The form of a new draft for which none is named: that which *own extends, else forms_default. NULL with a sentence. */
const struct form *forms_new(struct forms *forms, const struct form **own, struct strbuf *err);
/* The path of its file, whether it is there or not; NULL: there is no forms folder. The caller frees. */
char *forms_own_path(void);

/* Appends a sentence: there is no form with this name, where it was searched, and what to do. */
void forms_tell_missing(const char *name, struct strbuf *out);
/* If later commands do not find the form of a new draft by its name, appends a clause that says what they need. */
void forms_tell_kept(const struct form *form, struct strbuf *out);

/* Whether --form was given. */
bool forms_are_given(const struct forms *forms);

/* Which of the forms that were read, or are built in, has this very field; NULL: none. */
const struct form *forms_of_field(const struct forms *forms, const struct field *field);
/* A form of which another process of this call has a copy: by its name, and the path of its file ("" for a built-in
 * one). It is read if necessary. NULL if it is not there any more. */
const struct form *forms_find(struct forms *forms, const char *name, const char *path);

/* The form that a draft's text names, which is read if necessary. The default if the text names none that can be found,
 * or is not a draft: its reader then reports what is wrong. Only a form that exists but is invalid is an error: NULL
 * with a sentence. */
const struct form *forms_of_draft(
	struct forms *forms, const char *data, size_t len, struct strbuf *err);
/* The same for a draft's file. */
const struct form *forms_of_file(struct forms *forms, const char *path, struct strbuf *err);
/* Reads a draft's file with the form that it names (draft_file_read). */
int forms_read_draft(
	struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err);
/* The form of a removed draft, of which a session has left text: that of --form, else the session's form, by the path
 * of its file ("" for a built-in one). */
const struct form *forms_of_left(
	struct forms *forms, const char *form_path, const struct strbuf *text, struct strbuf *err);

#endif
