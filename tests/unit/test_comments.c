/* Reviewers' comments: as the text of a draft, as they stand in its file, changed there in place, and merged. */
#include "testing.h"

#include "base/account.h"
#include "base/xalloc.h"

#include "model/comments.h"

#include "format/draft/draft_file.h"
#include "format/draft/draft_merge.h"

#include "drafts.h"

#define HEAD "form: scep\n"

static struct form *form;

static int
comments_setup(void **state)
{
	(void)state;
	form = form_of_tree();
	return 0;
}

static int
comments_teardown(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

static const struct field *
url(void)
{
	return field_of(form, "url");
}

/* "Ada|2026-11-28|done|TEXT", one after the other; "" ends. */
static void
list_make(struct comments *list, const char *const *words)
{
	for (; *words; words++) {
		STRVEC(parts);

		strvec_split(&parts, *words, '|');
		assert_int_equal(parts.n, 4);
		comments_add(list, parts.v[0], parts.v[1], !strcmp(parts.v[2], "done"), parts.v[3]);
	}
}

static void
list_show(const struct comments *list, struct strbuf *out)
{
	for (size_t i = 0; i < list->n; i++)
		strbuf_addf(out, "%s%s|%s|%s|%s", i ? " / " : "", list->v[i].by, list->v[i].date,
			list->v[i].done ? "done" : "", list->v[i].text);
}

/* As list_show. */
static void
assert_whole(const struct draft *draft, const char *wanted)
{
	COMMENTS(list);
	STRBUF(shown);

	comments_read(&list, draft_note(draft, url()));
	list_show(&list, &shown);
	assert_string_equal(shown.buf, wanted);
}

static void
parse(struct draft_file *file, const char *source)
{
	STRBUF(err);

	if (draft_file_parse(file, form, "a.yaml", source, strlen(source), &err) < 0)
		fail_msg("%s", err.buf);
}

static void
comments_are_one_text_and_back(void **state)
{
	static const char *const lists[][4] = {
		{ "Ada|2026-11-28||why http?" },
		{ "||done|x" },
		{ "||done|two\nlines\n", "Ben|||more" },
		{ "|||a", "|||b" },
		{ "Ada|2026-11-28||a\n\nb", "Ben|2026-11-29|done|c", "||| d " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct comments list = { 0 }, again = { 0 };
		STRBUF(note);
		STRBUF(before);
		STRBUF(after);

		list_make(&list, lists[i]);
		comments_write(&list, &note);
		comments_read(&again, note.buf);
		list_show(&list, &before);
		list_show(&again, &after);
		assert_string_equal(before.buf, after.buf);
		comments_release(&list);
		comments_release(&again);
	}
}

/* A text that was typed is one comment, whatever characters it has. */
static void
a_text_forges_no_other_comment(void **state)
{
	COMMENTS(list);
	COMMENTS(again);
	STRBUF(note);

	(void)state;
	comments_add(&list, "Ada", "2026-11-28", false,
		"one\n\x1e"
		"Ben\x1f\x1f"
		"done\ntext");
	comments_write(&list, &note);
	comments_read(&again, note.buf);
	assert_int_equal(again.n, 1);
	assert_string_equal(again.v[0].text, "one\n Ben  done\ntext");
}

/* More than a draft can have are not written, and the reason is told. */
static void
too_many_comments_are_not_saved(void **state)
{
	DRAFT_FILE(file);
	STRBUF(out);
	STRBUF(err);
	COMMENTS(list);

	(void)state;
	parse(&file, "form: scep\n");
	for (int i = 0; i <= COMMENTS_MAX; i++)
		comments_add(&list, "", "", false, "x");
	comments_put(file.draft, url(), &list);
	assert_int_equal(draft_file_format(&file, &out, &err), -1);
	assert_contains(err.buf, "it has more than 500 comments, or 256 KB of them. Delete some");
}

/* So is what drafts and recovery files of older versions have. */
static void
a_bare_text_is_an_open_comment(void **state)
{
	COMMENTS(list);
	STRBUF(note);

	(void)state;
	comments_read(&list, "why\nhttp?\n");
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].text, "why\nhttp?\n");
	assert_string_equal(list.v[0].by, "");
	assert_int_equal(comments_open(&list), 1);
	comments_write(&list, &note);
	assert_string_equal(note.buf, "why\nhttp?\n");
}

