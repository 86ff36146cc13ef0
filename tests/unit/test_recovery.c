/* What is kept of a draft: what is in the file after every change, whatever was torn, planted, moved or held. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/recovery/recovery_parts.h"

#include "drafts.h"
#include "kept_file.h"
#include "test_folder.h"

#define SECRET "staple-battery-typed"
#define TEXT \
	"form: scep\nplatform: macos # kept\npolicy_name: \"Branch\"\nurl: https://a.acme.com\n"
#define NOBODY 65534

struct side_test {
	char folder[64];
	char *path, *side, *lock; /* the draft, its recovery file, its lock */
	struct form *form;
	struct draft_file file;
	struct recovery *recovery;
	struct recovery_now now;
};

static int
place_begin(void **state)
{
	struct side_test *p = xcalloc(1, sizeof *p);
	struct strbuf err = STRBUF_INIT;

	snprintf(p->folder, sizeof p->folder, "/tmp/scepwiz-test-XXXXXX");
	test_folder(p->folder);
	p->path = path_join(p->folder, "office.yaml");
	p->side = kept_file(p->path);
	p->lock = path_join(p->folder, ".office.yaml.scepwiz");
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

	recovery_close(p->recovery, false);
	draft_file_release(&p->file);
	form_free(p->form);
	strbuf_addf(&command, "rm -r %s", p->folder);
	removed = system(command.buf);
	strbuf_release(&command);
	free(p->path);
	free(p->side);
	free(p->lock);
	free(p);
	return removed;
}

static const struct field *
field(const struct side_test *p, const char *key)
{
	return field_of(p->form, key);
}

static void
open_recovery(struct side_test *p, enum recovery_state state)
{
	p->recovery = recovery_open(p->form, p->path);
	if (recovery_state(p->recovery) != state)
		fail_msg(
			"state %d: %s", recovery_state(p->recovery), recovery_trouble(p->recovery));
}

static void
close_recovery(struct side_test *p, bool keep)
{
	recovery_close(p->recovery, keep);
	p->recovery = NULL;
}

static void
answer(struct side_test *p, const char *key, const char *text)
{
	draft_set(p->file.draft, field(p, key), text);
	p->now.place = (struct recovery_place){ field(p, key), strlen(text) };
	recovery_follow(p->recovery, &p->now);
}

