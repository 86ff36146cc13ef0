/* What the worker may do: compute, read its standard input and write its standard output. */
#ifndef WORKER_JAIL_H
#define WORKER_JAIL_H

/* Whether there is no jail: the sanitizers reserve more memory than any limit allows, and look into files of the
 * system at the end; gcov writes one then (config.h). */
#if !defined UNJAILED
#if defined __SANITIZE_ADDRESS__
#define UNJAILED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define UNJAILED 1
#endif
#endif
#endif
#if !defined UNJAILED
#define UNJAILED 0
#endif

/* Closes what was open, limits memory, and takes from the process, where the system can, every
 * other call: no file, no network, no other process (seccomp on Linux, pledge on OpenBSD). To be called once all
 * that is read from files, as OpenSSL's configuration would be, has been read or is not wanted. */
void jail_enter(void);

/* From now on so many seconds of computing; then the process ends. */
void jail_limit_cpu(unsigned seconds);

#endif
