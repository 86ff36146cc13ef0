/* Files as a row of a table wants them. */
#include "scenes.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

#include "kept_file.h"

/* 2026-11-20 12:00 */
#define NOON 1795176000

static void
write_bytes(const char *name, const struct strbuf *bytes)
{
	struct strbuf err = STRBUF_INIT;
	const struct timespec times[] = { { .tv_sec = NOON }, { .tv_sec = NOON } };

	if (file_write(name, bytes->buf, bytes->len, FILE_PRIVATE, &err) < 0)
		fail_msg("%s", err.buf);
	assert_int_equal(utimensat(AT_FDCWD, name, times, 0), 0);
}

void
write_file(const char *name, const char *text)
{
	struct strbuf bytes = STRBUF_INIT;

	strbuf_addstr(&bytes, text);
	write_bytes(name, &bytes);
	strbuf_release(&bytes);
}

void
add_certificates(void)
{
	struct strbuf pem = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(source_file("tests/data/chain.pem"), 100000, &pem, &err) < 0)
		fail_msg("%s", err.buf);
	write_file("chain.pem", pem.buf);
	/* the second one alone */
	write_file("root.pem", strstr(pem.buf + 1, "-----BEGIN"));
	write_file("letter.pem", "Dear all\n");
	write_file("notes.txt", "no certificate\n");
	strbuf_release(&pem);
}

void
add_folders(void)
{
	add_certificates();
	assert_int_equal(mkdir("certs", 0700), 0);
	assert_int_equal(mkdir("certs/deep", 0700), 0);
	assert_int_equal(rename("root.pem", "certs/root.pem"), 0);
}

void
add_profile(void)
{
	write_file("office.mobileconfig", "another file\n");
}

static void
add_answers(struct records *records, const char *const (*answers)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *unset[] = { "unset", answers[i][0] };
		const char *text[] = { "text", answers[i][0], "0", "0", answers[i][1] };

		record_add(records, unset, ARRAY_SIZE(unset));
		record_add(records, text, ARRAY_SIZE(text));
	}
}

/* The recovery file of a session that has made these answers of the draft. */
static void
kept_add(const char *name, const char *const (*answers)[2], size_t n)
{
	static char user[] = "ada", host[] = "mac-017", terminal[] = "pts/3", born[] = "";
	const struct recovery_who who = { user, host, terminal, 4711, NOON, born };
	const char *form[] = { "form", "scep", "" }, *base[] = { "base", FINE };
	struct draft_file file = DRAFT_FILE_INIT;
	struct records records;
	char *path = kept_file(name);

	strbuf_addstr(&file.source, FINE);
	records = kept_records(name, &file);
	write_who(&records, &who);
	record_add(&records, form, ARRAY_SIZE(form));
	record_add(&records, base, ARRAY_SIZE(base));
	add_answers(&records, answers, n);
	write_bytes(path, &records.bytes);
	strbuf_release(&records.bytes);
	draft_file_release(&file);
	free(path);
}

static const char *const left_answers[][2] = { { "name", "left" }, { "retries", "4" },
	{ "key_size", "4096" }, { "policy_name", "Left behind" } };

void
add_left(void)
{
	kept_add("office.yaml", left_answers, ARRAY_SIZE(left_answers));
}

/* The same in a side file, as an archive may bring one. */
static void
side_add(const char *name)
{
	static char user[] = "ada", host[] = "mac-017", terminal[] = "pts/3", born[] = "";
	const struct recovery_who who = { user, host, terminal, 4711, NOON, born };
	const char *form[] = { "form", "scep", "" }, *base[] = { "base", FINE };
	struct records records = side_records();
	STRBUF(path);

	lock_path(name, &path);
	write_who(&records, &who);
	record_add(&records, form, ARRAY_SIZE(form));
	record_add(&records, base, ARRAY_SIZE(base));
	add_answers(&records, left_answers, ARRAY_SIZE(left_answers));
	write_bytes(path.buf, &records.bytes);
	strbuf_release(&records.bytes);
}

void
add_elsewhere(void)
{
	side_add("office.yaml");
}

/* Nothing can be kept; the next scene has a folder of its own. */
void
break_state(void)
{
	setenv("XDG_STATE_HOME", "/dev/null/state", 1);
}

/* Both have changed the name. */
void
add_left_and_changed(void)
{
	add_left();
	write_file("office.yaml", "form: scep\n"
				  "platform: macos\nname: theirs\n" IDENTITY);
}

static int held = -1;

void
scene_end(void)
{
	if (held >= 0)
		close(held);
	held = -1;
}

/* The lock of a session of somebody else. */
static void
hold(const char *name)
{
	static char user[] = "ada", host[] = "mac-017", terminal[] = "pts/3", born[] = "";
	const struct recovery_who who = { user, host, terminal, 4711, NOON, born };
	STRBUF(path);
	STRBUF(text);

	lock_path(name, &path);
	strbuf_addstr(&text, "scepwiz lock 1\n");
	who_write(&text, &who);
	write_bytes(path.buf, &text);
	held = open(path.buf, O_RDWR | O_CLOEXEC);
	assert_true(held >= 0);
	assert_int_equal(flock(held, LOCK_EX | LOCK_NB), 0);
	lock_sign(held);
}

void
add_holder(void)
{
	hold("office.yaml");
}

void
change_draft(void)
{
	write_file("office.yaml", "form: scep\nname: theirs\nkey_size: 4096\n" IDENTITY);
}

void
break_draft(void)
{
	write_file("office.yaml", "- a list\n");
}

void
remove_draft(void)
{
	assert_int_equal(unlink("office.yaml"), 0);
}

void
add_three(void)
{
	write_file("branch.yaml", POOR);
	write_file("wrong.yaml", "nothing\n");
	assert_int_equal(unlink("office.yaml"), 0);
	write_file("a name that is longer than the room for it.yaml", FINE);
}

/* Every state that a draft of the list can have. */
void
add_states(void)
{
	add_three();
	write_file("office.yaml", FINE);
	write_file("left.yaml", FINE);
	write_file("planted.yaml", FINE);
	side_add("planted.yaml");
	kept_add("left.yaml", left_answers, ARRAY_SIZE(left_answers));
	kept_add("removed.yaml", left_answers, ARRAY_SIZE(left_answers));
	write_file("held.yaml", FINE);
	hold("held.yaml");
	add_profile();
}

void
add_many(void)
{
	char name[32];

	for (int i = 10; i < 40; i++) {
		snprintf(name, sizeof name, "draft-%d.yaml", i);
		write_file(name, i % 3 ? FINE : BLANK);
	}
}

/* Beside the draft one of iOS and a file that is none; in the drafts folder two. */
void
add_kept(void)
{
	assert_int_equal(mkdir("kept", 0700), 0);
	write_file("kept/lyon.yaml", FINE);
	write_file("kept/wrong.yaml", "nothing\n");
	write_file("branch.yml", POOR);
	write_file("compose.yaml", "services: {}\n");
}