static void
read_side(const struct side_test *p, struct strbuf *out)
{
	struct strbuf err = STRBUF_INIT;

	strbuf_clear(out);
	if (file_read(p->side, RECOVERY_LIMIT, out, &err) < 0)
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
	dump(recovery_left(p->recovery)->draft, &left);
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
	open_recovery(p, RECOVERY_READY);
	umask(022);
	assert_int_equal(lstat(p->side, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	recovery_follow(p->recovery, &p->now);
	read_side(p, &data);
	assert_false(holds(&data, "Branch"));
	answer(p, "policy_name", "Branch 2");
	assert_int_equal(lstat(p->side, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	close_recovery(p, false);
	assert_int_equal(lstat(p->side, &st), -1);
	assert_int_equal(lstat(p->lock, &st), -1);
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
		recovery_follow(p->recovery, &p->now);
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
	recovery_follow(p->recovery, &p->now);
	step(p, data);
	draft_set_source(draft, field(p, "challenge"), ANSWER_COMMAND, "pass\nshow\nmy scep\n");
	recovery_follow(p->recovery, &p->now);
	step(p, data);
	draft_set_source(draft, field(p, "challenge"), ANSWER_PROMPT, "");
	recovery_follow(p->recovery, &p->now);
	step(p, data);
	draft_unset(draft, field(p, "url"));
	recovery_follow(p->recovery, &p->now);
	step(p, data);
	draft_set_note(draft, field(p, "url"), "too short");
	recovery_follow(p->recovery, &p->now);
	step(p, data);
	p->now.note_field = field(p, "name");
	p->now.note = "being typed";
	recovery_follow(p->recovery, &p->now);
	p->now.note_field = NULL;
	draft_set_note(draft, field(p, "name"), "being typed");
	step(p, data);
	play_acceptances(p, step, data);
}

static void
content_of(const struct side_test *p, struct recovery_content *content)
{
	struct strbuf data = STRBUF_INIT;

	read_side(p, &data);
	content_read(content, p->form, p->path, kept_key(), &data);
	strbuf_release(&data);
}

static void
step_is_kept(struct side_test *p, void *data)
{
	struct recovery_content content;
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

	open_recovery(p, RECOVERY_READY);
	play_all(p, step_is_kept, NULL);
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	assert_int_equal(recovery_who(p->recovery)->pid, getpid());
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	step_is_kept(p, NULL);
}

static const char *
left_unread(const struct side_test *p, const char *key)
{
	return draft_unread(recovery_left(p->recovery)->draft, field(p, key));
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
	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "n");
	answer(p, "url", "https://a.example.net/");
	answer(p, "retries", "9");
	draft_restore(p->file.draft, field(p, "retries"));
	draft_unset(p->file.draft, field(p, "key_size"));
	recovery_follow(p->recovery, &p->now);
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	assert_null(left_unread(p, "url"));
	assert_string_equal(left_unread(p, "retries"), "[7, 8]");
	assert_null(left_unread(p, "key_size"));
	assert_string_equal(
		draft_unread(recovery_left(p->recovery)->base.draft, field(p, "url")), "[a, b]");
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
	size_t *good, bool *foreign)
{
	struct recovery_content content;
	struct strbuf text = STRBUF_INIT;
	size_t i = states->n;

	content_read(&content, p->form, p->path, kept_key(), bytes);
	*good = content.good;
	if (foreign)
		*foreign = content.left.foreign;
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
	open_recovery(p, RECOVERY_READY);
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
		at = state_of(p, &states, &torn, &good, NULL);
		assert_true(good >= last && good <= len);
		last = good;
	}
	assert_int_equal(at, states.n);
	assert_int_equal(good, data.len);
	strvec_release(&states);
	strbuf_release(&data);
	strbuf_release(&torn);
}

/* One in the first record makes all of it anybody's. */
static void
a_flipped_bit_ends_the_file_there(void **state)
{
	struct side_test *p = *state;
	struct strvec states = STRVEC_INIT;
	struct strbuf data = STRBUF_INIT;
	size_t good, first = 0;
	bool foreign;

	all_states(p, &states, &data);
	for (size_t i = 0; i < data.len; i++) {
		char byte = data.buf[i];
		size_t at;

		data.buf[i] = (char)(byte ^ (1 << i % 8));
		at = state_of(p, &states, &data, &good, &foreign);
		assert_true(foreign || at < states.n);
		assert_true(foreign || good <= i);
		first += foreign;
		data.buf[i] = byte;
	}
	assert_true(first > 0 && first < 300);
	assert_int_equal(state_of(p, &states, &data, &good, &foreign), states.n);
	assert_false(foreign);
	strvec_release(&states);
	strbuf_release(&data);
}

/* What is behind a torn record is cut off, or it would end the recovery for what comes after. */
static void
what_is_typed_behind_a_torn_end_counts(void **state)
{
	struct side_test *p = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "abc");
	answer(p, "name", "abcd");
	close_recovery(p, true);
	read_side(p, &data);
	assert_int_equal(truncate(p->side, (off_t)data.len - 3), 0);
	open_recovery(p, RECOVERY_LEFT);
	assert_true(recovery_left(p->recovery)->damaged);
	assert_left(p); /* it was the place that was torn */
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_false(recovery_left(p->recovery)->damaged);
	assert_left(p);
	strbuf_release(&data);
	strbuf_release(&err);
}

static void
assert_told(struct side_test *p, const char *message)
{
	STRBUF(told);

	recovery_tell(p->recovery, &told);
	assert_contains(told.buf, message);
}

/* What may stand there instead of the lock, who made it, and what is said. What is typed is kept all the same. */
static void
what_was_planted_is_not_used(void **state)
{
	static const char canary[] = "precious\n";
	static const struct {
		const char *kind, *message;
	} cases[] = {
		{ "ln -s \"$1/canary\" \"$2\"",
			".office.yaml.scepwiz is a symbolic link. Remove it" },
		{ "ln -s \"$1/nowhere\" \"$2\"", "is a symbolic link. Remove it" },
		{ "mkfifo \"$2\"", "is a FIFO. Remove it" },
		{ "ln \"$1/canary\" \"$2\"", "has another name too (a hard link)" },
		{ "cp \"$1/canary\" \"$2\"; chmod 644 \"$2\"",
			"is not a lock of scepwiz. Remove it" },
		{ "mkdir \"$2\"", "is a folder. Remove it" },
		{ "cp \"$1/canary\" \"$2\"; chmod 600 \"$2\"",
			"is not a lock of scepwiz. Remove it" },
		{ "echo scepwiz side file 2 >\"$2\"; chmod 600 \"$2\"",
			"is not a lock of scepwiz" },
		{ "echo scepwiz side file 1 >\"$2\"; chmod 644 \"$2\"",
			"is a recovery file of an older version that others may read or write. Remove it" },
	};
	struct side_test *p = *state;
	char *other = path_join(p->folder, "canary");
	struct strbuf err = STRBUF_INIT, command = STRBUF_INIT, data = STRBUF_INIT;

	assert_int_equal(file_write(other, canary, strlen(canary), 0, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct stat before, after;

		strbuf_clear(&command);
		strbuf_addf(&command, "set -- %s %s; %s", p->folder, p->lock, cases[i].kind);
		assert_int_equal(system(command.buf), 0);
		assert_int_equal(lstat(p->lock, &before), 0);
		open_recovery(p, RECOVERY_READY);
		assert_told(p, cases[i].message);
		assert_string_equal(recovery_trouble(p->recovery), "");
		answer(p, "name", cases[i].kind);
		step_is_kept(p, NULL);
		close_recovery(p, false);
		assert_int_equal(lstat(p->lock, &after), 0);
		assert_int_equal(after.st_ino, before.st_ino);
		assert_int_equal(after.st_size, before.st_size);
		strbuf_clear(&data);
		assert_int_equal(file_read(other, 100, &data, &err), 0);
		assert_string_equal(data.buf, canary);
		strbuf_clear(&command);
		strbuf_addf(&command, "rm -r %s", p->lock);
		assert_int_equal(system(command.buf), 0);
	}
	free(other);
	strbuf_release(&err);
	strbuf_release(&command);
	strbuf_release(&data);
}

/* Which a test that fails does not bring. */
static void
wait_for_the_end(void)
{
	alarm(60);
	for (;;)
		pause();
}

/* Nobody can read it there either; a neighbour may read who has the draft. */
static void
the_lock_says_who_and_nothing_else(void **state)
{
	static const struct {
		mode_t mask, mode;
	} cases[] = { { 0, 0644 }, { 022, 0644 }, { 077, 0600 } };
	struct side_test *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct recovery_who self = { 0 };
		struct stat st;
		STRBUF(text);
		STRBUF(line);
		STRBUF(err);

		umask(cases[i].mask);
		open_recovery(p, RECOVERY_READY);
		umask(022);
		answer(p, "name", SECRET);
		assert_int_equal(lstat(p->lock, &st), 0);
		assert_int_equal(st.st_mode & 07777, cases[i].mode);
		assert_int_equal(file_read(p->lock, 4096, &text, &err), 0);
		assert_contains(text.buf, "scepwiz lock 1\nuser: ");
		strbuf_addf(&line, "\nprocess: %ld\n", (long)getpid());
		assert_contains(text.buf, line.buf);
		assert_false(holds(&text, SECRET));
		who_read(&self, text.buf);
		assert_int_equal(self.pid, getpid());
		recovery_who_release(&self);
		close_recovery(p, false);
		assert_false(path_exists(p->lock));
	}
}

/* git clean, rsync --delete, a neighbour: it is made anew before the next key, and until then our file tells. */
static void
a_lock_that_is_taken_away_is_made_anew(void **state)
{
	struct side_test *p = *state;
	struct recovery *second;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "a");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(unlink(p->lock), 0);
		second = recovery_open(p->form, p->path);
		assert_int_equal(recovery_state(second), RECOVERY_HELD);
		assert_int_equal(recovery_who(second)->pid, getpid());
		recovery_close(second, false);
		answer(p, "name", i ? "abc" : "ab");
		assert_true(path_exists(p->lock));
		step_is_kept(p, NULL);
	}
	/* another one's, in its place: this one is told once, and goes on */
	assert_int_equal(unlink(p->lock), 0);
	setenv("XDG_STATE_HOME", p->folder, 1);
	second = recovery_open(p->form, p->path);
	assert_int_equal(recovery_state(second), RECOVERY_READY);
	answer(p, "name", "abcd");
	assert_told(p,
		" has also opened this draft, because its lock was removed. The last one to save is "
		"asked");
	step_is_kept(p, NULL);
	recovery_close(second, false);
	answer(p, "name", "abcde");
	assert_false(recovery_tell(p->recovery, &(struct strbuf)STRBUF_INIT));
	assert_true(path_exists(p->lock));
}

