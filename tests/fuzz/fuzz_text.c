/* The display filter: whatever goes in, nothing comes out that could steer a terminal or deceive a
 * reader. The list here is the test's own, not that of base/text.c. */
#include "base/json.h"
#include "base/strvec.h"

#include "syntax/entity.h"
#include "syntax/placeholder.h"

#include "fuzz.h"

static const struct {
	uint32_t first, last;
} forbidden[] = {
	{ 0, 0x1f },          /* C0: ESC, CR, BS, ... */
	{ 0x7f, 0x9f },       /* DEL and C1 */
	{ 0xad, 0xad },       /* soft hyphen */
	{ 0x61c, 0x61c },     /* Arabic letter mark */
	{ 0x200b, 0x200f },   /* zero width, marks of direction */
	{ 0x2028, 0x202e },   /* line ends, embeddings, overrides */
	{ 0x2060, 0x206f },   /* joiners, isolates */
	{ 0xd800, 0xf8ff },   /* surrogates, private use */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* annotations */
	{ 0xe0000, 0xe0fff }, /* tags */
	{ 0xf0000, UTF8_INVALID },
};

static void
must_be_harmless(const char *s, size_t len)
{
	size_t n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(s + pos, len - pos, &cp);
		for (size_t i = 0; i < ARRAY_SIZE(forbidden); i++)
			must(cp < forbidden[i].first || cp > forbidden[i].last);
	}
}

static void
text_shown(const char *data, size_t size)
{
	struct strbuf shown = STRBUF_INIT, again = STRBUF_INIT;
	int columns = size ? (unsigned char)data[0] % 100 : 0;
	size_t fit;

	text_show(&shown, data, size);
	must_be_harmless(shown.buf, shown.len);
	fit = text_fit(shown.buf, shown.len, columns);
	must(fit <= shown.len && text_width(shown.buf, fit) <= columns);
	text_show(&again, shown.buf, shown.len);
	must(!strcmp(shown.buf, again.buf));
	strbuf_release(&shown);
	strbuf_release(&again);
}

/* What is wrapped has the same letters, blanks aside. */
static void
text_wrapped(const char *text)
{
	struct strvec lines = STRVEC_INIT;
	const char *s = text;

	text_wrap(&lines, text, 20);
	for (size_t i = 0; i < lines.n; i++)
		for (const char *line = lines.v[i]; *line; line++) {
			if (*line == ' ')
				continue;
			s += strspn(s, " \n");
			must(*s++ == *line);
		}
	must(!s[strspn(s, " \n")]);
	strvec_release(&lines);
}

static void
json_written(const char *text)
{
	struct strbuf out = STRBUF_INIT;
	NODE(map) = json_add(node_map_new(), text, text, NULL);

	json_write(map, &out);
	for (char *end; (end = strchr(out.buf, '\n'));)
		*end = ' ';
	must_be_harmless(out.buf, out.len);
	strbuf_release(&out);
}

/* What is taken off is shorter than what stood there, and XML can carry what it can. */
static void
entities_decoded(const char *text)
{
	struct strbuf out = STRBUF_INIT;
	size_t len = strlen(text);

	entity_decode(text, &out);
	must(out.len <= len);
	if (text_xml_check(text, len) == len)
		must(text_xml_check(out.buf, out.len) == out.len);
	strbuf_release(&out);
}

static void
placeholder_inside(const char *text)
{
	struct placeholder found;

	for (int kind = PLACEHOLDER_IN_TEXT; kind <= PLACEHOLDER_IN_SECRET; kind++)
		if (placeholder_find(text, (enum placeholder_text)kind, &found))
			must(found.len && found.offset + found.len <= strlen(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "subject", "fingerprint", "url", "key_size", NULL };
	char *text = fuzz_text(data, size);
	size_t len = strlen(text);

	fuzz_locale();
	text_shown((const char *)data, size);
	text_wrapped(text);
	json_written(text);
	entities_decoded(text);
	placeholder_inside(text);
	must(utf8_check(text, len) <= len);
	must(text_xml_check(text, len) <= utf8_check(text, len));
	text_nearest(text, words);
	free(text);
	return 0;
}
