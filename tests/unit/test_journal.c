/* The side file: what is in it after every change, whatever was torn, planted or held. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

#include "drafts.h"
#include "test_folder.h"

#define SECRET "staple-battery-typed"
#define TEXT \
	"form: scep\nplatform: macos # kept\npolicy_name: \"Branch\"\nurl: https://a.acme.com\n"
#define NOBODY 65534

struct side_test {
	char folder[64];
	char *path, *side;
	struct form *form;
	struct draft_file file;
	struct journal *journal;
	struct journal_now now;
};

static int
place_begin(void **state)
{
	struct side_test *p = xcalloc(1, sizeof *p);
	struct strbuf err = STRBUF_INIT;

	snprintf(p->folder, sizeof p->folder, "/tmp/scepwiz-test-XXXXXX");
	test_folder(p->folder);
	p->path = path_join(p->folder, "office.yaml");
	p->side = path_join(p->folder, ".office.yaml.scepwiz");
	p->form = form_of_tree();
	p->file = (struct draft_file)DRAFT_FILE_INIT;
	assert_int_equal(file_write(p->path, TEXT, strlen(TEXT), 0, &err), 0);
	assert_int_equal(draft_file_read(&p->file, p->form, p->path, &err), 0);
	p->now.file = &p->file;
	*state = p;
	return 0;
}

static int
place_end(void **state)
{
	struct side_test *p = *state;
	struct strbuf command = STRBUF_INIT;
	int removed;

	journal_close(p->journal, false);
	draft_file_release(&p->file);
	form_free(p->form);
	strbuf_addf(&command, "rm -r %s", p->folder);
	removed = system(command.buf);
	strbuf_release(&command);
	free(p->path);
	free(p->side);
	free(p);
	return removed;
}

static const struct field *
field(const struct side_test *p, const char *key)
{
	return field_of(p->form, key);
}

static void
open_journal(struct side_test *p, enum journal_state state)
{
	p->journal = journal_open(p->form, p->path);
	if (journal_state(p->journal) != state)
		fail_msg("state %d: %s", journal_state(p->journal), journal_trouble(p->journal));
}

static void
close_journal(struct side_test *p, bool keep)
{
	journal_close(p->journal, keep);
	p->journal = NULL;
}

static void
answer(struct side_test *p, const char *key, const char *text)
{
	draft_set(p->file.draft, field(p, key), text);
	p->now.place = (struct journal_place){ field(p, key), strlen(text) };
	journal_follow(p->journal, &p->now);
}

static void
read_side(const struct side_test *p, struct strbuf *out)
{
	struct strbuf err = STRBUF_INIT;

	strbuf_clear(out);
	if (file_read(p->side, JOURNAL_LIMIT, out, &err) < 0)
		fail_msg("%s", err.buf);
}

static bool
holds(const struct strbuf *data, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= data->len; i++)
		if (!memcmp(data->buf + i, text, len))
			return true;
	return false;
}

/* Every answer and note, to compare states. */
static void
dump(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = form->fields[i];

		strbuf_addf(out, "%s=%d %d %s %s [%s]\n", f->key, draft_is_answered(draft, f),
			draft_source(draft, f), draft_source_name(draft, f), draft_text(draft, f),
			draft_note(draft, f));
	}
	for (size_t i = 0; i < draft_acceptances(draft)->n; i++) {
		const struct acceptance *a = &draft_acceptances(draft)->v[i];

		strbuf_addf(out, "%s: ", a->rule);
		acceptance_show(a, out);
		for (size_t v = 0; v < a->n; v++)
			strbuf_addf(out, " %s=%s", a->values[v].key, a->values[v].value);
		strbuf_addch(out, '\n');
	}
}

static void
assert_left(const struct side_test *p)
{
	struct strbuf wanted = STRBUF_INIT, left = STRBUF_INIT;

	dump(p->file.draft, &wanted);
	dump(journal_left(p->journal)->draft, &left);
	assert_string_equal(left.buf, wanted.buf);
	strbuf_release(&wanted);
	strbuf_release(&left);
}

