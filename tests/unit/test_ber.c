/* syntax/ber: how long values are, told from their headers. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "syntax/ber.h"

#define BYTES(text) text, sizeof(text) - 1
#define NONE SIZE_MAX

/* The whole length; NONE: ber_read_header reads none, and ber_length is 0. More than there are bytes: cut. */
static const struct {
	const char *data;
	size_t len, whole, header;
	bool indefinite;
} values[] = {
	{ BYTES(""), NONE, 0, false },
	{ BYTES("\x30"), NONE, 0, false },
	{ BYTES("\x30\x00"), 2, 2, false },
	{ BYTES("\x30\x01"), 3, 2, false },
	{ BYTES("\x30\x01x"), 3, 2, false },
	{ BYTES("\x30\x01xy"), 3, 2, false },
	{ BYTES("\x30\x7f"), 129, 2, false },
	{ BYTES("\x30\x81"), NONE, 0, false },
	{ BYTES("\x30\x81\x80"), 131, 3, false },
	{ BYTES("\x30\x82\x01"), NONE, 0, false },
	{ BYTES("\x30\x82\x01\x02"), 262, 4, false },
	{ BYTES("\x30\x84\x00\x00\x00\x01x"), 7, 6, false },
	{ BYTES("\x30\x84\x01\x00\x00\x00"), 6 + 0x1000000, 6, false },
	{ BYTES("\x30\x85\x00\x00\x00\x00\x01x"), NONE, 0, false },
	{ BYTES("\x30\xff"), NONE, 0, false },
	/* tags of more bytes */
	{ BYTES("\x3f\x1f\x01x"), 4, 3, false },
	{ BYTES("\x3f\x81\x00\x01x"), 5, 4, false },
	{ BYTES("\x3f"), NONE, 0, false },
	{ BYTES("\x3f\x81"), NONE, 0, false },
	{ BYTES("\x3f\x81\x00"), NONE, 0, false },
	/* up to an end-of-contents */
	{ BYTES("\x30\x80"), 3, 2, true },
	{ BYTES("\x30\x80\x00"), 4, 2, true },
	{ BYTES("\x30\x80\x00\x00"), 4, 2, true },
	{ BYTES("\x30\x80\x00\x00\x00\x00"), 4, 2, true },
	{ BYTES("\x30\x80\x04\x01x\x00\x00"), 7, 2, true },
	{ BYTES("\x30\x80\x04\x01x\x04\x01y\x00\x00"), 10, 2, true },
	{ BYTES("\x30\x80\x04\x05x"), 9, 2, true },
	{ BYTES("\x30\x80\x30\x80\x00\x00\x00\x00z"), 8, 2, true },
	{ BYTES("\x30\x80\x30\x80\x00\x00"), 7, 2, true },
	{ BYTES("\x30\x80\x00\x01x\x00\x00"), 7, 2, true },
};

static void
values_have_their_lengths(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		const unsigned char *data = (const unsigned char *)values[i].data;
		bool none = values[i].whole == NONE;
		struct ber_header header;

		if (ber_length(data, values[i].len) != (none ? 0 : values[i].whole))
			fail_msg("value %zu has %zu bytes", i, ber_length(data, values[i].len));
		assert_int_equal(ber_read_header(data, values[i].len, &header), !none);
		if (none)
			continue;
		assert_int_equal(header.tag, data[0]);
		assert_int_equal(header.len, values[i].header);
		assert_int_equal(header.indefinite, values[i].indefinite);
	}
}

static void
values_are_64_deep(void **state)
{
	(void)state;
	for (size_t deep = 63; deep <= 65; deep++) {
		struct strbuf data = STRBUF_INIT;

		for (size_t i = 0; i < deep; i++)
			strbuf_add(&data, "\x30\x80", 2);
		strbuf_addchars(&data, '\0', 2 * deep);
		assert_int_equal(ber_length((const unsigned char *)data.buf, data.len),
			deep > 64 ? 0 : 4 * deep);
		strbuf_release(&data);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_have_their_lengths),
		cmocka_unit_test(values_are_64_deep),
	};

	return run_tests(tests);
}
