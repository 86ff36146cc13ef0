/* Frames: what is written is read again, and nothing else is. */
#include "testing.h"

#include "base/frame.h"
#include "base/xalloc.h"

static struct node *
sample(void)
{
	struct node *top = node_map_new(), *list;

	node_set(top, "text", node_text_new("a \xc3\xa9 text"));
	node_set(top, "", node_text_new(""));
	node_set(top, "data", node_data_new("\0\xff", 2));
	list = node_set(top, "list", node_list_new());
	node_append(list, node_integer_new(INT64_MIN));
	node_append(list, node_integer_new(1));
	node_append(list, node_real_new(-1.5));
	node_append(list, node_boolean_new(true));
	node_append(list, node_date_new(-1));
	node_append(list, node_map_new())->place = (struct place){ 70000, 3 };
	node_add(top, "text", node_text_new("a key twice"));
	return top;
}

/* The frame behind its head. */
static struct strbuf
body(const struct node *node)
{
	struct strbuf frame = STRBUF_INIT;

	frame_write(node, &frame);
	assert_int_equal(frame_length(frame.buf), frame.len - FRAME_HEAD);
	strbuf_splice(&frame, 0, FRAME_HEAD, NULL, 0);
	return frame;
}

static void
what_is_written_is_read(void **state)
{
	NODE(node) = sample();
	struct strbuf bytes = body(node), again;
	NODE(read) = frame_read(bytes.buf, bytes.len);

	(void)state;
	assert_non_null(read);
	assert_true(node_equal(node, read));
	assert_int_equal(read->n, node->n);
	assert_int_equal(node_get(read, "list")->v[5]->place.line, 70000);
	assert_int_equal(node_get(read, "list")->v[5]->place.column, 3);
	again = body(read);
	assert_true(strbuf_same(&bytes, &again));
	strbuf_release(&bytes);
	strbuf_release(&again);
}

static void
a_frame_that_is_cut_or_longer_is_none(void **state)
{
	NODE(node) = sample();
	struct strbuf bytes = body(node);

	(void)state;
	for (size_t len = 0; len < bytes.len; len++)
		assert_null(frame_read(bytes.buf, len));
	strbuf_addch(&bytes, '\0');
	assert_null(frame_read(bytes.buf, bytes.len));
	strbuf_release(&bytes);
}

/* kind, line, column; then what is wrong */
#define PLACE "\0\0\0\1\0\0\0\1"

static void
what_no_writer_writes_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
		{ "\10" PLACE "\0\0\0\0", 13 },                           /* no kind */
		{ "\377" PLACE "\0\0\0\0", 13 },                          /* no kind */
		{ "\0" PLACE "\0\0\0\1\0", 14 },                          /* a NUL in a text */
		{ "\0" PLACE "\0\0\0\2a", 14 },                           /* shorter than it says */
		{ "\0" PLACE "\377\377\377\377a", 14 },                   /* much shorter */
		{ "\4" PLACE "\0\0\0\0\0\0\0\2", 17 },                    /* neither yes nor no */
		{ "\6" PLACE "\0\0\0\2\0" PLACE "\0\0\0\0", 26 },         /* one item lacks */
		{ "\6" PLACE "\377\377\377\377\0" PLACE "\0\0\0\0", 26 }, /* many lack */
		{ "\7" PLACE "\0\0\0\1\0" PLACE "\0\0\0\1\0\0\0\0\0", 31 }, /* a NUL in a key */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (frame_read(cases[i].bytes, cases[i].len))
			fail_msg("case %zu is read", i);
}

static struct node *
nested(int depth)
{
	struct node *top = node_list_new(), *node = top;

	for (int i = 1; i < depth; i++)
		node = node_append(node, node_list_new());
	return top;
}

static void
depth_and_number_are_limited(void **state)
{
	NODE(deep) = nested(FRAME_DEPTH);
	NODE(deeper) = nested(FRAME_DEPTH + 1);
	NODE(many) = node_list_new();
	struct strbuf deep_bytes = body(deep), deeper_bytes = body(deeper), many_bytes;
	struct node *read = frame_read(deep_bytes.buf, deep_bytes.len);

	(void)state;
	assert_non_null(read);
	node_free(read);
	assert_null(frame_read(deeper_bytes.buf, deeper_bytes.len));
	for (int i = 1; i < FRAME_NODES; i++)
		node_append(many, node_boolean_new(false));
	many_bytes = body(many);
	read = frame_read(many_bytes.buf, many_bytes.len);
	assert_non_null(read);
	node_free(read);
	node_append(many, node_boolean_new(false));
	strbuf_release(&many_bytes);
	many_bytes = body(many);
	assert_null(frame_read(many_bytes.buf, many_bytes.len));
	strbuf_release(&deep_bytes);
	strbuf_release(&deeper_bytes);
	strbuf_release(&many_bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(a_frame_that_is_cut_or_longer_is_none),
		cmocka_unit_test(what_no_writer_writes_is_refused),
		cmocka_unit_test(depth_and_number_are_limited),
	};

	return run_tests(tests);
}
