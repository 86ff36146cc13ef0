/* The signature of an export: who signs is read from the files that the options name. */
#ifndef CMD_SIGNING_H
#define CMD_SIGNING_H

#include "base/strbuf.h"

#include "cmd/command.h"

struct signing {
	const char *cert, *key, *chain; /* paths, NULL where not given */
	struct strbuf done;             /* who has signed what, a sentence; empty until then */
};

#define SIGNING_INIT                 \
	{                            \
		.done = STRBUF_INIT, \
	}

/* Takes --sign, --key and --chain. STATUS_DONE, or STATUS_USAGE after a message. */
int signing_options(struct signing *signing, const struct invocation *invocation);
void signing_release(struct signing *signing);

/* Signs in place; asks on the terminal for the passphrase of a key that has one, and warns of a key that
 * others can read and of a certificate out of its validity. The time of signing is SOURCE_DATE_EPOCH where
 * that is set. */
int signing_sign(struct signing *signing, struct strbuf *profile, struct strbuf *err);

#endif
