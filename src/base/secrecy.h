/* What a process does that holds secrets. */
#ifndef BASE_SECRECY_H
#define BASE_SECRECY_H

/* Core files are forbidden from now on, and so is looking into the process to others of the same user, where the system
 * can do that (Linux). Nor does memory go to swap, if what may be locked has no limit: under one, what is allocated
 * later could not be had. So if there is one it is 0 while this asks, and only a process that stands above limits gets
 * it. Pages are locked as they are used, for all of them would be many times as much; a system that cannot do that
 * locks none. Children inherit the ban on core files alone. */
void secrecy_begin(void);

#endif
