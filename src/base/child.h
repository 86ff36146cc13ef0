/* Work that may crash, in a process of its own: what a library does to its memory there ends that
 * process, and is a sentence here.
 *
 * The child has what the caller has in memory, as it stands, and gives back nothing but bytes. Nothing
 * that the caller had open is open in it, none of the session's handlers runs, no key ends it, and it leaves no
 * core file. */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct child_limits {
	unsigned cpu;    /* seconds of computing */
	unsigned clock;  /* seconds until it is killed */
	size_t memory;   /* bytes of address space; 0: as much as the caller may have */
	size_t answer;   /* bytes */
	bool opens_none; /* no file, no socket, no pipe */
};

/* Runs work(data, answer) in a child and appends to out what the child appended to answer. Returns -1,
 * out as it was, where that did not come back whole: why gets a clause, for a sentence of the caller's to
 * go on with, as "the process for it was ended by signal 11 (Segmentation fault)". */
int child_run(const struct child_limits *limits, void (*work)(void *data, struct strbuf *answer),
	void *data, struct strbuf *out, struct strbuf *why);

#endif
