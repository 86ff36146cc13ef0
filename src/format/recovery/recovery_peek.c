/* Looks at recovery files without opening the draft: nothing is locked or changed. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

struct recovery_look {
	struct store store;  /* not open: there is none */
	struct strvec names; /* of its files, sorted */
};

/* The store as it is; false if there is none. */
static bool
store_look(struct store *store)
{
	STRBUF(ignored);

	return store_open(store, false, &ignored) == 0;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct recovery_look *
recovery_look_begin(void)
{
	struct recovery_look *look = xcalloc(1, sizeof *look);

	strvec_init(&look->names);
	if (store_look(&look->store))
		store_names(&look->store, &look->names);
	if (look->names.n)
		qsort(look->names.v, look->names.n, sizeof *look->names.v, compare_names);
	return look;
}

void
recovery_look_end(struct recovery_look *look)
{
	if (!look)
		return;
	store_close(&look->store);
	strvec_release(&look->names);
	free(look);
}

/* Not if the folder is known to lack it. */
static int
look_open(const struct strvec *names, const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	if (names && !bsearch(&name, names->v, names->n, sizeof *names->v, compare_names))
		return -1;
	return store_file_look(path);
}

/* A lock tells who has it; where there is none, whether the process is there that is named in it. */
static bool
is_held(int fd, const struct recovery_who *who)
{
	struct recovery_who self;
	long signer = lock_signer(fd);
	bool held;

	if (signer >= 0 || !who->user)
		return signer > 0;
	self_find(&self);
	held = session_is_there(who, &self);
	recovery_who_release(&self);
	return held;
}

/* What a draft's recovery file, or one in the old format beside it, shows. */
struct sight {
	enum recovery_state state;
	int fd;       /* of the file that has the changes; -1: none */
	bool side;    /* it is one beside the draft */
	bool foreign; /* that, or written with another key */
};

static void
look_beside(const char *draft_path, struct sight *sight)
{
	char bytes[HEAD_BYTES + 1];
	struct recovery_who who = { 0 };
	bool side;
	int fd = lock_look(draft_path, &side);

	if (fd == LOCK_FOREIGN_FD)
		sight->state = RECOVERY_FOREIGN;
	if (fd < 0)
		return;
	head_bytes(fd, bytes);
	if (!side)
		who_read(&who, bytes);
	if (is_held(fd, &who))
		sight->state = RECOVERY_HELD;
	recovery_who_release(&who);
	if (side && sight->fd < 0 && side_has_changes(fd)) {
		sight->fd = fd;
		sight->side = sight->foreign = true;
	} else {
		close(fd);
	}
}

/* names: of the files in the store; NULL: not known. */
static void
look_in_store(const struct store *store, const struct strvec *names, const char *real_path,
	struct sight *sight)
{
	OWN_TEXT(name) = store_name(real_path);

	for (unsigned i = 0; i < STORE_NAMES; i++) {
		OWN_TEXT(path) = store_path(store, name, i);
		struct recovery_head head;
		int fd = look_open(names, path);

		if (fd < 0)
			continue;
		head_read(&head, &store->key, fd);
		if (lock_signer(fd) > 0)
			sight->state = RECOVERY_HELD;
		if (sight->fd < 0 && head.path && *head.digest && !strcmp(head.path, real_path)) {
			sight->fd = fd;
			sight->foreign = head.foreign;
		} else {
			close(fd);
		}
		head_release(&head);
	}
}

/* The caller closes sight->fd. */
static void
look(const struct store *store, const struct strvec *names, const char *draft_path,
	struct sight *sight)
{
	OWN_TEXT(real_path) = store->folder ? path_real_name(draft_path) : NULL;

	*sight = (struct sight){ .state = RECOVERY_READY, .fd = -1 };
	if (real_path)
		look_in_store(store, names, real_path, sight);
	look_beside(draft_path, sight);
	if (sight->fd >= 0 && sight->state != RECOVERY_HELD)
		sight->state = sight->foreign ? RECOVERY_ELSEWHERE : RECOVERY_LEFT;
}

static size_t
count_changed(const struct recovery_content *content, const struct form *form)
{
	size_t count = 0;

	for (size_t i = 0; content->has_changes && i < form->nfields; i++) {
		const struct draft *before = content->left.base.draft, *now = content->left.draft;
		const struct field *field = form->fields[i];

		count += !draft_answer_is(now, before, field) ||
			 strcmp(draft_note(now, field), draft_note(before, field)) != 0;
	}
	for (size_t i = 0; content->has_changes && i < rules_count(); i++)
		count += !acceptance_same(draft_acceptance(content->left.draft, rule_at(i)->id),
			draft_acceptance(content->left.base.draft, rule_at(i)->id));
	return count;
}

enum recovery_state
recovery_look_at(const struct recovery_look *at, const struct form *form, const char *draft_path,
	size_t *changed)
{
	struct recovery_content content;
	struct sight sight;

	look(&at->store, &at->names, draft_path, &sight);
	if (changed)
		*changed = 0;
	if (sight.fd >= 0 && (changed || sight.state == RECOVERY_LEFT)) {
		content_find(&content, form, draft_path, &at->store.key, sight.fd);
		if (changed)
			*changed = count_changed(&content, form);
		/* of a draft that is gone, they are all there is */
		if (sight.state == RECOVERY_LEFT && content.left.discarded &&
			path_exists(draft_path))
			sight.state = RECOVERY_READY;
		content_release(&content);
	}
	if (sight.fd >= 0)
		close(sight.fd);
	return sight.state;
}

enum recovery_state
recovery_peek(const struct form *form, const char *draft_path, size_t *changed)
{
	struct recovery_look *at = recovery_look_begin();
	enum recovery_state state = recovery_look_at(at, form, draft_path, changed);

	recovery_look_end(at);
	return state;
}

int
recovery_may_make(const struct form *form, const char *draft_path, struct strbuf *err)
{
	if (path_exists(draft_path))
		return error_add(err, "%s already exists", draft_path);
	if (recovery_peek(form, draft_path, NULL) != RECOVERY_READY)
		return error_add(
			err, "another session has %s open, or left changes to it", draft_path);
	return 0;
}

/* The last base that is whole, and the form that was named before it. */
static void
base_find(const struct strbuf *data, size_t at, struct record_chain chain, struct strbuf *text,
	struct strbuf *form_path)
{
	const char *s[RECOVERY_STRINGS_MAX];
	size_t size, n;

	for (; at < data->len &&
		(size = record_read(data->buf + at, data->len - at, &chain, s, &n));
		at += size) {
		if (n == 3 && !strcmp(s[0], "form"))
			strbuf_set(form_path, s[2]);
		else if (n == 2 && !strcmp(s[0], "base"))
			strbuf_set(text, s[1]);
	}
}

int
recovery_base(const char *draft_path, struct strbuf *text, struct strbuf *form_path)
{
	STRBUF(data);
	struct store store = { 0 };
	struct sight sight;
	struct record_chain chain = { 0 };
	size_t magic;
	time_t when;

	store_look(&store);
	look(&store, NULL, draft_path, &sight);
	magic = strlen(sight.side ? SIDE_MAGIC : RECOVERY_MAGIC);
	if (!sight.side)
		chain.key = &store.key;
	if (sight.fd >= 0 && file_bytes(sight.fd, RECOVERY_LIMIT, &data, &when) == 0) {
		base_find(&data, magic, chain, text, form_path);
		chain.unchecked = !text->len && !sight.side;
		if (chain.unchecked) /* written with another key, which is reported when it is opened */
			base_find(&data, magic, chain, text, form_path);
	}
	/* a stranger's file names no form to read: it is of one of ours, or of that of --form */
	if (sight.side || chain.unchecked)
		strbuf_clear(form_path);
	if (sight.fd >= 0)
		close(sight.fd);
	store_close(&store);
	return text->len ? 0 : -1;
}

int
recovery_read_left(
	struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err)
{
	STRBUF(text);
	STRBUF(form_path);
	STRBUF(why);
	const struct form *form;

	if (recovery_base(path, &text, &form_path) < 0)
		return -1;
	form = forms_of_left(forms, form_path.buf, &text, &why);
	if (form && draft_file_parse(file, form, path, text.buf, text.len, &why) == 0) {
		file->path = xstrdup(path);
		return 0;
	}
	return error_add(err,
		"the draft was removed. A session's changes to it are preserved, but %s cannot be "
		"read: %s. Restore the form, or name it with --form",
		form ? "with its form it" : "its form", why.buf);
}

time_t
recovery_time(const char *draft_path)
{
	struct store store = { 0 };
	struct sight sight;
	struct stat st;
	time_t when = 0;

	store_look(&store);
	look(&store, NULL, draft_path, &sight);
	if (sight.fd >= 0 && fstat(sight.fd, &st) == 0)
		when = st.st_mtime;
	if (sight.fd >= 0)
		close(sight.fd);
	store_close(&store);
	return when;
}

/* The drafts of one folder. */
struct listing {
	const char *folder; /* its real path */
	struct strvec *names;
};

static bool
list_visit(const char *path, int fd, const struct recovery_head *head, void *data)
{
	struct listing *listing = data;
	OWN_TEXT(folder) = path_folder(head->path);
	OWN_TEXT(name) = path_name(head->path);

	(void)path;
	(void)fd;
	if (*head->digest && !strcmp(folder, listing->folder) &&
		!strvec_contains(listing->names, name))
		strvec_push(listing->names, name);
	return true;
}

/* ".office.yaml.scepwiz" is that of office.yaml. */
static int
is_side_name(const struct dirent *entry)
{
	return entry->d_name[0] == '.' && path_has_suffix(entry->d_name + 1, LOCK_SUFFIX);
}

static void
list_beside(const char *folder, struct strvec *names)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_side_name, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name + 1;
		OWN_TEXT(draft) = xstrndup(name, strlen(name) - strlen(LOCK_SUFFIX));
		OWN_TEXT(path) = path_join(folder, draft);
		bool side;
		int fd = lock_look(path, &side);

		if (fd >= 0 && side && side_has_changes(fd) && !strvec_contains(names, draft))
			strvec_push(names, draft);
		if (fd >= 0)
			close(fd);
		free(entries[i]);
	}
	free(entries);
}

void
recovery_folder_list(const char *folder, struct strvec *names)
{
	OWN_TEXT(real) = realpath(folder, NULL);
	struct store store = { 0 };
	struct listing listing = { real, names };

	if (real && store_look(&store))
		store_walk(&store, list_visit, &listing);
	list_beside(folder, names);
	store_close(&store);
	if (names->n)
		qsort(names->v, names->n, sizeof *names->v, compare_names);
}
