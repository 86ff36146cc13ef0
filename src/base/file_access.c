/* Copies owner, group, access control list, attributes and mode, in an order that gives nobody a right too early: the
 * mode, and the list that is part of it, come last. */
#include "base/file_access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(HAVE_LLISTXATTR) && defined(HAVE_FSETXATTR)
#include <sys/xattr.h>
#elif defined(HAVE_FCOPYFILE)
#include <copyfile.h>
#endif

#include "base/account.h"
#include "base/xalloc.h"

#define OWNER_SHIFT 6
#define GROUP_SHIFT 3
#define READ_WRITE 6U

#if defined(HAVE_LLISTXATTR) && defined(HAVE_FSETXATTR)
/* Debian's kernels list it, and older ones do not on every file system. */
#define POSIX_LIST "system.posix_acl_access"

/* What people and the system's security keep there goes over; not what is about the other file's content or place on the
 * disk, and the list that is asked for by its name. */
static bool
attribute_goes(const char *name)
{
	static const char *const others[] = { POSIX_LIST, "security.capability", "security.ima",
		"security.evm" };

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(name, others[i]))
			return false;
	return !strncmp(name, "user.", strlen("user.")) ||
	       !strncmp(name, "security.", strlen("security.")) ||
	       (!strncmp(name, "system.", strlen("system.")) && strstr(name, "acl"));
}

static bool
attribute_read(struct file_access *access, const char *name, bool is_list)
{
	ssize_t size = lgetxattr(access->path, name, NULL, 0), got;
	struct attribute *attribute;

	if (size < 0)
		return errno == ENODATA || errno == ENOTSUP || errno == ENOSYS;
	ARRAY_GROW(access->attributes, access->n, access->alloc);
	attribute = &access->attributes[access->n];
	*attribute = (struct attribute){ .value = STRBUF_INIT, .is_list = is_list };
	strbuf_grow(&attribute->value, (size_t)size + 1);
	got = lgetxattr(access->path, name, attribute->value.buf, (size_t)size);
	if (got != size) { /* it changes at this moment */
		strbuf_release(&attribute->value);
		return false;
	}
	attribute->value.len = (size_t)size;
	attribute->name = xstrdup(name);
	access->n++;
	return true;
}

static void
attributes_read(struct file_access *access)
{
	STRBUF(names);
	ssize_t size = llistxattr(access->path, NULL, 0);

	access->unknown = !attribute_read(access, POSIX_LIST, true);
	if (size <= 0)
		return;
	strbuf_grow(&names, (size_t)size + 1);
	size = llistxattr(access->path, names.buf, (size_t)size);
	for (ssize_t i = 0; i < size; i += (ssize_t)strlen(names.buf + i) + 1) {
		const char *name = names.buf + i;
		bool is_list = !strncmp(name, "system.", strlen("system."));

		if (attribute_goes(name) && !attribute_read(access, name, is_list) && is_list)
			access->unknown = true;
	}
}

/* Nothing is done where the new file has it already, as a label that comes from the folder. */
static bool
attribute_carry(const struct attribute *attribute, int fd)
{
	char same[256];
	size_t len = attribute->value.len;

	if (len <= sizeof same &&
		fgetxattr(fd, attribute->name, same, sizeof same) == (ssize_t)len &&
		!memcmp(same, attribute->value.buf, len))
		return true;
	return fsetxattr(fd, attribute->name, attribute->value.buf, len, 0) == 0;
}

/* A folder may have a list for new files, which the mode 0600 keeps from giving any right. */
static bool
list_drop(int fd)
{
	return fremovexattr(fd, POSIX_LIST) == 0 || errno == ENODATA || errno == ENOTSUP ||
	       errno == ENOSYS;
}

/* As Linux keeps it: a number of four bytes, then entries of eight; the lowest byte first. */
enum {
	LIST_HEAD = 4,
	LIST_ENTRY = 8,
	LIST_USER = 0x02,
	LIST_OWN_GROUP = 0x04,
	LIST_GROUP = 0x08,
	LIST_MASK = 0x10,
};

