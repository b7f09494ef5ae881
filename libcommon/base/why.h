/* SPDX-License-Identifier: ISC
 *
 * base/why - the outcome of an operation, and the reason
 *
 * Source:  RFC 3463 (enhanced status codes).
 * Owns:    text. It holds one line of printable bytes: whatever is put in,
 *          control bytes come out as '?'.
 * Errors:  doubt is OUT_TEMP. OUT_PERM only where an RFC or the administrator
 *          says so.
 * Effects: none.
 */
#ifndef BASE_WHY_H
#define BASE_WHY_H

#include "base/buf.h"

enum out { OUT_OK, OUT_TEMP, OUT_PERM };

struct why {
	enum out	out;
	char		dsn[12];	/* "4.3.0" */
	struct buf	text;
};

#define WHY_INIT	{ OUT_OK, "", BUF_INIT }

void	why_clear(struct why *w);

/* Each fills w and returns the outcome that it names. w may be NULL. */
enum out	why_ok(struct why *w, const char *dsn, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));
enum out	why_temp(struct why *w, const char *dsn, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));
enum out	why_perm(struct why *w, const char *dsn, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));
enum out	why_set(struct why *w, enum out out, struct span dsn, struct span text);

/* "WHAT: strerror(err)", always OUT_TEMP: the host's own trouble never bounces.
 * The status code is the one errno → DSN table's. */
enum out	why_errno(struct why *w, int err, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

char	out_letter(enum out out);			/* K, Z, D */
bool	out_from_letter(char c, enum out *out);

#endif
