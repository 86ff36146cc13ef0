/* What a kind of value is, once for drafts, wizard, checks and profiles. Kinds that are kin stand in a file,
 * field_type_*.c, that ends with their rows; field_type.c lists them.
 *
 * A row holds what differs between types; steps that all share (lists item by item, required but
 * empty, does it apply) are done once by the callers. A null function means the plain behaviour that
 * stands beside it.
 *
 * To add a type: its file, its row in field_type_rows.h and in the table of field_type.c, its entry in
 * scepwiz-form(5), its cases; HACKING.md names all places. */
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
	WIDGET_LINES,   /* several lines: notes, lists */
	WIDGET_OPTIONS, /* one of the choices */
	WIDGET_CHECKS,  /* any of the choices */
	WIDGET_FILE,    /* a path, whose content is taken in */
};

enum field_type_flags {
	FT_SECRET = 1 << 0,    /* masked, wiped, never in a message */
	FT_VARIABLES = 1 << 1, /* Apple's %variables% are documented here */
	FT_NATIVE = 1 << 2,    /* number or word in YAML: written unquoted */
	FT_CHOICES = 1 << 3,   /* the form must give choices */
	FT_RANGE = 1 << 4,     /* the form may give a range */
	FT_LIST = 1 << 5,      /* list: true is allowed */
	FT_ITEMS = 1 << 6,     /* always holds items, a line each (a choice set) */
	FT_BREAKS = 1 << 7,    /* its own check or rules tell of line breaks in one line */
	FT_ASCII = 1 << 8,     /* a certificate holds it as IA5String (RFC 5280, section 4.2.1.6) */
	FT_HOST = 1 << 9,      /* a host name, so FT_ASCII too */
};

/* Bytes of a value of one line, and of several, which may name thousands of devices. */
#define FIELD_TEXT_MAX (64 * 1024)
#define FIELD_LINES_MAX (256 * 1024)

struct field_type {
	const char *name;    /* in form files: "fingerprint" */
	const char *summary; /* a sentence for people */
	enum widget widget;
	unsigned flags;

	/* Reports what is wrong with check->text, which is not empty. Null: any text that XML can
	 * carry, which is checked for every type. */
	void (*check)(struct check *check);

	/* Makes the node for a checked value (an item of a list). Null: a string. Returns -1 with a
	 * sentence where the value cannot be written. The caller owns the node. folder: where relative
	 * paths start (NULL: here). */
	int (*encode)(const struct field *field, const char *text, const char *folder,
		struct node **node, struct strbuf *err);
	/* The other way; appends the text. Null: a string. */
	int (*decode)(const struct field *field, const struct node *node, struct strbuf *text,
		struct strbuf *err);

	/* Turns what was typed into what the draft keeps (yes -> true, a path -> the certificate in it).
	 * On failure the draft keeps what was typed and the sentence is shown. Null: as typed. */
	int (*accept)(const struct field *field, const char *typed, const char *folder,
		struct strbuf *kept, struct strbuf *err);
	/* Appends the value in the one spelling that all its spellings share for devices, where encode keeps what
	 * was typed: a host in small letters. Null: the text itself. */
	void (*fold)(const struct field *field, const char *text, struct strbuf *out);
	/* Appends a sentence where what was typed is another thing that accept takes for the value: a whole
	 * certificate for a fingerprint. Null: never. */
	void (*recognised)(const struct field *field, const char *typed, const char *folder,
		struct strbuf *out);
	/* Appends how a value is shown where it is not being edited, in one line, not yet filtered for
	 * display. Null: the text, items joined by ", ". */
	void (*show)(const struct field *field, const char *text, const char *folder,
		struct strbuf *out);
	/* Appends what a reviewer reads of it in full, a line each, not filtered; nothing where it cannot be
	 * read. Null: what show says is all. */
	void (*details)(const struct field *field, const char *text, const char *folder,
		struct strvec *lines);
	/* Appends by what a change of the value is known where it was accepted as it is (model/accept.h), in one
	 * line and without a secret. Null: what show says. */
	void (*bind)(const struct field *field, const char *text, const char *folder,
		struct strbuf *out);
	/* Appends good news while it is typed: "3 parts: C, O, CN". Null: none. */
	void (*progress)(const struct field *field, const char *text, struct strbuf *out);
	/* Makes the value of a FIELD_MADE field, for a draft of that name. seed: a text of which the value is
	 * derived, the same each time; NULL: a value is made that never was before. Null: the type cannot. */
	void (*make)(
		const struct field *field, const char *name, const char *seed, struct strbuf *out);
	/* Makes the value out of a certificate's file, where it is not that file itself: its hash. Null:
	 * the type cannot. */
	int (*from_file)(const struct field *field, const char *path, const char *folder,
		struct strbuf *kept, struct strbuf *err);
	/* Adds the members of a JSON Schema to a map: how a draft may hold a value (an item of a list). Null: a
	 * text. */
	void (*schema)(const struct field *field, struct node *object);
	/* Appends the names of what a file holds, where it holds several and one is to be chosen: the
	 * second is taken as PATH#2. Null: the type takes no such files. */
	void (*offers)(const char *path, struct strvec *names);
};

extern const struct field_type *const field_types[];
extern const size_t field_types_count;

const struct field_type *field_type_find(const char *name);

/* Whether a yes/no text means yes: true, yes, on (YAML 1.1's words, any case). */
bool boolean_is_yes(const char *text);
/* Whether it means no: false, no, off. What is neither is an error. */
bool boolean_is_no(const char *text);

/* Whether the value holds items, an item a line. */
bool field_has_items(const struct field *field);

struct variable;
/* Why the field should not hold one of Apple's variables ("it has colons"); NULL where it may. */
const char *field_variable_doubt(const struct field *field, const struct variable *variable);

/* The type's functions or the plain behaviour, for whole values with lists taken apart:
 * field_encode of a list with one item gives the item, of several an array (Apple, SubjectAltName:
 * "a single string or an array of strings"), of none no node (NULL): the key is left out. With FIELD_ARRAY (Apple,
 * ExtendedKeyUsage: "an array of strings") one item is an array, too.
 * field_decode keeps a value that is out of range as it is (key size 3072), for the checks to tell;
 * it fails where the kind of node is wrong. field_accept drops empty items of lists; what is empty
 * stays empty. */
int field_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err);
int field_decode(const struct field *field, const struct node *node, struct strbuf *text,
	struct strbuf *err);
int field_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
/* What a value means, however it is written, for comparing: equal nodes say that no device or person makes a
 * difference between yes and true, hex and Base64, a certificate and the path of it, a choice and its label.
 * It is what an export would write, with hosts in small letters; of what is in no profile, groups and devices
 * have no order, and line ends behind a text do not count. NULL for an empty value; -1 where it has no meaning.
 * The caller owns the node. */
int field_meaning(
	const struct field *field, const char *text, const char *folder, struct node **node);
void field_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
/* Adds to the properties of a JSON Schema that of the field's value in a draft, under its key: what editors complete,
 * show and check with. A value that is emptied on purpose is allowed for every type. */
void field_schema(const struct field *field, struct node *properties);

#endif
