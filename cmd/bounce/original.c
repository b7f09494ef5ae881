/* SPDX-License-Identifier: ISC */
#include "original.h"

#include <errno.h>

#include "base/utf8.h"

enum { PIECE = 64 * 1024, HEADER_MOST = 1 << 20 };

/* Cuts the header behind its last line: true when that was found. */
static bool
end_of_header(struct buf *b)
{
	if (b->len > 0 && b->s[0] == '\n') {
		buf_cut(b, 0);
		return true;
	}
	for (size_t i = 0; i + 1 < b->len; i++)
		if (b->s[i] == '\n' && b->s[i + 1] == '\n') {
			buf_cut(b, i + 1);
			return true;
		}
	return false;
}

static ssize_t
read_header(struct original *o, uint64_t limit)
{
	size_t max = limit < HEADER_MOST ? (size_t)limit : HEADER_MOST;
	struct buf *b = &o->header;
	ssize_t n;

	do
		n = qfile_content(o->q, b, max - b->len, b->len);
	while (n > 0 && b->len < max);
	if (n < 0 || end_of_header(b) || (b->len < max && b->len > 0))
		return n;
	size_t lf = span_rfind(buf_span(b), '\n');
	buf_cut(b, lf == SPAN_NONE ? 0 : lf + 1);
	return n;
}

static ssize_t
look_through(struct original *o)
{
	struct buf b = BUF_INIT;
	uint64_t at = 0;
	ssize_t n = 0;

	while (!o->eight_bit &&
	    (n = qfile_content(o->q, &b, PIECE, at)) != 0) {
		if (n < 0)
			break;
		o->eight_bit = !utf8_is_ascii(buf_span(&b));
		at += (uint64_t)n;
		buf_reset(&b);
	}
	buf_clear(&b);
	return o->eight_bit ? 0 : n;
}

enum out
original_open(struct original *o, const struct qfile *q, bool headers_only,
    uint64_t limit, struct why *w)
{
	ssize_t n;

	o->q = q;
	o->headers_only = headers_only;
	if (headers_only) {
		n = read_header(o, limit);
		o->eight_bit = !utf8_is_ascii(buf_span(&o->header));
	} else
		n = look_through(o);
	return n < 0 ? why_errno(w, errno, "read the message") : OUT_OK;
}

enum out
original_send(const struct original *o, struct report *rp, struct why *w)
{
	struct buf b = BUF_INIT;
	char last = '\n';
	uint64_t at = 0;
	ssize_t n = 0;

	if (o->headers_only) {
		report_notice_content(rp, buf_span(&o->header));
		if (o->header.len > 0)
			last = o->header.s[o->header.len - 1];
	}
	while (!o->headers_only &&
	    (n = qfile_content(o->q, &b, PIECE, at)) > 0) {
		report_notice_content(rp, buf_span(&b));
		last = b.s[b.len - 1];
		at += (uint64_t)n;
		buf_reset(&b);
	}
	if (last != '\n')
		report_notice_content(rp, SPAN("\n"));
	buf_clear(&b);
	return n < 0 ? why_errno(w, errno, "read the message") : OUT_OK;
}

void
original_clear(struct original *o)
{
	buf_clear(&o->header);
}