/* It may become anything while a session is open; that is told once, and nothing is written into it. */
static void
a_lock_that_becomes_something_else_is_told_once(void **state)
{
	struct side_test *p = *state;
	STRBUF(none);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "a");
	assert_int_equal(unlink(p->lock), 0);
	assert_int_equal(mkdir(p->lock, 0700), 0);
	answer(p, "name", "ab");
	assert_told(p, ".office.yaml.scepwiz is a folder. Remove it");
	step_is_kept(p, NULL);
	answer(p, "name", "abc");
	assert_false(recovery_tell(p->recovery, &none));
	step_is_kept(p, NULL);
	assert_int_equal(rmdir(p->lock), 0);
	answer(p, "name", "abcd");
	assert_true(path_exists(p->lock));
	assert_int_equal(unlink(p->lock), 0);
	assert_int_equal(mkfifo(p->lock, 0600), 0);
	answer(p, "name", "abcde");
	assert_told(p, "is a FIFO. Remove it");
}

/* A home that two hosts share: the other one has another draft of that path, whose file is left alone. */
static void
a_file_of_another_host_is_passed_by(void **state)
{
	struct side_test *p = *state;
	struct records records = kept_records(p->path, NULL);
	static char user[] = "ada", host[] = "elsewhere", terminal[] = "", born[] = "";
	const struct recovery_who who = { user, host, terminal, 4711, 1, born };
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	STRBUF(err);
	int fd;

	write_who(&records, &who);
	assert_int_equal(file_write(p->side, records.bytes.buf, records.bytes.len, 0, &err), 0);
	read_side(p, &before);
	fd = open(p->side, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "typed");
	assert_string_equal(recovery_trouble(p->recovery), "");
	close_recovery(p, true);
	read_side(p, &after);
	assert_true(strbuf_same(&before, &after));
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	close(fd);
	strbuf_release(&before);
	strbuf_release(&after);
	strbuf_release(&records.bytes);
}

/* A lock from an archive, where there are no locks that tell: it may name any process of ours. */
static void
what_a_planted_lock_names_is_not_signalled(void **state)
{
	struct side_test *p = *state;
	struct recovery_who who = { 0 };
	struct records records = kept_records(p->path, NULL);
	STRBUF(text);
	STRBUF(err);
	int status, fd;
	pid_t bystander = fork();

	if (!bystander)
		wait_for_the_end();
	self_find(&who);
	who.pid = bystander;
	*who.born = '\0';
	strbuf_addstr(&text, "scepwiz lock 1\n");
	who_write(&text, &who);
	assert_int_equal(file_write(p->lock, text.buf, text.len, 0, &err), 0);
	fd = open(p->lock, O_RDONLY);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0); /* by nobody who has signed it */
	open_recovery(p, RECOVERY_HELD);
	assert_int_equal(recovery_take(p->recovery, &err), -1);
	assert_contains(err.buf, "only the lock in the folder says that process ");
	assert_int_equal(waitpid(bystander, &status, WNOHANG), 0);
	kill(bystander, SIGKILL);
	waitpid(bystander, NULL, 0);
	close(fd);
	recovery_who_release(&who);
	strbuf_release(&records.bytes);
}

/* The lock of somebody else who has gone gives way; a planted one of a user who has not is told, and passed by. */
static void
the_lock_of_another_user(void **state)
{
	static const char text[] =
		"scepwiz lock 1\nuser: me\nhost: h\nterminal: \nprocess: 1\nsince: 1\n";
	struct side_test *p = *state;
	STRBUF(err);
	struct stat st;
	int fd;

	if (geteuid() != 0)
		skip();
	assert_int_equal(file_write(p->lock, text, strlen(text), 0, &err), 0);
	assert_int_equal(chown(p->lock, NOBODY, NOBODY), 0);
	open_recovery(p, RECOVERY_READY);
	assert_int_equal(lstat(p->lock, &st), 0);
	assert_int_equal(st.st_uid, 0);
	close_recovery(p, false);
	assert_int_equal(file_write(p->lock, text, strlen(text), 0, &err), 0);
	assert_int_equal(chown(p->lock, NOBODY, NOBODY), 0);
	fd = open(p->lock, O_RDONLY);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	open_recovery(p, RECOVERY_HELD);
	/* the file's owner, not who it says */
	assert_string_not_equal(recovery_who(p->recovery)->user, "me");
	assert_false(recovery_may_take(p->recovery));
	assert_true(recovery_may_insist(p->recovery));
	recovery_insist(p->recovery);
	assert_int_equal(recovery_state(p->recovery), RECOVERY_READY);
	answer(p, "name", "typed");
	step_is_kept(p, NULL);
	close_recovery(p, false);
	close(fd);
	assert_int_equal(lstat(p->lock, &st), 0);
	assert_int_equal(st.st_uid, NOBODY);
}

/* Of a checkout that is another's, on a medium that is read-only. */
static void
a_folder_that_cannot_be_written_keeps_nothing_from_being_kept(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(home) = path_join(p->folder, "home");
	STRBUF(wanted);

	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(p->folder, 0755), 0);
	assert_int_equal(chmod(p->path, 0644), 0);
	assert_int_equal(mkdir(home, 0700), 0);
	assert_int_equal(chown(home, NOBODY, NOBODY), 0);
	setenv("XDG_STATE_HOME", home, 1);
	assert_int_equal(seteuid(NOBODY), 0);
	p->recovery = recovery_open(p->form, p->path);
	answer(p, "name", "typed");
	assert_int_equal(recovery_state(p->recovery), RECOVERY_READY);
	assert_string_equal(recovery_trouble(p->recovery), "");
	strbuf_addf(&wanted, "%s cannot be made: Permission denied", p->lock);
	assert_told(p, wanted.buf);
	close_recovery(p, true);
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_LEFT);
	open_recovery(p, RECOVERY_LEFT);
	close_recovery(p, true);
	assert_int_equal(seteuid(0), 0);
}

/* It is told as long as it is so, and kept from the first key on with which that can be done. */
static void
where_nothing_can_be_kept_that_is_told(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(home) = path_join(p->folder, "home");
	STRBUF(err);

	assert_int_equal(file_write(home, "x", 1, 0, &err), 0);
	setenv("XDG_STATE_HOME", home, 1);
	open_recovery(p, RECOVERY_READY);
	assert_contains(recovery_trouble(p->recovery), "cannot make the folder");
	answer(p, "name", "a");
	assert_contains(recovery_trouble(p->recovery), "cannot make the folder");
	assert_int_equal(unlink(home), 0);
	answer(p, "name", "ab");
	assert_string_equal(recovery_trouble(p->recovery), "");
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
}

