/* SPDX-License-Identifier: ISC */
#include "addresses.h"

enum { BYTES_MAX = 256 << 20 };

void
addresses_init(struct addresses *a, const struct settings *set,
    struct envelope *env)
{
	*a = (struct addresses){ .set = set, .env = env, .seen = HTAB_INIT,
	    .to = ADDRS_INIT, .copies = ADDRS_INIT, .addr = BUF_INIT };
}

void
addresses_forget(struct addresses *a)
{
	htab_clear(&a->seen);
	a->bytes = 0;
}

void
addresses_clear(struct addresses *a)
{
	addresses_forget(a);
	addrs_clear(&a->to);
	addrs_clear(&a->copies);
	buf_clear(&a->addr);
}

static void
complete(struct addresses *a, struct buf *out, struct span addr)
{
	rewrite_address(out, &a->set->mapping->rewrite, REWRITE_LOCAL, addr,
	    NULL);
}

/* a->addr becomes what it is to be. */
static enum out
map(struct addresses *a, unsigned use, struct why *w)
{
	const struct mapping *m = a->set->mapping;
	struct buf full = BUF_INIT;

	if (a->tables)
		return mapping_address(m, use, REWRITE_LOCAL, &a->addr, NULL,
		    w);
	complete(a, &full, buf_span(&a->addr));
	buf_set(&a->addr, buf_span(&full));
	buf_clear(&full);
	return OUT_OK;
}

/* Mail from MAILER-DAEMON is a notice, and nobody must answer it. */
static bool
is_daemon(struct addresses *a, struct span sender)
{
	struct buf daemon = BUF_INIT, full = BUF_INIT;

	complete(a, &daemon, SPAN("MAILER-DAEMON"));
	complete(a, &full, sender);
	bool is = span_caseeq(buf_span(&full), buf_span(&daemon)) &&
	    span_find(buf_span(&full), '@') != SPAN_NONE;
	buf_clear(&daemon);
	buf_clear(&full);
	return is;
}

/* The same mailbox twice is one delivery, unless the recipient could tell from
 * the headers, or notices would tell the sender. */
static bool
is_duplicate(struct addresses *a, const struct rcpt *r, struct span orig)
{
	if (a->set->dup_limit > 0 && a->seen.n >= a->set->dup_limit)
		return false;
	struct buf key = BUF_INIT;

	if (a->set->original_recipient) {
		buf_addf(&key, "%u\n", r->notify);
		buf_addlower(&key, r->orcpt);
		buf_addc(&key, '\n');
		buf_addlower(&key, orig);
		buf_addc(&key, '\n');
	}
	buf_addlower(&key, r->addr);
	bool is = !htab_add(&a->seen, buf_span(&key));
	buf_clear(&key);
	return is;
}

/* orig: as it was first given. */
static enum out
add(struct addresses *a, struct rcpt r, struct span orig, struct why *w)
{
	r.orig = span_eq(orig, r.addr) ? SPAN("") : orig;
	a->bytes += sizeof(r) + r.addr.len + r.orig.len + r.orcpt.len;
	if (a->bytes > BYTES_MAX)
		return why_perm(w, "5.5.3", "too many recipients");
	envelope_add_rcpt(a->env, &r);
	return OUT_OK;
}

/* The null address has no mailbox. */
static void
fill_empty(struct addresses *a)
{
	if (a->addr.len == 0)
		complete(a, &a->addr, span_str(a->set->empty_recipient));
}

/* The alias ends the wish to hear of success: it is done with its expansion.
 * Its members go on without it. */
static enum out
end_success(struct addresses *a, struct rcpt *r, struct span orig,
    struct why *w)
{
	struct rcpt alias = *r;

	if (!(r->notify & NOTIFY_SUCCESS) || (a->to.n == 1 &&
	    span_eq(addrs_get(&a->to, 0), r->addr)))
		return OUT_OK;
	alias.notify = NOTIFY_SUCCESS;
	alias.state = RCPT_DONE;
	r->notify &= ~(unsigned)NOTIFY_SUCCESS;
	if (r->notify == 0)
		r->notify = NOTIFY_NEVER;
	return add(a, alias, orig, w);
}

