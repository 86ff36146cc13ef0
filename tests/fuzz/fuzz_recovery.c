/* Recovery files and side files: any bytes are read as far as they are whole records, and what was read can be written
 * and read back. The first byte chooses: the bytes of a file, or lines whose words, with a tab between them, are
 * made into records of either, since no fuzzer would find their checks. */
#include "format/recovery/recovery_parts.h"

#include "fuzz.h"

static void
records_of_lines(char *lines, struct records *out)
{
	const char *strings[RECOVERY_STRINGS_MAX];

	for (char *line = lines, *end; line; line = end) {
		size_t n = 0;

		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		while (line && n < RECOVERY_STRINGS_MAX) {
			char *tab = strchr(line, '\t');

			strings[n++] = line;
			if (tab)
				*tab++ = '\0';
			/* a draft of one line: \r stands for a line end */
			for (char *c = line; (c = strchr(c, '\r'));)
				*c = '\n';
			line = tab;
		}
		record_add(out, strings, n);
	}
}

static const struct hmac_key *
fuzz_key(void)
{
	static struct hmac_key key;

	hmac_key_set(&key, "key", 3);
	return &key;
}

static void
is_read_back(const struct recovery_content *content)
{
	struct records data = { .bytes = STRBUF_INIT, .chain = { .key = fuzz_key() } };
	struct recovery_content again;
	struct draft *shadow = draft_new(fuzz_form());
	struct draft_file file = { .draft = content->left.draft };
	struct recovery_now now = { .file = &file, .place = content->left.place };

	strbuf_addstr(&data.bytes, RECOVERY_MAGIC);
	write_head(&data, "/again", &content->left.base);
	write_base(&data, &content->left.base);
	for (size_t i = 0; i < fuzz_form()->nfields; i++)
		draft_copy_answer(shadow, content->left.base.draft, fuzz_form()->fields[i]);
	draft_copy_acceptances(shadow, content->left.base.draft);
	write_changes(&data, shadow, &now);
	content_read(&again, fuzz_form(), "again", fuzz_key(), &data.bytes);
	must(again.good == data.bytes.len && again.has_changes && !again.left.foreign);
	for (size_t i = 0; i < fuzz_form()->nfields; i++)
		must(draft_answer_is(
			again.left.draft, content->left.draft, fuzz_form()->fields[i]));
	for (size_t i = 0; i < rules_count(); i++)
		must(acceptance_same(draft_acceptance(again.left.draft, rule_at(i)->id),
			draft_acceptance(content->left.draft, rule_at(i)->id)));
	content_release(&again);
	draft_free(shadow);
	strbuf_release(&data.bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct records records = { .bytes = STRBUF_INIT };
	struct recovery_content content;
	char *lines;

	fuzz_locale();
	if (!size)
		return -1;
	if (data[0] == 'r' || data[0] == 'm') {
		lines = fuzz_text(data + 1, size - 1);
		records.chain.key = data[0] == 'm' ? fuzz_key() : NULL;
		strbuf_addstr(&records.bytes, records.chain.key ? RECOVERY_MAGIC : SIDE_MAGIC);
		records_of_lines(lines, &records);
		free(lines);
	} else {
		strbuf_add(&records.bytes, data + 1, size - 1);
	}
	content_read(&content, fuzz_form(), "fuzz.yaml", fuzz_key(), &records.bytes);
	must(content.good <= records.bytes.len);
	must(data[0] != 'r' || content.left.foreign);
	must(!content.has_changes || (content.left.draft && content.left.base.draft));
	if (content.has_changes)
		is_read_back(&content);
	content_release(&content);
	strbuf_release(&records.bytes);
	return 0;
}
