/* SPDX-License-Identifier: ISC */
#include "message.h"

#include <errno.h>

#include "base/num.h"
#include "existing.h"
#include "sys/host.h"
#include "sys/log.h"

enum { HEAD_FLUSH = 65536 };

void
message_init(struct message *m, const struct settings *set,
    const struct queue *q)
{
	*m = (struct message){ .set = set, .q = q, .env = ENVELOPE_INIT,
	    .fate = FATE_INIT,
	    .seen = HTAB_INIT, .file = QWRITER_INIT, .scratch = BUF_INIT,
	    .filtered = BUF_INIT, .why = WHY_INIT };
}

void
message_forget(struct message *m)
{
	if (m->open) {
		qwriter_abort(&m->file);
		head_clear(&m->head);
	}
	m->open = false;
	envelope_clear(&m->env);
	fate_reset(&m->fate);
	htab_clear(&m->seen);
	m->picked_up = m->queued = false;
	m->size = 0;
	m->last = '\n';
	m->why.out = OUT_OK;
}

void
message_clear(struct message *m)
{
	message_forget(m);
	fate_clear(&m->fate);
	buf_clear(&m->scratch);
	buf_clear(&m->filtered);
	why_clear(&m->why);
}

/* After the first error nothing is kept. */
static void
give_up(struct message *m)
{
	if (m->open)
		qwriter_abort(&m->file);
}

void
message_begin(struct message *m, struct span sender)
{
	message_forget(m);
	m->env.arrival = stamp_now();
	m->id = id_make(m->env.arrival);
	buf_reset(&m->scratch);
	rewrite_address(&m->scratch, m->set, REWRITE_LOCAL, sender);
	m->env.sender = pool_span(&m->env.pool, buf_span(&m->scratch));
}

static void
set_arrival(struct message *m, struct span value)
{
	struct stamp t;

	if (stamp_read_decimal(value, &t) && t.sec > 0)
		m->env.arrival = t;
}

bool
message_fact(struct message *m, struct span name, struct span value)
{
	if (span_is(name, "arrival")) {
		set_arrival(m, value);
		return false;
	}
	if (span_is(name, "id")) {
		m->picked_up = m->may_pick_up && id_read(value, &m->id);
		return m->picked_up;
	}
	if (fate_fact(&m->fate, name, value) || m->open)
		return false;	/* the rest is written already */
	if ((!span_is(name, "maildrop") && !span_is(name, "failed")) ||
	    m->may_pick_up)
		envelope_set(&m->env, name, value);
	return false;
}

/* The same mailbox twice is one delivery, unless the notices that were asked
 * for differ. */
static bool
is_duplicate(struct message *m, const struct rcpt *r, struct span orig)
{
	if (m->set->dup_limit > 0 && m->seen.n >= m->set->dup_limit)
		return false;
	struct buf key = BUF_INIT;

	buf_addf(&key, "%u\n", r->notify);
	buf_addspan(&key, r->orcpt);
	buf_addc(&key, '\n');
	if (m->set->original_recipient)
		buf_addlower(&key, orig);
	buf_addc(&key, '\n');
	buf_addlower(&key, r->addr);
	bool is = !htab_add(&m->seen, buf_span(&key));
	buf_clear(&key);
	return is;
}

void
message_rcpt(struct message *m, const struct rcpt *r)
{
	struct span given = r->addr.len > 0 ? r->addr :
	    span_str(m->set->empty_recipient);
	struct span orig = r->orig.len > 0 ? r->orig : given;
	struct rcpt mine = *r;

	buf_reset(&m->scratch);
	rewrite_address(&m->scratch, m->set, REWRITE_LOCAL, given);
	mine.addr = buf_span(&m->scratch);
	if (is_duplicate(m, &mine, orig))
		return;
	mine.orig = span_eq(orig, mine.addr) ? SPAN("") : orig;
	envelope_add_rcpt(&m->env, &mine);
}

static enum out
check_space(struct message *m)
{
	uint64_t bytes;

	if (m->set->minfree == 0 || !host_free(m->q->path, &bytes) ||
	    bytes >= m->set->minfree)
		return OUT_OK;
	log_warn("not enough free space in mail queue: %llu bytes < "
	    "queue_minfree", (unsigned long long)bytes);
	return why_temp(&m->why, "4.3.1", "Insufficient system storage");
}

static void
create_new(struct message *m)
{
	if (qwriter_open(&m->file, m->q, &m->id, &m->why) == OUT_PERM)
		why_temp(&m->why, "4.3.0", "queue id %s exists", m->id.s);
}

/* The same maildrop file may have been taken before: then m->queued. */
static void
create_once(struct message *m, struct span maildrop)
{
	enum existing e = EXISTING_NONE;

	while (e == EXISTING_NONE) {
		enum out out = qwriter_open(&m->file, m->q, &m->id, &m->why);

		if (out == OUT_TEMP)
			return;
		m->why.out = OUT_OK;
		if (out == OUT_OK) {
			e = existing_elsewhere(m->q, &m->id, maildrop, &m->why);
			if (e == EXISTING_NONE)
				return;
			qwriter_abort(&m->file);
		} else
			e = existing_incoming(m->q, &m->id, maildrop, &m->why);
	}
	m->queued = e == EXISTING_DONE;
}

