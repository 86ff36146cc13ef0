/* What belongs to a file and not to its name: owner, group, access control list, attributes, mode. A save replaces the
 * file behind the name (base/fileio.h), so all of this is copied to the new file. What cannot be copied removes rights,
 * never adds any, and is reported.
 *
 * Until the end the new file has mode 0600, so that at no moment somebody can read it who could not read the old one.
 * Access control lists and attributes are extended attributes on Linux, and what fcopyfile(3) copies on macOS. Those of
 * the BSDs are not copied. */
#ifndef BASE_FILE_ACCESS_H
#define BASE_FILE_ACCESS_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/strbuf.h"
#include "base/strvec.h"

struct attribute {
	char *name;
	struct strbuf value;
	bool is_list; /* an access control list, which says who may read */
};

/* First the old file, then the result of copying. */
struct file_access {
	const char *path; /* the caller's */
	struct stat before;
	struct attribute *attributes;
	size_t n, alloc;
	bool unknown; /* there may be an access control list, but it cannot be read */

	bool refused; /* it belongs to another user and is not replaced */
	bool owner_lost, owner_shut, group_lost,
		list_lost; /* owner_shut: the owner has no access any more */
	mode_t closed; /* what the group and others could do and no longer can, as bits of the mode */
	const struct attribute *
		lost; /* the first attribute that was not copied, other than an access control list; or NULL */
};

/* before: the result of lstat for the path. Allocates all memory here, so that no allocation can fail while the new
 * file is unnamed. */
void access_read(struct file_access *access, const char *path, const struct stat *before);
void access_release(struct file_access *access);

enum {
	ACCESS_PRIVATE = 1, /* only for the owner from now on: no group, no others, no list */
	ACCESS_TAKE = 2,    /* the user has agreed to take it from its owner */
};

/* Gives the new file (fd, 0600, complete) the properties of the old one. Returns -1 with errno. It is refused if it
 * belongs to another user, who cannot be kept as the owner and could then not read and write it; and if we may not
 * write it. */
int access_carry(struct file_access *access, int fd, unsigned flags);
/* Appends the sentence about the refusal; returns -1. */
int access_refuse(const struct file_access *access, struct strbuf *err);
/* Appends a sentence for each change that people should know about. Call it when the new file has its name. */
void access_tell(const struct file_access *access, struct strvec *told);

#endif
