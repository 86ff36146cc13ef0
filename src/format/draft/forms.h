/* Which form a draft is an answer to. Most are answers to a form that is built in; an organisation has
 * own forms (scepwiz-form(5): extends), which are given by --form FILE or lie in the forms folder
 * ($SCEPWIZ_FORMS, else $XDG_CONFIG_HOME/scepwiz/forms, else ~/.config/scepwiz/forms) as NAME.yaml. Of two forms with
 * one name, that of --form is meant, then scep that is built in, then that of the folder. */
#ifndef FORMAT_FORMS_H
#define FORMAT_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/form.h"

#include "format/draft/draft_file.h"

struct forms;

/* given is what --form says, NULL for nothing: the path of a file, or the name of a form of the folder or of one that
 * is built in. NULL with a sentence where it cannot be read. */
struct forms *forms_open(const char *given, struct strbuf *err);
/* The forms go too: no draft of theirs may be left. */
void forms_free(struct forms *forms);
/* A local that frees itself, to be declared before the drafts of its forms: FORMS(forms) = forms_open(given, &err); */
#define FORMS(name) __attribute__((cleanup(forms_release))) struct forms *name
void forms_release(struct forms **forms);

/* The form of new drafts: that of --form, else the first that is built in. */
const struct form *forms_default(const struct forms *forms);

/* Whether --form says which it is. */
bool forms_are_given(const struct forms *forms);

/* The form that a draft's text names, read where it was not yet; the default where it names none that can be
 * found or is no draft: its reader tells then what is wrong. Only a form that is there and wrong is an error:
 * NULL with a sentence. */
const struct form *forms_of_draft(
	struct forms *forms, const char *data, size_t len, struct strbuf *err);
/* The same for a draft's file. */
const struct form *forms_of_file(struct forms *forms, const char *path, struct strbuf *err);
/* Reads a draft's file as one of the form that it names (draft_file_read). */
int forms_read_draft(
	struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err);
/* The form of a draft that has gone, of which a session has left text: that of --form, else that of the session, by
 * the path of its file ("" for one that is built in). */
const struct form *forms_of_left(
	struct forms *forms, const char *form_path, const struct strbuf *text, struct strbuf *err);

#endif
