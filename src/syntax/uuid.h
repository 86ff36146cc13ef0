/* UUIDs (RFC 9562), random or from a name, in the usual spelling with 8-4-4-4-12 hex digits. They are made in upper
 * case, as Apple's tools do. */
#ifndef SYNTAX_UUID_H
#define SYNTAX_UUID_H

#include <stdbool.h>

#define UUID_TEXT_SIZE 37

/* A random one (version 4). Ends the program if the system has no random numbers. */
void uuid_make(char out[UUID_TEXT_SIZE]);

/* The UUID of a name (version 8, from the name's SHA-256: RFC 9562, section 5.8 and appendix B.2). The same name gives
 * the same UUID on every machine. */
void uuid_of_name(const char *name, char out[UUID_TEXT_SIZE]);

bool uuid_is_valid(const char *text);

#endif
