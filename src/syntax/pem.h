/* Finds the blocks of a PEM text (RFC 7468) without judging them. Other text is skipped. */
#ifndef SYNTAX_PEM_H
#define SYNTAX_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct pem_block {
	const char *begin; /* its line -----BEGIN LABEL----- */
	const char *label;
	size_t label_len; /* 0 if that line is cut */
	const char *body,
		*body_end; /* between its lines; body_end is NULL if the last line is missing */
};

/* Finds the next block from *at on, and moves *at behind its label. */
bool pem_next(const char **at, const char *end, struct pem_block *block);

bool pem_label_is(const struct pem_block *block, const char *label);
/* A private key of any kind: "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY". */
bool pem_is_private_key(const struct pem_block *block);

/* The first occurrence of a word in a text that is not NUL-terminated; NULL if there is none. */
const char *pem_find(const char *from, const char *end, const char *word);

/* Appends the bytes of a block that has its END line. On failure returns -1, and *bad says where the Base64 is damaged:
 * the byte, counted from data, and its line. */
struct pem_bad {
	size_t offset, line;
};
int pem_decode(
	const struct pem_block *block, const char *data, struct strbuf *der, struct pem_bad *bad);

/* Appends the only block as pem_encode writes it, without other text. False unless there is one block, whole, with that
 * label and something in it. */
bool pem_alone(const struct strbuf *text, const char *label, struct strbuf *out);

/* Appends data as a block with 64 characters a line. */
void pem_encode(const char *label, const void *data, size_t len, struct strbuf *out);

#endif