/* A recovery file may hold anything. */
static void
damaged_texts_are_read_as_far_as_they_go(void **state)
{
	static const char *const texts[][2] = {
		{ "\x1e", "" },
		{ "\x1e\x1f\x1f", "" },
		{ "\x1e"
		  "Ada",
			"" },
		{ "\x1e"
		  "Ada\na",
			"Ada|||a" },
		{ "\x1e"
		  "Ada\x1f"
		  "1\x1f"
		  "donee\na",
			"Ada|1||a" },
		{ "\x1e\n\n\x1e"
		  "B\nb",
			"B|||b" },
		{ "\x1e"
		  "A\n\x1e"
		  "B\nb",
			"B|||b" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		COMMENTS(list);
		STRBUF(shown);

		comments_read(&list, texts[i][0]);
		list_show(&list, &shown);
		assert_string_equal(shown.buf, texts[i][1]);
	}
}

static void
a_comment_is_said_by_the_account_today(void **state)
{
	COMMENTS(list);
	STRBUF(by);
	STRBUF(date);
	STRBUF(shown);
	STRBUF(wanted);

	(void)state;
	account_name(&by);
	account_date(&date);
	comments_say(&list, 0, "why?");
	comment_show(&list.v[0], &shown);
	strbuf_addf(&wanted, "why? (%s, %s, open)", by.buf, date.buf);
	assert_string_equal(shown.buf, wanted.buf);
	list.v[0].done = true;
	comments_say(&list, 0, "why, please?");
	assert_string_equal(list.v[0].text, "why, please?");
	assert_true(list.v[0].done);
	comments_say(&list, 5, "more");
	assert_int_equal(list.n, 2);
	comments_say(&list, 0, " ");
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].text, "more");
}

/* What a draft could not hold is not added, and what one has too many of is not read. */
static void
there_are_not_too_many(void **state)
{
	COMMENTS(list);
	COMMENTS(large);
	STRBUF(source);
	STRBUF(text);
	DRAFT_FILE(file);

	(void)state;
	strbuf_addstr(&source, HEAD "review:\n  url:\n");
	for (int i = 0; i < COMMENTS_MAX; i++) {
		assert_true(comments_say(&list, list.n, "x"));
		strbuf_addstr(&source, "  - x\n");
	}
	parse(&file, source.buf);
	assert_int_equal(file.notes.n, 0);
	assert_false(comments_say(&list, list.n, "x"));
	assert_true(comments_say(&list, 0, "y"));
	assert_int_equal(list.n, COMMENTS_MAX);
	strbuf_addstr(&source, "  - x\n");
	parse(&file, source.buf);
	assert_string_equal(file.notes.v[0].sentence,
		"url has more than 500 comments, or more than 256 KB of them. Remove some");
	strbuf_addchars(&text, 'x', 200 * 1024);
	assert_true(comments_say(&large, 0, text.buf));
	assert_false(comments_say(&large, 1, text.buf));
	assert_int_equal(large.n, 1);
}

