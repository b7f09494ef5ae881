/* SPDX-License-Identifier: ISC */
#include "copies.h"

#include <stdlib.h>

#include "agent/outcome.h"
#include "agent/submit.h"
#include "base/mem.h"
#include "base/pool.h"
#include "collect.h"
#include "dispatch.h"
#include "queue/escape.h"
#include "wire/record.h"

enum { PIECE = 32 * 1024 };

struct target {
	struct span	orig, rcpt;
};

/* The copies for one recipient: all must be queued before it is done. */
struct group {
	struct runq	*rq;
	struct message	*m;
	size_t		 i;		/* the recipient */
	struct stamp	 began;
	struct why	 why;		/* of the first that failed */
	struct buf	 relay, role;
	size_t		 left;
};

struct copy {
	struct submission s;		/* first: the inlet knows only this */
	struct copy	*next;		/* of the agent, until it is sent */
	struct group	*group;
	size_t		 i;
	struct pool	 pool;
	struct span	 sender, delivered_to;
	struct target	*targets;
	size_t		 n;
	uint64_t	 at;		/* content that was fed */
	bool		 begun;
};

static void
free_copy(struct copy *c)
{
	pool_clear(&c->pool);
	free(c->targets);
	free(c);
}

static struct copy *
find(struct agent *a, size_t i, const struct forward *f)
{
	struct copy *c;

	for (c = a->copies; c != NULL; c = c->next)
		if (c->i == i && span_eq(c->sender, f->sender) &&
		    span_eq(c->delivered_to, f->delivered_to))
			return c;
	c = mem_alloc(sizeof(*c));
	c->i = i;
	c->sender = pool_span(&c->pool, f->sender);
	c->delivered_to = pool_span(&c->pool, f->delivered_to);
	c->next = a->copies;
	a->copies = c;
	return c;
}

void
copies_add(struct agent *a, size_t i, const struct forward *f)
{
	struct copy *c = find(a, i, f);

	c->targets = mem_resize(c->targets, c->n + 1, sizeof(*c->targets));
	c->targets[c->n++] = (struct target){ pool_span(&c->pool, f->orig),
	    pool_span(&c->pool, f->rcpt) };
}

/* -- feeding -- */

static void
add_fact(struct buf *out, const char *name, struct span value)
{
	if (value.len > 0)
		record_add_pair(out, 'A', span_str(name), value);
}

static void
add_target(struct buf *out, const struct target *t, const struct rcpt *r)
{
	submit_add_options(out, r, t->orig);
	record_add(out, 'R', t->rcpt);
}

/* The line goes into a header: no control byte may end it. */
static void
add_delivered_to(struct buf *out, struct span address)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "Delivered-To: ");
	escape_add(&b, address);
	buf_addc(&b, '\n');
	record_add(out, 'M', buf_span(&b));
	buf_clear(&b);
}

static void
add_envelope(struct buf *out, const struct copy *c)
{
	static const char *const kept[] = { "encoding", "smtputf8", "envid",
	    "ret" };
	const struct envelope *e = &c->group->m->f.env;

	record_add(out, 'F', c->sender);
	add_fact(out, "kind", SPAN("forward"));
	add_fact(out, "rewrite", SPAN("none"));
	for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++)
		add_fact(out, kept[k], envelope_get(e, kept[k]));
	for (size_t k = 0; k < c->n; k++)
		add_target(out, &c->targets[k], &e->rcpts[c->i]);
	if (c->delivered_to.len > 0)
		add_delivered_to(out, c->delivered_to);
}

static enum feed
feed(struct submission *s, struct buf *out)
{
	struct copy *c = (struct copy *)s;
	struct buf b = BUF_INIT;
	ssize_t n;

	if (!c->begun) {
		c->begun = true;
		add_envelope(out, c);
		return FEED_MORE;
	}
	n = qfile_content(&c->group->m->f, &b, PIECE, c->at);
	if (n > 0) {
		record_add(out, 'M', buf_span(&b));
		c->at += (uint64_t)n;
	} else
		record_add(out, n == 0 ? 'E' : 'X', SPAN(""));
	buf_clear(&b);
	return n > 0 ? FEED_MORE : n == 0 ? FEED_END : FEED_FORGET;
}

/* -- the outcome -- */

static void
log_copy(const struct group *g, const struct id *id)
{
	struct outcome o = { &g->m->id, &g->m->f.env.rcpts[g->i],
	    buf_span(&g->relay), g->m->f.env.arrival, g->m->active, g->began,
	    g->began, 0, NULL };
	struct why w = WHY_INIT;

	why_ok(&w, "2.0.0", "forwarded as %s", id->s);
	outcome_log(&o, g->role.s, &w);
	why_clear(&w);
}

static void
group_ends(struct group *g)
{
	struct message *m = g->m;
	struct runq *rq = g->rq;

	if (g->why.out == OUT_OK)
		message_result(rq, m, g->i, OUT_OK, SPAN("2.0.0"),
		    buf_span(&g->relay), SPAN("forwarded"));
	else
		collect_defer(rq, m, g->i, "4.3.0", buf_span(&g->why.text));
	m->pending--;
	message_touch(rq, m);
	buf_clear(&g->relay);
	buf_clear(&g->role);
	why_clear(&g->why);
	free(g);
}

static void
done(struct submission *s, enum out out, const struct id *id,
    const struct why *w)
{
	struct copy *c = (struct copy *)s;
	struct group *g = c->group;

	if (out == OUT_OK) {
		log_copy(g, id);
		supply_arrived(&g->rq->supply, id);
	} else if (g->why.out == OUT_OK)
		why_temp(&g->why, "4.3.0", "cannot forward: %s", w->text.s);
	free_copy(c);
	if (--g->left == 0)
		group_ends(g);
}

static struct group *
new_group(struct runq *rq, const struct agent *a, size_t i,
    const struct result *r)
{
	struct group *g = mem_alloc(sizeof(*g));

	*g = (struct group){ .rq = rq, .m = a->job->m, .i = i,
	    .began = a->began, .why = WHY_INIT, .relay = BUF_INIT,
	    .role = BUF_INIT };
	buf_set(&g->relay, r->relay);
	buf_set(&g->role, span_str(a->transport->name));
	g->m->pending++;
	return g;
}

bool
copies_send(struct runq *rq, struct agent *a, size_t i, const struct result *r)
{
	struct copy **at = &a->copies, *c;
	struct group *g = NULL;

	while ((c = *at) != NULL) {
		if (c->i != i) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		if (r->out != OUT_OK) {
			free_copy(c);
			continue;
		}
		if (g == NULL)
			g = new_group(rq, a, i, r);
		c->group = g;
		g->left++;
		c->s.feed = feed;
		c->s.done = done;
		inlet_add(&rq->inlet, &c->s);
	}
	return g != NULL;
}

void
copies_forget(struct agent *a)
{
	struct copy *c;

	while ((c = a->copies) != NULL) {
		a->copies = c->next;
		free_copy(c);
	}
}