static void
who_only_looks_makes_no_folder(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(home) = path_join(p->folder, "home");

	setenv("XDG_STATE_HOME", home, 1);
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_READY);
	assert_false(path_exists(home));
}

/* Whoever clears the state folder takes the key with it. */
static void
a_file_that_is_taken_away_is_written_anew(void **state)
{
	struct side_test *p = *state;
	STRBUF(command);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "a");
	assert_int_equal(unlink(p->side), 0);
	answer(p, "name", "ab");
	step_is_kept(p, NULL);
	strbuf_addf(&command, "rm -r %s/*", getenv("XDG_STATE_HOME"));
	assert_int_equal(system(command.buf), 0);
	recovery_follow(p->recovery, &p->now);
	step_is_kept(p, NULL);
	answer(p, "name", "abc");
	step_is_kept(p, NULL);
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	assert_false(recovery_left(p->recovery)->foreign);
}

/* Older versions had it in the folder above: what they wrote is ours. It moves to where a session may write it. */
static void
an_old_key_is_read_and_moved(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(old) = path_join(getenv("XDG_STATE_HOME"), "scepwiz/key");
	OWN_TEXT(key) = path_join(getenv("XDG_STATE_HOME"), "scepwiz/recovery/key");
	STRVEC(files);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "typed");
	close_recovery(p, true);
	assert_int_equal(rename(key, old), 0);
	assert_int_equal(recovery_peek(p->form, p->file.path, NULL), RECOVERY_LEFT);
	assert_true(path_exists(old));
	recovery_writes(&files);
	assert_int_equal(files.n, 1);
	assert_string_equal(files.v[0], key);
	assert_true(path_exists(key));
	assert_false(path_exists(old));
	open_recovery(p, RECOVERY_LEFT);
	assert_false(recovery_left(p->recovery)->foreign);
	assert_left(p);
}

/* What was written with another key may be anybody's. */
static void
what_another_key_wrote_is_foreign(void **state)
{
	static const char key[] = "0123456789abcdef0123456789abcdef";
	struct side_test *p = *state;
	OWN_TEXT(path) = path_join(getenv("XDG_STATE_HOME"), "scepwiz/recovery/key");
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	STRBUF(err);
	struct stat st;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "typed");
	close_recovery(p, true);
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_size, 32);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(file_write(path, key, 32, 0, &err), 0);
	read_side(p, &before);
	for (int i = 0; i < 2; i++) {
		open_recovery(p, RECOVERY_LEFT);
		assert_true(recovery_left(p->recovery)->foreign);
		assert_left(p);
		close_recovery(p, true);
		read_side(p, &after);
		assert_true(strbuf_same(&before, &after));
	}
	/* accepted, it is ours; a key that is none is made anew */
	for (int i = 0; i < 2; i++) {
		open_recovery(p, RECOVERY_LEFT);
		recovery_accept(p->recovery);
		recovery_follow(p->recovery, &p->now);
		close_recovery(p, true);
		open_recovery(p, RECOVERY_LEFT);
		assert_false(recovery_left(p->recovery)->foreign);
		assert_left(p);
		close_recovery(p, true);
		assert_int_equal(file_write(path, key, 31, 0, &err), 0);
	}
	strbuf_release(&before);
	strbuf_release(&after);
}

static void
leave_side(const struct side_test *p, const char *path, const char *name)
{
	struct records side = side_records();
	struct draft *shadow = draft_file_saved_answers(&p->file);
	struct recovery_who who = { 0 };
	STRBUF(err);

	self_find(&who);
	draft_set(p->file.draft, field(p, "name"), name);
	write_who(&side, &who);
	write_base(&side, &p->file);
	write_changes(&side, shadow, &p->now);
	assert_int_equal(file_write(path, side.bytes.buf, side.bytes.len, FILE_PRIVATE, &err), 0);
	recovery_who_release(&who);
	strbuf_release(&side.bytes);
	draft_free(shadow);
}

/* Of an older version, or of an archive: it stays until it was accepted and is kept, or was discarded. */
static void
a_side_file_is_foreign_and_becomes_a_lock(void **state)
{
	struct side_test *p = *state;
	struct recovery *second;
	STRBUF(text);
	STRBUF(err);
	struct stat st;
	int fd;

	leave_side(p, p->lock, "typed");
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_ELSEWHERE);
	for (int i = 0; i < 2; i++) {
		open_recovery(p, RECOVERY_LEFT);
		assert_true(recovery_left(p->recovery)->foreign);
		assert_left(p);
		/* it is the lock as it is */
		second = recovery_open(p->form, p->path);
		assert_int_equal(recovery_state(second), RECOVERY_HELD);
		recovery_close(second, false);
		close_recovery(p, true);
	}
	open_recovery(p, RECOVERY_LEFT);
	fd = open(p->lock, O_RDONLY);
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	step_is_kept(p, NULL);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	close(fd);
	assert_int_equal(file_read(p->lock, 4096, &text, &err), 0);
	assert_contains(text.buf, "scepwiz lock 1\n");
	close_recovery(p, true);
	assert_false(path_exists(p->lock));
	open_recovery(p, RECOVERY_LEFT);
	assert_false(recovery_left(p->recovery)->foreign);
	/* discarded: nothing is unsaved, and it goes */
	draft_unset(p->file.draft, field(p, "name"));
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	close_recovery(p, false);
	leave_side(p, p->lock, "typed");
	draft_unset(p->file.draft, field(p, "name"));
	open_recovery(p, RECOVERY_LEFT);
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	close_recovery(p, false);
	assert_false(path_exists(p->lock));
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_READY);
}

/* mv takes the draft; what is typed is where it was. */
static void
a_draft_that_was_moved_has_what_was_left(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(other) = path_join(p->folder, "moved.yaml");
	OWN_TEXT(real) = path_real_name(p->path);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "typed");
	close_recovery(p, true);
	assert_int_equal(rename(p->path, other), 0);
	for (int i = 0; i < 3; i++) {
		p->recovery = recovery_open(p->form, other);
		assert_int_equal(recovery_state(p->recovery), RECOVERY_LEFT);
		assert_string_equal(recovery_left(p->recovery)->was, real);
		assert_left(p);
		if (i < 2)
			close_recovery(p, i);
	}
	free(p->file.path);
	p->file.path = xstrdup(other);
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	assert_false(path_exists(p->side));
	close_recovery(p, true);
	p->recovery = recovery_open(p->form, other);
	assert_null(recovery_left(p->recovery)->was);
	assert_left(p);
}

