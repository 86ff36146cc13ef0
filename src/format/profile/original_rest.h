/* What an imported draft has of its profile besides the form's answers, for display. It has no values, so no secrets.
 * Names are not filtered for display yet. */
#ifndef FORMAT_ORIGINAL_REST_H
#define FORMAT_ORIGINAL_REST_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/draft_file.h"

struct original_rest {
	/* Payloads that are not the form's: kind, type and name: "Wi-Fi (com.apple.wifi.managed, \"Office\")". And only
	 * the kind: "Wi-Fi". */
	struct strvec payloads, kinds;
	/* Keys that belong to no field, and those whose value no answer can have: "KeyType in the SCEP payload",
	 * "ConsentText". */
	struct strvec keys;
	/* Keys of secrets that stay in the original: "Password in the Wi-Fi payload". */
	struct strvec secrets;
};

#define ORIGINAL_REST_INIT                                                          \
	{                                                                           \
		.payloads = STRVEC_INIT, .kinds = STRVEC_INIT, .keys = STRVEC_INIT, \
		.secrets = STRVEC_INIT                                              \
	}

/* Empty for a draft that was not imported, or whose original cannot be read. */
void original_rest_read(struct original_rest *rest, const struct draft_file *file);
void original_rest_release(struct original_rest *rest);
#define ORIGINAL_REST(name)                                                         \
	__attribute__((cleanup(original_rest_release))) struct original_rest name = \
		ORIGINAL_REST_INIT
/* Whether two drafts have the same besides the form's answers, values included. If it cannot be read, only an equal
 * text is the same. */
bool original_rest_same(const struct draft_file *a, const struct draft_file *b);
/* Appends "2 payloads (Wi-Fi, certificate), 3 keys", or "nothing beside what the form knows". */
void original_rest_summary(const struct original_rest *rest, struct strbuf *out);

#endif
