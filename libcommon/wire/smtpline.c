/* SPDX-License-Identifier: ISC */
#include "wire/smtpline.h"

void
smtpline_init(struct smtpline *l, size_t max)
{
	*l = (struct smtpline){ .max = max };
}

/* Too long already, or for ever: drop what is there, keep a piece to log. */
static void
drop(struct smtpline *l, struct span *in, size_t n)
{
	if (!l->skip) {
		struct span kept = span_head(span_head(*in, n), SMTPLINE_KEPT);

		memcpy(l->kept, kept.p, kept.len);
		l->nkept = kept.len;
	}
	*in = span_from(*in, n);
	l->seen = 0;
}

enum smtpline_got
smtpline_take(struct smtpline *l, struct span *in, struct span *line)
{
	struct span fresh = span_from(*in, l->seen);
	size_t at = fresh.len > 0 ? span_find(fresh, '\n') : SPAN_NONE;

	if (at == SPAN_NONE) {
		l->seen = in->len;
		if (l->skip || in->len >= l->max) {
			drop(l, in, in->len);
			l->skip = true;
		}
		return LINE_MORE;
	}
	size_t n = l->seen + at + 1;
	if (l->skip || n > l->max) {
		drop(l, in, n);
		l->skip = false;
		*line = (struct span){ l->kept, l->nkept };
		return LINE_LONG;
	}
	bool cr = n > 1 && in->p[n - 2] == '\r';
	*line = span_head(*in, n - 1 - cr);
	*in = span_from(*in, n);
	l->seen = 0;
	return cr ? LINE_OK : LINE_BARE_LF;
}
