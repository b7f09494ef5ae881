/* SPDX-License-Identifier: ISC */
#include "table/build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/param.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "table/sorter.h"
#include "table/type.h"
#include "table/writer.h"

enum { MEMORY = 8 << 20, COPY = 1 << 20 };

static const size_t MARK = SIZE_MAX;	/* as line: behind all others */

struct build {
	const struct table_writer *type;
	unsigned	 flags;
	bool		 edit, there, committed;
	char		*final, *temp;
	int		 fd;		/* on temp, holding its lock */
	struct sorter	*sorter;
	struct writer	*writer;
	struct buf	 key, value, had;
};

static const struct table_writer *const writers[] = {
	&writer_btree, &writer_cdb, &writer_hash, &writer_lmdb,
};

enum { WRITERS = sizeof(writers) / sizeof(writers[0]) };

static const struct table_writer *
writer_named(struct span name)
{
	for (size_t i = 0; i < WRITERS; i++)
		if (span_is(name, writers[i]->name))
			return writers[i]->open != NULL ? writers[i] : NULL;
	return NULL;
}

bool
build_can(struct span type, bool edit)
{
	const struct table_writer *w = writer_named(type);

	return w != NULL && (w->edits || !edit);
}

/* Rights of the file that it replaces, if there is one. */
static enum found
set_rights(struct build *b, mode_t mode, const struct stat *source,
    struct why *w)
{
	struct stat old;
	bool replaces = stat(b->final, &old) == 0;
	uid_t uid = geteuid();
	gid_t gid = (gid_t)-1;

	if (replaces && !S_ISREG(old.st_mode)) {
		why_temp(w, "4.3.5", "%s: not a regular file", b->final);
		return FAILED;
	}
	if (replaces) {
		mode = old.st_mode & (0770 | (mode & 07));
		gid = old.st_gid;
		uid = old.st_uid;
	}
	if (source != NULL && source->st_uid != 0) {
		uid = source->st_uid;
		if (!replaces)
			gid = source->st_gid;
	}
	/* Only root can give it away; the group matters only if it may read. */
	if (geteuid() == 0 && fchown(b->fd, uid, gid) < 0)
		return table_fail_errno(w, errno, "chown %s", b->temp);
	if (geteuid() != 0 && gid != (gid_t)-1 &&
	    fchown(b->fd, (uid_t)-1, gid) < 0)
		mode &= 0707;
	if (fchmod(b->fd, mode) < 0)
		return table_fail_errno(w, errno, "chmod %s", b->temp);
	return FOUND;
}

/* What lies there from a build that was killed is used again, but nothing that
 * somebody else may have put there. */
static enum found
open_temp(struct build *b, struct why *w)
{
	struct stat st;

	for (int tries = 0; tries < 2; tries++) {
		b->fd = lock_open(AT_FDCWD, b->temp, O_RDWR | O_CREAT, true);
		if (b->fd < 0)
			return table_fail_errno(w, errno, "create %s", b->temp);
		if (fstat(b->fd, &st) == 0 && S_ISREG(st.st_mode) &&
		    st.st_nlink == 1 && st.st_uid == geteuid() &&
		    ftruncate(b->fd, 0) == 0)
			return FOUND;
		unlink(b->temp);
		io_close(&b->fd);
	}
	return table_fail_at(w, b->temp, 0, "not a file of this user");
}

static int
open_spill(const char *temp)
{
	char *path = mem_fmt("%s.spill", temp);

	unlink(path);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd >= 0)
		unlink(path);
	free(path);
	return fd;
}

static enum found
copy_all(int from, int to, const char *path, struct why *w)
{
	struct buf chunk = BUF_INIT;
	uint64_t at = 0;
	ssize_t n;

	while ((n = io_pread(from, &chunk, COPY, at)) > 0) {
		if (io_pwrite(to, buf_span(&chunk), at) < 0)
			break;
		at += (uint64_t)n;
		buf_reset(&chunk);
	}
	int err = errno;
	buf_clear(&chunk);
	return n == 0 ? FOUND : table_fail_errno(w, err, "copy %s", path);
}

