/* SPDX-License-Identifier: ISC */
#include "message.h"

#include <errno.h>

#include "base/num.h"
#include "consult.h"
#include "ending.h"
#include "existing.h"
#include "sys/host.h"
#include "sys/io.h"
#include "sys/log.h"

enum { FLUSH_AT = 65536 };

void
message_init(struct message *m, const struct settings *set,
    struct checks *checks, const struct queue *q)
{
	*m = (struct message){ .set = set, .checks = checks, .q = q,
	    .env = ENVELOPE_INIT, .given = ENVELOPE_INIT, .fate = FATE_INIT,
	    .file = QWRITER_INIT, .filtered = BUF_INIT, .reply = BUF_INIT,
	    .why = WHY_INIT };
	draft_init(&m->draft, q);
	addresses_init(&m->addresses, set, &m->env);
}

void
message_forget(struct message *m)
{
	if (m->open) {
		qwriter_abort(&m->file);
		content_clear(&m->content);
	}
	m->open = false;
	milters_close(&m->milters);
	draft_clear(&m->draft);
	draft_init(&m->draft, m->q);
	buf_reset(&m->reply);
	m->asked_rcpt = 0;
	envelope_clear(&m->env);
	envelope_clear(&m->given);
	fate_reset(&m->fate);
	addresses_forget(&m->addresses);
	m->picked_up = m->queued = false;
	m->content.inspect.told = false;
	m->no_checks = m->no_milters = m->no_mappings = false;
	m->size = 0;
	m->last = '\n';
	m->why.out = OUT_OK;
}