static void
it_is_there_while_the_draft_is_open_and_for_us_alone(void **state)
{
	struct side_test *p = *state;
	struct strbuf data = STRBUF_INIT;
	struct stat st;

	umask(0);
	open_journal(p, JOURNAL_READY);
	umask(022);
	assert_int_equal(lstat(p->side, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	journal_follow(p->journal, &p->now);
	read_side(p, &data);
	assert_false(holds(&data, "Branch"));
	answer(p, "policy_name", "Branch 2");
	assert_int_equal(lstat(p->side, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	close_journal(p, false);
	assert_int_equal(lstat(p->side, &st), -1);
	strbuf_release(&data);
}

/* One is made, taken back, and made for another value. */
static void
play_acceptances(struct side_test *p, void (*step)(struct side_test *p, void *data), void *data)
{
	static const char *const values[] = { "1024", NULL, "a\nb \\ ä" };
	struct draft *draft = p->file.draft;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		struct acceptance a;

		acceptance_init(&a, "key-size-weak", "the \"old\" CA", "Ada", "2026-11-28");
		acceptance_bind(&a, "key_size", values[i] ? values[i] : "");
		acceptance_bind(&a, "url", "");
		if (values[i])
			draft_accept(draft, &a);
		else
			draft_unaccept(draft, "key-size-weak");
		acceptance_release(&a);
		journal_follow(p->journal, &p->now);
		step(p, data);
	}
}

/* Edits of every kind, one after the other; step is called after each. */
static void
play_all(struct side_test *p, void (*step)(struct side_test *p, void *data), void *data)
{
	static const struct {
		const char *key, *text;
	} edits[] = {
		{ "policy_name", "Branc" },
		{ "policy_name", "BrXanc" },
		{ "policy_name", "" },
		{ "policy_name", "ä€\U0001f600" },
		{ "policy_name", "ä\U0001f600" },
		{ "platform", "ios" },
		{ "key_size", "2048" },
		{ "key_size", "" },
		{ "policy_notes", "one\ntwo\n\n three" },
		{ "policy_notes", "one\ntwo\n three" },
		{ "challenge", SECRET },
		{ "key_usage", "signing\nencryption" },
		{ "retries", "7" },
		{ "san_dns_name", "a\nb" },
		{ "url", "not a url \\ \"'" },
	};
	struct draft *draft = p->file.draft;

	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		answer(p, edits[i].key, edits[i].text);
		step(p, data);
	}
	draft_set_source(draft, field(p, "challenge"), ANSWER_ENVIRONMENT, "SCEP_C");
	journal_follow(p->journal, &p->now);
	step(p, data);
	draft_set_source(draft, field(p, "challenge"), ANSWER_PROMPT, "");
	journal_follow(p->journal, &p->now);
	step(p, data);
	draft_unset(draft, field(p, "url"));
	journal_follow(p->journal, &p->now);
	step(p, data);
	draft_set_note(draft, field(p, "url"), "too short");
	journal_follow(p->journal, &p->now);
	step(p, data);
	p->now.note_field = field(p, "name");
	p->now.note = "being typed";
	journal_follow(p->journal, &p->now);
	p->now.note_field = NULL;
	draft_set_note(draft, field(p, "name"), "being typed");
	step(p, data);
	play_acceptances(p, step, data);
}

static void
content_of(const struct side_test *p, struct journal_content *content)
{
	struct strbuf data = STRBUF_INIT;

	read_side(p, &data);
	content_read(content, p->form, p->path, &data);
	strbuf_release(&data);
}

static void
step_is_kept(struct side_test *p, void *data)
{
	struct journal_content content;
	struct strbuf wanted = STRBUF_INIT, left = STRBUF_INIT;

	(void)data;
	content_of(p, &content);
	assert_true(content.has_changes);
	assert_false(content.left.damaged);
	dump(p->file.draft, &wanted);
	dump(content.left.draft, &left);
	assert_string_equal(left.buf, wanted.buf);
	assert_ptr_equal(content.left.place.field, p->now.place.field);
	assert_int_equal(content.left.place.cursor, p->now.place.cursor);
	assert_string_equal(content.left.base.source.buf, TEXT);
	content_release(&content);
	strbuf_release(&wanted);
	strbuf_release(&left);
}

static void
every_change_is_in_it_at_once(void **state)
{
	struct side_test *p = *state;

	open_journal(p, JOURNAL_READY);
	play_all(p, step_is_kept, NULL);
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_left(p);
	assert_int_equal(journal_who(p->journal)->pid, getpid());
	journal_accept(p->journal);
	journal_follow(p->journal, &p->now);
	step_is_kept(p, NULL);
}

static const char *
left_unread(const struct side_test *p, const char *key)
{
	return draft_unread(journal_left(p->journal)->draft, field(p, key));
}

/* What the file has for a field and is no answer is recovered as that: after it was answered and put back,
 * too, or a save of what was recovered would remove it. */
static void
what_cannot_be_read_is_left_as_it_is(void **state)
{
	static const char text[] = "form: scep\nurl: [a, b]\nretries: [7, 8]\nkey_size: {a: b}\n";
	struct side_test *p = *state;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(p->path, text, strlen(text), 0, &err), 0);
	assert_int_equal(draft_file_read(&p->file, p->form, p->path, &err), 0);
	open_journal(p, JOURNAL_READY);
	answer(p, "name", "n");
	answer(p, "url", "https://a.example.net/");
	answer(p, "retries", "9");
	draft_restore(p->file.draft, field(p, "retries"));
	draft_unset(p->file.draft, field(p, "key_size"));
	journal_follow(p->journal, &p->now);
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_left(p);
	assert_null(left_unread(p, "url"));
	assert_string_equal(left_unread(p, "retries"), "[7, 8]");
	assert_null(left_unread(p, "key_size"));
	assert_string_equal(
		draft_unread(journal_left(p->journal)->base.draft, field(p, "url")), "[a, b]");
	strbuf_release(&err);
}

static void
step_is_noted(struct side_test *p, void *data)
{
	struct strvec *states = data;
	struct strbuf text = STRBUF_INIT;

	dump(p->file.draft, &text);
	strvec_push(states, text.buf);
	strbuf_release(&text);
}

/* The index of the state that the bytes hold; 0 where they hold none. Fails for a state that never was.
 * good: so many bytes are whole. */
static size_t
state_of(const struct side_test *p, const struct strvec *states, const struct strbuf *bytes,
	size_t *good)
{
	struct journal_content content;
	struct strbuf text = STRBUF_INIT;
	size_t i = states->n;

	content_read(&content, p->form, p->path, bytes);
	*good = content.good;
	if (content.has_changes) {
		dump(content.left.draft, &text);
		while (i && strcmp(states->v[i - 1], text.buf))
			i--;
		if (!i)
			fail_msg("a state that never was: %s", text.buf);
	} else {
		i = 0;
	}
	content_release(&content);
	strbuf_release(&text);
	return i;
}

static void
all_states(struct side_test *p, struct strvec *states, struct strbuf *data)
{
	open_journal(p, JOURNAL_READY);
	step_is_noted(p, states);
	play_all(p, step_is_noted, states);
	read_side(p, data);
}

/* What is torn at any byte is an earlier state: no record counts less for what was torn behind it. */
static void
a_torn_end_is_dropped_and_never_misread(void **state)
{
	struct side_test *p = *state;
	struct strvec states = STRVEC_INIT;
	struct strbuf data = STRBUF_INIT, torn = STRBUF_INIT;
	size_t last = 0, good, at = 0;

	all_states(p, &states, &data);
	for (size_t len = 0; len <= data.len; len++) {

		strbuf_clear(&torn);
		strbuf_add(&torn, data.buf, len);
		at = state_of(p, &states, &torn, &good);
		assert_true(good >= last && good <= len);
		last = good;
	}
	assert_int_equal(at, states.n);
	assert_int_equal(good, data.len);
	strvec_release(&states);
	strbuf_release(&data);
	strbuf_release(&torn);
}

static void
a_flipped_bit_ends_the_journal_there(void **state)
{
	struct side_test *p = *state;
	struct strvec states = STRVEC_INIT;
	struct strbuf data = STRBUF_INIT;
	size_t good;

	all_states(p, &states, &data);
	for (size_t i = 0; i < data.len; i++) {
		char byte = data.buf[i];

		data.buf[i] = (char)(byte ^ (1 << i % 8));
		assert_true(state_of(p, &states, &data, &good) < states.n);
		assert_true(good <= i);
		data.buf[i] = byte;
	}
	assert_int_equal(state_of(p, &states, &data, &good), states.n);
	strvec_release(&states);
	strbuf_release(&data);
}

/* What is behind a torn record is cut off, or it would end the journal for what comes after. */
static void
what_is_typed_behind_a_torn_end_counts(void **state)
{
	struct side_test *p = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "abc");
	answer(p, "name", "abcd");
	close_journal(p, true);
	read_side(p, &data);
	assert_int_equal(truncate(p->side, (off_t)data.len - 3), 0);
	open_journal(p, JOURNAL_LEFT);
	assert_true(journal_left(p->journal)->damaged);
	assert_left(p); /* it was the place that was torn */
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_false(journal_left(p->journal)->damaged);
	assert_left(p);
	strbuf_release(&data);
	strbuf_release(&err);
}

