/* The Apple configuration profile, made from a draft. Keys and types are those of Apple's schema (TopLevel,
 * CommonPayloadKeys, com.apple.security.scep, com.apple.security.root).
 *
 * The form's payloads are made in order, and each field's type encodes its value:
 *
 *   - a field that applies and has a value is written; an empty value writes no key;
 *   - an answer that is missing or empty counts as the field's default, if it has one;
 *   - a yes/no with the value no is only written if the form says write: always, because a missing key means no;
 *   - every payload has PayloadType, PayloadVersion 1, PayloadDisplayName (the payload's label), PayloadIdentifier
 *     (the profile's, a dot, the payload's suffix), and the form's constants;
 *   - a certificate payload has PayloadCertificateFileName, made from the certificate's common name.
 *
 * For an imported draft (format/profile/profile_read.h) the original is the starting point, and only the answers that
 * differ from it are written.
 *
 * The keys of each dictionary are in alphabetical order, as Apple's tools write them, so the same draft gives the same
 * bytes. Every string is checked beforehand to be valid in XML 1.0, because libplist writes control characters and
 * invalid UTF-8 unchanged. */
#ifndef FORMAT_PROFILE_H
#define FORMAT_PROFILE_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/profile/desk.h"

/* Bytes; more than any draft can become. To read back what was written. */
#define PROFILE_LIMIT (16 * 1024 * 1024)
#define PROFILE_SUFFIX ".mobileconfig"

/* What is at the path that a profile will be written to. */
enum profile_place {
	PLACE_FREE,  /* nothing */
	PLACE_OWN,   /* an earlier export: replaced without asking */
	PLACE_OTHER, /* any other file: only replaced if the user agrees */
	PLACE_NEVER, /* what this export reads, a draft, a form, a file of scepwiz's own, a folder, a link */
};

struct export;

/* What an MDM's API or tool takes instead of the bare profile, such as JSON that holds it. */
struct export_shape {
	/* Makes it of the finished profile, in place. */
	int (*wrap)(const struct export *export, struct strbuf *profile, struct strbuf *err);
	/* Appends the profile that a file holds. False: it is of another kind. */
	bool (*unwrap)(const struct strbuf *file, struct strbuf *profile);
};

/* An export: its input, its options, its results. The caller fills in the first two. */
struct export
{
	const struct desk *
		desk; /* the draft, and where relative paths start; its file is never overwritten */

	/* Gets a secret that the draft stores elsewhere, if it may be used, and appends it to out. On failure the
	 * sentence names the field. NULL: such secrets are not available. */
	int (*secret)(const struct export *export, const struct field *field, struct strbuf *out,
		struct strbuf *err);
	/* Signs the finished profile, in place. NULL: not signed. */
	int (*sign)(struct export * export, struct strbuf * profile, struct strbuf * err);
	/* Called by profile_export right before the file is written, to save what must be saved first. NULL:
	 * nothing. */
	void (*ready)(struct export * export);
	void *data;                       /* for all of them */
	const struct export_shape *shape; /* NULL: the profile itself */
	const char
		*folder; /* is made before the file in it is written. NULL: it is there already */
	bool binary;     /* a binary property list instead of XML */
	bool force;      /* leave out what cannot be written, instead of failing */
	bool overwrite;  /* the user agreed: replace PLACE_OTHER, too */

	struct findings found; /* of the verdict, set in any case; then of secrets from elsewhere */
	size_t nverdict;       /* how many of them are the verdict's */
	struct strvec
		taken; /* "Challenge from the environment variable X": secrets that were used */
	struct strvec left_out; /* "Subject (why)": what could not be written, if forced */
	bool holds_secret;
	size_t bytes; /* of the profile */
	char *facts;  /* profile_facts of the profile in a shape */
	enum profile_file {
		PROFILE_NEW,
		PROFILE_REPLACED,
		PROFILE_UNCHANGED, /* the file had the same bytes already, and was not changed */
	} file;
	enum profile_place
		place; /* what was there before; PLACE_OTHER is refused unless overwrite is set */
	bool made_private;  /* others could read the existing file, and now they cannot */
	struct strvec told; /* sentences about what could not be preserved of the existing file */
};

void export_release(struct export *export);
/* One that is released at the end of its block: EXPORT(export, .desk = &desk); */
#define EXPORT(name, ...) \
	__attribute__((cleanup(export_release))) struct export name = { __VA_ARGS__ }

/* Appends the unsigned profile, as XML unless binary is set. Secrets are fetched and checked as if they were in the
 * draft. The worker writes it, so that a crash in libplist becomes a sentence, and the result is read back. The caller
 * has checked the draft, and refuses if there are errors, unless forced. */
int profile_build(struct export *export, struct strbuf *out, struct strbuf *err);

/* Gets the value of a secret that the draft stores elsewhere, as an export does: only if the user has allowed its
 * source. The value is checked, and export->found gets what is found. Returns -1 with a sentence if there is none that
 * can be used. */
int export_secret(
	struct export *export, const struct field *field, struct strbuf *text, struct strbuf *why);

/* Checks the draft, refuses if there are errors (unless forced) and names the fields in err, then calls profile_build,
 * signs, and gives it its shape. */
int profile_make(struct export *export, struct strbuf *out, struct strbuf *err);

/* An earlier export is a configuration profile, XML or binary, signed or not, with the draft's PayloadIdentifier. Apple
 * (TopLevel, PayloadIdentifier): "The system uses this string to determine whether to replace an existing profile or
 * add it as a new profile". The documentation does not mention case, so case matters. A file with the same bytes as the
 * export has the same identifier. Files that the export reads are recognized as files, not by name (desk_reads_file); a
 * draft by its name or content. For PLACE_OTHER and PLACE_NEVER, what gets a sentence without its full stop: "notes.txt
 * is a text file, not a configuration profile". It has no content of the file, except for another profile's
 * identifier. */
enum profile_place profile_place(const struct desk *desk, const char *path, struct strbuf *what);

/* The whole export, for the command and the wizard. The path is checked (profile_place) before anything is asked for,
 * and again before it is written, under the lock of its folder. In between comes profile_make. Then path is written
 * completely or not at all. A file that is already the same is not touched. A new file has mode 0600, and so has any
 * file that contains a secret, whatever its mode was. Other files keep their mode. */
int profile_export(struct export *export, const char *path, struct strbuf *err);

/* Appends "3412 bytes, SHA-256 5f0c..." for a profile. */
void profile_facts(const char *data, size_t len, struct strbuf *out);
/* The same for a file just written, read back. */
int profile_file_facts(const char *path, struct strbuf *out, struct strbuf *err);
/* Appends what to do with a profile that was written, as a sentence without its full stop. The export says which MDM it
 * is for, and whether it has a secret. */
void profile_next(const struct export *export, struct strbuf *out);
/* The same about the secret alone; nothing if there is none. */
void profile_next_secret(const struct export *export, struct strbuf *out);

/* The default file for a draft's export: its path with .mobileconfig; for a draft of the drafts folder, that name in
 * the current folder. The caller frees. */
char *profile_path(const char *draft_path);
/* The same for a file or folder with another suffix. */
char *profile_path_with(const char *draft_path, const char *suffix);
/* The same with a number behind the name, the first one from 2 that overwrites nothing else: office-2.mobileconfig. The
 * caller frees. */
char *profile_path_beside(const struct desk *desk);
/* The draft's PayloadIdentifier; "" if it has none. */
const char *profile_identifier(const struct draft *draft);

#endif
