/* Hand-over: the profile as an MDM's API or tool takes it (export --for WHERE), and what to do with it there. Nothing is
 * sent, and no key is asked for.
 *
 * The bytes of the profile are those of a plain export (format/profile/profile.h), and so are its refusals. An artefact
 * is one file, or a folder with the profile and a second file. The shapes are those of public documentation and code; it
 * was not tried with an account.
 *
 * To add one: a row in handover.c, its word below, its item in scepwiz(1). */
#ifndef FORMAT_HANDOVER_H
#define FORMAT_HANDOVER_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/mdm.h"

#include "format/profile/profile.h"

/* The names of all rows, as an option's spec has them. */
#define HANDOVER_WORDS \
	"jumpcloud|fleet|iru|apple-business|intune|jamf|simplemdm|micromdm|nanomdm|file"

/* Of a folder: its profile, and the file beside it. */
struct handover_folder {
	const char *profile; /* its name without .mobileconfig; NULL: that of the draft */
	const char *beside;  /* the other one's name; NULL: that of the draft with .yml */
	/* Appends the other file. profile is the name of the file with the profile. */
	void (*write)(const struct export *export, const char *profile, struct strbuf *out);
	bool stays; /* the MDM's tool adds to the other file: next to an own profile it is not replaced */
};

struct handover {
	const char *name;                     /* WHERE: "jumpcloud" */
	const char *mdm;                      /* of model/mdm.h */
	const char *suffix;                   /* behind the draft's name, for the default path */
	const struct export_shape *shape;     /* of a file; NULL: the profile itself */
	const struct handover_folder *folder; /* NULL: one file */
	bool has_groups;                      /* the artefact or a step names the device groups */
	/* What to do next, ended by NULL. {file} and other words in braces are in handover.c. */
	const char *const *steps;
};

extern const struct handover handovers[];
extern const size_t handovers_count;

/* BUG for a word that is not in HANDOVER_WORDS. */
const struct handover *handover_find(const char *name);
const struct mdm *handover_mdm(const struct handover *handover);

/* The default for a draft: a file, or a folder. The caller frees. */
char *handover_path(const struct handover *handover, const char *draft_path);
/* The file with the profile: path itself, or in that folder. The caller frees. */
char *handover_file(const struct handover *handover, const struct desk *desk, const char *path);

/* The whole export, as profile_export. The file beside a profile is judged before anything is asked for, and written last.
 * A missing folder is made, with mode 0700. told gets a sentence about the file beside the profile. */
int handover_export(const struct handover *handover, struct export *export, const char *path,
	struct strvec *told, struct strbuf *err);

/* Appends what to do with what was written to path, step by step, as sentences without full stops. */
void handover_steps(const struct handover *handover, const struct export *export, const char *path,
	struct strvec *steps);

/* For the rows: the name of the policy; of the profile's file ("office.mobileconfig"), which the caller frees. */
const char *handover_title(const struct export *export);
char *handover_profile_name(const struct desk *desk);
/* Whether the profile is for the user of a Mac, not for the Mac. */
bool handover_is_for_user(const struct export *export);
/* The device groups, or devices, of the draft. */
void handover_names(const struct export *export, enum role role, struct strvec *names);

/* handover_shapes.c */
extern const struct export_shape jumpcloud_shape, apple_business_shape, intune_shape, nanomdm_shape;
/* handover_folder.c */
extern const struct handover_folder fleet_folder, iru_folder;
int handover_folder_export(const struct handover_folder *folder, struct export *export,
	const char *path, struct strvec *told, struct strbuf *err);
/* The path of a file in the folder: of the profile, or beside it. The caller frees. */
char *handover_folder_profile(
	const struct handover_folder *folder, const struct desk *desk, const char *path);

#endif