/* What may stand there instead, who made it, and what is said. */
static void
what_was_planted_is_not_used(void **state)
{
	static const char canary[] = "precious\n";
	static const struct {
		const char *kind, *message;
	} cases[] = {
		{ "ln -s \"$1/canary\" \"$2\"", "is a symbolic link, which is not followed" },
		{ "ln -s \"$1/nowhere\" \"$2\"", "is a symbolic link, which is not followed" },
		{ "mkfifo \"$2\"", "is no regular file" },
		{ "ln \"$1/canary\" \"$2\"", "has another name too (a hard link)" },
		{ "cp \"$1/canary\" \"$2\"; chmod 644 \"$2\"", "may be read or written by others" },
		{ "mkdir \"$2\"", "Is a directory" },
		{ "cp \"$1/canary\" \"$2\"; chmod 600 \"$2\"", "cannot be read as a side file" },
		{ "echo scepwiz side file 2 >\"$2\"; chmod 600 \"$2\"",
			"damaged, of another version or too large; remove it" },
	};
	struct side_test *p = *state;
	char *other = path_join(p->folder, "canary");
	struct strbuf err = STRBUF_INIT, command = STRBUF_INIT, data = STRBUF_INIT;

	assert_int_equal(file_write(other, canary, strlen(canary), 0, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		strbuf_clear(&command);
		strbuf_addf(&command, "set -- %s %s; %s", p->folder, p->side, cases[i].kind);
		assert_int_equal(system(command.buf), 0);
		open_journal(p, JOURNAL_OFF);
		assert_contains(journal_trouble(p->journal), cases[i].message);
		answer(p, "name", cases[i].kind);
		close_journal(p, false);
		strbuf_clear(&data);
		assert_int_equal(file_read(other, 100, &data, &err), 0);
		assert_string_equal(data.buf, canary);
		strbuf_clear(&command);
		strbuf_addf(&command, "rm -r %s", p->side);
		assert_int_equal(system(command.buf), 0);
	}
	free(other);
	strbuf_release(&err);
	strbuf_release(&command);
	strbuf_release(&data);
}

static void
a_folder_that_cannot_be_written_is_told(void **state)
{
	struct side_test *p = *state;
	struct strbuf wanted = STRBUF_INIT;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(p->folder, 0755), 0);
	assert_int_equal(seteuid(NOBODY), 0);
	p->journal = journal_open(p->form, p->path);
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(journal_state(p->journal), JOURNAL_OFF);
	strbuf_addf(&wanted, "%s cannot be made: Permission denied", p->side);
	assert_string_equal(journal_trouble(p->journal), wanted.buf);
	strbuf_release(&wanted);
}