/* It goes once the draft is found again: but for one that a session has, and what is none of ours. */
static void
the_lock_of_a_moved_draft_goes(void **state)
{
	static const struct {
		const char *lock;
		bool held, goes;
	} cases[] = {
		{ "scepwiz lock 1\n", false, true }, { "", false, true },
		{ "scepwiz lock 1\n", true, false }, { "a text of somebody's", false, false },
		{ NULL, false, true }, /* none is made for it */
	};
	struct side_test *p = *state;
	OWN_TEXT(other) = path_join(p->folder, "moved.yaml");
	STRBUF(lock);
	STRBUF(err);

	lock_path(p->path, &lock);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int fd = -1;

		open_recovery(p, i ? RECOVERY_LEFT : RECOVERY_READY);
		if (!i)
			answer(p, "name", "typed");
		close_recovery(p, true);
		assert_int_equal(rename(p->path, other), 0);
		if (cases[i].lock)
			assert_int_equal(
				file_write(lock.buf, cases[i].lock, strlen(cases[i].lock), 0, &err),
				0);
		if (cases[i].held) {
			fd = open(lock.buf, O_RDWR);
			assert_int_equal(flock(fd, LOCK_EX), 0);
		}
		p->recovery = recovery_open(p->form, other);
		assert_int_equal(recovery_state(p->recovery), RECOVERY_LEFT);
		if (path_exists(lock.buf) == cases[i].goes)
			fail_msg("lock %zu: %s", i, cases[i].goes ? "stays" : "is gone");
		close_recovery(p, true);
		if (fd >= 0)
			close(fd);
		unlink(lock.buf);
		assert_int_equal(rename(other, p->path), 0);
	}
}

/* A copy is told; another text is another draft. */
static void
a_copy_of_a_draft_is_told(void **state)
{
	struct side_test *p = *state;
	OWN_TEXT(other) = path_join(p->folder, "copy.yaml");
	STRBUF(err);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "typed");
	close_recovery(p, true);
	assert_int_equal(file_write(other, TEXT, strlen(TEXT), 0, &err), 0);
	p->recovery = recovery_open(p->form, other);
	assert_int_equal(recovery_state(p->recovery), RECOVERY_READY);
	assert_told(p, "This draft is a copy of ");
	close_recovery(p, false);
	assert_true(path_exists(p->side));
	assert_int_equal(unlink(p->path), 0);
	assert_int_equal(file_write(other, TEXT "\n", strlen(TEXT) + 1, 0, &err), 0);
	p->recovery = recovery_open(p->form, other);
	assert_int_equal(recovery_state(p->recovery), RECOVERY_READY);
	assert_false(recovery_tell(p->recovery, &err));
}

/* As many bytes as a file system takes. */
static void
a_name_of_any_length_is_kept(void **state)
{
	struct side_test *p = *state;

	for (size_t len = 230; len <= 255; len++) {
		STRBUF(name);
		STRBUF(err);
		OWN_TEXT(path) = NULL;

		strbuf_addchars(&name, 'n', len - 5);
		strbuf_addstr(&name, ".yaml");
		path = path_join(p->folder, name.buf);
		free(p->file.path);
		p->file.path = xstrdup(path);
		assert_int_equal(link(p->path, path), 0);
		p->recovery = recovery_open(p->form, path);
		answer(p, "name", name.buf);
		assert_string_equal(recovery_trouble(p->recovery), "");
		assert_false(recovery_tell(p->recovery, &err));
		close_recovery(p, true);
		p->recovery = recovery_open(p->form, path);
		assert_int_equal(recovery_state(p->recovery), RECOVERY_LEFT);
		assert_left(p);
		recovery_accept(p->recovery);
		close_recovery(p, false);
	}
}

static void
it_stays_bounded_and_locked_while_it_is_written_anew(void **state)
{
	struct side_test *p = *state;
	struct strbuf text = STRBUF_INIT;
	struct recovery *second;
	struct stat st, first;
	bool renewed = false;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "x");
	assert_int_equal(lstat(p->side, &first), 0);
	for (int i = 0; i < 9000; i++) {
		strbuf_clear(&text);
		strbuf_addf(&text, "%d", i);
		answer(p, "name", text.buf);
		assert_int_equal(lstat(p->side, &st), 0);
		assert_true(st.st_size < RECOVERY_SLACK + 4096);
		if (st.st_ino == first.st_ino && st.st_dev == first.st_dev)
			continue;
		renewed = true;
		second = recovery_open(p->form, p->path);
		assert_int_equal(recovery_state(second), RECOVERY_HELD);
		recovery_close(second, false);
		first = st;
	}
	assert_true(renewed);
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	strbuf_release(&text);
}

static void
the_second_is_told_who_has_it(void **state)
{
	struct side_test *p = *state;
	struct recovery *second;
	struct strbuf who = STRBUF_INIT, err = STRBUF_INIT;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "x");
	second = recovery_open(p->form, p->path);
	assert_int_equal(recovery_state(second), RECOVERY_HELD);
	assert_int_equal(recovery_who(second)->pid, getpid());
	recovery_who_show(recovery_who(second), &who);
	assert_contains(who.buf, " on ");
	assert_null(recovery_left(second));
	/* ourselves we do not end */
	assert_false(recovery_may_take(second));
	assert_int_equal(recovery_take(second, &err), -1);
	assert_string_equal(err.buf, "only a session of the same user on this host can be ended");
	recovery_close(second, false);
	answer(p, "name", "xy");
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
	strbuf_release(&who);
	strbuf_release(&err);
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
		p->recovery = recovery_open(p->form, p->path);
		if (recovery_state(p->recovery) != RECOVERY_READY)
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

	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_HELD);
	open_recovery(p, RECOVERY_HELD);
	assert_int_equal(recovery_who(p->recovery)->pid, pid);
	close_recovery(p, false);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_LEFT);
	open_recovery(p, RECOVERY_LEFT);
	assert_int_equal(recovery_who(p->recovery)->pid, pid);
	assert_string_equal(
		draft_text(recovery_left(p->recovery)->draft, field(p, "name")), "typed");
	assert_false(recovery_left(p->recovery)->damaged);
	close_recovery(p, true);
	/* not taken: it is offered again */
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_LEFT);
	open_recovery(p, RECOVERY_LEFT);
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
		open_recovery(p, RECOVERY_LEFT);
		assert_int_equal(recovery_who(p->recovery)->pid, pid);
		assert_int_equal(recovery_left(p->recovery)->when, 1000000000);
		close_recovery(p, true);
	}
	/* taken, it is ours */
	open_recovery(p, RECOVERY_LEFT);
	recovery_accept(p->recovery);
	answer(p, "name", "more");
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	assert_int_equal(recovery_who(p->recovery)->pid, getpid());
	assert_true(recovery_left(p->recovery)->when > 1000000000);
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
	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "x");
	close_recovery(p, true);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct timespec then[] = { { .tv_sec = (time_t)cases[i].seconds },
			{ .tv_sec = (time_t)cases[i].seconds } };
		struct strbuf told = STRBUF_INIT;

		assert_int_equal(utimensat(AT_FDCWD, p->side, then, 0), 0);
		open_recovery(p, RECOVERY_LEFT);
		recovery_time_show(recovery_left(p->recovery)->when, &told);
		/* what the file system cannot keep it cuts */
		if (recovery_left(p->recovery)->when == (time_t)cases[i].seconds)
			assert_contains(told.buf, cases[i].told);
		assert_left(p);
		close_recovery(p, true);
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
	recovery_time_show((time_t)1 << (sizeof(time_t) * 8 - 2), &told);
	if (sizeof(time_t) > 4)
		assert_string_equal(told.buf, "an unknown time");
	strbuf_release(&told);
}

