/* The types of values, each defined once for drafts, wizard, checks and profiles. Related types share a file,
 * field_type_*.c, which ends with their rows; field_type.c lists them.
 *
 * A row has what differs between types. The callers do what is common to all (lists item by item, required but empty,
 * whether the field applies). A null function means the default behaviour, which is described next to it.
 *
 * To add a type: its file, its row in field_type_rows.h and in the table of field_type.c, its entry in scepwiz-form(5),
 * its cases. HACKING.md names all places. */
#ifndef MODEL_FIELD_TYPE_H
#define MODEL_FIELD_TYPE_H

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/form.h"
#include "model/rules.h"

/* How the wizard asks for it. */
enum widget {
	WIDGET_LINE,    /* one line of text */
	WIDGET_LINES,   /* several lines: comments, lists */
	WIDGET_OPTIONS, /* one of the choices */
	WIDGET_CHECKS,  /* any of the choices */
	WIDGET_FILE,    /* a path, whose content is stored */
};

enum field_type_flags {
	FT_SECRET = 1 << 0,    /* masked, wiped, never in a message */
	FT_VARIABLES = 1 << 1, /* Apple documents %variables% here */
	FT_NATIVE = 1 << 2,    /* a number or word in YAML: written without quotes */
	FT_CHOICES = 1 << 3,   /* the form must list choices */
	FT_RANGE = 1 << 4,     /* the form may set a range */
	FT_LIST = 1 << 5,      /* list: true is allowed */
	FT_ITEMS = 1 << 6,     /* always has items, one a line (a choice set) */
	FT_BREAKS = 1 << 7,    /* its own check or rules report line breaks in one line */
	FT_ASCII = 1 << 8,     /* an IA5String in a certificate (RFC 5280, section 4.2.1.6) */
	FT_HOST = 1 << 9,      /* a host name, so FT_ASCII too */
};

/* Bytes of a value of one line, and of several lines, which may name thousands of devices. */
#define FIELD_TEXT_MAX (64 * 1024)
#define FIELD_LINES_MAX (256 * 1024)

struct field_type {
	const char *name;    /* in form files: "fingerprint" */
	const char *summary; /* a sentence for people */
	enum widget widget;
	unsigned flags;

	/* Reports what is wrong with check->text, which is not empty. Null: any text that XML can represent, which is
	 * checked for every type. */
	void (*check)(struct check *check);

	/* Makes the node for a checked value (an item of a list). Null: a string. Returns -1 with a sentence if the
	 * value cannot be written. The caller owns the node. folder: where relative paths start (NULL: here). */
	int (*encode)(const struct field *field, const char *text, const char *folder,
		struct node **node, struct strbuf *err);
	/* The reverse: appends the text. Null: a string. */
	int (*decode)(const struct field *field, const struct node *node, struct strbuf *text,
		struct strbuf *err);

