/* What a server was asked and answered (model/asked.h), for people: a line for each fact. */
#ifndef CMD_ASKED_OUT_H
#define CMD_ASKED_OUT_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/asked.h"

/* Appends the label of each fact, indented if it is about the one before, and its text, which has passed the display
 * filter. */
void asked_facts(const struct asked *asked, struct strvec *labels, struct strvec *texts);
/* The same in lines, with the texts below each other. */
void asked_show(const struct asked *asked, struct strbuf *out);
/* Appends the name of a certificate for people, not filtered, and shortened if it is long: "Example Root CA" of
 * "CN=Example Root CA, O=Example". */
void asked_show_name(const struct asked_certificate *certificate, struct strbuf *out);

#endif
