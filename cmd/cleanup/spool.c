/* SPDX-License-Identifier: ISC */
#include "spool.h"

#include <errno.h>

#include "sys/file.h"
#include "sys/io.h"

enum { IN_MEMORY = 256 * 1024 };

void
spool_init(struct spool *s, const struct queue *q)
{
	*s = (struct spool){ .q = q, .tail = BUF_INIT, .fd = -1 };
}

void
spool_clear(struct spool *s)
{
	io_close(&s->fd);
	buf_clear(&s->tail);
	s->filed = s->size = 0;
}

static enum out
to_file(struct spool *s, struct why *w)
{
	if (s->fd < 0)
		s->fd = file_nameless(s->q->fd,
		    queue_state_name[QUEUE_INCOMING]);
	if (s->fd < 0 || io_pwrite(s->fd, buf_span(&s->tail), s->filed) < 0)
		return why_errno(w, errno, "write content that waits");
	s->filed += s->tail.len;
	buf_reset(&s->tail);
	return OUT_OK;
}

enum out
spool_add(struct spool *s, struct span bytes, struct why *w)
{
	buf_addspan(&s->tail, bytes);
	s->size += bytes.len;
	return s->tail.len > IN_MEMORY ? to_file(s, w) : OUT_OK;
}

enum out
spool_read(struct spool *s, struct buf *out, size_t max, uint64_t at,
    size_t *n, struct why *w)
{
	*n = 0;
	if (at < s->filed) {
		uint64_t left = s->filed - at;
		ssize_t got = io_pread(s->fd, out, left < max ? (size_t)left :
		    max, at);

		if (got <= 0)
			return why_errno(w, got < 0 ? errno : EIO,
			    "read content that waits");
		*n = (size_t)got;
		return OUT_OK;
	}
	struct span rest = span_head(span_from(buf_span(&s->tail),
	    (size_t)(at - s->filed)), max);
	buf_addspan(out, rest);
	*n = rest.len;
	return OUT_OK;
}
