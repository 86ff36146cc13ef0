/* A server, or who is in its place, may send back the challenge: in the text of an error, in a name of the certificate.
 * Facts hold no secret, because they are shown, saved as JSON and sent to others. */
#ifndef FORMAT_ASKED_HIDE_H
#define FORMAT_ASKED_HIDE_H

#include "base/strbuf.h"

#include "model/asked.h"

/* Replaces the secret by dots in every text of the server, also what is left of it where a text was cut. Names keep
 * secrets of fewer than ASKED_HIDE_LEAST bytes, which they may have by chance. An empty secret changes nothing. */
#define ASKED_HIDE_LEAST 4
void asked_hide(struct asked *asked, const struct strbuf *secret);

#endif