static enum found
copy_current(struct build *b, enum build_how how, struct why *w)
{
	int from = open(b->final, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum found got = FOUND;

	if (from < 0 && errno == ENOENT && how == BUILD_EDIT_OR_NEW)
		return FOUND;
	if (from < 0)
		return table_fail_errno(w, errno, "open %s", b->final);
	/* Postfix's postmap writes in place, under a lock. */
	if (lock_share(from) < 0)
		got = table_fail_errno(w, errno, "lock %s", b->final);
	else
		got = copy_all(from, b->fd, b->final, w);
	io_close(&from);
	b->there = true;
	return got;
}

static enum found
begin_new(struct build *b, struct why *w)
{
	int spill = open_spill(b->temp);

	if (spill < 0)
		return table_fail_errno(w, errno, "create %s.spill", b->temp);
	b->sorter = sorter_new(spill, MEMORY);
	return FOUND;
}

struct build *
build_open(struct span spec, unsigned flags, enum build_how how, mode_t mode,
    const struct stat *source, struct why *w)
{
	bool edit = how != BUILD_NEW;
	size_t colon = span_find(spec, ':');
	struct span type = colon == SPAN_NONE ?
	    span_str(param_str(P_default_database_type)) :
	    span_head(spec, colon);
	struct span name = colon == SPAN_NONE ? spec :
	    span_from(spec, colon + 1);
	const struct table_writer *writer = writer_named(type);

	if (writer == NULL || (edit && !writer->edits)) {
		why_temp(w, "4.3.5", "table type \"%.*s\" cannot be %s here",
		    SPAN_FMT(type), writer == NULL ? "made" : "changed");
		return NULL;
	}
	struct build *b = mem_alloc(sizeof(*b));
	b->type = writer;
	b->flags = flags;
	b->edit = edit;
	b->final = table_path(name, writer->suffix);
	b->temp = mem_fmt("%s.new", b->final);
	buf_init(&b->key);
	buf_init(&b->value);
	buf_init(&b->had);
	if (open_temp(b, w) == FOUND &&
	    set_rights(b, mode, source, w) == FOUND &&
	    (edit ? copy_current(b, how, w) : begin_new(b, w)) == FOUND)
		return b;
	build_close(b);
	return NULL;
}

void
build_owner(const struct build *b, uid_t *uid, gid_t *gid)
{
	struct stat st;

	if (fstat(b->fd, &st) < 0)
		abort();
	*uid = st.st_uid;
	*gid = st.st_gid;
}

enum found
build_begin(struct build *b, struct why *w)
{
	if (b->edit)
		b->writer = b->type->open(b->temp, b->there, 0, 0, w);
	return b->writer != NULL || !b->edit ? FOUND : FAILED;
}

void
build_close(struct build *b)
{
	if (b == NULL)
		return;
	if (b->writer != NULL)
		b->type->close(b->writer, false, NULL);
	if (b->fd >= 0 && !b->committed)
		unlink(b->temp);
	io_close(&b->fd);
	sorter_free(b->sorter);
	buf_clear(&b->key);
	buf_clear(&b->value);
	buf_clear(&b->had);
	free(b->final);
	free(b->temp);
	free(b);
}

static bool
has_nul(const struct build *b)
{
	return (b->flags & TABLE_WITH_NUL) ||
	    (b->type->nul && !(b->flags & TABLE_NO_NUL));
}

/* As it will stand in the file. */
static struct span
stored(const struct build *b, struct buf *room, struct span s, bool key)
{
	buf_reset(room);
	if (key && (b->flags & TABLE_FOLD))
		buf_addlower(room, s);
	else
		buf_addspan(room, s);
	if (has_nul(b))
		buf_addc(room, '\0');
	return buf_span(room);
}

static uint64_t
first_bytes(struct span key)
{
	uint64_t rank = 0;

	for (size_t i = 0; i < 8; i++)
		rank = rank << 8 | (i < key.len ? (unsigned char)key.p[i] : 0);
	return rank;
}

enum found
build_add(struct build *b, struct span key, struct span value, size_t line,
    struct why *w)
{
	struct record_kv r = { .line = line };

	r.key = stored(b, &b->key, key, true);
	r.value = stored(b, &b->value, value, false);
	r.rank = b->type->rank != NULL ? b->type->rank(r.key) :
	    first_bytes(r.key);
	return sorter_add(b->sorter, &r, w);
}

struct dup {			/* a line that does not count */
	size_t		 line;
	struct buf	 key;
};

struct dups {
	struct dup	*v;
	size_t		 n;
};

static void
note_dup(struct dups *d, const struct build *b, struct span key, size_t line)
{
	if ((d->n & (d->n - 1)) == 0)
		d->v = mem_resize(d->v, d->n > 0 ? d->n * 2 : 1, sizeof(*d->v));
	struct dup *dup = &d->v[d->n++];
	dup->line = line;
	buf_init(&dup->key);
	buf_addspan(&dup->key, span_head(key, key.len - has_nul(b)));
}

static int
by_line(const void *va, const void *vb)
{
	const struct dup *a = va, *b = vb;

	return (a->line > b->line) - (a->line < b->line);
}

static void
tell_dups(struct dups *d, void (*tell)(void *arg, size_t line,
    struct span key), void *arg)
{
	if (d->n > 0)
		qsort(d->v, d->n, sizeof(*d->v), by_line);
	for (size_t i = 0; i < d->n; i++) {
		if (tell != NULL)
			tell(arg, d->v[i].line, buf_span(&d->v[i].key));
		buf_clear(&d->v[i].key);
	}
	free(d->v);
}

/* One record behind: whether it counts is known when the next one differs. */
static enum found
write_sorted(struct build *b, enum build_dup dup, struct dups *dups,
    struct why *w)
{
	struct record_kv r;
	bool pending = false;
	enum found got, put = FOUND;

	while (put == FOUND && (got = sorter_next(b->sorter, &r, w)) == FOUND) {
		bool same = pending && span_eq(r.key, buf_span(&b->key));

		if (same && dup == BUILD_DUP_WARN && r.line != MARK)
			note_dup(dups, b, r.key, r.line);
		if (same && dup != BUILD_DUP_REPLACE)
			continue;
		if (pending && !same)
			put = b->type->put(b->writer, buf_span(&b->key),
			    buf_span(&b->value), w);
		buf_set(&b->key, r.key);
		buf_set(&b->value, r.value);
		pending = true;
	}
	if (put != FOUND || got == FAILED)
		return FAILED;
	return pending ? b->type->put(b->writer, buf_span(&b->key),
	    buf_span(&b->value), w) : FOUND;
}

enum found
build_write(struct build *b, enum build_dup dup, void (*tell)(void *arg,
    size_t line, struct span key), void *arg, struct why *w)
{
	struct dups dups = { NULL, 0 };

	b->writer = b->type->open(b->temp, false, sorter_count(b->sorter),
	    sorter_bytes(b->sorter), w);
	if (b->writer == NULL)
		return FAILED;
	enum found got = write_sorted(b, dup, &dups, w);
	tell_dups(&dups, tell, arg);
	return got;
}

enum found
build_put(struct build *b, struct span key, struct span value,
    enum build_dup dup, struct why *w)
{
	struct span k = stored(b, &b->key, key, true);
	struct span v = stored(b, &b->value, value, false);

	buf_reset(&b->had);
	enum found had = b->type->get(b->writer, k, &b->had, w);
	if (had == FAILED || (had == FOUND && dup != BUILD_DUP_REPLACE))
		return had;
	return b->type->put(b->writer, k, v, w) == FOUND ? had : FAILED;
}

/* A file that Sendmail made has keys without a NUL. */
enum found
build_del(struct build *b, struct span key, struct why *w)
{
	struct span k = stored(b, &b->key, key, true);
	enum found got = ABSENT;

	if (k.len > 0)
		got = b->type->del(b->writer, k, w);
	if (got == ABSENT && k.len > 1 && has_nul(b) &&
	    !(b->flags & TABLE_WITH_NUL))
		got = b->type->del(b->writer, span_head(k, k.len - 1), w);
	return got;
}

enum found
build_mark(struct build *b, struct span key, struct span value, struct why *w)
{
	unsigned flags = b->flags;
	enum found got;

	b->flags &= ~(unsigned)TABLE_FOLD;
	got = b->edit ? build_put(b, key, value, BUILD_DUP_REPLACE, w) :
	    build_add(b, key, value, MARK, w);
	b->flags = flags;
	return got == FAILED ? FAILED : FOUND;
}

enum found
build_end(struct build *b, struct why *w)
{
	struct writer *writer = b->writer;

	b->writer = NULL;
	return b->type->close(writer, true, w);
}

enum found
build_commit(struct build *b, struct why *w)
{
	struct buf dir = BUF_INIT;
	size_t slash = span_rfind(span_str(b->final), '/');

	if (file_sync(b->fd) < 0)
		return table_fail_errno(w, errno, "sync %s", b->temp);
	if (rename(b->temp, b->final) < 0)
		return table_fail_errno(w, errno, "rename %s to %s", b->temp,
		    b->final);
	b->committed = true;
	buf_addspan(&dir, span_head(span_str(b->final), slash + 1));
	int r = file_sync_dir(AT_FDCWD, dir.s);
	int err = errno;
	buf_clear(&dir);
	return r < 0 ? table_fail_errno(w, err, "sync the directory of %s",
	    b->final) : FOUND;
}
