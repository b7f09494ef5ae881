/* SPDX-License-Identifier: ISC */
#include "pickup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "conf/param.h"
#include "dispatch.h"
#include "msg/address.h"
#include "sweep.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "sys/log.h"
#include "wire/record.h"

enum { READ_SIZE = 64 * 1024 };

static const struct place maildrop = { QUEUE_MAILDROP, 0 };

struct pick {
	struct submission s;		/* first: the inlet knows only this */
	struct pick	*next;
	struct pickup	*p;
	struct id	 id;
	int		 fd;
	struct stat	 st;
	struct buf	 rd;
	bool		 begun;		/* F has been seen */
	bool		 bad;		/* no submission stream */
	struct buf	 failed;	/* refused for this: to be returned */
	uint64_t	 content;	/* bytes, so far */
};

void
pickup_init(struct pickup *p, struct runq *rq)
{
	*p = (struct pickup){ .rq = rq };
}

static void
free_pick(struct pick *k)
{
	struct pick **at = &k->p->busy;

	while (*at != k)
		at = &(*at)->next;
	*at = k->next;
	io_close(&k->fd);
	buf_clear(&k->rd);
	buf_clear(&k->failed);
	free(k);
}

/* What tells this file from another that came to the same name later. */
static void
add_identity(struct buf *out, const struct stat *st)
{
	buf_addf(out, "%llu.%llu.%lld.%09ld", (unsigned long long)st->st_dev,
	    (unsigned long long)st->st_ino, (long long)st->st_ctim.tv_sec,
	    (long)st->st_ctim.tv_nsec);
}

/* -- feeding -- */

static void
log_pickup(const struct pick *k, struct span sender)
{
	struct buf from = BUF_INIT;

	address_external(&from, sender);
	log_role("pickup", "%s: uid=%lu from=<%s>", k->id.s,
	    (unsigned long)k->st.st_uid, from.s);
	buf_clear(&from);
}

/* What the file may not say of itself. */
static void
add_facts(struct buf *out, const struct pick *k)
{
	struct buf b = BUF_INIT;

	add_identity(&b, &k->st);
	record_add(out, 'A', SPAN("kind=local"));
	record_addf(out, 'A', "id=%s", k->id.s);
	record_addf(out, 'A', "maildrop=%s", b.s);
	record_addf(out, 'A', "uid=%lu", (unsigned long)k->st.st_uid);
	if (k->failed.len > 0)
		record_add_pair(out, 'A', SPAN("failed"), buf_span(&k->failed));
	buf_clear(&b);
}

/* The owner of the file is who wrote it: postdrop says the same, or somebody
 * else wrote it. */
static bool
is_owner(const struct pick *k, struct span uid)
{
	uint64_t n;

	return num_uint(uid, UINT32_MAX, &n) && n == k->st.st_uid;
}

static bool
add_fact(const struct pick *k, struct buf *out, struct span data)
{
	static const char *const ours[] = { "kind", "id", "maildrop",
	    "failed" };
	struct span value = data, name;

	if (!span_split(&value, '=', &name) || value.p == NULL)
		return false;
	if (span_is(name, "uid"))
		return is_owner(k, value);
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (span_is(name, ours[i]))
			return true;
	record_add(out, 'A', data);
	return true;
}

/* A message that is only to be returned needs no more of its content than a
 * notice shows. */
static void
add_content(struct pick *k, struct buf *out, struct span data)
{
	uint64_t most = (uint64_t)param_int(P_bounce_size_limit);

	if (k->failed.len > 0 && k->content + data.len > most)
		data = span_head(data, k->content < most ?
		    (size_t)(most - k->content) : 0);
	k->content += data.len;
	if (data.len > 0)
		record_add(out, 'M', data);
}

/* One record of the file: false when it does not belong there. */
static bool
copy(struct pick *k, struct buf *out, char letter, struct span data)
{
	switch (letter) {
	case 'F':
		if (k->begun)
			return false;
		k->begun = true;
		log_pickup(k, data);
		record_add(out, 'F', data);
		add_facts(out, k);
		return true;
	case 'A':
		return k->begun && add_fact(k, out, data);
	case 'M':
		add_content(k, out, data);
		return k->begun;
	case 'O': case 'P': case 'R':
		record_add(out, letter, data);
		return k->begun;
	default:
		return false;
	}
}

static enum feed
forget(struct pick *k, struct buf *out, bool bad)
{
	k->bad = bad;
	if (k->begun)
		record_add(out, 'X', SPAN(""));
	return FEED_FORGET;
}

/* The file cannot be read now: it stays where it is. */
static enum feed
unreadable(struct pick *k, struct buf *out)
{
	log_error("%s: read maildrop file: %s", k->id.s, strerror(errno));
	return forget(k, out, false);
}

/* E must be the last record of the file. */
static enum feed
finish(struct pick *k, struct buf *out, struct span rest)
{
	struct buf b = BUF_INIT;
	ssize_t more = rest.len > 0 ? 1 : io_read(k->fd, &b, 1);

	buf_clear(&b);
	if (more < 0)
		return unreadable(k, out);
	if (more > 0)
		return forget(k, out, true);
	record_add(out, 'E', SPAN(""));
	return FEED_END;
}

static enum feed
feed(struct submission *s, struct buf *out)
{
	struct pick *k = (struct pick *)s;
	struct span in = buf_span(&k->rd), data;
	enum record_got got;
	char letter;

	while ((got = record_take(&in, RECORD_MAX, &letter, &data)) ==
	    RECORD_OK) {
		if (letter == 'E' && data.len == 0)
			return finish(k, out, in);
		if (!copy(k, out, letter, data))
			return forget(k, out, true);
	}
	if (got == RECORD_BAD)
		return forget(k, out, true);
	buf_drop(&k->rd, k->rd.len - in.len);
	ssize_t n = io_read(k->fd, &k->rd, READ_SIZE);
	if (n < 0)
		return unreadable(k, out);
	return n > 0 ? FEED_MORE : forget(k, out, true);
}

