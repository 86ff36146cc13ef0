/* A crew: processes of this program that share a list of items, each of which is worked on alone, such as the files of
 * one call.
 *
 *     parent: crew_run(&crew), which calls take for all that is said of an item, in the order of that item
 *     member: for each of its items crew->work(item, data)
 *
 * Members are forked: each has the memory, the sandbox and the open files that the parent had then, and the parent sees
 * nothing of what a member changes in memory. It starts a worker of its own. What a member says are frames (base/frame.h). It may have been taken over
 * by what it read, so the parent trusts none of it.
 *
 * A member that ends early costs the item that it was at. Another one is started for the rest of its items. */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"

/* Most members. */
#define CREW_MAX 64

struct crew {
	const char *name; /* of its processes, for sentences: "checking" */
	size_t n;         /* items, numbered from 0 */
	size_t members; /* how many processes; fewer if there are fewer items, or the system refuses more */

	/* In a member: the last that it says of an item, a map, which is freed then. crew_say says more before that. */
	struct node *(*work)(size_t item, void *data);

	/* In the parent. False: the map is not what a member says, which costs the item as an early end does. */
	bool (*take)(size_t item, const struct node *said, bool last, void *data);
	/* In the parent: the item will not be done, perhaps after take was called for it. why is a clause: "the checking
	 * process was ended by signal 11 (Segmentation fault)". */
	void (*lost)(size_t item, const char *why, void *data);
	void *data;
};

/* Returns when all items are done or lost. -1 if no process can be started: then nothing was done. */
int crew_run(const struct crew *crew);

/* In a member. Changes the map, which stays the caller's. */
void crew_say(struct node *map);

/* The number of processors that this program may use. */
size_t crew_processors(void);

#endif
