/* SPDX-License-Identifier: ISC */
#include "base/why.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"

void
why_clear(struct why *w)
{
	buf_clear(&w->text);
	*w = (struct why)WHY_INIT;
}

static void
neutralise(struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if (ascii_ctrl(b->s[i]))
			b->s[i] = '?';
}

enum out
why_set(struct why *w, enum out out, struct span dsn, struct span text)
{
	if (w == NULL)
		return out;
	w->out = out;
	dsn = span_head(dsn, sizeof(w->dsn) - 1);
	memcpy(w->dsn, dsn.p, dsn.len);
	w->dsn[dsn.len] = '\0';
	buf_set(&w->text, text);
	neutralise(&w->text);
	return out;
}

static enum out __attribute__((format(printf, 4, 0)))
set_fmt(struct why *w, enum out out, const char *dsn, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT;

	if (w == NULL)
		return out;
	buf_addfv(&text, fmt, ap);
	why_set(w, out, span_str(dsn), buf_span(&text));
	buf_clear(&text);
	return out;
}

enum out
why_ok(struct why *w, const char *dsn, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	enum out out = set_fmt(w, OUT_OK, dsn, fmt, ap);
	va_end(ap);
	return out;
}

enum out
why_temp(struct why *w, const char *dsn, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	enum out out = set_fmt(w, OUT_TEMP, dsn, fmt, ap);
	va_end(ap);
	return out;
}

enum out
why_perm(struct why *w, const char *dsn, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	enum out out = set_fmt(w, OUT_PERM, dsn, fmt, ap);
	va_end(ap);
	return out;
}

static const char *
errno_dsn(int err)
{
	switch (err) {
	case ENOSPC:
	case EDQUOT:
		return "4.3.1";		/* mail system full */
	case EFBIG:
		return "4.2.2";		/* mailbox full */
	case ECONNREFUSED:
	case EHOSTUNREACH:
	case ENETUNREACH:
	case ETIMEDOUT:
		return "4.4.1";		/* no answer from host */
	case ECONNRESET:
	case EPIPE:
		return "4.4.2";		/* bad connection */
	default:
		return "4.3.0";
	}
}

enum out
why_errno(struct why *w, int err, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	if (w == NULL)
		return OUT_TEMP;
	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	buf_addf(&text, ": %s", strerror(err));
	why_set(w, OUT_TEMP, span_str(errno_dsn(err)), buf_span(&text));
	buf_clear(&text);
	return OUT_TEMP;
}

char
out_letter(enum out out)
{
	return out == OUT_OK ? 'K' : out == OUT_TEMP ? 'Z' : 'D';
}

bool
out_from_letter(char c, enum out *out)
{
	switch (c) {
	case 'K':
		*out = OUT_OK;
		return true;
	case 'Z':
		*out = OUT_TEMP;
		return true;
	case 'D':
		*out = OUT_PERM;
		return true;
	default:
		return false;
	}
}