static void
it_stays_bounded_and_locked_while_it_is_written_anew(void **state)
{
	struct side_test *p = *state;
	struct strbuf text = STRBUF_INIT;
	struct journal *second;
	struct stat st, first;
	bool renewed = false;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "x");
	assert_int_equal(lstat(p->side, &first), 0);
	for (int i = 0; i < 9000; i++) {
		strbuf_clear(&text);
		strbuf_addf(&text, "%d", i);
		answer(p, "name", text.buf);
		assert_int_equal(lstat(p->side, &st), 0);
		assert_true(st.st_size < JOURNAL_SLACK + 4096);
		if (st.st_ino == first.st_ino && st.st_dev == first.st_dev)
			continue;
		renewed = true;
		second = journal_open(p->form, p->path);
		assert_int_equal(journal_state(second), JOURNAL_HELD);
		journal_close(second, false);
		first = st;
	}
	assert_true(renewed);
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_left(p);
	strbuf_release(&text);
}

static void
the_second_is_told_who_has_it(void **state)
{
	struct side_test *p = *state;
	struct journal *second;
	struct strbuf who = STRBUF_INIT, err = STRBUF_INIT;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "x");
	second = journal_open(p->form, p->path);
	assert_int_equal(journal_state(second), JOURNAL_HELD);
	assert_int_equal(journal_who(second)->pid, getpid());
	journal_who_show(journal_who(second), &who);
	assert_contains(who.buf, " on ");
	assert_null(journal_left(second));
	/* ourselves we do not end */
	assert_false(journal_may_take(second));
	assert_int_equal(journal_take(second, &err), -1);
	assert_string_equal(err.buf, "only a session of the same user on this host can be ended");
	journal_close(second, false);
	answer(p, "name", "xy");
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_left(p);
	strbuf_release(&who);
	strbuf_release(&err);
}

/* Which a test that fails does not bring. */
static void
wait_for_the_end(void)
{
	alarm(60);
	for (;;)
		pause();
}

/* A session as a process: opens, answers, says so, waits for its end. */
static pid_t
session_start(struct side_test *p, const char *name)
{
	int ready[2];
	pid_t pid;
	char byte;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		p->journal = journal_open(p->form, p->path);
		if (journal_state(p->journal) != JOURNAL_READY)
			_exit(1);
		answer(p, "name", name);
		if (write(ready[1], "r", 1) != 1)
			_exit(1);
		wait_for_the_end();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void
a_killed_session_frees_the_lock_and_leaves_what_was_typed(void **state)
{
	struct side_test *p = *state;
	pid_t pid = session_start(p, "typed");

	assert_int_equal(journal_peek(p->form, p->path, NULL), JOURNAL_HELD);
	open_journal(p, JOURNAL_HELD);
	assert_int_equal(journal_who(p->journal)->pid, pid);
	close_journal(p, false);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(journal_peek(p->form, p->path, NULL), JOURNAL_LEFT);
	open_journal(p, JOURNAL_LEFT);
	assert_int_equal(journal_who(p->journal)->pid, pid);
	assert_string_equal(draft_text(journal_left(p->journal)->draft, field(p, "name")), "typed");
	assert_false(journal_left(p->journal)->damaged);
	close_journal(p, true);
	/* not taken: it is offered again */
	assert_int_equal(journal_peek(p->form, p->path, NULL), JOURNAL_LEFT);
	open_journal(p, JOURNAL_LEFT);
}

/* Who only looks at the offer is not who left the changes, and that is not when. */
static void
an_offer_that_is_left_keeps_its_name_and_time(void **state)
{
	struct side_test *p = *state;
	pid_t pid = session_start(p, "typed");
	const struct timespec then[] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };

	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(utimensat(AT_FDCWD, p->side, then, 0), 0);
	for (int i = 0; i < 3; i++) {
		open_journal(p, JOURNAL_LEFT);
		assert_int_equal(journal_who(p->journal)->pid, pid);
		assert_int_equal(journal_left(p->journal)->when, 1000000000);
		close_journal(p, true);
	}
	/* taken, it is ours */
	open_journal(p, JOURNAL_LEFT);
	journal_accept(p->journal);
	answer(p, "name", "more");
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	assert_int_equal(journal_who(p->journal)->pid, getpid());
	assert_true(journal_left(p->journal)->when > 1000000000);
}

