/* One HTTP request, and what came of it: what scepwiz tells scepwiz-ask, the program that talks to the network, and
 * what that answers. This file is all that both sides share.
 *
 * scepwiz-ask is started as base/helper.h says. It reads one frame (base/frame.h) with a struct fetch, makes that one
 * request, sends one frame with a struct fetched, and ends. There are no frames about its progress. It also ends, at
 * once, when the socket is closed: that is how a request is called off.
 *
 * It is told no secret: the challenge is only ever inside a body that is encrypted for the CA. */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include <stdbool.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#define FETCH_NAME "scepwiz-ask"

/* Bytes of an answer's body, and of all its headers. */
#define FETCH_BODY_LIMIT (1024 * 1024)
#define FETCH_HEADERS_LIMIT 300000
/* Bytes of a URL: a message goes there by GET. */
#define FETCH_URL_LIMIT (256 * 1024)
/* Bytes of any other text. scepwiz-ask cuts what is longer. */
#define FETCH_TEXT_LIMIT 4096
/* Redirects that a GET follows. A POST follows none. */
#define FETCH_REDIRECTS_MAX 3
#define FETCH_CONNECT_SECONDS 5
#define FETCH_SECONDS 15 /* of a whole request, unless another number is given */
#define FETCH_SECONDS_MAX 300

struct fetch {
	struct strbuf url;  /* http or https, as it goes out */
	bool post;          /* else GET */
	struct strbuf type; /* of the body, for a POST */
	struct strbuf body; /* for a POST */
	struct strbuf
		root; /* a certificate in PEM that is trusted besides the system's; empty: none */
	struct strbuf
		proxy; /* a URL of http, https, socks5 or socks5h; empty: none, whatever the environment says */
	unsigned seconds;
};

#define FETCH_INIT                                                                                 \
	{                                                                                          \
		.url = STRBUF_INIT, .type = STRBUF_INIT, .body = STRBUF_INIT, .root = STRBUF_INIT, \
		.proxy = STRBUF_INIT, .seconds = FETCH_SECONDS                                     \
	}

void fetch_release(struct fetch *fetch);
#define FETCH(name) __attribute__((cleanup(fetch_release))) struct fetch name = FETCH_INIT

/* Why there is no answer, or none that can be used. */
enum fetch_failure {
	FETCH_DONE, /* there is one, whatever its status */
	FETCH_NAME_UNKNOWN,
	FETCH_REFUSED, /* no connection: refused, no route */
	FETCH_TIMEOUT,
	FETCH_TLS,       /* the certificate is not trusted, or the handshake fails */
	FETCH_CUT,       /* the connection ended before the answer did */
	FETCH_TOO_LARGE, /* the body */
	FETCH_HEADERS,   /* without end */
	FETCH_NOT_HTTP,
	FETCH_REDIRECTS,          /* more than FETCH_REDIRECTS_MAX */
	FETCH_REDIRECT_SCHEME,    /* to another scheme than http and https */
	FETCH_REDIRECT_DOWNGRADE, /* from https to http */
	FETCH_PROXY,              /* it does not answer, or refuses */
	FETCH_OTHER,              /* the program is missing, was ended, or what libcurl says */
};
/* "timeout", "redirect-scheme"; for frames and JSON. */
const char *fetch_failure_name(enum fetch_failure failure);
/* False for another word. */
bool fetch_failure_find(const char *name, enum fetch_failure *failure);

/* Who vouches for a server of https. */
enum fetch_trust {
	FETCH_TRUST_NONE, /* plain http, or not trusted */
	FETCH_TRUST_SYSTEM,
	FETCH_TRUST_ROOT, /* only the certificate of fetch.root */
};

struct fetched {
	enum fetch_failure failure;
	struct strbuf
		says; /* for FETCH_OTHER and others: a clause of libcurl's or ours that says more; may be empty */
	int status;         /* of HTTP; 0: none */
	struct strbuf type; /* Content-Type as it came, whole; empty: none */
	struct strbuf body; /* up to FETCH_BODY_LIMIT */
	/* "302 http://...", in their order, up to the one that was not followed: that of a POST, one too many, or one
	 * that is refused. */
	struct strvec redirects;
	enum fetch_trust trust;
	struct strbuf
		whose; /* of https that is not trusted: "CN=..., issued by ..., until 2027-01-01" */
	unsigned ms;
};

#define FETCHED_INIT                                                           \
	{                                                                      \
		.says = STRBUF_INIT, .type = STRBUF_INIT, .body = STRBUF_INIT, \
		.redirects = STRVEC_INIT, .whose = STRBUF_INIT                 \
	}

void fetched_release(struct fetched *fetched);
#define FETCHED(name) __attribute__((cleanup(fetched_release))) struct fetched name = FETCHED_INIT

struct node *fetch_to_node(const struct fetch *fetch);
struct node *fetched_to_node(const struct fetched *fetched);
/* Strict: false for anything that the other side never sends. What was filled must be released in any case. */
bool fetch_from_node(const struct node *node, struct fetch *fetch);
bool fetched_from_node(const struct node *node, struct fetched *fetched);

/* Appends the server of a URL: "http://ca.example.com:8080", in lower case, without the usual port. False for anything
 * but http and https, a host in ASCII, no user name, and no spaces or control characters. */
bool fetch_server(const char *url, struct strbuf *server);
/* Whether that is so for the URL of a proxy, which may be of socks5 and socks5h, too. */
bool fetch_proxy_is_sound(const char *url);

/*
 * Starting it. A session inside its sandbox can make no connection, nor can a program that it runs. So its keeper
 * (base/keeper.h), which is outside, starts scepwiz-ask, sends it the request and hands the session its socket.
 */

/* The keeper's tasks; a keeper has one of them. fetch_task is for commands whose user asked for the network by calling
 * them: it shows the first server on standard error ("Asking http://ca.example.com ..."), and then allows that one
 * alone. fetch_confirm_task is for the wizard: it asks the person at the terminal, once for each server in a session. A
 * server is a scheme, host and port, with those of the proxy. Redirects are followed to others. */
#define FETCH_TASK "fetch"
void fetch_task(const struct node *request, struct node *answer);
void fetch_confirm_task(const struct node *request, struct node *answer);

/* Starts a request. Returns the socket, from which the caller reads frames (helper_hear) and which it closes. Returns -1
 * with a sentence: no keeper, not allowed, the program is missing, no such URL. fetch_confirm_task may need the
 * terminal: then the caller has lent it. */
int fetch_begin(const struct fetch *fetch, struct strbuf *err);
/* Whether the keeper will ask the person at the terminal about this request. */
bool fetch_needs_word(const struct fetch *fetch);

/* For tests, before the keeper begins: the program to start instead of scepwiz-ask. */
void fetch_use(const char *path);

#endif
