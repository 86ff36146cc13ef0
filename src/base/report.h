/* Messages to stderr, one line each: "scepwiz: error: SENTENCE". The text passes the display filter (text_show), so
 * that no draft, certificate or file name can send control characters to the terminal.
 *
 * Results go to stdout, not through here. */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

/* Each returns -1, so that a function can report and fail in one line. */
int report_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int report_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int report_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* One message for each line of a text. */
void report_errors(const char *lines);

/* For an impossible state: prints where it is and aborts. Only for bugs in scepwiz, never for input. */
#define BUG(...) report_bug(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void report_bug(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
