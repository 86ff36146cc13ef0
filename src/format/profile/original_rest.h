/* What an imported draft keeps of its profile beside the form's answers, for those who tell of it. Nothing
 * of it is a value, so nothing is a secret; names are not yet filtered for display. */
#ifndef FORMAT_ORIGINAL_REST_H
#define FORMAT_ORIGINAL_REST_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/draft_file.h"

struct original_rest {
	/* Payloads that are not the form's: what each is, its type and its name: "Wi-Fi
	 * (com.apple.wifi.managed, \"Office\")". And what they are alone: "Wi-Fi". */
	struct strvec payloads, kinds;
	/* Keys that are no field's, and those whose value is of a kind that no answer has: "KeyType in the
	 * SCEP payload", "ConsentText". */
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
/* Whether two drafts keep the same beside the form's answers, values included. What cannot be read is the same
 * as an equal text alone. */
bool original_rest_same(const struct draft_file *a, const struct draft_file *b);
/* Appends "2 payloads (Wi-Fi, certificate), 3 keys"; "nothing beside what the form knows" where there is
 * none. */
void original_rest_summary(const struct original_rest *rest, struct strbuf *out);

#endif
