/* SPDX-License-Identifier: ISC */
#include "queue/qfile.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "queue/firstline.h"
#include "sys/io.h"

enum {
	FIRST_READ = 4096,		/* first line and most envelopes */
	TAIL_READ = 4096,
	ENVELOPE_MAX = 256 << 20	/* bytes: a million long recipients */
};

void
qfile_close(struct qfile *f)
{
	envelope_clear(&f->env);
	io_close(&f->fd);
}

static enum qfile_got
damaged(struct why *why, const char *what)
{
	why_temp(why, "4.3.0", "queue file: %s", what);
	return QFILE_DAMAGED;
}

static enum qfile_got
io_error(struct why *why)
{
	why_errno(why, errno, "read queue file");
	return QFILE_ERROR;
}

static enum qfile_got
incomplete(struct why *why)
{
	why_temp(why, "4.3.0", "queue file: incomplete");
	return QFILE_INCOMPLETE;
}

/* Reads on until b holds want bytes or the file ends. */
static bool
read_until(int fd, struct buf *b, uint64_t at, size_t want)
{
	while (b->len < want) {
		ssize_t n = io_pread(fd, b, want - b->len, at + b->len);

		if (n <= 0)
			return n == 0;
	}
	return true;
}

static enum qfile_got
load_envelope(struct qfile *f, const struct firstline *l, struct buf *b,
    struct why *why)
{
	uint64_t at = FIRSTLINE_LEN;

	if (l->content_at < FIRSTLINE_LEN || l->content_at > ENVELOPE_MAX)
		return damaged(why, "bad first line");
	if (!read_until(f->fd, b, 0, (size_t)l->content_at))
		return io_error(why);
	struct span in = span_head(buf_span(b), (size_t)l->content_at);
	in = span_from(in, FIRSTLINE_LEN);
	if (!envelope_parse(&f->env, &in, &at) || in.len != 0 ||
	    f->env.arrival.sec == 0)
		return damaged(why, "bad envelope");
	return QFILE_OK;
}

static enum qfile_got
load_rest(struct qfile *f, struct why *why)
{
	uint64_t at = f->content_at + f->content_len, end = at;
	struct buf b = BUF_INIT;
	struct span in = { NULL, 0 };
	size_t blank = SPAN_NONE;

	/* the continuation ends at the first empty line */
	while (blank == SPAN_NONE && b.len < ENVELOPE_MAX) {
		ssize_t n = io_pread(f->fd, &b, TAIL_READ, at + b.len);

		if (n < 0) {
			buf_clear(&b);
			return io_error(why);
		}
		if (n == 0)
			break;
		in = buf_span(&b);
		for (size_t i = 0; i < in.len && blank == SPAN_NONE; i++)
			if (in.p[i] == '\n' && (i == 0 || in.p[i - 1] == '\n'))
				blank = i;
	}
	bool ok = blank != SPAN_NONE;
	if (ok) {
		in = span_head(in, blank + 1);
		ok = envelope_parse(&f->env, &in, &end) && in.len == 0;
	}
	buf_clear(&b);
	f->journal_at = end;
	return ok ? QFILE_OK : damaged(why, "bad end of envelope");
}

static enum qfile_got
check_crc(const struct qfile *f, uint32_t want, struct why *why)
{
	struct buf b = BUF_INIT;
	uint32_t crc = 0;
	uint64_t at = 0;
	ssize_t n;

	while ((n = qfile_content(f, &b, 65536, at)) > 0) {
		crc = crc32c(crc, b.s, b.len);
		at += b.len;
		buf_reset(&b);
	}
	buf_clear(&b);
	if (n < 0)
		return io_error(why);
	if (at != f->content_len || crc != want)
		return damaged(why, "checksum of the content is wrong");
	return QFILE_OK;
}

static enum qfile_got
load(struct qfile *f, bool verify, struct buf *b, struct why *why)
{
	struct firstline l;
	struct stat st;

	if (fstat(f->fd, &st) < 0 || !read_until(f->fd, b, 0, FIRST_READ))
		return io_error(why);
	if (b->len < FIRSTLINE_LEN)
		return incomplete(why);
	if (!firstline_read(buf_span(b), &l))
		return damaged(why, "bad first line");
	if (!l.complete)
		return incomplete(why);
	f->size = (uint64_t)st.st_size;
	f->content_at = l.content_at;
	f->content_len = l.content_len;
	if (f->size < l.content_at + l.content_len + 1)
		return damaged(why, "shorter than its first line says");
	enum qfile_got got = load_envelope(f, &l, b, why);
	if (got == QFILE_OK)
		got = load_rest(f, why);
	if (got == QFILE_OK && verify)
		got = check_crc(f, l.crc, why);
	return got;
}

enum qfile_got
qfile_load(struct qfile *f, int fd, bool verify, struct why *why)
{
	struct buf b = BUF_INIT;

	*f = (struct qfile)QFILE_INIT;
	f->fd = fd;
	enum qfile_got got = load(f, verify, &b, why);
	buf_clear(&b);
	return got;
}

ssize_t
qfile_content(const struct qfile *f, struct buf *b, size_t max, uint64_t at)
{
	if (at >= f->content_len)
		return 0;
	if (max > f->content_len - at)
		max = (size_t)(f->content_len - at);
	return io_pread(f->fd, b, max, f->content_at + at);
}

int
qfile_journal(const struct qfile *f, struct buf *b, size_t max)
{
	uint64_t at = f->journal_at;
	size_t start = b->len;
	ssize_t n = 0;

	/* the last part of a very long journal says the latest */
	if (f->size > at && f->size - at > max)
		at = f->size - max;
	while (b->len - start < max &&
	    (n = io_pread(f->fd, b, max - (b->len - start), at)) > 0)
		at += (uint64_t)n;
	return n < 0 ? -1 : 0;
}

int
qfile_mark(struct qfile *f, size_t rcpt, enum rcpt_state state)
{
	char byte = (char)state;

	if (io_pwrite(f->fd, (struct span){ &byte, 1 },
	    f->env.rcpts[rcpt].at) < 0)
		return -1;
	f->env.rcpts[rcpt].state = byte;
	return 0;
}

/* Where the last whole line ends: f->size, or less after a crash. */
static int
find_end(const struct qfile *f, uint64_t *end)
{
	struct buf b = BUF_INIT;

	*end = f->size;
	while (*end > f->journal_at) {
		size_t n = *end - f->journal_at < 4096 ?
		    (size_t)(*end - f->journal_at) : 4096;

		buf_reset(&b);
		if (io_pread(f->fd, &b, n, *end - n) != (ssize_t)n) {
			buf_clear(&b);
			return -1;
		}
		size_t nl = span_rfind(buf_span(&b), '\n');
		*end -= nl == SPAN_NONE ? n : n - nl - 1;
		if (nl != SPAN_NONE)
			break;
	}
	buf_clear(&b);
	return 0;
}

int
qfile_append(struct qfile *f, struct span lines)
{
	uint64_t end;

	if (find_end(f, &end) < 0)
		return -1;
	if (end < f->size && ftruncate(f->fd, (off_t)end) < 0)
		return -1;
	f->size = end;
	if (io_pwrite(f->fd, lines, end) < 0) {
		int err = errno;

		if (ftruncate(f->fd, (off_t)end) < 0)
			f->size = end + lines.len;
		errno = err;
		return -1;
	}
	f->size += lines.len;
	return 0;
}
