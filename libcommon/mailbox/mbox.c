/* SPDX-License-Identifier: ISC */
#include "mailbox/mbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "mailbox/fault.h"
#include "mailbox/fromquote.h"
#include "sys/file.h"
#include "sys/io.h"

enum { OPEN_TRIES = 10 };	/* while others make, replace or remove the file */

struct mbox {
	const char		*path;
	const struct mbox_rules	*rules;
	int			 fd;
	bool			 created;
	struct mboxlock		 lock;
	uint64_t		 size;	/* before us */
	uint64_t		 at;	/* where the next byte goes */
};

/* Non-blocking, because it may be a FIFO; no link is followed, because others
 * may write to the directory. */
static int
open_or_create(struct mbox *m)
{
	const int flags = O_RDWR | O_APPEND | O_NONBLOCK | O_NOFOLLOW |
	    O_NOCTTY | O_CLOEXEC;

	for (int i = 0; i < OPEN_TRIES; i++) {
		m->created = false;
		m->fd = open(m->path, flags);
		if (m->fd >= 0 || errno != ENOENT)
			break;
		m->created = true;
		m->fd = open(m->path, flags | O_CREAT | O_EXCL, 0600);
		if (m->fd >= 0 || errno != EEXIST)
			break;
	}
	return m->fd;
}

static enum out
check(const struct mbox *m, const struct stat *st, struct why *w)
{
	uid_t owner = m->rules->owner;

	if (!S_ISREG(st->st_mode))
		return why_temp(w, "4.2.0", "it is not a regular file");
	if (st->st_nlink != 1)
		return why_temp(w, "4.2.0", "it has %lu links",
		    (unsigned long)st->st_nlink);
	if (st->st_uid != owner && (m->rules->strict_owner || st->st_uid == 0))
		return why_temp(w, "4.2.0", "it is not owned by the recipient");
	return OUT_OK;
}

static void
let_go(struct mbox *m)
{
	mboxlock_release(&m->lock);
	io_close(&m->fd);
}

static enum out
open_and_lock(struct mbox *m, struct why *w)
{
	struct stat st;
	enum out out;

	if (open_or_create(m) < 0)
		return errno == ELOOP ?
		    why_temp(w, "4.2.0", "it is a symbolic link") :
		    fault_why(w, errno, "open");
	if (fstat(m->fd, &st) < 0)
		return fault_why(w, errno, "fstat");
	/* Before the lock: nothing is locked that is no mailbox. */
	out = check(m, &st, w);
	if (out == OUT_OK)
		out = mboxlock_take(&m->lock, m->fd, m->path, &m->rules->lock, w);
	if (out == OUT_OK && fstat(m->fd, &st) < 0)
		out = fault_why(w, errno, "fstat");
	m->size = m->at = (uint64_t)st.st_size;
	return out;
}

/* Mail readers replace the file while they hold the lock: what we waited for
 * may be a mailbox no more. */
static enum out
get(struct mbox *m, struct why *w)
{
	for (int i = 0; i < OPEN_TRIES; i++) {
		enum out out = open_and_lock(m, w);

		if (out != OUT_OK)
			return out;
		if (file_is(m->fd, AT_FDCWD, m->path))
			return OUT_OK;
		let_go(m);
	}
	return why_temp(w, "4.2.0", "another program keeps replacing it");
}

static enum out
append(struct mbox *m, struct buf *out, struct why *w)
{
	m->at += out->len;
	if (m->rules->limit > 0 && m->at > m->rules->limit)
		return fault_full(w);
	if (io_write(m->fd, buf_span(out)) < 0)
		return fault_why(w, errno, "error writing message");
	buf_reset(out);
	return OUT_OK;
}

/* What a crash of another program has cut off must not swallow our first line:
 * the mailbox is made to end in an empty line. */
static enum out
close_gap(const struct mbox *m, struct buf *out, struct why *w)
{
	struct buf tail = BUF_INIT;
	size_t n = m->size < 2 ? (size_t)m->size : 2;

	if (io_pread(m->fd, &tail, n, m->size - n) != (ssize_t)n) {
		buf_clear(&tail);
		return fault_why(w, errno, "read");
	}
	if (n > 0 && tail.s[n - 1] != '\n')
		buf_adds(out, "\n\n");
	else if (n > 1 && tail.s[0] != '\n')
		buf_adds(out, "\n");
	buf_clear(&tail);
	return OUT_OK;
}

static enum out
write_letter(struct mbox *m, const struct letter *l, struct buf *out,
    struct why *w)
{
	struct buf in = BUF_INIT;
	struct fromquote q = FROMQUOTE_INIT;
	uint64_t done = 0;
	enum out r = OUT_OK;
	ssize_t n;

	fromquote_line(out, l->sender, (int64_t)time(NULL));
	fromquote_add(&q, out, l->head);
	while (r == OUT_OK && (n = letter_read(l, &in, &done)) != 0) {
		if (n < 0) {
			r = why_errno(w, errno, "error reading message");
			break;
		}
		fromquote_add(&q, out, buf_span(&in));
		buf_reset(&in);
		r = append(m, out, w);
	}
	fromquote_end(&q, out);
	if (r == OUT_OK)
		r = append(m, out, w);
	buf_clear(&in);
	return r;
}

static enum out
sync_all(const struct mbox *m, struct why *w)
{
	if (file_sync(m->fd) < 0)
		return fault_why(w, errno, "sync");
	if (!m->created)
		return OUT_OK;
	size_t slash = span_rfind(span_str(m->path), '/');
	char *dir = slash == SPAN_NONE ? mem_str(".") :
	    mem_strn(m->path, slash + 1);
	int r = file_sync_dir(AT_FDCWD, dir), err = errno;
	free(dir);
	return r == 0 ? OUT_OK : fault_why(w, err, "sync of its directory");
}

/* Half a message must not stay: the next one would be taken for its end. */
static void
take_back(const struct mbox *m, struct why *w)
{
	if (ftruncate(m->fd, (off_t)m->size) == 0 && file_sync(m->fd) == 0)
		return;
	if (w != NULL)
		buf_adds(&w->text, " (and the mailbox could not be cut back)");
}

static enum out
deliver(struct mbox *m, const struct letter *l, struct why *w)
{
	struct buf text = BUF_INIT;
	enum out out = close_gap(m, &text, w);

	if (out == OUT_OK)
		out = write_letter(m, l, &text, w);
	if (out == OUT_OK)
		out = sync_all(m, w);
	if (out != OUT_OK)
		take_back(m, w);
	buf_clear(&text);
	return out;
}

enum out
mbox_deliver(const char *path, const struct letter *l,
    const struct mbox_rules *r, struct why *w)
{
	struct mbox m = { .path = path, .rules = r, .fd = -1,
	    .lock = MBOXLOCK_INIT };
	enum out out = get(&m, w);

	if (out == OUT_OK)
		out = deliver(&m, l, w);
	let_go(&m);
	return out;
}
