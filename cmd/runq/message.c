/* SPDX-License-Identifier: ISC */
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "dispatch.h"
#include "msg/address.h"
#include "sweep.h"
#include "sys/file.h"
#include "sys/lock.h"
#include "sys/log.h"
#include "wish.h"

enum { JOURNAL_MAX = 4 << 20 };

static const struct place active = { QUEUE_ACTIVE, 0 };

static void
clear(struct message *m)
{
	qfile_close(&m->f);
	buf_clear(&m->notes);
	buf_clear(&m->journal);
	free(m->last);
	free(m->state);
	free(m);
}

void
message_free(struct runq *rq, struct message *m)
{
	if (m->prev != NULL)
		m->prev->next = m->next;
	else
		rq->messages = m->next;
	if (m->next != NULL)
		m->next->prev = m->prev;
	rq->nmessages--;
	clear(m);
}

/* Descriptors or memory have run out, or the disk fails: that is no fault of
 * this message. */
static enum take
cannot(const struct id *id, const char *what)
{
	switch (errno) {
	case ENOENT:
	case EWOULDBLOCK:
		return TAKE_NOT;
	case ELOOP:
	case EISDIR:
		log_warn("%s: not a queue file", id->s);
		return TAKE_NOT;
	default:
		log_error("%s: %s: %s", id->s, what, strerror(errno));
		return TAKE_FAILED;
	}
}

static enum take
load(struct runq *rq, struct message *m, struct place from, unsigned flags)
{
	struct buf name = BUF_INIT;
	struct why w = WHY_INIT;
	enum take got = TAKE_NOT;
	bool verify = from.state == QUEUE_INCOMING && !(flags & TAKE_PICKED);
	int fd;

	queue_name(&name, from, &m->id);
	fd = lock_open(rq->q.fd, name.s, O_RDWR, false);
	if (fd < 0) {
		got = cannot(&m->id, "open");
		goto out;
	}
	if ((flags & TAKE_UNTOUCHED) && wish_touched(&rq->supply, fd)) {
		close(fd);
		goto out;
	}
	switch (qfile_load(&m->f, fd, verify, &w)) {
	case QFILE_OK:
		got = TAKE_OK;
		break;
	case QFILE_INCOMPLETE:	/* only there it was never accepted */
		if (from.state == QUEUE_INCOMING)
			sweep_incomplete(&rq->q, &m->id, from, fd);
		else
			sweep_damaged(&rq->q, &m->id, from, w.text.s);
		break;
	case QFILE_DAMAGED:
		sweep_damaged(&rq->q, &m->id, from, w.text.s);
		break;
	case QFILE_ERROR:
		log_error("%s: %s", m->id.s, w.text.s);
		got = TAKE_FAILED;
	}
out:
	why_clear(&w);
	buf_clear(&name);
	return got;
}

/* A crash between link and unlink may have left two names of one file. */
static enum take
name_taken(struct runq *rq, const struct message *m, struct place from)
{
	struct buf name = BUF_INIT;

	queue_name(&name, active, &m->id);
	bool same = file_is(m->f.fd, rq->q.fd, name.s);
	buf_clear(&name);
	if (same && queue_unlink(&rq->q, &m->id, from) == 0)
		return TAKE_OK;
	log_warn("%s: another message of this id is in active; left alone",
	    m->id.s);
	return TAKE_NOT;
}

static enum take
move_to_active(struct runq *rq, struct message *m, struct place from)
{
	if (from.state == QUEUE_ACTIVE ||
	    queue_move(&rq->q, &m->id, from, active) == 0)
		return TAKE_OK;
	if (errno == EEXIST)
		return name_taken(rq, m, from);
	return cannot(&m->id, "move to active");
}

static void
log_active(const struct message *m)
{
	struct buf from = BUF_INIT;

	address_external(&from, m->f.env.sender);
	log_role("qmgr", "%s: from=<%s>, size=%llu, nrcpt=%zu (queue active)",
	    m->id.s, from.s, (unsigned long long)m->f.content_len,
	    m->f.env.nrcpts);
	buf_clear(&from);
}

static void
enter(struct runq *rq, struct message *m, struct place from)
{
	m->active = stamp_now();
	m->forced = from.state == QUEUE_DEFERRED && from.slot == SLOT_EXPIRE;
	m->fresh = from.state != QUEUE_DEFERRED;
	m->state = mem_array(m->f.env.nrcpts + 1, 1);
	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		m->state[i] = m->f.env.rcpts[i].state;
	m->next = rq->messages;
	if (m->next != NULL)
		m->next->prev = m;
	rq->messages = m;
	rq->nmessages++;
	rq->progress.messages++;
}

