/* The URL of a SCEP server: http or https, an ASCII host, no user part (RFC 3986; RFC 8894,
 * section 4.1). */
#ifndef SYNTAX_URL_H
#define SYNTAX_URL_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/finding.h"

struct url {
	struct strbuf scheme; /* "http", in lower case */
	struct strbuf host;   /* "scep-server", "10.0.0.1", "[::1]", in lower case */
	struct strbuf path;   /* "/cgi-bin/pkiclient.exe" */
	struct strbuf query;  /* with its ? or #; empty if there is none */
	int port;             /* 0 if there is none */
};

#define URL_INIT                                                                 \
	{                                                                        \
		.scheme = STRBUF_INIT, .host = STRBUF_INIT, .path = STRBUF_INIT, \
		.query = STRBUF_INIT                                             \
	}

void url_release(struct url *url);
/* An empty one that is released at the end of its block. */
#define URL(name) __attribute__((cleanup(url_release))) struct url name = URL_INIT

/* Rules: url-scheme (missing, or another one; fix if it is missing before a plain host: https://), url-malformed (a
 * space, a control character, a non-ASCII host, no host, a bad port or percent sign, user:password@; fix for
 * surrounding spaces, for an IPv6 address without brackets, and for the ASCII form of a host if it is certain). %Name%
 * variables are allowed anywhere behind the scheme. */
int url_parse(const char *text, struct url *url, struct finding *slip);

/* For url_parse and for DNS names. Returns 0 if the host is a name (RFC 1123, also with underscores, which devices
 * accept) or an address, IPv6 in brackets. Else -1, and appends a clause that says what is wrong. allow_wildcard: the
 * first label may be *. */
int host_check(const char *host, bool allow_wildcard, struct strbuf *err);

/* Whether the text is an IPv4 or IPv6 address, with or without brackets and zone (fe80::1%en0). */
bool host_is_address(const char *text);

/* Appends to a sentence the ASCII form of a host name that is not ASCII, and the scripts of letters that look like
 * others. */
void host_tell_ascii(const char *host, struct strbuf *out);

#endif