/* -- the outcome -- */

static void
queued(struct pickup *p, const struct id *id)
{
	struct picked *d = mem_alloc(sizeof(*d));

	d->id = *id;
	d->next = p->done;
	p->done = d;
}

/* The sender must hear of it: through the door once more, with the reason. */
static void
return_it(struct pick *k, const struct why *w)
{
	buf_addf(&k->failed, "%s %s", w->dsn, w->text.s);
	buf_reset(&k->rd);
	k->begun = false;
	k->content = 0;
	inlet_add(&k->p->rq->inlet, &k->s);
}

static void
done(struct submission *s, enum out out, const struct id *id,
    const struct why *w)
{
	struct pick *k = (struct pick *)s;

	if (out == OUT_OK)
		queued(k->p, id);
	else if (k->bad)
		sweep_damaged(&k->p->rq->q, &k->id, maildrop,
		    "not written by postdrop");
	else if (out == OUT_PERM && k->failed.len == 0 &&
	    lseek(k->fd, 0, SEEK_SET) == 0) {
		return_it(k, w);
		return;
	} else if (out == OUT_PERM)
		sweep_damaged(&k->p->rq->q, &k->id, maildrop, w->text.s);
	else
		log_warn("%s: not picked up: %s", k->id.s, w->text.s);
	free_pick(k);
}

/* -- beginning -- */

static bool
is_busy(const struct pickup *p, const struct id *id)
{
	for (const struct pick *k = p->busy; k != NULL; k = k->next)
		if (memcmp(k->id.s, id->s, ID_LEN) == 0)
			return true;
	return false;
}

/* postdrop writes the E record last, while it holds the lock. */
static bool
is_complete(struct pick *k)
{
	struct buf b = BUF_INIT;
	bool end;

	if (k->st.st_size < 4 ||
	    io_pread(k->fd, &b, 4, (uint64_t)k->st.st_size - 4) != 4)
		end = false;
	else
		end = span_is(buf_span(&b), "1:E,");
	buf_clear(&b);
	return end;
}

static bool
open_file(struct pickup *p, struct pick *k)
{
	struct buf name = BUF_INIT;

	queue_name(&name, maildrop, &k->id);
	k->fd = lock_open(p->rq->q.fd, name.s, O_RDONLY | O_NONBLOCK, false);
	if (k->fd < 0 && errno != ENOENT && errno != EWOULDBLOCK)
		log_error("%s: %s", name.s, strerror(errno));
	buf_clear(&name);
	return k->fd >= 0 && fstat(k->fd, &k->st) == 0 &&
	    S_ISREG(k->st.st_mode);
}

void
pickup_take(struct pickup *p, const struct id *id)
{
	struct pick *k;

	if (is_busy(p, id))
		return;
	k = mem_alloc(sizeof(*k));
	*k = (struct pick){ .next = p->busy, .p = p, .id = *id, .fd = -1,
	    .rd = BUF_INIT, .failed = BUF_INIT };
	p->busy = k;
	if (!open_file(p, k)) {
		free_pick(k);
	} else if (!is_complete(k)) {
		sweep_incomplete(&p->rq->q, id, maildrop, k->fd);
		free_pick(k);
	} else {
		k->s.feed = feed;
		k->s.done = done;
		inlet_add(&p->rq->inlet, &k->s);
	}
}

/* -- the end -- */

static bool
sync_maildrop(struct pickup *p)
{
	p->clean = queue_sync(&p->rq->q, maildrop) == 0;
	if (!p->clean)
		log_error("sync maildrop: %s", strerror(errno));
	return p->clean;
}

void
pickup_finish(struct pickup *p)
{
	struct picked *d;

	if (p->done == NULL)
		return;
	for (d = p->done; d != NULL; d = d->next)
		if (queue_unlink(&p->rq->q, &d->id, maildrop) < 0 &&
		    errno != ENOENT)
			log_error("%s: remove maildrop file: %s", d->id.s,
			    strerror(errno));
	bool ok = sync_maildrop(p);
	while ((d = p->done) != NULL) {
		p->done = d->next;
		if (ok)
			supply_arrived(&p->rq->supply, &d->id);
		free(d);
	}
}

/* Removes the maildrop file if it is the one that became this message. */
static bool
remove_file(struct pickup *p, const struct id *id, struct span identity)
{
	struct buf name = BUF_INIT, now = BUF_INIT;
	struct stat st;
	bool ok = true;

	queue_name(&name, maildrop, id);
	if (fstatat(p->rq->q.fd, name.s, &st, AT_SYMLINK_NOFOLLOW) < 0)
		ok = errno == ENOENT;
	else {
		add_identity(&now, &st);
		if (span_eq(identity, buf_span(&now))) {
			p->clean = false;
			ok = unlinkat(p->rq->q.fd, name.s, 0) == 0;
		}
	}
	if (!ok)
		log_error("%s: %s", name.s, strerror(errno));
	buf_clear(&name);
	buf_clear(&now);
	return ok;
}

enum take
pickup_settle(struct pickup *p, const struct id *id, const struct envelope *e)
{
	struct span identity = envelope_get(e, "maildrop");

	if (identity.len == 0)
		return TAKE_OK;
	if (is_busy(p, id))	/* the door's answer is on its way */
		return TAKE_NOT;
	return remove_file(p, id, identity) && (p->clean || sync_maildrop(p)) ?
	    TAKE_OK : TAKE_FAILED;
}
