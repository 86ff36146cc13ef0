/* URLs put together from their parts are read to the same parts; variables stand inside the text, one
 * behind the other. */
#include <strings.h>

#include "syntax/punycode.h"
#include "syntax/url.h"
#include "syntax/variable.h"

#include "fuzz.h"

static void
url_put_together(const struct url *url, struct strbuf *out)
{
	strbuf_addf(out, "%s://%s", url->scheme.buf, url->host.buf);
	if (url->port)
		strbuf_addf(out, ":%d", url->port);
	strbuf_addf(out, "%s%s", url->path.buf, url->query.buf);
}

static void
url_again(const struct url *url)
{
	struct url again = URL_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf text = STRBUF_INIT;

	url_put_together(url, &text);
	must(url_parse(text.buf, &again, &slip) == 0);
	must(!strcmp(url->scheme.buf, again.scheme.buf) && !strcmp(url->host.buf, again.host.buf));
	must(!strcmp(url->path.buf, again.path.buf) && !strcmp(url->query.buf, again.query.buf));
	must(url->port == again.port && url->port >= 0 && url->port <= 65535);
	url_release(&again);
	finding_release(&slip);
	strbuf_release(&text);
}

static void
url_mended(const char *mend)
{
	struct url url = URL_INIT;
	struct finding slip = FINDING_INIT;

	must(url_parse(mend, &url, &slip) == 0);
	url_release(&url);
	finding_release(&slip);
}

static void
variables_walk(const char *text)
{
	struct variable_use use;
	size_t pos = 0, before = 0, len = strlen(text);

	while (variable_next(text, &pos, &use)) {
		must(use.offset >= before && use.len > 0 && use.offset + use.len <= len);
		must(pos > before && pos <= len);
		must((use.kind == VARIABLE_APPLE) <= (use.variable != NULL));
		before = pos;
	}
	variable_is_alone(text);
	variable_is_used(text);
}

/* What is read from Punycode is written as the same characters again. */
static void
punycode_again(const char *text)
{
	struct strbuf read = STRBUF_INIT, ascii = STRBUF_INIT, again = STRBUF_INIT;
	bool mixed;

	if (punycode_decode(text, &read) == 0 && punycode_encode(read.buf, &ascii) == 0 &&
		punycode_decode(ascii.buf, &again) == 0)
		must(!strcasecmp(read.buf, again.buf));
	punycode_lookalikes(text, &mixed);
	punycode_is_certain(text);
	strbuf_release(&read);
	strbuf_release(&ascii);
	strbuf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct url url = URL_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf why = STRBUF_INIT;
	char *text = fuzz_text(data, size);

	if (url_parse(text, &url, &slip) == 0)
		url_again(&url);
	else
		fuzz_slip(&slip, strlen(text));
	if (slip.fix)
		url_mended(slip.fix);
	must((host_check(text, true, &why) < 0) == (why.len > 0));
	variables_walk(text);
	punycode_again(text);
	url_release(&url);
	finding_release(&slip);
	strbuf_release(&why);
	free(text);
	return 0;
}