/* Leaves an error in m->why, or m->queued. */
static void
create_file(struct message *m)
{
	struct span maildrop = envelope_get(&m->env, "maildrop");

	if (m->picked_up && maildrop.len > 0)
		create_once(m, maildrop);
	else
		create_new(m);
}

static void
open_file(struct message *m)
{
	if (m->env.nrcpts == 0) {
		why_perm(&m->why, "5.1.0", "no recipients specified");
		return;
	}
	if (check_space(m) != OUT_OK)
		return;
	create_file(m);
	if (m->why.out != OUT_OK || m->queued)
		return;
	qwriter_envelope(&m->file, &m->env);
	head_begin(&m->head, m->set, &m->env, &m->id,
	    buf_span(&m->fate.prepend));
	m->open = true;
}

static void
put(struct message *m, struct span bytes)
{
	if (bytes.len == 0)
		return;
	m->last = bytes.p[bytes.len - 1];
	if (qwriter_content(&m->file, bytes, &m->why) != OUT_OK)
		give_up(m);
}

static void
put_head(struct message *m)
{
	put(m, buf_span(&m->head.out));
	buf_reset(&m->head.out);
}

/* Refused once already: it comes again, shortened, to be returned. */
static bool
is_failed(const struct message *m)
{
	return envelope_get(&m->env, "failed").len > 0;
}

static void
check_head(struct message *m)
{
	if (is_failed(m))
		return;
	if (m->head.hops > m->set->hop_limit) {
		log_warn("%s: message rejected: hopcount exceeded", m->id.s);
		why_perm(&m->why, "5.4.0", "too many hops");
	} else if (m->head.not_header && m->set->reject_header_end)
		why_perm(&m->why, "5.6.0", "non-header text in the header");
}

/* message_strip_characters, message_reject_characters */
static struct span
filter(struct message *m, struct span bytes)
{
	const struct settings *set = m->set;

	buf_reset(&m->filtered);
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		if (set->reject[c] && m->why.out == OUT_OK && !is_failed(m))
			why_perm(&m->why, "5.7.1",
			    "disallowed character in message");
		if (!set->strip[c])
			buf_addc(&m->filtered, (char)c);
	}
	return buf_span(&m->filtered);
}

static bool
is_lost(const struct message *m)
{
	return m->why.out != OUT_OK || m->queued;
}

void
message_content(struct message *m, struct span bytes)
{
	if (!m->open && !is_lost(m))
		open_file(m);
	m->size += bytes.len;
	if (m->set->size_limit > 0 && m->size > m->set->size_limit &&
	    !is_lost(m))
		why_perm(&m->why, "5.3.4", "message file too big");
	if (m->set->filters && !is_lost(m))
		bytes = filter(m, bytes);
	if (!is_lost(m) && !m->head.done) {
		head_take(&m->head, &bytes);
		check_head(m);
		if (!is_lost(m) &&
		    (m->head.done || m->head.out.len >= HEAD_FLUSH))
			put_head(m);
	}
	if (is_lost(m))
		give_up(m);
	else if (m->head.done)
		put(m, bytes);
}

static void
add_rcpt(struct message *m, struct span addr)
{
	struct rcpt r = { .addr = addr };

	message_rcpt(m, &r);
}

/* The recipients so far stay in the file as done. */
static enum out
redirect(struct message *m)
{
	for (size_t i = 0; i < m->env.nrcpts; i++)
		m->env.rcpts[i].state = RCPT_DONE;
	if (qwriter_states(&m->file, &m->env, &m->why) != OUT_OK)
		return OUT_TEMP;
	htab_clear(&m->seen);
	add_rcpt(m, buf_span(&m->fate.redirect));
	return OUT_OK;
}

static enum out
apply_fate(struct message *m)
{
	struct span bcc = buf_span(&m->fate.bcc), addr;

	while (span_split(&bcc, '\n', &addr))
		if (addr.len > 0)
			add_rcpt(m, addr);
	if (m->fate.redirect.len > 0 && redirect(m) != OUT_OK)
		return OUT_TEMP;
	if (m->fate.filter.len > 0)
		envelope_set(&m->env, SPAN("filter"),
		    buf_span(&m->fate.filter));
	return m->fate.hold ? qwriter_hold(&m->file, &m->why) : OUT_OK;
}

static void
finish(struct message *m)
{
	if (!m->head.done) {
		head_finish(&m->head);
		check_head(m);
		if (m->why.out == OUT_OK)
			put_head(m);
	}
	if (m->why.out == OUT_OK && m->last != '\n')
		put(m, SPAN("\n"));
	if (m->why.out == OUT_OK && apply_fate(m) == OUT_OK)
		qwriter_finish(&m->file, &m->env, &m->why);
}

enum out
message_end(struct message *m, const struct why *fault)
{
	if (fault->out != OUT_OK)	/* came before what it led to */
		why_set(&m->why, fault->out, span_str(fault->dsn),
		    buf_span(&fault->text));
	if (!m->open && !is_lost(m))
		open_file(m);
	if (!is_lost(m) && !m->fate.discard)
		finish(m);
	if (m->why.out != OUT_OK || m->fate.discard)
		give_up(m);
	return m->why.out;
}
