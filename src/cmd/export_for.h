/* export --for WHERE: its option, and what is said about a hand-over (format/handover/handover.h). */
#ifndef CMD_EXPORT_FOR_H
#define CMD_EXPORT_FOR_H

#include "format/handover/handover.h"

#include "cmd/command.h"

#define OPTION_FOR                                                                         \
	{                                                                                  \
		"for", 0, HANDOVER_WORDS,                                                  \
			"write what that MDM's API or tool takes, and what to do with it " \
			"there. Nothing is sent",                                          \
			false                                                              \
	}

#define OPTION_DATA_URL                                                                         \
	{                                                                                       \
		"data-url", 0, "URL",                                                           \
			"for declarations: where devices will get the folder's files, such as " \
			"https://mdm.example.com/office",                                       \
			false                                                                   \
	}

/* Sets *to, NULL without the option. Returns STATUS_DONE, or STATUS_USAGE after a message if other options do not go with
 * it. */
int export_for_options(const struct invocation *invocation, const struct handover **to);

/* The default for a draft's export; to NULL: the profile. The caller frees. */
char *export_for_path(const struct handover *to, const char *draft_path);

/* handover_export, or without a hand-over profile_export. */
int export_for_write(const struct handover *to, struct export *export, const char *path,
	struct strvec *told, struct strbuf *err);
/* The file with the profile. The caller frees. */
char *export_for_file(const struct handover *to, const struct desk *desk, const char *path);
/* Sets *data_url for --format ddm, NULL with another format. Returns STATUS_DONE, or STATUS_USAGE after a message. */
int export_for_declarations(const struct invocation *invocation, const char **data_url);
/* The default folder for a draft. The caller frees. */
char *export_declarations_path(const char *draft_path);
/* Reports which MDMs and systems take declarations. */
void export_declarations_takers(void);
/* Reports what was written (declarations_export), and appends what to do next. */
void export_declarations_report(
	const struct export *export, const struct strvec *told, struct strvec *steps);

/* Reports what was written beside the profile, and appends what to do next. */
void export_for_report(const struct handover *to, const struct export *export, const char *path,
	const struct strvec *told, struct strvec *steps);

#endif
