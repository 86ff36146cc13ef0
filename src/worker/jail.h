/* Restricts the worker to computing, reading its standard input and writing its standard output. */
#ifndef WORKER_JAIL_H
#define WORKER_JAIL_H

#include "base/sandbox.h" /* UNJAILED: where there is no jail */

/* Closes open descriptors, and sets limits that work on every system: no more descriptors, processes or bytes in files,
 * and no memory beyond WORKER_MEMORY. Then, on Linux (seccomp) and OpenBSD (pledge), it forbids all system calls except
 * those for memory that is never executed, time, random numbers and its own end, and of these what could affect other
 * processes: no files, no network, no other processes, no programs. Call it when everything that comes from files, such
 * as OpenSSL's configuration, has been read or is not needed. */
void jail_enter(void);

/* From now on the process may use this many seconds of processor time. Then it ends. */
void jail_limit_cpu(unsigned seconds);

#endif
