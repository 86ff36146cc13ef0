#include "base/request.h"

#include <string.h>

#include "base/xalloc.h"

/* Each row has what is asked, and what is answered ("-> ") above it. An answer that failed has "error", a sentence, or
 * "slip", what is wrong with the data (syntax/certificate_node.h). */
static const struct request requests[] = {
	/* The certificates of a file (syntax/x509.h, struct certificates). "data"; "any shape", "among others":
	 * booleans -> "certificates": a list */
	{ "certificates", 20, 60, false },
	/* One of them (certificate_parse, certificate_take). "data"; "any shape": a boolean; "number": an integer, 0
	 * for the only one -> "certificate" */
	{ "certificate", 20, 60, false },
	/* Which number of a certificate this is, other than its hash (certificate_number_is). "der", "number": data;
	 * "given": data, what the certificate was read from -> "what": a text, "" for none */
	{ "number", 5, 20, false },
	/* Whether digits are its serial number (certificate_serial_is). "der": data; "digits": a text -> "is": a
	 * boolean */
	{ "serial", 5, 20, false },
	/* Whether one issued the other (certificate_issued_by). "der", "issuer": data -> "issued": an integer */
	{ "issued", 5, 20, false },
	/* Signed data, made (cms_sign). "data"; "cert", "key", "chain": maps of "name" and "data", where there are
	 * such files; "now": a date. Asks: "key": a name, "tries": an integer; the reply has "passphrase": a text
	 * -> "der": data; "signer", "warning": texts; "not after": a date. "warning" is there beside an error, too. */
	{ "sign", 20, 60, true },
	/* Whether certificates vouch for who signed (cms_judge). "data"; "ca": a map of "name" and "data"; "now": a date
	 * -> "signer", "root", "doubt": texts */
	{ "judge", 20, 60, true },
	/* A property list, read (plist_doc_parse). "data" -> "root"; "binary", "signed", "intact": booleans; "signer": a
	 * text; "twice": a list of maps of "key", "first", "again" (nodes whose place is meant) and "equal". A slip's
	 * place is that of its node */
	{ "read", 5, 20, false },
	/* The same, written (plist_write). "root"; "binary": a boolean -> "data" */
	{ "write", 20, 60, false },
	/* A SCEP server asked as a device does it, and a trial enrolment (syntax/scep.h). "plan": scep_plan_to_node.
	 * Asks: "fetch": the name of an operation, "message": data, if the URL has any or for a POST, "post": a boolean;
	 * the reply has "fetched": fetched_to_node. "doing": a text that says what takes long now; the reply is empty.
	 * "wait": seconds, and "consent": the facts so far, before a trial is made; the replies have "go on": a boolean,
	 * and that to "consent", if it is true, "challenge": data -> "facts": as model/asked.h describes them */
	{ "scep", 60, 180, true },
	{ NULL, 0, 0, false },
};

const struct request *
request_find(const char *name)
{
	for (const struct request *r = requests; name && r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

const struct request *
request_at(size_t i)
{
	return i + 1 < ARRAY_SIZE(requests) ? &requests[i] : NULL;
}