/* Clocks of two hosts differ, and some have never been set. */
static void
any_time_of_the_file_is_told_or_unknown(void **state)
{
	static const struct {
		long long seconds;
		const char *told;
	} cases[] = {
		{ 0, "1970-01-01 " },
		{ -86400 * 366, "1968-12-31 " },
		{ -2147483648LL, "1901-12-13 " },
		{ 4102444800, "2100-01-01 " },
		{ 15032385535, "2446-05-10 " },
	};
	struct side_test *p = *state;
	const char *zone = getenv("TZ");
	char *before = zone ? xstrdup(zone) : NULL;

	setenv("TZ", "UTC", 1);
	tzset();
	open_journal(p, JOURNAL_READY);
	answer(p, "name", "x");
	close_journal(p, true);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct timespec then[] = { { .tv_sec = (time_t)cases[i].seconds },
			{ .tv_sec = (time_t)cases[i].seconds } };
		struct strbuf told = STRBUF_INIT;

		assert_int_equal(utimensat(AT_FDCWD, p->side, then, 0), 0);
		open_journal(p, JOURNAL_LEFT);
		journal_time_show(journal_left(p->journal)->when, &told);
		/* what the file system cannot keep it cuts */
		if (journal_left(p->journal)->when == (time_t)cases[i].seconds)
			assert_contains(told.buf, cases[i].told);
		assert_left(p);
		close_journal(p, true);
		strbuf_release(&told);
	}
	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
}

static void
a_time_that_no_calendar_has_is_unknown(void **state)
{
	struct strbuf told = STRBUF_INIT;

	(void)state;
	journal_time_show((time_t)1 << (sizeof(time_t) * 8 - 2), &told);
	if (sizeof(time_t) > 4)
		assert_string_equal(told.buf, "an unknown time");
	strbuf_release(&told);
}

/* Its number is another process's by now, or nobody has waited for it yet. */
static void
a_session_is_told_by_when_its_process_began(void **state)
{
	struct journal_who who = { 0 };
	siginfo_t info;
	pid_t pid;

	(void)state;
	self_find(&who);
	assert_true(process_is_there(&who));
	if (!*who.born) {
		journal_who_release(&who);
		skip(); /* this system does not tell */
	}
	who.born[0]++;
	assert_false(process_is_there(&who));
	who.born[0] = '\0';
	assert_true(process_is_there(&who));
	pid = fork();
	if (!pid)
		_exit(0);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	who.pid = pid;
	assert_false(process_is_there(&who));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_false(process_is_there(&who));
	journal_who_release(&who);
}

static void
a_session_is_taken_over(void **state)
{
	struct side_test *p = *state;
	pid_t pid = session_start(p, "typed");
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT;
	int status;

	open_journal(p, JOURNAL_HELD);
	assert_true(journal_may_take(p->journal));
	if (journal_take(p->journal, &err) < 0)
		fail_msg("%s", err.buf);
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGUSR1);
	assert_int_equal(journal_state(p->journal), JOURNAL_LEFT);
	assert_string_equal(draft_text(journal_left(p->journal)->draft, field(p, "name")), "typed");
	/* it was asked, and is not any more */
	read_side(p, &data);
	assert_true(holds(&data, "asked"));
	assert_false(journal_is_asked(p->journal, &err));
	strbuf_release(&err);
	strbuf_release(&data);
}

/* The file names a process which is not the one that holds the lock: no signal to it. */
static void
a_process_that_does_not_hold_the_lock_is_left_alone(void **state)
{
	struct side_test *p = *state;
	pid_t holder = session_start(p, "typed"), bystander = fork();
	struct strbuf record = STRBUF_INIT, err = STRBUF_INIT, wanted = STRBUF_INIT;
	struct journal_who who = { 0 };
	int status, fd;

	if (!bystander)
		wait_for_the_end();
	self_find(&who);
	who.pid = bystander;
	*who.born = '\0'; /* as where the system does not tell */
	write_who(&record, "who", &who);
	fd = open(p->side, O_WRONLY | O_APPEND);
	assert_int_equal(fd_write(fd, record.buf, record.len), 0);
	close(fd);
	open_journal(p, JOURNAL_HELD);
	assert_int_equal(journal_take(p->journal, &err), -1);
	strbuf_addf(&wanted, "the draft is held by process %ld, which is not the session %ld",
		(long)holder, (long)bystander);
	assert_contains(err.buf, wanted.buf);
	assert_int_equal(waitpid(bystander, &status, WNOHANG), 0);
	assert_int_equal(waitpid(holder, &status, WNOHANG), 0);
	kill(bystander, SIGKILL);
	kill(holder, SIGKILL);
	waitpid(bystander, NULL, 0);
	waitpid(holder, NULL, 0);
	journal_who_release(&who);
	strbuf_release(&record);
	strbuf_release(&wanted);
	strbuf_release(&err);
}

