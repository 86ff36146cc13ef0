/* The field type url: the address of a server. */
#include <ctype.h>
#include <string.h>

#include "syntax/placeholder.h"
#include "syntax/url.h"
#include "syntax/variable.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* $SCEPurl, of a shell script. */
static bool
text_is_shell_variable(const char *text)
{
	size_t len = text[0] == '$' ? 1 : 0;

	while (len && (isalnum((unsigned char)text[len]) || text[len] == '_'))
		len++;
	return len > 1 && !text[len];
}

/* Whether a server or script is to put the whole address in. What people are to replace, as YOUR_URL, is
 * none of them. */
static bool
url_is_filled_later(const char *text)
{
	struct placeholder found;

	if (variable_is_alone(text) || text_is_shell_variable(text))
		return true;
	return placeholder_find(text, PLACEHOLDER_IN_DOTTED, &found) && found.len == strlen(text) &&
	       (found.kind == PLACEHOLDER_VARIABLE || found.kind == PLACEHOLDER_FORMAT ||
		       found.kind == PLACEHOLDER_BRACKETS);
}

/* Rules url-scheme, url-malformed. An address that the server puts in cannot be judged here. */
static void
url_check(struct check *check)
{
	bool filled_later = url_is_filled_later(check->text);

	if (filled_later && check->draft && lint_has_own_variable(check))
		return; /* the MDM that is named puts it in */
	if (filled_later)
		check_report_as(check, SEVERITY_WARNING, "url-scheme", 0,
			"\"%.*s\" is only a variable or placeholder. Enter the server's address, "
			"unless your MDM replaces it",
			EXCERPT(check->text));
	else if (!lint_url(check))
		check_slip(check, lint_slip(check));
}

/* Scheme and host have no case (RFC 3986, section 6.2.2.1), and the scheme's own port goes without saying. */
static void
url_fold(const struct field *field, const char *text, struct strbuf *out)
{
	URL(url);
	FINDING(slip);
	int usual;

	(void)field;
	if (variable_is_used(text) || url_parse(text, &url, &slip) < 0) {
		strbuf_addstr(out, text);
	} else {
		usual = !strcmp(url.scheme.buf, "https") ? 443 : 80;
		strbuf_addf(out, "%s://%s", url.scheme.buf, url.host.buf);
		if (url.port && url.port != usual)
			strbuf_addf(out, ":%d", url.port);
		strbuf_addf(out, "%s%s", url.path.buf, url.query.buf);
	}
}

const struct field_type url_type = {
	.name = "url",
	.summary = "The address of a server, http or https.",
	.widget = WIDGET_LINE,
	.check = url_check,
	.fold = url_fold,
};