/* Its number is another process's by now, or nobody has waited for it yet. */
static void
a_session_is_told_by_when_its_process_began(void **state)
{
	struct recovery_who who = { 0 };
	siginfo_t info;
	pid_t pid;

	(void)state;
	self_find(&who);
	assert_true(process_is_there(&who));
	if (!*who.born) {
		recovery_who_release(&who);
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
	recovery_who_release(&who);
}

static void
a_session_is_taken_over(void **state)
{
	struct side_test *p = *state;
	pid_t pid = session_start(p, "typed");
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT;
	int status;

	open_recovery(p, RECOVERY_HELD);
	assert_true(recovery_may_take(p->recovery));
	if (recovery_take(p->recovery, &err) < 0)
		fail_msg("%s", err.buf);
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGUSR1);
	assert_int_equal(recovery_state(p->recovery), RECOVERY_LEFT);
	assert_string_equal(
		draft_text(recovery_left(p->recovery)->draft, field(p, "name")), "typed");
	/* it was asked, and is not any more */
	assert_false(recovery_is_asked(p->recovery, &err));
	strbuf_addf(&data, "%s-asked", p->side);
	assert_false(path_exists(data.buf));
	strbuf_release(&err);
	strbuf_release(&data);
}

/* The file names a process which is not the one that holds the lock: no signal to it. */
static void
a_process_that_does_not_hold_the_lock_is_left_alone(void **state)
{
	struct side_test *p = *state;
	pid_t holder = session_start(p, "typed"), bystander = fork();
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT, wanted = STRBUF_INIT;
	struct recovery_who who = { 0 };
	int status, fd;

	if (!bystander)
		wait_for_the_end();
	self_find(&who);
	who.pid = bystander;
	*who.born = '\0'; /* as where the system does not tell */
	strbuf_addstr(&text, "scepwiz lock 1\n");
	who_write(&text, &who);
	fd = open(p->lock, O_WRONLY | O_TRUNC);
	assert_int_equal(fd_write(fd, text.buf, text.len), 0);
	close(fd);
	open_recovery(p, RECOVERY_HELD);
	assert_int_equal(recovery_take(p->recovery, &err), -1);
	strbuf_addf(&wanted, "process %ld has the draft, but its lock names the session %ld",
		(long)holder, (long)bystander);
	assert_contains(err.buf, wanted.buf);
	assert_int_equal(waitpid(bystander, &status, WNOHANG), 0);
	assert_int_equal(waitpid(holder, &status, WNOHANG), 0);
	kill(bystander, SIGKILL);
	kill(holder, SIGKILL);
	waitpid(bystander, NULL, 0);
	waitpid(holder, NULL, 0);
	recovery_who_release(&who);
	strbuf_release(&text);
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

	open_recovery(p, RECOVERY_READY);
	answer(p, "challenge", SECRET);
	fd = open(p->side, O_RDONLY);
	read_side(p, &data);
	assert_true(holds(&data, SECRET));
	draft_set_source(p->file.draft, field(p, "challenge"), ANSWER_PROMPT, "");
	assert_int_equal(draft_file_save(&p->file, &err), 0);
	recovery_follow(p->recovery, &p->now);
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
	close_recovery(p, false);
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

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "before");
	assert_int_equal(lstat(p->side, &st), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = (rlim_t)st.st_size + 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	answer(p, "name", "before and behind");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_contains(recovery_trouble(p->recovery), "cannot be written: File too large");
	assert_int_equal(lstat(p->side, &now), 0);
	assert_int_equal(now.st_size, st.st_size);
	recovery_follow(p->recovery, &p->now);
	assert_string_equal(recovery_trouble(p->recovery), "");
	step_is_kept(p, NULL);
}

/* What a session left is there until it was written anew: not taken away where that failed. */
static void
what_was_accepted_and_could_not_be_written_stays(void **state)
{
	struct side_test *p = *state;
	struct rlimit before, limit;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "before");
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	recovery_accept(p->recovery);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	recovery_follow(p->recovery, &p->now);
	assert_contains(recovery_trouble(p->recovery), "cannot be written: File too large");
	close_recovery(p, true);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	open_recovery(p, RECOVERY_LEFT);
	assert_left(p);
}

/* It is not ours to throw away; what is typed is kept beside it. */
static void
one_that_cannot_be_read_is_not_touched(void **state)
{
	struct side_test *p = *state;
	struct stat st;
	STRBUF(err);

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "precious");
	close_recovery(p, true);
	for (int i = 0; i < 3; i++) {
		if (i == 0)
			assert_int_equal(truncate(p->side, RECOVERY_LIMIT + 1), 0);
		else if (i == 1)
			assert_int_equal(
				file_write(p->side, "scepwiz recovery 2\n", 19, 0, &err), 0);
		else
			assert_true(unlink(p->side) == 0 && mkdir(p->side, 0700) == 0);
		open_recovery(p, i ? RECOVERY_LEFT : RECOVERY_READY);
		if (i)
			recovery_accept(p->recovery);
		answer(p, "name", "more");
		assert_string_equal(recovery_trouble(p->recovery), "");
		close_recovery(p, true);
		assert_int_equal(lstat(p->side, &st), 0);
		if (!i)
			assert_int_equal(st.st_size, RECOVERY_LIMIT + 1);
		open_recovery(p, RECOVERY_LEFT);
		assert_left(p);
		close_recovery(p, true);
	}
}