/* What was replaced, saved or discarded is overwritten in the old file, which this descriptor still has. */
static void
old_values_are_wiped(void **state)
{
	struct side_test *p = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	struct stat st;
	int fd;

	open_journal(p, JOURNAL_READY);
	answer(p, "challenge", SECRET);
	fd = open(p->side, O_RDONLY);
	read_side(p, &data);
	assert_true(holds(&data, SECRET));
	draft_set_source(p->file.draft, field(p, "challenge"), ANSWER_PROMPT, "");
	assert_int_equal(draft_file_save(&p->file, &err), 0);
	journal_follow(p->journal, &p->now);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	close(fd);
	read_side(p, &data);
	assert_false(holds(&data, SECRET));
	assert_false(holds(&data, "policy_name"));
	answer(p, "name", "x");
	read_side(p, &data);
	assert_false(holds(&data, SECRET));
	fd = open(p->side, O_RDONLY);
	close_journal(p, false);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	close(fd);
	strbuf_release(&data);
	strbuf_release(&err);
}

static void
a_full_disk_is_told_and_loses_nothing_before(void **state)
{
	struct side_test *p = *state;
	struct rlimit before, limit;
	struct stat st, now;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "before");
	assert_int_equal(lstat(p->side, &st), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = (rlim_t)st.st_size + 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	answer(p, "name", "before and behind");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_contains(journal_trouble(p->journal), "cannot be written: File too large");
	assert_int_equal(lstat(p->side, &now), 0);
	assert_int_equal(now.st_size, st.st_size);
	journal_follow(p->journal, &p->now);
	assert_string_equal(journal_trouble(p->journal), "");
	step_is_kept(p, NULL);
}

/* What a session left is there until it was written anew: not taken away where that failed. */
static void
what_was_accepted_and_could_not_be_written_stays(void **state)
{
	struct side_test *p = *state;
	struct rlimit before, limit;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "before");
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	journal_accept(p->journal);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	journal_follow(p->journal, &p->now);
	assert_contains(journal_trouble(p->journal), "cannot be written: File too large");
	close_journal(p, true);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	open_journal(p, JOURNAL_LEFT);
	assert_left(p);
}

static void
one_that_is_too_large_is_not_touched(void **state)
{
	struct side_test *p = *state;
	struct stat st;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "precious");
	close_journal(p, true);
	assert_int_equal(truncate(p->side, JOURNAL_LIMIT + 1), 0);
	open_journal(p, JOURNAL_OFF);
	assert_contains(journal_trouble(p->journal), "or too large; remove it");
	close_journal(p, false);
	assert_int_equal(lstat(p->side, &st), 0);
	assert_int_equal(st.st_size, JOURNAL_LIMIT + 1);
}

/* A file of records, each whole. */
static void
write_records(
	const struct side_test *p, const char *const (*records)[JOURNAL_STRINGS_MAX], size_t n)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	strbuf_addstr(&data, JOURNAL_MAGIC);
	for (size_t i = 0; i < n; i++) {
		size_t strings = 0;

		while (strings < JOURNAL_STRINGS_MAX && records[i][strings])
			strings++;
		record_add(&data, records[i], strings);
	}
	if (file_write(p->side, data.buf, data.len, FILE_PRIVATE, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&data);
}

/* Another version may have called something a draft that is none: whole records, and nothing is offered,
 * also where what came before could be. */
static void
a_base_that_is_no_draft_ends_the_journal(void **state)
{
	static const char *const bad[][JOURNAL_STRINGS_MAX] = {
		{ "who", "ada", "mac-17", "", "4711", "1", "" },
		{ "form", "scep", "" },
		{ "base", "- a list\n" },
	};
	static const char *const second[][JOURNAL_STRINGS_MAX] = {
		{ "who", "ada", "mac-17", "", "4711", "1", "" },
		{ "form", "scep", "" },
		{ "base", TEXT },
		{ "text", "name", "0", "0", "typed" },
		{ "base", "- a list\n" },
	};
	struct side_test *p = *state;

	for (int i = 0; i < 2; i++) {
		struct journal_content content;

		if (i)
			write_records(p, second, ARRAY_SIZE(second));
		else
			write_records(p, bad, ARRAY_SIZE(bad));
		content_of(p, &content);
		assert_true(content.left.damaged);
		assert_false(content.has_changes);
		assert_string_equal(content.who.user, "ada");
		content_release(&content);
		open_journal(p, JOURNAL_OFF);
		assert_contains(journal_trouble(p->journal), "cannot be read as a side file");
		close_journal(p, false);
	}
}

/* Where there are locks nobody who has none is there, whatever host it was. */
static void
what_another_host_left_is_left(void **state)
{
	static const char *const records[][JOURNAL_STRINGS_MAX] = {
		{ "who", "ada", "another-host", "", "4711", "1", "" },
		{ "form", "scep", "" },
		{ "base", TEXT },
		{ "unset", "name" },
		{ "text", "name", "0", "0", "typed" },
		{ "text", "url", "0", "0", "x" },
	};
	struct side_test *p = *state;
	size_t changed;

	write_records(p, records, ARRAY_SIZE(records));
	assert_int_equal(journal_peek(p->form, p->path, &changed), JOURNAL_LEFT);
	assert_int_equal(changed, 2);
	open_journal(p, JOURNAL_LEFT);
	assert_string_equal(journal_who(p->journal)->host, "another-host");
}

