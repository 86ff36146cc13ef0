/* What is usually behind XML that is not well-formed: an unfilled <placeholder>, a bare &, quotes from a
 * word processor, a file that was cut. Text between tags may be a secret and is not quoted. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "worker/plist_xml.h"

#define WIDEST_MARKUP 80 /* bytes of <...> that are looked at */
#define SHOWN_COLUMNS 40

static const char not_well_formed[] = "profile-not-well-formed";

/* Sentences that a code of expat alone decides. */
static const struct {
	enum XML_Error code;
	const char *sentence;
} by_code[] = {
	{ XML_ERROR_MISPLACED_XML_PI,
		"<?xml ...?> must be at the very beginning. Remove what is before it (a space, an "
		"empty line, another profile)" },
	{ XML_ERROR_UNKNOWN_ENCODING,
		"the encoding in the first line is not supported. Save the file as UTF-8 and "
		"write encoding=\"UTF-8\"" },
	{ XML_ERROR_INCORRECT_ENCODING,
		"the file is not in the encoding of its first line. Write encoding=\"UTF-8\" if "
		"it is in UTF-8" },
	{ XML_ERROR_UNDEFINED_ENTITY,
		"XML knows only the names &amp; &lt; &gt; &quot; &apos;. Write &amp; for an & "
		"itself, and a number for another character (&#160;)" },
	{ XML_ERROR_DUPLICATE_ATTRIBUTE, "an attribute is in one tag twice" },
	{ XML_ERROR_UNCLOSED_CDATA_SECTION,
		"<![CDATA[ is not ended by ]]>. The file may have been cut" },
};

static bool
slip_control_character(const struct plist_slip *slip, struct finding *problem)
{
	unsigned char c = slip->at < slip->len ? (unsigned char)slip->data[slip->at] : ' ';
	bool found = slip->code == XML_ERROR_BAD_CHAR_REF ||
		     (slip->code == XML_ERROR_INVALID_TOKEN && c < ' ' && c != '\t' && c != '\n' &&
			     c != '\r');

	if (found && slip->code == XML_ERROR_BAD_CHAR_REF)
		finding_set(problem, "text-control-character", slip->at,
			"the number after &# is a character that XML cannot hold. Remove it");
	else if (found)
		finding_set(problem, "text-control-character", slip->at,
			"the character U+%04X cannot be in XML. Remove it", c);
	return found;
}

/* The file ends before all is closed. */
static bool
slip_cut(const struct plist_slip *slip, struct finding *problem)
{
	static const enum XML_Error codes[] = { XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN,
		XML_ERROR_PARTIAL_CHAR };
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		found = found || slip->code == codes[i];
	if (found && slip->open && slip->begin.line)
		finding_set(problem, not_well_formed, slip->at,
			"the file ends inside <%s> of line %d. It was cut, or </%s> is missing",
			slip->open, slip->begin.line, slip->open);
	else if (found)
		finding_set(problem, not_well_formed, slip->at,
			"the file ends before the property list is complete. It was cut");
	return found;
}

/* The text at pos up to > or the end of the line, for a message. */
static void
slip_markup(const struct plist_slip *slip, size_t pos, const char *stop, struct strbuf *shown)
{
	size_t end = pos;

	while (end < slip->len && end - pos < WIDEST_MARKUP && slip->data[end] &&
		!strchr(stop, slip->data[end]))
		end++;
	text_show(shown, slip->data + pos, end - pos);
	strbuf_truncate(shown, text_fit(shown->buf, shown->len, SHOWN_COLUMNS));
}

static bool
slip_mismatch(const struct plist_slip *slip, struct finding *problem)
{
	STRBUF(name);

	if (slip->code != XML_ERROR_TAG_MISMATCH || !slip->open)
		return false;
	slip_markup(slip, slip->at, "> \t\r\n", &name);
	finding_set(problem, not_well_formed, slip->at - strlen("</"),
		"found </%s> instead of </%s>, because <%s> of line %d is open", name.buf,
		slip->open, slip->open, slip->begin.line);
	return true;
}

static bool
slip_curly_quote(const struct plist_slip *slip, struct finding *problem)
{
	static const char *const quotes[] = { "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e",
		"\xe2\x80\x98", "\xe2\x80\x99" };

	for (size_t i = 0; i < ARRAY_SIZE(quotes) && slip->at + 3 <= slip->len; i++) {
		if (memcmp(slip->data + slip->at, quotes[i], 3) != 0)
			continue;
		finding_set(problem, not_well_formed, slip->at,
			"a curly quote (%s) is in a tag. Write a straight one (\")", quotes[i]);
		return true;
	}
	return false;
}

