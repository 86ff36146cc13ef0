/* Limits what the process itself may do to its user's files, because libyaml and the readers of forms parse untrusted
 * bytes in it. A command says which files it writes (cmd/command.h). From then on, even if the process is taken over,
 * it can create, change, rename and remove files only in their folders, and can send signals only to its own children.
 * This uses Landlock (Linux 5.13 and later; rights that the kernel does not know are not restricted). A filter of
 * system calls (base/seccomp.h) covers what Landlock does not: injecting keys into the terminal, reaching other
 * programs or processes, also through sockets, and changing who may read a file.
 *
 * On other systems, or if a folder cannot be opened for the kernel, there is no restriction and no message: nobody is
 * refused a save because of it. Open files stay open, so that output can go to any file. Reading and running programs
 * are not restricted. A program that is run has the same limits, so the wizard lets its keeper run the editor
 * (base/keeper.h). */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

#include "base/strvec.h"

/* Whether this and the worker's jail are left out. The sanitizers reserve more memory than any limit allows, and
 * read system files at the end; gcov writes files at the end (config.h). */
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

/* What may be written once the process is in the sandbox: everything in the folders of these files, and below. A file need
 * not exist; if its folder does not, the next existing one above counts. Without this call nothing may be written. A process
 * that is forked later, such as the keeper, has the same plan. */
void sandbox_plan(const struct strvec *written);
/* Whether a real path is in the plan, in the sandbox or not. */
bool sandbox_plan_has(const char *real);

/* signals: the process may signal others, as a wizard that takes over a draft does. Returns whether Landlock now holds the
 * process. There is no way out. */
bool sandbox_enter(bool signals);
/* Only the Landlock part, for a process with a filter of its own. */
bool sandbox_hold_files(bool signals);
/* For a program that talks to the network: it can read what is below these paths (NULL ends them; those that do not exist
 * are left out), and read, write and execute nothing else. It can make connections, and accept none. Returns whether
 * Landlock now holds the process. */
bool sandbox_hold_reading(const char *const *paths);
/* Closes everything but the three standard descriptors: what the shell that started scepwiz had open without
 * close-on-exec. */
void sandbox_close_others(void);
/* Whether this process may write the file. Outside of the sandbox it may write every file. */
bool sandbox_has(const char *path);

#endif