static void
every_way_of_writing_is_read(void **state)
{
	static const char *const drafts[][2] = {
		{ "review:\n  url: why?\n", "|||why?" },
		{ "review:\n  url: {by: Ada, date: 2026-11-28, text: why?}\n",
			"Ada|2026-11-28||why?" },
		{ "review:\n  url: {state: done, text: why?}\n", "||done|why?" },
		{ "review:\n  url: {state: open, text: why?}\n", "|||why?" },
		{ "review:\n  url:\n    - why?\n    - {by: Ben, text: \"because\"}\n",
			"|||why? / Ben|||because" },
		{ "review:\n  url:\n  - by: Ada\n    state: done\n    text: |\n      a\n      b\n"
		  "  - text: c\n",
			"Ada||done|a\nb\n / |||c" },
		{ "review: {url: []}\n", "" },
		{ "review: {url: }\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(drafts); i++) {
		DRAFT_FILE(file);
		STRBUF(source);

		strbuf_addf(&source, HEAD "%s", drafts[i][0]);
		parse(&file, source.buf);
		assert_int_equal(file.notes.n, 0);
		assert_whole(file.draft, drafts[i][1]);
		assert_false(draft_any_changed(file.draft));
	}
}

/* What stands in the draft, the comments that it gets, and what it is then. */
static const struct {
	const char *before;
	const char *comments[4];
	const char *after;
} changes[] = {
	{ "url: x # c\n", { "Ada Lovelace|2026-11-28||why http?" },
		"url: x # c\nreview:\n  url:\n"
		"    - {by: Ada Lovelace, date: \"2026-11-28\", text: \"why http?\"}\n" },
	{ "review:\n  url: why? # c\n", { "|||why?", "Ben|2026-11-29||because" },
		"review:\n  url: # c\n    - \"why?\"\n"
		"    - {by: Ben, date: \"2026-11-29\", text: \"because\"}\n" },
	{ "review:\n  url: why? # c\n", { "||done|why?" },
		"review:\n  url: # c\n    - {state: done, text: \"why?\"}\n" },
	/* one changes, the others stay as people wrote them */
	{ "review:\n  url:\n  # first\n  - {by: Ada,   text: 'a'} # c\n  # second\n  - b\n",
		{ "Ada||done|a", "|||b" },
		"review:\n  url:\n  # first\n  - {by: Ada, state: done, text: \"a\"} # c\n"
		"  # second\n  - b\n" },
	{ "review:\n  url:\n  - by: Ada # c\n    text: a\n  # second\n  - text: b # d\n    by: Ben\n",
		{ "Ada||done|a", "Ben|||b" },
		"review:\n  url:\n  - by: Ada # c\n    text: a\n    state: done\n  # second\n"
		"  - text: b # d\n    by: Ben\n" },
	{ "review:\n  url:\n  - by: Ada\n    state: done\n    text: a\n  - text: b # d\n",
		{ "Ada|||a", "|||b" },
		"review:\n  url:\n  - by: Ada\n    text: a\n  - text: b # d\n" },
	{ "review:\n  url:\n  - by: Ada\n    text: a\n  - text: b\nurl: x\n",
		{ "Ada|||a", "|||b", "Ben|||c" },
		"review:\n  url:\n  - by: Ada\n    text: a\n  - text: b\n"
		"  - {by: Ben, text: \"c\"}\nurl: x\n" },
	{ "review:\n  url:\n  - by: Ada\n    text: a\n  # about b\n  - text: b\nurl: x\n",
		{ "|||b" }, "review:\n  url: \"b\"\n  # about b\nurl: x\n" },
	{ "review:\n  url:\n  - a\n  - {by: Ben, text: b}\n", { "Ben|||b" },
		"review:\n  url:\n  - {by: Ben, text: b}\n" },
	{ "review:\n  url:\n  - a # 1\n  - b # 2\n", { "|||a", "||done|b" },
		"review:\n  url:\n  - a # 1\n  - {state: done, text: \"b\"} # 2\n" },
	{ "review: {url: [a, {text: b}]}\n", { "|||a", "||done|b" },
		"review: {url: [a, {state: done, text: \"b\"}]}\n" },
	{ "review:\n  url: {text: b, by: Ada}\n", { "Ada||done|b" },
		"review:\n  url:\n    - {by: Ada, state: done, text: \"b\"}\n" },
	{ "review:\n  url: {text: b, by: Ada}\nurl: x\n", { NULL }, "url: x\n" },
	{ "review:\n  url:\n  - a\n  - b\nurl: x\n", { NULL }, "url: x\n" },
	{ "review:\n  url:\n  - by: Ada\n    text: a\nurl: x\n", { NULL }, "url: x\n" },
};

static void
comments_change_in_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		DRAFT_FILE(file);
		COMMENTS(list);
		STRBUF(source);
		STRBUF(wanted);
		STRBUF(out);
		STRBUF(err);

		strbuf_addf(&source, HEAD "%s", changes[i].before);
		strbuf_addf(&wanted, HEAD "%s", changes[i].after);
		parse(&file, source.buf);
		assert_int_equal(file.notes.n, 0);
		list_make(&list, changes[i].comments);
		comments_put(file.draft, url(), &list);
		if (draft_file_format(&file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, source.buf);
		assert_string_equal(out.buf, wanted.buf);
	}
}

