/* The signature of an export. The options name the files with the signer's certificate and key. */
#ifndef CMD_SIGNING_H
#define CMD_SIGNING_H

#include "base/strbuf.h"

#include "syntax/cms.h"

#include "format/profile/desk.h"

#include "cmd/command.h"

struct signing {
	const char *cert, *key, *chain; /* paths; NULL if not given */
	struct strbuf done;             /* who has signed what, a sentence; empty until then */
	struct strbuf passphrase; /* that was entered last, for the next profile of the call */
};

#define SIGNING_INIT                                            \
	{                                                       \
		.done = STRBUF_INIT, .passphrase = STRBUF_INIT, \
	}

/* Reads --sign, --key and --chain. Returns STATUS_DONE, or STATUS_USAGE after a message. */
int signing_options(struct signing *signing, const struct invocation *invocation);
void signing_release(struct signing *signing);
/* Tells the desk which files the signature is read from. */
void signing_inputs(const struct signing *signing, struct desk *desk);

/* The certificates of the option --ca of check and import, against which a profile's signature is checked (cms_judge).
 * ca must be as after { .data = STRBUF_INIT }; its name stays NULL if the option is not given. Returns STATUS_DONE, or
 * another status after a message. They are read once, so that a file without certificates is reported before anything
 * else. */
int signing_ca(struct cms_file *ca, const struct invocation *invocation);

#define OPTION_CA                                                                           \
	{                                                                                   \
		"ca", 0, "FILE",                                                            \
			"certificates that are to vouch for who signed a profile; else it " \
			"is an error",                                                      \
			false                                                               \
	}

/* Signs in place. Asks on the terminal for the passphrase of the key, if it has one, and warns about a key that others
 * can read and about a certificate that is not valid now. The time of signing is SOURCE_DATE_EPOCH, if that is set. */
int signing_sign(struct signing *signing, struct strbuf *profile, struct strbuf *err);

#endif