static unsigned
list_number(const char *bytes, size_t len)
{
	unsigned number = 0;

	while (len--)
		number = number << 8 | (unsigned char)bytes[len];
	return number;
}

/* What a list gives to groups, and by name to who owned the file. */
static mode_t
list_rights(const struct strbuf *list, uid_t owner)
{
	unsigned given = 0, most = S_IRWXO;

	for (size_t at = LIST_HEAD; at + LIST_ENTRY <= list->len; at += LIST_ENTRY) {
		unsigned kind = list_number(list->buf + at, 2);
		unsigned rights = list_number(list->buf + at + 2, 2);

		if (kind == LIST_MASK)
			most = rights;
		else if (kind == LIST_OWN_GROUP || kind == LIST_GROUP ||
			 (kind == LIST_USER && list_number(list->buf + at + 4, 4) == owner))
			given |= rights;
	}
	return given & most;
}

/* If there is a list, the group's bits of the mode limit everything that it grants. */
static mode_t
group_rights(const struct file_access *access)
{
	for (size_t i = 0; i < access->n; i++)
		if (!strcmp(access->attributes[i].name, POSIX_LIST))
			return list_rights(&access->attributes[i].value, access->before.st_uid);
	return access->before.st_mode >> GROUP_SHIFT & S_IRWXO;
}

static void
attributes_carry(struct file_access *access, int fd)
{
	for (size_t i = 0; i < access->n; i++) {
		const struct attribute *attribute = &access->attributes[i];

		if (!attribute->is_list && !access->lost && !attribute_carry(attribute, fd))
			access->lost = attribute;
	}
}

