/* SPDX-License-Identifier: ISC */
#include "bdat.h"

#include "barelf.h"
#include "base/num.h"
#include "handover.h"
#include "keywords.h"
#include "reply.h"
#include "restrict.h"
#include "sys/log.h"

enum { ENDLESS = 10 };		/* times message_size_limit */

struct chunk {
	uint64_t	size;
	bool		last;
};

static bool
read_args(struct span args, struct chunk *k)
{
	struct span size, last, more;

	if (!smtpcmd_arg(&args, &size) ||
	    !num_uint(size, INT64_MAX, &k->size))
		return false;
	k->last = smtpcmd_arg(&args, &last);
	return !k->last ||
	    (span_caseis(last, "LAST") && !smtpcmd_arg(&args, &more));
}

/* Reads the chunk to its end, whatever becomes of it. */
static enum stream_got
receive(struct conn *c, const struct chunk *k, bool keep)
{
	struct buf text = BUF_INIT;
	enum stream_got got = STREAM_OK;
	uint64_t left = k->size;

	handover_pace(c);
	while (got == STREAM_OK && left > 0) {
		if (stream_data(&c->io).len == 0)
			got = stream_fill(&c->io);
		if (got != STREAM_OK)
			break;
		struct span in = stream_data(&c->io);
		if (in.len > left)
			in.len = (size_t)left;
		left -= in.len;
		c->content += in.len;
		if (keep)
			dot_chunk(&c->tx.dot, in, k->last && left == 0, &text);
		stream_take(&c->io, in.len);
		if (keep)
			handover_content(c, buf_span(&text));
		buf_reset(&text);
		if (left > 0 && !handover_endures(c))
			got = STREAM_EOF;
	}
	if (keep && got == STREAM_OK && k->size == 0) {
		dot_chunk(&c->tx.dot, SPAN(""), k->last, &text);
		handover_content(c, buf_span(&text));
	}
	buf_clear(&text);
	return got;
}

static bool
broken(struct conn *c, enum stream_got got)
{
	handover_broken(c, got);
	return false;
}

/* The message is lost, and so is what is still to come of it. */
static void
fail(struct conn *c, const struct chunk *k)
{
	bool open = c->tx.open;

	handover_end(c);
	c->content = 0;
	if (open && !k->last) {
		c->tx.open = true;
		c->tx.bdat = BDAT_FAILED;
	}
}

/* A command out of order, or that cannot be carried out: its octets must not
 * be taken for commands. */
static bool
skip(struct conn *c, const struct chunk *k, enum reply r)
{
	struct buf size = BUF_INIT;
	enum stream_got got = receive(c, k, false);

	fail(c, k);
	if (got != STREAM_OK)
		return broken(c, got);
	buf_addf(&size, "%llu", (unsigned long long)k->size);
	bool good = reply_with(c, r, buf_span(&size));
	buf_clear(&size);
	return good;
}

/* The same where the reply is given already. */
static bool
skip_refused(struct conn *c, const struct chunk *k)
{
	enum stream_got got = receive(c, k, false);

	fail(c, k);
	return got == STREAM_OK ? false : broken(c, got);
}

/* More than is worth reading to its end. */
static bool
is_endless(const struct conn *c, const struct chunk *k)
{
	return c->set->size_limit > 0 &&
	    k->size / ENDLESS > c->set->size_limit;
}

static enum reply
refusal(struct conn *c, const struct chunk *k)
{
	uint64_t limit = c->set->size_limit;

	if (!keywords_offers(c, "CHUNKING"))
		return R_NOT_OFFERED;
	if (c->tx.bdat == BDAT_FAILED)
		return R_CHUNK_LOST;
	if (!c->tx.open)
		return R_RCPT_FIRST;
	if (c->tx.nrcpts == 0)
		return R_NO_RCPTS;
	if (limit > 0 && (k->size > limit || c->content > limit - k->size))
		return R_CHUNK_TOO_BIG;
	return R_NONE;
}

static bool
end_of_message(struct conn *c)
{
	c->tx.size = c->content;
	c->content = 0;
	c->where = "END-OF-MESSAGE";
	bool good = handover_commit(c);
	handover_end(c);
	return good;
}

static bool
take(struct conn *c, const struct chunk *k)
{
	struct buf size = BUF_INIT;
	enum stream_got got = receive(c, k, true);

	if (got != STREAM_OK)
		return broken(c, got);
	if ((c->tx.dot.notes & DOT_BARE_LF) && bare_lf_refused(c)) {
		fail(c, k);
		return false;
	}
	if (k->last)
		return end_of_message(c);
	buf_addf(&size, "%llu", (unsigned long long)k->size);
	bool good = reply_with(c, R_CHUNK_OK, buf_span(&size));
	buf_clear(&size);
	return good;
}

/* The host's own trouble is no error of the client. */
static bool
not_now(struct conn *c, const struct chunk *k)
{
	skip(c, k, R_NOT_QUEUED);
	return true;
}

/* It has been told. */
static bool
unwanted(struct conn *c, const struct chunk *k)
{
	enum stream_got got = receive(c, k, false);

	fail(c, k);
	return got == STREAM_OK ? false : broken(c, got);
}

/* Without its size, what follows cannot be told from commands. */
static bool
malformed(struct conn *c, struct span args)
{
	log_warn("%s: malformed BDAT command syntax: BDAT %.*s", c->who.s,
	    SPAN_FMT(span_head(args, 100)));
	reply(c, R_BDAT_SYNTAX);
	conn_end(c, NULL);
	return false;
}

bool
do_bdat(struct conn *c, struct span args)
{
	struct chunk k = { 0, false };
	enum reply r;

	if (!read_args(args, &k))
		return malformed(c, args);
	if (c->tx.bdat == BDAT_NONE)
		c->content = 0;
	r = refusal(c, &k);
	if (r != R_NONE && is_endless(c, &k)) {
		conn_end(c, NULL);
		return reply(c, r);
	}
	if (r != R_NONE)
		return skip(c, &k, r);
	if (c->tx.bdat == BDAT_NONE && !restrict_data(c))
		return skip_refused(c, &k);
	if (c->tx.bdat == BDAT_NONE && !handover_begin(c))
		return not_now(c, &k);
	if (c->tx.bdat == BDAT_NONE && !mfilter_data(c))
		return unwanted(c, &k);
	c->tx.bdat = BDAT_BEGUN;
	return take(c, &k);
}
