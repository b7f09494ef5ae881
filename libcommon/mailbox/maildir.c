/* SPDX-License-Identifier: ISC */
#include "mailbox/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/stamp.h"
#include "mailbox/fault.h"
#include "sys/file.h"
#include "sys/host.h"
#include "sys/io.h"
#include "sys/rand.h"

/* The name of this host, with the bytes replaced that have a meaning in names
 * of messages. */
static void
add_host(struct buf *out)
{
	size_t start = out->len;

	if (!host_name(out) || out->len == start)
		buf_adds(out, "localhost");
	for (char *p = out->s + start; *p != '\0'; p++)
		if (*p == '/' || *p == ':')
			*p = '_';
}

/* Syncs the directory that path lies in. One that may not be read (as /home)
 * was made by somebody else. */
static int
sync_above(const char *path)
{
	size_t slash = span_rfind(span_str(path), '/');
	char *dir = slash == SPAN_NONE ? mem_str(".") :
	    mem_strn(path, slash > 0 ? slash : 1);
	int r = file_sync_dir(AT_FDCWD, dir), err = errno;

	free(dir);
	return r < 0 && err != EACCES ? (errno = err, -1) : 0;
}

/* Also syncs what is there already: its maker may have been killed before. */
static int
make_dir(const char *path)
{
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return -1;
	return sync_above(path);
}

static int
make_sub(const struct maildir *m, const char *sub)
{
	char *path = mem_fmt("%s/%s", m->path, sub);
	int r = make_dir(path);

	free(path);
	return r;
}

/* tmp comes last: where it is, the others are, and for good. */
static int
make(const struct maildir *m)
{
	char *path = mem_str(m->path);
	int r = 0;

	for (size_t i = m->base; r == 0 && i > 0 && path[i - 1] != '\0'; i++) {
		char c = path[i];

		if (i == m->base || (c != '/' && c != '\0'))
			continue;
		path[i] = '\0';
		r = make_dir(path);
		path[i] = c;
	}
	free(path);
	if (r < 0 || make_sub(m, "cur") < 0 || make_sub(m, "new") < 0)
		return -1;
	return make_sub(m, "tmp");
}

static int
create(struct maildir *m, const char *tmp)
{
	m->fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return m->fd;
}

static enum out
open_tmp(struct maildir *m, const char *tmp, struct why *w)
{
	if (create(m, tmp) >= 0)
		return OUT_OK;
	if (errno == ENOENT && (make(m) < 0 || create(m, tmp) >= 0)) {
		if (m->fd >= 0)
			return OUT_OK;
		return fault_why(w, errno, "make maildir %s", m->path);
	}
	return fault_why(w, errno, "create %s", tmp);
}

static enum out
write_letter(const struct maildir *m, const struct letter *l, struct why *w)
{
	struct buf b = BUF_INIT;
	uint64_t done = 0;
	enum out out = OUT_OK;
	ssize_t n;

	if (m->limit > 0 && l->head.len + l->len > m->limit)
		return fault_full(w);
	buf_addspan(&b, l->head);
	do {
		n = letter_read(l, &b, &done);
		if (n < 0)
			out = why_errno(w, errno, "error reading message");
		else if (io_write(m->fd, buf_span(&b)) < 0)
			out = fault_why(w, errno, "error writing message");
		buf_reset(&b);
	} while (out == OUT_OK && n > 0);
	buf_clear(&b);
	return out;
}

static enum out
move_to_new(struct maildir *m, const char *tmp, struct stamp now,
    const char *host, struct why *w)
{
	struct stat st;

	if (fstat(m->fd, &st) < 0)
		return fault_why(w, errno, "fstat %s", tmp);
	buf_addf(&m->name, "%s/new/%lld.V%llxI%llxM%d.%s", m->path,
	    (long long)now.sec, (unsigned long long)st.st_dev,
	    (unsigned long long)st.st_ino, (int)now.usec, host);
	if (file_move(AT_FDCWD, tmp, AT_FDCWD, m->name.s) == 0 ||
	    (errno == ENOENT && make(m) == 0 &&
	    file_move(AT_FDCWD, tmp, AT_FDCWD, m->name.s) == 0))
		return OUT_OK;
	int err = errno;
	enum out out = fault_why(w, err, "link to %s", m->name.s);
	buf_reset(&m->name);
	return out;
}

enum out
maildir_store(struct maildir *m, const struct letter *l, struct why *w)
{
	struct stamp now = stamp_now();
	struct buf host = BUF_INIT;

	add_host(&host);
	char *tmp = mem_fmt("%s/tmp/%lld.M%dP%ldR%x.%s", m->path,
	    (long long)now.sec, (int)now.usec, (long)getpid(), rand_u32(),
	    host.s);
	enum out out = open_tmp(m, tmp, w);
	if (out == OUT_OK) {
		out = write_letter(m, l, w);
		if (out == OUT_OK)
			out = move_to_new(m, tmp, now, host.s, w);
		if (out != OUT_OK) {
			unlink(tmp);
			io_close(&m->fd);
		}
	}
	free(tmp);
	buf_clear(&host);
	return out;
}

enum out
maildir_sync(struct maildir *m, struct why *w)
{
	if (file_sync(m->fd) < 0 || sync_above(m->name.s) < 0) {
		enum out out = fault_why(w, errno, "sync %s", m->name.s);
		maildir_clear(m);
		return out;
	}
	io_close(&m->fd);
	buf_clear(&m->name);
	return OUT_OK;
}

void
maildir_clear(struct maildir *m)
{
	if (m->fd >= 0 && m->name.len > 0)
		unlink(m->name.s);
	io_close(&m->fd);
	buf_clear(&m->name);
}
