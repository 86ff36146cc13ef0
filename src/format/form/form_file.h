/* Reads form files (scepwiz-form(5)). Everything is checked: unknown keys, wrong kinds, a field that is named twice, a
 * `when` that names no field or a later one, a choice without choices. All errors are reported, one line each, which
 * begins with FILE:LINE:COLUMN. */
#ifndef FORMAT_FORM_FILE_H
#define FORMAT_FORM_FILE_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

/* name is for messages. NULL on failure. The caller frees the form with form_free. */
struct form *form_read(const char *data, size_t len, const char *name, struct strbuf *err);
struct form *form_file_read(const char *path, struct strbuf *err);

/* Whether a text is meant to be a form: it extends one, or has sections and payloads. */
bool form_is_one(const char *data, size_t len);
/* Adds its errors as findings (rule form-structure). Returns -1 with a sentence if it is not valid YAML. */
int form_check(
	const char *data, size_t len, const char *name, struct findings *found, struct strbuf *err);

/* The built-in forms, which src/form2c.c makes from the files in forms/ when scepwiz is built. The first one, scep, is
 * the form of drafts that name none. They are in read-only memory, and form_free ignores them. NULL behind the last. */
struct form *form_builtin_at(size_t i);
struct form *form_builtin(void);
/* NULL if there is none with that name. */
struct form *form_builtin_named(const char *name);
/* Appends "scep, acme and scep-wifi". */
void form_builtin_names(struct strbuf *out);

#endif