/* A side file of records, each whole. */
static void
write_records(
	const struct side_test *p, const char *const (*records)[RECOVERY_STRINGS_MAX], size_t n)
{
	struct records data = side_records();
	STRBUF(err);

	for (size_t i = 0; i < n; i++) {
		size_t strings = 0;

		while (strings < RECOVERY_STRINGS_MAX && records[i][strings])
			strings++;
		record_add(&data, records[i], strings);
	}
	if (file_write(p->lock, data.bytes.buf, data.bytes.len, FILE_PRIVATE, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&data.bytes);
}

static void
side_content(const struct side_test *p, struct recovery_content *content)
{
	STRBUF(data);
	STRBUF(err);

	assert_int_equal(file_read(p->lock, RECOVERY_LIMIT, &data, &err), 0);
	content_read(content, p->form, p->path, kept_key(), &data);
	assert_true(content->left.foreign);
}

/* Another version may have called something a draft that is none: whole records, and nothing is offered,
 * also where what came before could be. */
static void
a_base_that_is_no_draft_ends_the_file(void **state)
{
	static const char *const bad[][RECOVERY_STRINGS_MAX] = {
		{ "who", "ada", "mac-17", "", "4711", "1", "" },
		{ "form", "scep", "" },
		{ "base", "- a list\n" },
	};
	static const char *const second[][RECOVERY_STRINGS_MAX] = {
		{ "who", "ada", "mac-17", "", "4711", "1", "" },
		{ "form", "scep", "" },
		{ "base", TEXT },
		{ "text", "name", "0", "0", "typed" },
		{ "base", "- a list\n" },
	};
	struct side_test *p = *state;

	for (int i = 0; i < 2; i++) {
		struct recovery_content content;

		if (i)
			write_records(p, second, ARRAY_SIZE(second));
		else
			write_records(p, bad, ARRAY_SIZE(bad));
		side_content(p, &content);
		assert_true(content.left.damaged);
		assert_false(content.has_changes);
		assert_string_equal(content.who.user, "ada");
		content_release(&content);
		open_recovery(p, RECOVERY_READY);
		assert_told(p, "cannot be read as a recovery file");
		close_recovery(p, false);
		assert_true(path_exists(p->lock));
	}
}

/* Where there are locks nobody who has none is there, whatever host it was. */
static void
what_another_host_left_is_left(void **state)
{
	static const char *const records[][RECOVERY_STRINGS_MAX] = {
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
	assert_int_equal(recovery_peek(p->form, p->path, &changed), RECOVERY_ELSEWHERE);
	assert_int_equal(changed, 2);
	open_recovery(p, RECOVERY_LEFT);
	assert_string_equal(recovery_who(p->recovery)->host, "another-host");
}

/* Of "abc". */
static void
an_edit_outside_of_its_text_ends_the_file(void **state)
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
		const char *const records[][RECOVERY_STRINGS_MAX] = {
			{ "who", "ada", "mac-17", "", "4711", "1", "" },
			{ "form", "scep", "" },
			{ "base", TEXT },
			{ "text", "organization", "0", "0", "abc" },
			{ "text", "organization", cases[i].at, cases[i].gone, "d" },
		};
		struct recovery_content content;

		write_records(p, records, ARRAY_SIZE(records));
		side_content(p, &content);
		assert_int_equal(content.left.damaged, cases[i].damaged);
		content_release(&content);
	}
}

/* Signals go to that number. */
static void
a_number_that_is_no_process_ends_the_file(void **state)
{
	static const char *const numbers[] = { "4294967295", "2147483648", "-1" };
	struct side_test *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		const char *who[] = { "who", "ada", "mac-17", "", numbers[i], "1", "" };
		struct records data = side_records();
		struct recovery_content content;

		record_add(&data, who, ARRAY_SIZE(who));
		content_read(&content, p->form, p->path, NULL, &data.bytes);
		assert_true(content.left.damaged);
		assert_null(content.who.user);
		content_release(&content);
		strbuf_release(&data.bytes);
	}
}

static void
another_name_has_another_side_file(void **state)
{
	struct side_test *p = *state;
	char *other = path_join(p->folder, "other.yaml");
	struct strbuf err = STRBUF_INIT;

	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "x");
	assert_int_equal(draft_file_save_as(&p->file, other, &err), 0);
	recovery_follow(p->recovery, &p->now);
	assert_false(path_exists(p->side));
	answer(p, "name", "xy");
	assert_int_equal(recovery_peek(p->form, p->path, NULL), RECOVERY_READY);
	close_recovery(p, true);
	assert_int_equal(recovery_peek(p->form, other, NULL), RECOVERY_LEFT);
	free(other);
	strbuf_release(&err);
}

static void
the_text_of_a_draft_that_has_gone_is_in_it(void **state)
{
	struct side_test *p = *state;
	struct strbuf text = STRBUF_INIT, form = STRBUF_INIT;
	size_t changed;

	assert_int_equal(recovery_base(p->path, &text, &form), -1);
	open_recovery(p, RECOVERY_READY);
	answer(p, "name", "x");
	close_recovery(p, true);
	assert_int_equal(unlink(p->path), 0);
	assert_int_equal(recovery_base(p->path, &text, &form), 0);
	assert_string_equal(text.buf, TEXT);
	/* the tests read the form from its file */
	assert_string_equal(form.buf, p->form->path);
	assert_int_equal(recovery_peek(p->form, p->path, &changed), RECOVERY_LEFT);
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
	assert_int_equal(file_write(p->lock, zeros, sizeof zeros, 0, &err), 0);
	open_recovery(p, RECOVERY_READY);
	assert_false(recovery_tell(p->recovery, &err));
	strbuf_release(&err);
}

/* A session that was killed while it wrote the file anew. */
static void
what_was_made_aside_goes(void **state)
{
	struct side_test *p = *state;
	STRBUF(aside);
	STRBUF(err);

	strbuf_addf(&aside, "%s-new", p->side);
	assert_int_equal(file_write(aside.buf, SECRET, strlen(SECRET), 0, &err), 0);
	open_recovery(p, RECOVERY_READY);
	assert_false(path_exists(aside.buf));
}

#define place_test(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)

