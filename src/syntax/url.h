/* The URL of a SCEP server: http or https, an ASCII host, no user part (RFC 3986; RFC 8894,
 * section 4.1). */
#ifndef SYNTAX_URL_H
#define SYNTAX_URL_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/finding.h"

struct url {
	struct strbuf scheme; /* "http", in small letters */
	struct strbuf host;   /* "scep-server", "10.0.0.1", "[::1]", in small letters */
	struct strbuf path;   /* "/cgi-bin/pkiclient.exe" */
	struct strbuf query;  /* with its ? or #, empty where there is none */
	int port;             /* 0 where none is written */
};

#define URL_INIT                                                                 \
	{                                                                        \
		.scheme = STRBUF_INIT, .host = STRBUF_INIT, .path = STRBUF_INIT, \
		.query = STRBUF_INIT                                             \
	}

void url_release(struct url *url);
/* An empty one that is released where its block ends. */
#define URL(name) __attribute__((cleanup(url_release))) struct url name = URL_INIT

/* Rules: url-scheme (no scheme, or another; mend where one is missing before a plain host:
 * https://), url-malformed (a space, a control character, a non-ASCII host, no host, a bad port or
 * percent sign, user:password@; mend for blanks around, a bare IPv6 address, and the ASCII form of a host
 * where that is certain). %Name% variables
 * are let through anywhere behind the scheme. */
int url_parse(const char *text, struct url *url, struct finding *slip);

/* 0 where the host is a name (RFC 1123, and underscores, which devices take) or an address, IPv6 in
 * brackets; for url_parse and for DNS names. Else -1, and appends what is wrong with it, a clause for
 * a sentence. allow_wildcard: a first label * is allowed. */
int host_check(const char *host, bool allow_wildcard, struct strbuf *err);

/* Whether the text is an IPv4 or IPv6 address: in brackets or not, with a zone (fe80::1%en0) or not. */
bool host_is_address(const char *text);

/* Appends to a sentence what a host name that is not ASCII is in ASCII, and of which scripts its letters are
 * where they are taken for others. */
void host_tell_ascii(const char *host, struct strbuf *out);

#endif