/* r->addr is complete; whom it stands for is added. */
static enum out
expand(struct addresses *a, struct rcpt r, struct span orig, struct why *w)
{
	enum out out = OUT_OK;

	addrs_reset(&a->to);
	addrs_add(&a->to, r.addr);
	if (a->tables)
		out = mapping_expand(a->set->mapping, r.addr, &a->to, NULL, w);
	if (out == OUT_OK)
		out = end_success(a, &r, orig, w);
	for (size_t i = 0; out == OUT_OK && i < a->to.n; i++) {
		buf_set(&a->addr, addrs_get(&a->to, i));
		fill_empty(a);
		r.addr = buf_span(&a->addr);
		if (!is_duplicate(a, &r, orig))
			out = add(a, r, orig, w);
	}
	return out;
}

enum out
addresses_copy(struct addresses *a, struct span addr, struct why *w)
{
	struct rcpt r = { .notify = NOTIFY_NEVER, .state = RCPT_TODO };
	struct buf clean = BUF_INIT;

	buf_set(&a->addr, addr);
	enum out out = map(a, USE_ENVELOPE_RCPT, w);
	fill_empty(a);
	buf_set(&clean, buf_span(&a->addr));
	r.addr = buf_span(&clean);
	if (out == OUT_OK)
		out = expand(a, r, r.addr, w);
	buf_clear(&clean);
	return out;
}

static enum out
add_copies(struct addresses *a, struct why *w)
{
	enum out out = OUT_OK;

	for (size_t i = 0; out == OUT_OK && i < a->copies.n; i++)
		out = addresses_copy(a, addrs_get(&a->copies, i), w);
	return out;
}

enum out
addresses_begin(struct addresses *a, bool tables, bool bcc, struct why *w)
{
	struct envelope *env = a->env;

	a->tables = tables;
	a->bcc = tables && bcc;
	buf_set(&a->addr, env->sender);
	if (is_daemon(a, env->sender))
		buf_reset(&a->addr);
	if (map(a, USE_ENVELOPE_SENDER, w) != OUT_OK)
		return OUT_TEMP;
	env->sender = pool_span(&env->pool, buf_span(&a->addr));
	if (!a->bcc)
		return OUT_OK;
	if (mapping_bcc_sender(a->set->mapping, env->sender, &a->copies, NULL,
	    w) != OUT_OK)
		return OUT_TEMP;
	return add_copies(a, w);
}

enum out
addresses_rcpt(struct addresses *a, const struct rcpt *r, struct why *w)
{
	struct span given = r->addr.len > 0 ? r->addr :
	    span_str(a->set->empty_recipient);
	struct span orig = r->orig.len > 0 ? r->orig : given;
	struct buf clean = BUF_INIT;
	struct rcpt mine = *r;

	buf_set(&a->addr, given);
	enum out out = map(a, USE_ENVELOPE_RCPT, w);
	fill_empty(a);
	buf_set(&clean, buf_span(&a->addr));
	mine.addr = buf_span(&clean);
	if (out == OUT_OK)
		out = expand(a, mine, orig, w);
	if (out == OUT_OK && a->bcc)
		out = mapping_bcc_rcpt(a->set->mapping, mine.addr, &a->copies,
		    NULL, w);
	if (out == OUT_OK && a->bcc)
		out = add_copies(a, w);
	buf_clear(&clean);
	return out;
}

enum out
addresses_end(struct addresses *a, struct why *w)
{
	if (!a->bcc)
		return OUT_OK;
	if (mapping_bcc(a->set->mapping, &a->copies, NULL, w) != OUT_OK)
		return OUT_TEMP;
	return add_copies(a, w);
}

enum out
addresses_redirect(struct addresses *a, struct span addr, struct why *w)
{
	struct rcpt r = { .state = RCPT_TODO };

	for (size_t i = 0; i < a->env->nrcpts; i++)
		a->env->rcpts[i].state = RCPT_DONE;
	buf_reset(&a->addr);
	complete(a, &a->addr, addr);
	r.addr = buf_span(&a->addr);
	return add(a, r, addr, w);
}
