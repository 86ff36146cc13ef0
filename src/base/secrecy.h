/* Protects a process that holds secrets. */
#ifndef BASE_SECRECY_H
#define BASE_SECRECY_H

/* From now on the process makes no core files, and on Linux other processes of the same user cannot look into it.
 *
 * Its memory does not go to swap, if the limit for locked memory is unlimited. With a limit, a later allocation could
 * fail, so nothing is locked then: the limit is set to 0 during the call, which only a process that is exempt from
 * limits passes. Pages are locked as they are used, because locking all of them would take many times as much; a system
 * that cannot do that locks none. Children inherit only the ban on core files. */
void secrecy_begin(void);

#endif
