/* scepwiz-ask: one HTTP request for scepwiz (base/fetch.h), in a process that can do nothing else. It links libcurl, and
 * nothing that reads what a server sends but that: the body is handed on as bytes. */
#ifndef ASK_ASK_H
#define ASK_ASK_H

#include "base/fetch.h"

/* Before a request is read. On Linux, Landlock leaves the files to read that names and connections need (resolver,
 * certificates, libraries), and none to write or execute; a filter of calls refuses sockets to programs of this machine,
 * other processes, and what only an attacker needs. Everywhere: limits of processor time, memory, descriptors and bytes
 * in files, the folder /, and no other descriptors. A kernel without Landlock enforces the rest. */
void jail_enter(void);

/* Makes the request and fills the answer, within fetch->seconds. The server is verified, always. socket: when it can be
 * read, the session has gone, and this process ends. */
void http_fetch(const struct fetch *fetch, int socket, struct fetched *fetched);

#endif
