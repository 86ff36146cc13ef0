#include "format/ask/stand_in.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"
#include "syntax/variable.h"

void
stand_ins_release(struct stand_ins *list)
{
	strvec_release(&list->names);
	strvec_release(&list->values);
	strvec_release(&list->lacking);
}

/*
 * What is given.
 */

/* Moves *at behind the signs before a name, and returns the length without those behind it: %Name%, {{ name }}, ${name},
 * $NAME. */
static size_t
name_alone(const char **at, size_t len)
{
	while (len && strchr("%${ ", **at)) {
		(*at)++;
		len--;
	}
	while (len && strchr("%} ", (*at)[len - 1]))
		len--;
	return len;
}

static bool
name_is(const char *given, size_t given_len, const char *variable, size_t variable_len)
{
	given_len = name_alone(&given, given_len);
	variable_len = name_alone(&variable, variable_len);
	return given_len == variable_len && !memcmp(given, variable, given_len);
}

/* The value that the user gives; NULL if there is none. */
static const char *
given_value(const struct stand_ins *list, const char *variable, size_t len)
{
	for (size_t i = 0; list->given && i < list->given->n; i++) {
		const char *given = list->given->v[i], *sign = strchr(given, '=');

		if (sign && name_is(given, (size_t)(sign - given), variable, len))
			return sign + 1;
	}
	return NULL;
}

const char *
stand_ins_unused(const struct stand_ins *list)
{
	for (size_t i = 0; list->given && i < list->given->n; i++) {
		const char *given = list->given->v[i], *sign = strchr(given, '=');
		bool used = false;

		for (size_t n = 0; sign && n < list->names.n; n++)
			used |= name_is(given, (size_t)(sign - given), list->names.v[n],
				strlen(list->names.v[n]));
		if (!used)
			return given;
	}
	return NULL;
}

/*
 * What is made.
 */

static void
make_bytes(unsigned char *bytes, size_t n)
{
	if (random_bytes(bytes, n) < 0) {
		report_error("the system has no random numbers");
		abort();
	}
}

static const char *
letters(struct stand_ins *list)
{
	unsigned char bytes[STAND_IN_LETTERS / 2];

	if (!*list->letters) {
		make_bytes(bytes, sizeof bytes);
		snprintf(list->letters, sizeof list->letters, "%02X%02X", bytes[0], bytes[1]);
	}
	return list->letters;
}

static void
make_serial(struct stand_ins *list, struct strbuf *out)
{
	strbuf_addf(out, "SCEPWIZ-TRIAL-%s", letters(list));
}

/* Host names are in lower case. */
static void
make_host(struct stand_ins *list, struct strbuf *out)
{
	strbuf_addstr(out, "scepwiz-trial-");
	for (const char *c = letters(list); *c; c++)
		strbuf_addch(out, (char)tolower((unsigned char)*c));
}

static void
make_uuid(struct stand_ins *list, struct strbuf *out)
{
	char uuid[UUID_TEXT_SIZE];

	(void)list;
	uuid_make(uuid);
	strbuf_addstr(out, uuid);
}

/* An address that no maker of hardware gives: the second bit says that it is locally administered (IEEE 802). */
static void
make_mac(struct stand_ins *list, struct strbuf *out)
{
	unsigned char bytes[3];

	(void)list;
	make_bytes(bytes, sizeof bytes);
	strbuf_addf(out, "02:00:00:%02x:%02x:%02x", bytes[0], bytes[1], bytes[2]);
}

/* What is known of every Mac. What only a directory or another MDM knows has to be given. */
static const struct {
	const char *variable;
	void (*make)(struct stand_ins *list, struct strbuf *out);
} made[] = {
	{ "%SerialNumber%", make_serial },
	{ "%ComputerName%", make_host },
	{ "%HostName%", make_host },
	{ "%LocalHostName%", make_host },
	{ "%HardwareUUID%", make_uuid },
	{ "%MACAddress%", make_mac },
};

static bool
make_value(struct stand_ins *list, const char *variable, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		if (!strcmp(made[i].variable, variable)) {
			made[i].make(list, out);
			return true;
		}
	return false;
}

/*
 * Putting it in.
 */

/* The value of a variable, found when it first appears; NULL if it has none. */
static const char *
stand_in_of(struct stand_ins *list, const char *at, size_t len)
{
	OWN_TEXT(variable) = xstrndup(at, len);
	const char *given = given_value(list, at, len);
	STRBUF(value);

	for (size_t i = 0; i < list->names.n; i++)
		if (!strcmp(list->names.v[i], variable))
			return list->values.v[i];
	if (given) {
		strbuf_addstr(&value, given);
	} else if (!make_value(list, variable, &value)) {
		if (!strvec_contains(&list->lacking, variable))
			strvec_push(&list->lacking, variable);
		return NULL;
	}
	strvec_push(&list->names, variable);
	strvec_push(&list->values, value.buf);
	return list->values.v[list->values.n - 1];
}

void
stand_ins_put(struct stand_ins *list, const char *text, struct strbuf *out)
{
	struct variable_use use;
	size_t pos = 0, done = 0;

	while (variable_next(text, &pos, &use)) {
		const char *value;

		if (use.kind == VARIABLE_LONE)
			continue;
		value = stand_in_of(list, text + use.offset, use.len);
		strbuf_add(out, text + done, use.offset - done);
		if (value)
			strbuf_addstr(out, value);
		else
			strbuf_add(out, text + use.offset, use.len);
		done = use.offset + use.len;
	}
	strbuf_addstr(out, text + done);
}

void
stand_ins_tell(const struct stand_ins *list, struct strvec *lines)
{
	for (size_t i = 0; i < list->names.n; i++) {
		STRBUF(line);

		strbuf_addf(&line, "%s stands for %s", list->names.v[i], list->values.v[i]);
		strvec_push(lines, line.buf);
	}
}