/* expat stops behind the name that it takes for the entity's. */
static bool
slip_ampersand(const struct plist_slip *slip, struct finding *problem)
{
	size_t pos = slip->at;

	while (pos > 0 && (isalnum((unsigned char)slip->data[pos - 1]) ||
				  (unsigned char)slip->data[pos - 1] >= 0x80 ||
				  memchr("#-_.:", slip->data[pos - 1], 5)))
		pos--;
	if (!pos || slip->data[pos - 1] != '&')
		return false;
	finding_set(problem, not_well_formed, pos - 1, "write an & itself as &amp; in XML");
	return true;
}

static bool
slip_not_utf8(const struct plist_slip *slip, struct finding *problem)
{
	uint32_t cp = 0;

	utf8_decode(slip->data + slip->at, slip->len - slip->at, &cp);
	if (cp != UTF8_INVALID)
		return false;
	finding_set(problem, not_well_formed, slip->at,
		"the byte 0x%02X is not UTF-8. Save the file as UTF-8, or name its encoding in "
		"the first line",
		(unsigned char)slip->data[slip->at]);
	return true;
}

static bool
slip_bracket(const struct plist_slip *slip, struct finding *problem)
{
	size_t pos = slip->at, low = pos > WIDEST_MARKUP ? pos - WIDEST_MARKUP : 0;
	STRBUF(shown);

	while (pos > low && slip->data[pos - 1] != '<' && slip->data[pos - 1] != '>')
		pos--;
	if (pos == low || slip->data[pos - 1] != '<')
		return false;
	slip_markup(slip, pos, "<>\n", &shown);
	if (pos + shown.len < slip->len && slip->data[pos + shown.len] == '>')
		finding_set(problem, not_well_formed, pos - 1,
			"<%s> is not a tag. If it is an unfilled placeholder, fill it in. If it "
			"is text, write &lt;%s&gt;",
			shown.buf, shown.buf);
	else
		finding_set(problem, not_well_formed, pos - 1,
			"a < does not begin a tag here. Write the character itself as &lt;");
	return true;
}

/* Behind the end of the property list: a tag that closes what is closed already, or something else. */
static bool
slip_behind(const struct plist_slip *slip, struct finding *problem)
{
	size_t pos = slip->at, low = pos > WIDEST_MARKUP ? pos - WIDEST_MARKUP : 0;
	STRBUF(name);

	if (!slip->ended)
		return false;
	while (pos > low && slip->data[pos - 1] != '>' &&
		(pos >= slip->len || slip->data[pos] != '<'))
		pos--;
	if (pos + 2 < slip->len && !memcmp(slip->data + pos, "</", 2)) {
		slip_markup(slip, pos + 2, "> \t\r\n", &name);
		finding_set(problem, not_well_formed, pos,
			"</%s> closes nothing, because the property list has ended on line %d. "
			"Delete it",
			name.buf, slip->ended);
	} else {
		finding_set(problem, not_well_formed, slip->at,
			"there is something after </plist>. A file has one profile and nothing "
			"after it");
	}
	return true;
}

static bool
slip_token(const struct plist_slip *slip, struct finding *problem)
{
	static bool (*const slips[])(const struct plist_slip *, struct finding *) = {
		slip_ampersand,
		slip_not_utf8,
		slip_bracket,
	};

	if (slip->code != XML_ERROR_INVALID_TOKEN || slip->at >= slip->len)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(slips); i++)
		if (slips[i](slip, problem))
			return true;
	return false;
}

void
plist_slip_explain(const struct plist_slip *slip, struct finding *problem)
{
	if (slip_behind(slip, problem))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(by_code); i++)
		if (by_code[i].code == slip->code) {
			finding_set(problem, not_well_formed, slip->at, "%s", by_code[i].sentence);
			return;
		}
	if (slip_curly_quote(slip, problem) || slip_control_character(slip, problem) ||
		slip_cut(slip, problem) || slip_mismatch(slip, problem) ||
		slip_token(slip, problem))
		return;
	finding_set(problem, not_well_formed, slip->at, "XML has no place for this (expat: %s)",
		XML_ErrorString(slip->code));
}
