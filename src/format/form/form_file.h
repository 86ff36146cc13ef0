/* Reads form files (scepwiz-form(5)) into forms. Everything is checked: unknown keys, wrong kinds, a
 * field that is named twice, a `when` that names no field or a later one, a choice without choices.
 * All mistakes are told, a line each, that begins with FILE:LINE:COLUMN. */
#ifndef FORMAT_FORM_FILE_H
#define FORMAT_FORM_FILE_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

/* name is used in messages. NULL on failure. The caller frees with form_free. */
struct form *form_read(const char *data, size_t len, const char *name, struct strbuf *err);
struct form *form_file_read(const char *path, struct strbuf *err);

/* Whether a text is meant as a form: it extends one, or has sections and payloads. */
bool form_is_one(const char *data, size_t len);
/* Adds its mistakes as findings (rule form-structure). -1 with a sentence where it cannot be read as YAML. */
int form_check(
	const char *data, size_t len, const char *name, struct findings *found, struct strbuf *err);

/* The forms that are compiled in, made of the files in forms/ by src/form2c.c when scepwiz is built; the first, scep,
 * is that of drafts that name none. They lie in memory that cannot be written to; to form_free they mean nothing.
 * NULL behind the last. */
struct form *form_builtin_at(size_t i);
struct form *form_builtin(void);
/* NULL where there is none of that name. */
struct form *form_builtin_named(const char *name);
/* Appends "scep, acme and scep-wifi". */
void form_builtin_names(struct strbuf *out);

#endif
