/* The Apple configuration profile, built from a draft. Keys and types are those of Apple's schema
 * (TopLevel, CommonPayloadKeys, com.apple.security.scep, com.apple.security.root).
 *
 * The form's payloads are walked in order, each field's type encodes its value. What is written:
 *   - a field that applies and has a value; an empty one leaves no key;
 *   - an answer that was left or made empty counts as the field's default, where it has one;
 *   - a yes/no that is no only where the form says write: always, for absent means no elsewhere;
 *   - what every payload has: PayloadType, PayloadVersion 1, PayloadDisplayName (the payload's label),
 *     PayloadIdentifier (the profile's, a dot, the payload's suffix), and the form's constants;
 *   - PayloadCertificateFileName of a certificate payload, made from the certificate's common name.
 *
 * Of an imported draft (format/profile/profile_read.h) the original is taken as it is, and only the answers that
 * differ from what the original says are written into it.
 *
 * The keys of each dictionary are in alphabetical order, as Apple's own tools write them, so the same
 * draft gives the same bytes. Every string is checked beforehand to be one that XML 1.0 can carry,
 * because libplist writes control characters and broken UTF-8 as they are. */
#ifndef FORMAT_PROFILE_H
#define FORMAT_PROFILE_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/profile/desk.h"

/* Bytes; more than any draft can become. For reading back what was written. */
#define PROFILE_LIMIT (16 * 1024 * 1024)

/* What is at the path that a profile is to be written to. */
enum profile_place {
	PLACE_FREE,  /* nothing */
	PLACE_OWN,   /* an earlier export: replaced without a question */
	PLACE_OTHER, /* any other file: replaced only if somebody has said so */
	PLACE_NEVER, /* the draft itself, a file with a draft's name, a folder, a link: never replaced */
};

/* An export: of what, how, and what became of it. The caller fills the first two. */
struct export
{
	const struct desk *
		desk; /* the draft, and where relative paths start; its file is never written over */

	/* Gets a secret that the draft keeps elsewhere; appends it to out. The sentence on failure
	 * names the field. NULL: none can be got. */
	int (*secret)(const struct export *export, const struct field *field, struct strbuf *out,
		struct strbuf *err);
	/* Puts a signature around the finished profile, in place. NULL: it stays without. */
	int (*sign)(struct export * export, struct strbuf * profile, struct strbuf * err);
	/* Called by profile_export once nothing but the disk keeps the file from being written: what must be saved
	 * before. NULL: nothing. */
	void (*ready)(struct export * export);
	void *data;     /* of all of them */
	bool binary;    /* a binary property list instead of XML */
	bool force;     /* leave out what cannot be written, instead of failing */
	bool overwrite; /* somebody has said so: PLACE_OTHER is replaced, too */

	struct findings found;  /* by the verdict, whatever comes of the export */
	struct strvec left_out; /* "Subject (why)": what could not be written, where forced */
	bool holds_secret;
	enum profile_file {
		PROFILE_NEW,
		PROFILE_REPLACED,
		PROFILE_UNCHANGED, /* the file held the same bytes, and was not touched */
	} file;
	enum profile_place
		place; /* what was there before; PLACE_OTHER: it is refused unless overwrite is set */
	bool made_private; /* the file was there, others could read it, and now they cannot */
};

void export_release(struct export *export);
/* One that is released where its block ends: EXPORT(export, .desk = &desk); */
#define EXPORT(name, ...) \
	__attribute__((cleanup(export_release))) struct export name = { __VA_ARGS__ }

/* Appends the profile, XML unless it is to be binary: the secrets are got, it is built, the worker writes it, so that
 * a crash in libplist is a sentence, and what was written is read back. It is not signed. The caller has checked
 * the draft, and refuses while there are errors, unless forced. */
int profile_build(struct export *export, struct strbuf *out, struct strbuf *err);

/* Checks, refuses while there are errors (unless forced) and names the fields in err, builds
 * (profile_build) and signs. */
int profile_make(struct export *export, struct strbuf *out, struct strbuf *err);

/* An earlier export is a configuration profile, XML or binary, signed or not, whose PayloadIdentifier is the
 * draft's. Apple (TopLevel, PayloadIdentifier): "The system uses this string to determine whether to replace
 * an existing profile or add it as a new profile"; nothing is said of capital and small letters, so they
 * count. A file that holds the very bytes of the export has the same identifier, too. For PLACE_OTHER and
 * PLACE_NEVER what gets a sentence without its full stop: "notes.txt is a text file, not a configuration
 * profile". No content of the file is in it, except for another profile's identifier. */
enum profile_place profile_place(const struct desk *desk, const char *path, struct strbuf *what);

/* The whole export, for the command and the wizard: the path is judged (profile_place), before anything is
 * asked for and again before it is written; profile_make; then path is written at once or not at all. A file
 * that is the same already is not touched. A new file is 0600, and so is any file that holds a secret
 * afterwards, whatever its mode was; another one keeps its mode. */
int profile_export(struct export *export, const char *path, struct strbuf *err);

/* Appends "3412 bytes, SHA-256 5f0c..." about a profile. */
void profile_facts(const char *data, size_t len, struct strbuf *out);
/* The same about a file just written, read back. */
int profile_file_facts(const char *path, struct strbuf *out, struct strbuf *err);
/* What to do with a profile once it is written, in a sentence without its full stop; whether it holds
 * a secret is in the export. */
const char *profile_next(const struct export *export);

/* The file that a draft is exported to unless told otherwise: its path with .mobileconfig. The
 * caller frees. */
char *profile_path(const char *draft_path);
/* The same with a number behind the name, the first from 2 on where nothing else would be overwritten:
 * office-2.mobileconfig. The caller frees. */
char *profile_path_beside(const struct desk *desk);
/* The draft's PayloadIdentifier; "" where it has none. */
const char *profile_identifier(const struct draft *draft);

#endif