/* When it began is the 22nd word that the system tells, as awk would count it. */
static void
when_a_process_began_is_what_the_system_tells(void **state)
{
	char word[64] = "";
	struct recovery_who who = { 0 };
	STRBUF(command);
	FILE *pipe;

	(void)state;
	self_find(&who);
	if (!*who.born) {
		recovery_who_release(&who);
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
	recovery_who_release(&who);
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
			open_recovery(p, RECOVERY_READY);
			draft_set(p->file.draft, field(p, "policy_notes"), texts[i]);
			recovery_follow(p->recovery, &p->now);
			draft_set(p->file.draft, field(p, "policy_notes"), texts[j]);
			recovery_follow(p->recovery, &p->now);
			close_recovery(p, true);
			open_recovery(p, RECOVERY_LEFT);
			if (strcmp(draft_text(recovery_left(p->recovery)->draft,
					   field(p, "policy_notes")),
				    texts[j]) != 0)
				fail_msg("\"%s\" to \"%s\"", texts[i], texts[j]);
			close_recovery(p, false);
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
	open_recovery(p, RECOVERY_READY);
	draft_set(p->file.draft, field(p, "name"), "x");
	recovery_follow(p->recovery, &p->now);
	close_recovery(p, true);
	open_recovery(p, RECOVERY_LEFT);
	recovery_peek(p->form, p->path, NULL);
	recovery_accept(p->recovery);
	recovery_follow(p->recovery, &p->now);
	close_recovery(p, false);
	after = dup(0);
	close(after);
	assert_int_equal(after, before);
}

/* Those with changes alone, whether the drafts are there or not. The shortest name of a draft has one letter. */
static void
what_was_left_in_a_folder_is_listed(void **state)
{
	static const char *const names[] = { ".scepwiz", "..scepwiz", ".a.scepwiz", ".ab.scepwiz",
		"a.scepwiz", ".a.scepwi", ".b.scepwizz" };
	struct side_test *p = *state;
	STRVEC(found);
	STRVEC(none);
	STRBUF(all);
	STRBUF(err);
	OWN_TEXT(stale) = path_join(p->folder, ".c.scepwiz");

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		OWN_TEXT(path) = path_join(p->folder, names[i]);

		leave_side(p, path, "typed");
	}
	assert_int_equal(file_write(stale, "scepwiz lock 1\n", 15, 0, &err), 0);
	open_recovery(p, RECOVERY_READY);
	recovery_folder_list(p->folder, &none);
	strvec_join(&none, " ", &all);
	assert_string_equal(all.buf, "a ab");
	strbuf_clear(&all);
	answer(p, "name", "x");
	close_recovery(p, true);
	recovery_folder_list(p->folder, &found);
	strvec_join(&found, " ", &all);
	assert_string_equal(all.buf, "a ab office.yaml");
	strbuf_clear(&all);
	strvec_release(&found);
	recovery_folder_list("/", &found);
	assert_int_equal(found.n, 0);
}

/* What a record says is bounded by what its field may be. */
static void
a_text_that_no_field_can_have_ends_the_file(void **state)
{
	struct side_test *p = *state;
	struct records data = side_records();
	const char *form[] = { "form", "scep", "" }, *base[] = { "base", TEXT };
	const char *edit[] = { "text", "policy_notes", "0", "0", NULL };
	const char *note[] = { "note", "name", "0", "0", NULL };
	struct recovery_content content;
	STRBUF(text);

	strbuf_addchars(&text, 'x', FIELD_LINES_MAX);
	edit[4] = note[4] = text.buf;
	record_add(&data, form, ARRAY_SIZE(form));
	record_add(&data, base, ARRAY_SIZE(base));
	record_add(&data, edit, ARRAY_SIZE(edit));
	record_add(&data, note, ARRAY_SIZE(note));
	content_read(&content, p->form, p->path, NULL, &data.bytes);
	assert_false(content.left.damaged);
	assert_int_equal(
		strlen(draft_text(content.left.draft, field(p, "policy_notes"))), text.len);
	assert_int_equal(strlen(draft_note(content.left.draft, field(p, "name"))), text.len);
	content_release(&content);
	edit[4] = "y";
	record_add(&data, edit, ARRAY_SIZE(edit));
	content_read(&content, p->form, p->path, NULL, &data.bytes);
	assert_true(content.left.damaged);
	assert_int_equal(
		strlen(draft_text(content.left.draft, field(p, "policy_notes"))), text.len);
	content_release(&content);
	strbuf_release(&data.bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(it_is_there_while_the_draft_is_open_and_for_us_alone),
		place_test(every_change_is_in_it_at_once),
		place_test(what_cannot_be_read_is_left_as_it_is),
		place_test(a_torn_end_is_dropped_and_never_misread),
		place_test(a_flipped_bit_ends_the_file_there),
		place_test(what_is_typed_behind_a_torn_end_counts),
		place_test(what_was_planted_is_not_used),
		place_test(a_folder_that_cannot_be_written_keeps_nothing_from_being_kept),
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
		place_test(one_that_cannot_be_read_is_not_touched),
		place_test(a_base_that_is_no_draft_ends_the_file),
		place_test(what_another_host_left_is_left),
		place_test(an_edit_outside_of_its_text_ends_the_file),
		place_test(a_number_that_is_no_process_ends_the_file),
		place_test(another_name_has_another_side_file),
		place_test(the_text_of_a_draft_that_has_gone_is_in_it),
		place_test(a_file_that_was_being_wiped_is_taken),
		place_test(what_was_made_aside_goes),
		place_test(when_a_process_began_is_what_the_system_tells),
		place_test(every_change_of_a_text_is_read_back),
		place_test(no_descriptor_stays),
		place_test(what_was_left_in_a_folder_is_listed),
		place_test(a_text_that_no_field_can_have_ends_the_file),
		place_test(the_lock_says_who_and_nothing_else),
		place_test(a_lock_that_is_taken_away_is_made_anew),
		place_test(the_lock_of_another_user),
		place_test(a_lock_that_becomes_something_else_is_told_once),
		place_test(a_file_of_another_host_is_passed_by),
		place_test(what_a_planted_lock_names_is_not_signalled),
		place_test(where_nothing_can_be_kept_that_is_told),
		place_test(who_only_looks_makes_no_folder),
		place_test(a_file_that_is_taken_away_is_written_anew),
		place_test(an_old_key_is_read_and_moved),
		place_test(what_another_key_wrote_is_foreign),
		place_test(a_side_file_is_foreign_and_becomes_a_lock),
		place_test(a_draft_that_was_moved_has_what_was_left),
		place_test(the_lock_of_a_moved_draft_goes),
		place_test(a_copy_of_a_draft_is_told),
		place_test(a_name_of_any_length_is_kept),
	};

	return run_tests(tests);
}
