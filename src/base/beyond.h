/* Files outside the wizard's sandbox (base/sandbox.h), which its keeper (base/keeper.h) writes: files that the person
 * at the terminal has confirmed to the keeper itself with y, and new profiles, which have no effect where they are. */
#ifndef BASE_BEYOND_H
#define BASE_BEYOND_H

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/* The request to let the file be written in this session, which the keeper may ask the person about. The answer has the
 * boolean "permitted". */
#define BEYOND_PERMIT "permit"
struct node *beyond_request(const char *path);

/* file_replace (base/fileio.h), done by the keeper. The caller holds the folder's lock. */
int beyond_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err);

/* The keeper's tasks. */
#define BEYOND_WRITE "write"
void beyond_permit_task(const struct node *request, struct node *answer);
void beyond_write_task(const struct node *request, struct node *answer);

#endif