enum take
message_take(struct runq *rq, const struct id *id, struct place from,
    unsigned flags, struct message **out)
{
	struct message *m = mem_alloc(sizeof(*m));
	enum take got;

	*m = (struct message){ .id = *id, .f = QFILE_INIT, .notes = BUF_INIT,
	    .journal = BUF_INIT };
	got = load(rq, m, from, flags);
	if (got == TAKE_OK && from.state == QUEUE_INCOMING &&
	    !(flags & TAKE_PICKED))
		got = pickup_settle(&rq->pickup, &m->id, &m->f.env);
	if (got == TAKE_OK)
		got = move_to_active(rq, m, from);
	if (got != TAKE_OK) {
		clear(m);
		return got;
	}
	enter(rq, m, from);
	log_active(m);
	*out = m;
	return TAKE_OK;
}

/* -- results -- */

static struct span
last_note(struct message *m, size_t i)
{
	if (m->last == NULL) {
		if (qfile_journal(&m->f, &m->journal, JOURNAL_MAX) < 0)
			buf_reset(&m->journal);
		m->last = journal_last(buf_span(&m->journal),
		    m->f.env.nrcpts);
	}
	return m->last[i];
}

/* The same words as the last time need no line again: a message that waits for
 * days stays small. */
static bool
is_news(struct message *m, const struct note *n)
{
	struct buf scratch = BUF_INIT;
	struct note old;
	bool same = false;

	struct span at = last_note(m, n->rcpt);

	if (at.p != NULL && journal_take(&at, &old, &scratch))
		same = old.rcpt == n->rcpt && old.out == n->out &&
		    span_eq(old.dsn, n->dsn) && span_eq(old.relay, n->relay) &&
		    span_eq(old.text, n->text);
	buf_clear(&scratch);
	return !same;
}

void
message_explain(struct message *m, size_t i, const char *dsn,
    const char *text)
{
	struct note n = { stamp_now(), i, OUT_TEMP, span_str(dsn),
	    SPAN("none"), span_str(text) };

	if (last_note(m, i).p == NULL)
		journal_add(&m->notes, &n);
}

void
message_result(struct runq *rq, struct message *m, size_t i, enum out out,
    struct span dsn, struct span relay, struct span text)
{
	struct note n = { stamp_now(), i, out, dsn, relay, text };

	if (out == OUT_OK)
		m->state[i] = RCPT_DONE;
	else if (out == OUT_PERM)
		m->state[i] = RCPT_FAILED;
	m->urgent |= out == OUT_PERM;
	if (out != OUT_TEMP || is_news(m, &n))
		journal_add(&m->notes, &n);
	progress_result(&rq->progress, &m->id, m->f.env.rcpts[i].addr, out,
	    text);
}

/* The journal is for people: without room there is none, but the states need
 * no room. */
static void
write_notes(struct message *m)
{
	if (m->notes.len > 0 && qfile_append(&m->f, buf_span(&m->notes)) < 0)
		log_warn("%s: journal: %s", m->id.s, strerror(errno));
	buf_reset(&m->notes);
	m->urgent = false;
}

/* While others are under way only states are written, which costs no more than
 * their block; but with a failure goes its reason. */
bool
message_write(struct message *m, bool sync)
{
	if (m->pending == 0 || m->urgent)
		write_notes(m);
	for (size_t i = 0; i < m->f.env.nrcpts; i++) {
		if (m->state[i] == m->f.env.rcpts[i].state)
			continue;
		if (qfile_mark(&m->f, i, (enum rcpt_state)m->state[i]) < 0) {
			log_error("%s: mark recipient: %s", m->id.s,
			    strerror(errno));
			return false;
		}
		m->unsynced = true;
	}
	if (sync && m->unsynced) {
		if (file_sync_data(m->f.fd) < 0) {
			log_error("%s: sync: %s", m->id.s, strerror(errno));
			return false;
		}
		m->unsynced = false;
	}
	return true;
}

void
message_touch(struct runq *rq, struct message *m)
{
	if (m->touched)
		return;
	m->touched = true;
	m->next_touched = rq->touched;
	rq->touched = m;
}
