/* What the worker may do: compute, read its standard input and write its standard output. */
#ifndef WORKER_JAIL_H
#define WORKER_JAIL_H

/* Closes what was open, forbids core files, limits memory, and takes from the process, where the system can, every
 * other call: no file, no network, no other process (seccomp on Linux, pledge on OpenBSD). To be called once all
 * that is read from files, as OpenSSL's configuration would be, has been read or is not wanted. */
void jail_enter(void);

/* From now on so many seconds of computing; then the process ends. */
void jail_limit_cpu(unsigned seconds);

#endif