	/* Converts what was typed into what the draft stores (yes -> true, a path -> the certificate in it). On failure
	 * the draft stores what was typed, and the sentence is shown. Null: unchanged. */
	int (*accept)(const struct field *field, const char *typed, const char *folder,
		struct strbuf *kept, struct strbuf *err);
	/* Appends the value in the one spelling that stands for all that are equal for devices, for types where encode
	 * does not change what was typed: a host in lower case. Null: the text itself. */
	void (*fold)(const struct field *field, const char *text, struct strbuf *out);
	/* Appends a sentence if something else was typed from which accept gets the value: a whole certificate for a
	 * fingerprint. Null: never. */
	void (*recognised)(const struct field *field, const char *typed, const char *folder,
		struct strbuf *out);
	/* Appends how a value is shown while it is not edited, in one line, not yet filtered for display. Null: the
	 * text, with items joined by ", ". */
	void (*show)(const struct field *field, const char *text, const char *folder,
		struct strbuf *out);
	/* Appends the details for a reviewer, one line each, not filtered; nothing if it cannot be read. Null: show is
	 * enough. */
	void (*details)(const struct field *field, const char *text, const char *folder,
		struct strvec *lines);
	/* Appends the text by which a change of an accepted value is recognized (model/accept.h), in one line and
	 * without secrets. Null: as for show. */
	void (*bind)(const struct field *field, const char *text, const char *folder,
		struct strbuf *out);
	/* Appends progress while it is typed: "3 parts: C, O, CN". Null: none. */
	void (*progress)(const struct field *field, const char *text, struct strbuf *out);
	/* Makes the value of a FIELD_MADE field, for a draft with that name. seed: a text that determines the value;
	 * NULL: the value is new and unique. Null: not possible. */
	void (*make)(
		const struct field *field, const char *name, const char *seed, struct strbuf *out);
	/* Makes the value from a certificate's file, if the value is not the file itself: its hash. Null: not
	 * possible. */
	int (*from_file)(const struct field *field, const char *path, const char *folder,
		struct strbuf *kept, struct strbuf *err);
	/* Adds the members of a JSON Schema to a map: how a draft may write a value (an item of a list). Null: a
	 * text. */
	void (*schema)(const struct field *field, struct node *object);
	/* Appends the names of the items in a file that has several, of which one must be chosen: the second is PATH#2.
	 * Null: there are no such files. */
	void (*offers)(const char *path, struct strvec *names);
	/* Adds whole values to begin with where there is none yet, the best first. organization: the draft's, or "".
	 * Null: none. */
	void (*templates)(const char *organization, struct strvec *values);
	/* What comes before a variable at the beginning of a value: "/CN=". Null: nothing. */
	const char *opening;
};

extern const struct field_type *const field_types[];
extern const size_t field_types_count;

const struct field_type *field_type_find(const char *name);

/* Whether a yes/no text means yes: true, yes, on (the words of YAML 1.1, in any case). */
bool boolean_is_yes(const char *text);
/* Whether it means no: false, no, off. Any other text is an error. */
bool boolean_is_no(const char *text);

/* Whether the value has items, one a line. */
bool field_has_items(const struct field *field);

struct variable;
/* Why the field should not have one of Apple's variables ("it has colons"); NULL if it may. */
const char *field_variable_doubt(const struct field *field, const struct variable *variable);

/* The type's functions or the default behaviour, for whole values, with lists split. field_encode of a list with one
 * item gives the item, of several an array (Apple, SubjectAltName: "a single string or an array of strings"), of none
 * no node (NULL): the key is left out. With FIELD_ARRAY (Apple, ExtendedKeyUsage: "an array of strings") one item is an
 * array, too. field_decode keeps a value that is out of range (key size 3072), which the checks report. It fails if the
 * kind of node is wrong. field_accept removes empty items of lists. An empty value stays empty. */
int field_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err);
int field_decode(const struct field *field, const struct node *node, struct strbuf *text,
	struct strbuf *err);
int field_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
/* A folder for untrusted texts, which may not name any file. */
#define FOLDER_OF_NOTHING "/dev/null"
/* Appends what the user has typed, with whole paths if it names files. These are searched in the current folder, then
 * in this one. With a folder a type reads only files in it or below, as a draft may name; without one any file, as its
 * user may. */
void field_typed(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out);
/* The meaning of a value, however it is written, for comparisons. Equal nodes mean that devices and people see no
 * difference between yes and true, hex and Base64, a certificate and its path, a choice and its label. It is what an
 * export would write, with hosts in lower case. For what is not in the profile, groups and devices have no order, and
 * line ends behind a text do not count. NULL for an empty value; -1 if it has no meaning. The caller owns the node. */
int field_meaning(
	const struct field *field, const char *text, const char *folder, struct node **node);
void field_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
/* Adds the field to the properties of a JSON Schema, under its key, for editors that complete, explain and check. For
 * every type an empty value is allowed. */
void field_schema(const struct field *field, struct node *properties);

#endif
