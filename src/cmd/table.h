/* A table of texts for people. Columns are as wide as their content; the last one is wrapped. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct table {
	struct strvec cells; /* row by row; the titles first */
	size_t columns;
};

/* One with these titles, ended by NULL, that is released at the end of its block. */
#define TABLE(name, titles)                                        \
	__attribute__((cleanup(table_release))) struct table name; \
	table_init(&name, titles)
/* titles ends with NULL. */
void table_init(struct table *table, const char *const *titles);
void table_release(struct table *table);
/* Adds the next cell, through the display filter. */
void table_add(struct table *table, const char *text);
void table_write(const struct table *table, struct strbuf *out);

#endif