/* Of "abc". */
static void
an_edit_outside_of_its_text_ends_the_journal(void **state)
{
	static const struct {
		const char *at, *gone;
		bool damaged;
	} cases[] = {
		{ "3", "0", false },
		{ "0", "3", false },
		{ "1", "2", false },
		{ "4", "0", true },
		{ "3", "1", true },
		{ "2", "2", true },
		{ "0", "4", true },
		{ "x", "0", true },
		{ "0", "x", true },
	};
	struct side_test *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const records[][JOURNAL_STRINGS_MAX] = {
			{ "who", "ada", "mac-17", "", "4711", "1", "" },
			{ "form", "scep", "" },
			{ "base", TEXT },
			{ "text", "organization", "0", "0", "abc" },
			{ "text", "organization", cases[i].at, cases[i].gone, "d" },
		};
		struct journal_content content;

		write_records(p, records, ARRAY_SIZE(records));
		content_of(p, &content);
		assert_int_equal(content.left.damaged, cases[i].damaged);
		content_release(&content);
	}
}

/* Signals go to that number. */
static void
a_number_that_is_no_process_ends_the_journal(void **state)
{
	static const char *const numbers[] = { "4294967295", "2147483648", "-1" };
	struct side_test *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		const char *who[] = { "who", "ada", "mac-17", "", numbers[i], "1", "" };
		struct strbuf data = STRBUF_INIT;
		struct journal_content content;

		strbuf_addstr(&data, JOURNAL_MAGIC);
		record_add(&data, who, ARRAY_SIZE(who));
		content_read(&content, p->form, p->path, &data);
		assert_true(content.left.damaged);
		assert_null(content.who.user);
		content_release(&content);
		strbuf_release(&data);
	}
}

static void
another_name_has_another_side_file(void **state)
{
	struct side_test *p = *state;
	char *other = path_join(p->folder, "other.yaml");
	struct strbuf err = STRBUF_INIT;

	open_journal(p, JOURNAL_READY);
	answer(p, "name", "x");
	assert_int_equal(draft_file_save_as(&p->file, other, &err), 0);
	journal_follow(p->journal, &p->now);
	assert_false(path_exists(p->side));
	answer(p, "name", "xy");
	assert_int_equal(journal_peek(p->form, p->path, NULL), JOURNAL_READY);
	close_journal(p, true);
	assert_int_equal(journal_peek(p->form, other, NULL), JOURNAL_LEFT);
	free(other);
	strbuf_release(&err);
}

static void
the_text_of_a_draft_that_has_gone_is_in_it(void **state)
{
	struct side_test *p = *state;
	struct strbuf text = STRBUF_INIT, form = STRBUF_INIT;
	size_t changed;

	assert_int_equal(journal_base(p->path, &text, &form), -1);
	open_journal(p, JOURNAL_READY);
	answer(p, "name", "x");
	close_journal(p, true);
	assert_int_equal(unlink(p->path), 0);
	assert_int_equal(journal_base(p->path, &text, &form), 0);
	assert_string_equal(text.buf, TEXT);
	/* the tests read the form from its file */
	assert_string_equal(form.buf, p->form->path);
	assert_int_equal(journal_peek(p->form, p->path, &changed), JOURNAL_LEFT);
	assert_int_equal(changed, 1);
	strbuf_release(&text);
	strbuf_release(&form);
}

static void
a_file_that_was_being_wiped_is_taken(void **state)
{
	struct side_test *p = *state;
	static const char zeros[200];
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(p->side, zeros, sizeof zeros, 0, &err), 0);
	open_journal(p, JOURNAL_READY);
	strbuf_release(&err);
}

/* A session that was killed while it wrote the file anew. */
static void
what_was_made_aside_goes(void **state)
{
	struct side_test *p = *state;
	char *aside = path_join(p->folder, ".office.yaml.scepwiz-new");
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(aside, SECRET, strlen(SECRET), 0, &err), 0);
	open_journal(p, JOURNAL_READY);
	assert_false(path_exists(aside));
	free(aside);
	strbuf_release(&err);
}

#define place_test(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)

/* When it began is the 22nd word that the system tells, as awk would count it. */
static void
when_a_process_began_is_what_the_system_tells(void **state)
{
	char word[64] = "";
	struct journal_who who = { 0 };
	STRBUF(command);
	FILE *pipe;

	(void)state;
	self_find(&who);
	if (!*who.born) {
		journal_who_release(&who);
		skip();
	}
	strbuf_addf(&command, "sed 's/.*) //' /proc/%ld/stat | cut -d ' ' -f 20", (long)getpid());
	pipe = popen(command.buf, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(word, sizeof word, pipe));
	pclose(pipe);
	word[strcspn(word, "\n")] = '\0';
	assert_string_equal(who.born, word);
	strbuf_clear(&command);
	assert_int_equal(process_look(INT32_MAX, &command), '\0');
	assert_int_equal(command.len, 0);
	/* no number of one */
	who.born[0] = '\0';
	who.pid = 0;
	assert_false(process_is_there(&who));
	who.pid = -1;
	assert_false(process_is_there(&who));
	journal_who_release(&who);
}

