/* What a server was asked and answered (model/asked.h), for people: a line for each fact. */
#ifndef CMD_ASKED_OUT_H
#define CMD_ASKED_OUT_H

#include "base/strbuf.h"

#include "model/asked.h"

/* Appends the lines, which have passed the display filter: a label in so many columns, a space, and the fact. */
#define ASKED_LABEL_COLUMNS 13
void asked_show(const struct asked *asked, struct strbuf *out);
/* Appends the name of a certificate for people, not filtered, and shortened if it is long: "Example Root CA" of
 * "CN=Example Root CA, O=Example". */
void asked_show_name(const struct asked_certificate *certificate, struct strbuf *out);

#endif
