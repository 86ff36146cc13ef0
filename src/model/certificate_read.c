/* Certificates of one check, each read once. */
#include "model/certificate_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type_rows.h"

const struct certificate_read *
certificates_read(struct certificates_read *list, const char *text, const char *folder)
{
	struct certificate_read *one = list->first;

	while (one && strcmp(one->text, text) != 0)
		one = one->next;
	if (one)
		return one;
	one = xcalloc(1, sizeof *one);
	*one = (struct certificate_read){
		.text = xstrdup(text),
		.cert = CERTIFICATE_INIT,
		.given = STRBUF_INIT,
		.slip = FINDING_INIT,
		.next = list->first,
	};
	one->good = certificate_load_given(text, folder, &one->cert, &one->given, &one->slip) == 0;
	list->first = one;
	return one;
}

void
certificates_read_release(struct certificates_read *list)
{
	for (struct certificate_read *one = list->first, *next; one; one = next) {
		next = one->next;
		certificate_release(&one->cert);
		strbuf_release(&one->given);
		finding_release(&one->slip);
		free(one->text);
		free(one);
	}
	list->first = NULL;
}