/* The same ones in every run. */
static size_t
random_below(size_t n)
{
	static uint32_t seed = 1;

	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % n;
}

/* Items as people write them, and the comment that each is. */
static const char *const items[][2] = {
	{ "- a\n", "|||a" },
	{ "- 'b' # of b\n", "|||b" },
	{ "- {by: Ada, text: c}\n", "Ada|||c" },
	{ "- {text: \"d\", state: done} # of d\n", "||done|d" },
	{ "- by: Ben # 1\n  # 2\n  text: e\n", "Ben|||e" },
	{ "- text: |\n    f\n    g\n  date: 2026-11-01\n", "|2026-11-01||f\ng\n" },
	{ "-\n  state: open\n  text: h\n", "|||h" },
	{ "- {\n    by: Ada,\n    text: i }\n", "Ada|||i" },
	{ "- |\n  j\n  k\n", "|||j\nk\n" },
};

static void
item_draw(struct strbuf *text, size_t indent, struct comments *list)
{
	size_t i = random_below(ARRAY_SIZE(items));
	STRVEC(lines);

	strvec_split(&lines, items[i][0], '\n');
	for (size_t l = 0; l + 1 < lines.n; l++) {
		strbuf_addchars(text, ' ', indent);
		strbuf_addf(text, "%s\n", lines.v[l]);
	}
	list_make(list, (const char *const[]){ items[i][1], NULL });
}

/* Removes, changes, adds. */
static void
list_change(struct comments *list)
{
	size_t at = list->n ? random_below(list->n) : 0;

	switch (random_below(4)) {
	case 0:
		if (list->n)
			comments_remove(list, at);
		break;
	case 1:
		if (list->n)
			list->v[at].done = !list->v[at].done;
		break;
	case 2:
		comments_say(list, at, "other: words");
		break;
	default:
		comments_say(list, list->n, "more\nlines");
	}
}

