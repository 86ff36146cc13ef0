/* An organization's domain: that of a host, and reversed, as identifiers of profiles begin (net.acme for acme.net). */
#ifndef SYNTAX_DOMAIN_H
#define SYNTAX_DOMAIN_H

#include "base/strbuf.h"

/* Appends it reversed, in small letters. -1, and appends what is wrong instead, a clause for a sentence about the domain: one label, a character
 * that identifiers cannot have, reversed already (com.acme). */
int domain_reverse(const char *domain, struct strbuf *out, struct strbuf *err);

/* Appends the domain that was probably registered for a host: acme.net for scep.corp.acme.net, and acme.co.uk for
 * scep.acme.co.uk. False, and nothing, for other hosts: an address, a name of one label, a name for examples
 * (RFC 2606) or for a private network (RFC 6762, RFC 8375). */
bool domain_of_host(const char *host, struct strbuf *out);

#endif