/* Whether the new file has just the lists of the one before. */
static bool
lists_carry(const struct file_access *access, int fd)
{
	bool carried = !access->unknown, has_posix = false;

	for (size_t i = 0; i < access->n; i++) {
		const struct attribute *attribute = &access->attributes[i];

		if (!attribute->is_list)
			continue;
		has_posix |= !strcmp(attribute->name, POSIX_LIST);
		carried &= !access->group_lost && attribute_carry(attribute, fd);
	}
	return (has_posix || list_drop(fd)) && carried;
}
#else
#if defined(HAVE_FCOPYFILE)
static bool
part_carry(const struct file_access *access, int fd, copyfile_flags_t part)
{
	int from = open(access->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool carried = from >= 0 && fcopyfile(from, fd, NULL, part) == 0;

	if (from >= 0)
		close(from);
	return carried;
}
#else
/* Nothing is known here that could be carried. */
#define part_carry(access, fd, part) ((void)(access), (void)(fd), true)
#endif

static mode_t
group_rights(const struct file_access *access)
{
	return access->before.st_mode >> GROUP_SHIFT & S_IRWXO;
}

static void
attributes_read(struct file_access *access)
{
	(void)access;
}

static void
attributes_carry(struct file_access *access, int fd)
{
	(void)part_carry(access, fd, COPYFILE_XATTR);
}

static bool
list_drop(int fd)
{
	(void)fd;
	return true;
}

static bool
lists_carry(const struct file_access *access, int fd)
{
	return part_carry(access, fd, COPYFILE_ACL);
}
#endif

void
access_read(struct file_access *access, const char *path, const struct stat *before)
{
	access->path = path;
	access->before = *before;
	attributes_read(access);
}

void
access_release(struct file_access *access)
{
	for (size_t i = 0; i < access->n; i++) {
		free(access->attributes[i].name);
		strbuf_release(&access->attributes[i].value);
	}
	free(access->attributes);
	*access = (struct file_access){ .n = 0 };
}

/* Whether the owner before can do with the new file what the owner can, by the group's rights or everybody's; and we
 * could write the old one: who may not write a file, but its folder, is not meant to replace it. */
static bool
owner_keeps(const struct file_access *access)
{
	mode_t mode = access->before.st_mode, wanted = mode >> OWNER_SHIFT & READ_WRITE;

	return ((mode & wanted) == wanted ||
		       (!access->group_lost && (group_rights(access) & wanted) == wanted)) &&
	       faccessat(AT_FDCWD, access->path, W_OK, AT_EACCESS) == 0;
}

/* Without its group, only what both the group and all others could do is left. So nobody gains a right, whichever of
 * the two a person belongs to. */
static mode_t
mode_without_group(mode_t mode)
{
	mode_t common = mode & mode >> GROUP_SHIFT & S_IRWXO;

	return (mode & S_IRWXU) | common << GROUP_SHIFT | common;
}

int
access_carry(struct file_access *access, int fd, unsigned flags)
{
	const struct stat *before = &access->before;
	mode_t mode = flags & ACCESS_PRIVATE ? S_IRUSR | S_IWUSR : before->st_mode & 0777;
	struct stat now;

	if (fstat(fd, &now) < 0)
		return -1;
	attributes_carry(access, fd);
	access->owner_lost =
		now.st_uid != before->st_uid && fchown(fd, before->st_uid, (gid_t)-1) < 0;
	if (!(flags & ACCESS_PRIVATE))
		access->group_lost =
			now.st_gid != before->st_gid && fchown(fd, (uid_t)-1, before->st_gid) < 0;
	access->owner_shut = access->owner_lost && (flags & ACCESS_PRIVATE || !owner_keeps(access));
	access->refused = access->owner_shut && !(flags & ACCESS_TAKE);
	if (access->refused) {
		errno = EPERM;
		return -1;
	}
	if (flags & ACCESS_PRIVATE) {
		list_drop(fd);
		return fchmod(fd, mode);
	}
	if (access->group_lost)
		mode = mode_without_group(mode);
	access->list_lost = !lists_carry(access, fd);
	if (access->list_lost)
		mode &= S_IRWXU;
	access->closed = before->st_mode & 077 & ~mode;
	return fchmod(fd, mode);
}

int
access_refuse(const struct file_access *access, struct strbuf *err)
{
	STRBUF(owner);

	account_of(access->before.st_uid, &owner);
	return error_add(err,
		"cannot write %s: it belongs to %s, and the new file would be yours alone. Give "
		"its group, with both of you in it, write permission (chgrp, chmod g+rw)",
		access->path, owner.buf);
}

static void
tell_owner(const struct file_access *access, struct strvec *told)
{
	STRBUF(owner);

	account_of(access->before.st_uid, &owner);
	if (access->owner_shut)
		strvec_pushf(told, "%s belonged to %s, who no longer has access. It is yours now",
			access->path, owner.buf);
	else
		strvec_pushf(told,
			"%s belonged to %s and is yours now. Others can still read and write it "
			"as before",
			access->path, owner.buf);
}

static void
tell_group(const struct file_access *access, struct strvec *told)
{
	STRBUF(group);

	account_of_group(access->before.st_gid, &group);
	strvec_pushf(told,
		"%s belonged to %s, which cannot be preserved, because you are not a member. That "
		"group can no longer %s it",
		access->path, group.buf, access->closed & (S_IRGRP | S_IROTH) ? "read" : "write");
}

void
access_tell(const struct file_access *access, struct strvec *told)
{
	if (access->owner_lost)
		tell_owner(access, told);
	if (access->list_lost)
		strvec_pushf(told,
			"%s had an access control list that cannot be preserved, so it is private "
			"now. To give access again: setfacl",
			access->path);
	else if (access->group_lost && access->closed)
		tell_group(access, told);
	if (access->lost)
		strvec_pushf(told, "%s had the attribute %s, which cannot be preserved",
			access->path, access->lost->name);
	if (access->before.st_nlink > 1)
		strvec_pushf(told,
			"%s had another name (a hard link), which still has the old content",
			access->path);
}
