/* A table of texts for people: columns as wide as what stands in them, the last one wrapped. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct table {
	struct strvec cells; /* row after row; the titles first */
	size_t columns;
};

/* One with these titles, which end with NULL, that is released where its block ends. */
#define TABLE(name, titles)                                        \
	__attribute__((cleanup(table_release))) struct table name; \
	table_init(&name, titles)
/* titles ends with NULL. */
void table_init(struct table *table, const char *const *titles);
void table_release(struct table *table);
/* The next cell. It passes the display filter. */
void table_add(struct table *table, const char *text);
void table_write(const struct table *table, struct strbuf *out);

#endif
