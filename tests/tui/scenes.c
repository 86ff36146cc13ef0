/* Files as a row of a table wants them. */
#include "scenes.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

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

/* The side file of a session of somebody else, which has made these answers of the draft. */
static void
side_add(const char *name, const char *const (*answers)[2], size_t n)
{
	static char user[] = "ada", host[] = "mac-017", terminal[] = "pts/3", born[] = "";
	const struct journal_who who = { user, host, terminal, 4711, NOON, born };
	const char *form[] = { "form", "scep", "" }, *base[] = { "base", FINE };
	STRBUF(side);
	STRBUF(path);

	side_path(name, &path);
	strbuf_addstr(&side, JOURNAL_MAGIC);
	write_who(&side, "who", &who);
	if (n)
		record_add(&side, form, ARRAY_SIZE(form));
	if (n)
		record_add(&side, base, ARRAY_SIZE(base));
	for (size_t i = 0; i < n; i++) {
		const char *unset[] = { "unset", answers[i][0] };
		const char *text[] = { "text", answers[i][0], "0", "0", answers[i][1] };

		record_add(&side, unset, ARRAY_SIZE(unset));
		record_add(&side, text, ARRAY_SIZE(text));
	}
	write_bytes(path.buf, &side);
}

static const char *const left_answers[][2] = { { "name", "left" }, { "retries", "4" },
	{ "key_size", "4096" }, { "policy_name", "Left behind" } };

void
add_left(void)
{
	side_add("office.yaml", left_answers, ARRAY_SIZE(left_answers));
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

static void
hold(const char *name)
{
	STRBUF(path);

	side_path(name, &path);
	side_add(name, NULL, 0);
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
	side_add("left.yaml", left_answers, ARRAY_SIZE(left_answers));
	side_add("removed.yaml", left_answers, ARRAY_SIZE(left_answers));
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