/* What is saved is read back and compared by the save itself. */
static void
random_changes_to_comments_written_by_hand(void **state)
{
	(void)state;
	for (int round = 0; round < 3000; round++) {
		DRAFT_FILE(file);
		COMMENTS(list);
		STRBUF(source);
		STRBUF(out);
		STRBUF(err);
		size_t indent = 2 + 2 * random_below(3);

		strbuf_addstr(&source, HEAD "review: # of all\n  url: # of url\n");
		for (size_t n = 1 + random_below(4); n; n--) {
			item_draw(&source, indent, &list);
			if (!random_below(3))
				strbuf_addstr(&source, "    # between\n");
		}
		strbuf_addstr(
			&source, random_below(2) ? "  name: x\nretries: 3\n" : "retries: 3\n");
		parse(&file, source.buf);
		assert_int_equal(file.notes.n, 0);
		for (size_t n = 1 + random_below(3); n; n--)
			list_change(&list);
		comments_put(file.draft, url(), &list);
		if (draft_file_format(&file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, source.buf);
		if (list.n)
			assert_contains(out.buf, "# of all\n");
		assert_contains(out.buf, "retries: 3\n");
	}
}

static void
a_new_draft_has_its_comments(void **state)
{
	static const char *const words[] = { "Ada|2026-11-28|done|a: \"b\"", "|||c", NULL };
	DRAFT_FILE(file);
	COMMENTS(list);
	STRBUF(out);
	STRBUF(err);

	(void)state;
	draft_file_new(&file, form, NULL);
	list_make(&list, words);
	comments_put(file.draft, url(), &list);
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_contains(out.buf,
		"\n# Reviewers' comments, in no profile\nreview:\n  url:\n"
		"    - {by: Ada, date: \"2026-11-28\", state: done, text: \"a: \\\"b\\\"\"}\n"
		"    - \"c\"\n");
	assert_int_equal(draft_open_comments(file.draft), 1);
}

/* Nothing is lost that a person wrote and nobody read. */
static void
comments_that_cannot_be_read_are_not_replaced(void **state)
{
	DRAFT_FILE(file);
	STRBUF(out);
	STRBUF(err);

	(void)state;
	parse(&file, HEAD "review:\n  url:\n  - good\n  - {txt: bad}\n");
	assert_whole(file.draft, "");
	draft_set_note(file.draft, url(), "new");
	assert_int_equal(draft_file_format(&file, &out, &err), -1);
	assert_contains(err.buf, ":5:6: nothing was saved: the comment on url has an unknown key "
				 "\"txt\". Use by, date, state and text. Did you mean text?");
}

/* Ours, theirs, and what becomes of both; base is "|||a", "Ada|||b". */
static void
both_sides_comments_are_kept(void **state)
{
	static const struct {
		const char *mine[4], *theirs[4];
		const char *merged;
	} cases[] = {
		{ { "|||a", "Ada|||b", "|||m" }, { "|||a", "Ada|||b", "|||t" },
			"|||a / Ada|||b / |||t / |||m" },
		{ { "||done|a", "Ada|||b" }, { "|||a", "Ada|||b", "|||t" },
			"||done|a / Ada|||b / |||t" },
		{ { "|||a" }, { "|||a", "Ada||done|b" }, "|||a / Ada||done|b" },
		{ { "|||a" }, { "|||a", "Ada|||b", "|||t" }, "|||a / |||t" },
		{ { "|||a", "Ada||done|b" }, { "|||a", "Ada||done|b" }, "|||a / Ada||done|b" },
		{ { "|||a", "Ada|||mine" }, { "|||a", "Ada|||theirs" },
			"|||a / Ada|||theirs / Ada|||mine" },
		{ { NULL }, { NULL }, "" },
	};
	static const char *const base[] = { "|||a", "Ada|||b", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft *before = draft_new(form), *mine = draft_new(form);
		DRAFT_FILE(theirs);
		DRAFT_FILE(file);
		struct merge m = MERGE_INIT;
		struct comments lists[3] = { 0 };
		STRBUF(text);
		STRBUF(err);

		list_make(&lists[0], base);
		list_make(&lists[1], cases[i].mine);
		list_make(&lists[2], cases[i].theirs);
		comments_put(before, url(), &lists[0]);
		comments_put(mine, url(), &lists[1]);
		draft_file_new(&theirs, form, NULL);
		comments_put(theirs.draft, url(), &lists[2]);
		assert_int_equal(draft_file_format(&theirs, &text, &err), 0);
		draft_file_new(&file, form, "a.yaml");
		assert_int_equal(merge_begin(&m, before, mine, "a.yaml", &text, &err), 0);
		assert_int_equal(merge_conflicts(&m), 0);
		merge_finish(&m, &file, true);
		assert_whole(file.draft, cases[i].merged);
		for (size_t k = 0; k < ARRAY_SIZE(lists); k++)
			comments_release(&lists[k]);
		draft_free(before);
		draft_free(mine);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_are_one_text_and_back),
		cmocka_unit_test(a_text_forges_no_other_comment),
		cmocka_unit_test(too_many_comments_are_not_saved),
		cmocka_unit_test(a_bare_text_is_an_open_comment),
		cmocka_unit_test(damaged_texts_are_read_as_far_as_they_go),
		cmocka_unit_test(a_comment_is_said_by_the_account_today),
		cmocka_unit_test(there_are_not_too_many),
		cmocka_unit_test(every_way_of_writing_is_read),
		cmocka_unit_test(comments_change_in_place),
		cmocka_unit_test(random_changes_to_comments_written_by_hand),
		cmocka_unit_test(a_new_draft_has_its_comments),
		cmocka_unit_test(comments_that_cannot_be_read_are_not_replaced),
		cmocka_unit_test(both_sides_comments_are_kept),
	};

	return cmocka_run_group_tests_name("comments", tests, comments_setup, comments_teardown);
}