void
message_clear(struct message *m)
{
	message_forget(m);
	addresses_clear(&m->addresses);
	fate_clear(&m->fate);
	draft_clear(&m->draft);
	buf_clear(&m->reply);
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
message_set_sender(struct message *m, struct span sender)
{
	struct buf addr = BUF_INIT;

	rewrite_address(&addr, &m->set->mapping->rewrite, REWRITE_LOCAL,
	    sender, NULL);
	m->env.sender = pool_span(&m->env.pool, buf_span(&addr));
	buf_clear(&addr);
}

void
message_begin(struct message *m, struct span sender)
{
	message_forget(m);
	m->env.arrival = stamp_now();
	m->id = id_make(m->env.arrival);
	m->env.sender = pool_span(&m->env.pool, sender);
}

void
message_milter(struct message *m, struct span packed, int fd)
{
	if (m->no_milters || m->open)
		io_close(&fd);
	else if (!milters_take(&m->milters, packed, fd))
		log_warn("%s: bad state of a milter", m->id.s);
}

static void
set_arrival(struct message *m, struct span value)
{
	struct stamp t;

	if (stamp_read_decimal(value, &t) && t.sec > 0)
		m->env.arrival = t;
}

static void
set_override(struct message *m, struct span list)
{
	struct span word;

	while (span_element(&list, &word)) {
		m->no_checks |= span_is(word, "no_header_body_checks");
		m->no_milters |= span_is(word, "no_milters");
		m->no_mappings |= span_is(word, "no_address_mappings");
	}
}

/* Facts for this program alone. */
static bool
take_fact(struct message *m, struct span name, struct span value)
{
	if (span_is(name, "override"))
		set_override(m, value);
	else
		return fate_fact(&m->fate, name, value);
	return true;
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
	if (take_fact(m, name, value) || m->open)
		return false;	/* the rest is written already */
	if ((!span_is(name, "maildrop") && !span_is(name, "failed")) ||
	    m->may_pick_up)
		envelope_set(&m->env, name, value);
	return false;
}

/* Refused once already: it comes again, shortened, to be returned. */
static bool
is_failed(const struct message *m)
{
	return envelope_get(&m->env, "failed").len > 0;
}

static bool
is_lost(const struct message *m)
{
	return m->why.out != OUT_OK || m->queued;
}

/* Facts may come behind recipients, and say what is done to them. */
void
message_rcpt(struct message *m, const struct rcpt *r)
{
	if (!is_lost(m))
		envelope_add_rcpt(&m->given, r);
}

/* Of mail that is made here nobody gets a copy. What smtpd brings it has
 * overridden itself, as its service has it. */
static enum out
begin_addresses(struct message *m)
{
	struct span kind = envelope_get(&m->env, "kind");
	bool made_here = span_is(kind, "notice") || span_is(kind, "forward");

	if (is_failed(m) || (m->set->no_mappings && !made_here &&
	    !span_is(kind, "smtp")))
		m->no_mappings = true;
	return addresses_begin(&m->addresses, !m->no_mappings, !made_here,
	    &m->why);
}

/* Who has asked hears only that it is the host's own trouble. */
static enum out
map_addresses(struct message *m)
{
	enum out out = begin_addresses(m);

	for (size_t i = 0; out == OUT_OK && i < m->given.nrcpts; i++)
		out = addresses_rcpt(&m->addresses, &m->given.rcpts[i],
		    &m->why);
	if (out == OUT_OK)
		out = addresses_end(&m->addresses, &m->why);
	if (out == OUT_TEMP)
		log_warn("%s: %s -- message not accepted, try again later",
		    m->id.s, m->why.text.s);
	envelope_clear(&m->given);
	return out;
}

/* Whether it is one of those that content checks and filters are for. */
bool
message_is_from_outside(const struct message *m)
{
	struct span kind = envelope_get(&m->env, "kind");

	if (span_is(kind, "notice"))
		return m->env.sender.len == 0 ? m->set->checks_bounces :
		    m->set->checks_notices;
	return !span_is(kind, "forward") && !is_failed(m);
}

static bool
is_smtp(const struct message *m)
{
	return span_is(envelope_get(&m->env, "kind"), "smtp");
}

static bool
is_checked(const struct message *m)
{
	return !m->no_checks && message_is_from_outside(m);
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
	if (m->given.nrcpts == 0) {
		why_perm(&m->why, "5.1.0", "no recipients specified");
		return;
	}
	if (map_addresses(m) != OUT_OK || check_space(m) != OUT_OK)
		return;
	create_file(m);
	if (m->why.out != OUT_OK || m->queued)
		return;
	if (!is_smtp(m))
		set_override(m, span_str(m->set->override));
	if (!m->no_milters && message_is_from_outside(m) && !is_smtp(m))
		consult_open(m);
	if (m->milters.n == 0)
		qwriter_envelope(&m->file, &m->env);
	content_begin(&m->content, m->set, m->checks, &m->env, &m->id,
	    &m->fate, &m->why, is_checked(m));
	m->content.head.tables = !m->no_mappings;
	m->open = true;
}

static void
put(struct message *m, struct span bytes)
{
	if (bytes.len == 0)
		return;
	m->last = bytes.p[bytes.len - 1];
	if (m->milters.n > 0) {
		if (draft_add(&m->draft, bytes, &m->why) != OUT_OK)
			give_up(m);
	} else if (qwriter_content(&m->file, bytes, &m->why) != OUT_OK)
		give_up(m);
}

static void
put_content(struct message *m)
{
	put(m, buf_span(&m->content.out));
	buf_reset(&m->content.out);
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
	if (!is_lost(m) && !content_is_raw(&m->content)) {
		content_take(&m->content, bytes);
		bytes.len = 0;
	}
	if (!is_lost(m) && (m->content.out.len >= FLUSH_AT ||
	    content_is_raw(&m->content)))
		put_content(m);
	if (is_lost(m))
		give_up(m);
	else
		put(m, bytes);
}

static void
finish(struct message *m)
{
	content_finish(&m->content);
	if (m->why.out == OUT_OK)
		put_content(m);
	if (m->why.out == OUT_OK && m->last != '\n')
		put(m, SPAN("\n"));
	if (m->why.out == OUT_OK && m->milters.n > 0)
		ending_consult(m);
	if (m->why.out == OUT_OK && !m->fate.discard && ending_apply(m) == OUT_OK)
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