/* Each text becomes each other one: what they begin and end with alike is told once. */
static void
every_change_of_a_text_is_read_back(void **state)
{
	static const char *const texts[] = { "", "a", "b", "aa", "ab", "ba", "aba", "abba", "aaa",
		"abc", "abXc", "abc\nabc", "abc\nabc\nabc", "\xc3\xa4", "\xc3\xa5", "a\xc3\xa4z",
		"a\xc3\xa5z", "xaa", "aax" };
	struct side_test *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		for (size_t j = 0; j < ARRAY_SIZE(texts); j++) {
			open_journal(p, JOURNAL_READY);
			draft_set(p->file.draft, field(p, "policy_notes"), texts[i]);
			journal_follow(p->journal, &p->now);
			draft_set(p->file.draft, field(p, "policy_notes"), texts[j]);
			journal_follow(p->journal, &p->now);
			close_journal(p, true);
			open_journal(p, JOURNAL_LEFT);
			if (strcmp(draft_text(journal_left(p->journal)->draft,
					   field(p, "policy_notes")),
				    texts[j]) != 0)
				fail_msg("\"%s\" to \"%s\"", texts[i], texts[j]);
			close_journal(p, false);
			assert_int_equal(unlink(p->side), 0);
		}
}

/* Whatever becomes of a session, no descriptor of it stays. */
static void
no_descriptor_stays(void **state)
{
	struct side_test *p = *state;
	int before = dup(0), after;

	close(before);
	open_journal(p, JOURNAL_READY);
	draft_set(p->file.draft, field(p, "name"), "x");
	journal_follow(p->journal, &p->now);
	close_journal(p, true);
	open_journal(p, JOURNAL_LEFT);
	journal_peek(p->form, p->path, NULL);
	journal_accept(p->journal);
	journal_follow(p->journal, &p->now);
	close_journal(p, false);
	after = dup(0);
	close(after);
	assert_int_equal(after, before);
}

/* The shortest name of a draft has one letter. */
static void
side_files_are_told_by_their_names(void **state)
{
	static const char *const names[] = { ".scepwiz", "..scepwiz", ".a.scepwiz", ".ab.scepwiz",
		"a.scepwiz", ".a.scepwi", ".b.scepwizz" };
	struct side_test *p = *state;
	STRVEC(found);
	STRBUF(all);
	STRBUF(err);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = path_join(p->folder, names[i]);

		assert_int_equal(file_write(path, "x", 1, 0, &err), 0);
		free(path);
	}
	journal_folder_list(p->folder, &found);
	strvec_join(&found, " ", &all);
	assert_string_equal(all.buf, "a ab");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(it_is_there_while_the_draft_is_open_and_for_us_alone),
		place_test(every_change_is_in_it_at_once),
		place_test(what_cannot_be_read_is_left_as_it_is),
		place_test(a_torn_end_is_dropped_and_never_misread),
		place_test(a_flipped_bit_ends_the_journal_there),
		place_test(what_is_typed_behind_a_torn_end_counts),
		place_test(what_was_planted_is_not_used),
		place_test(a_folder_that_cannot_be_written_is_told),
		place_test(it_stays_bounded_and_locked_while_it_is_written_anew),
		place_test(the_second_is_told_who_has_it),
		place_test(a_killed_session_frees_the_lock_and_leaves_what_was_typed),
		place_test(an_offer_that_is_left_keeps_its_name_and_time),
		place_test(any_time_of_the_file_is_told_or_unknown),
		cmocka_unit_test(a_time_that_no_calendar_has_is_unknown),
		cmocka_unit_test(a_session_is_told_by_when_its_process_began),
		place_test(a_session_is_taken_over),
		place_test(a_process_that_does_not_hold_the_lock_is_left_alone),
		place_test(old_values_are_wiped),
		place_test(a_full_disk_is_told_and_loses_nothing_before),
		place_test(what_was_accepted_and_could_not_be_written_stays),
		place_test(one_that_is_too_large_is_not_touched),
		place_test(a_base_that_is_no_draft_ends_the_journal),
		place_test(what_another_host_left_is_left),
		place_test(an_edit_outside_of_its_text_ends_the_journal),
		place_test(a_number_that_is_no_process_ends_the_journal),
		place_test(another_name_has_another_side_file),
		place_test(the_text_of_a_draft_that_has_gone_is_in_it),
		place_test(a_file_that_was_being_wiped_is_taken),
		place_test(what_was_made_aside_goes),
		place_test(when_a_process_began_is_what_the_system_tells),
		place_test(every_change_of_a_text_is_read_back),
		place_test(no_descriptor_stays),
		place_test(side_files_are_told_by_their_names),
	};

	return run_tests(tests);
}
