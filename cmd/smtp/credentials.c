/* SPDX-License-Identifier: ISC */
#include "credentials.h"

/* Not where the compiler could think that nobody looks. */
static void
wipe(struct buf *b)
{
	volatile char *p = b->s;

	for (size_t i = 0; i < b->len; i++)
		p[i] = '\0';
	buf_clear(b);
}

void
credentials_clear(struct credentials *c)
{
	wipe(&c->user);
	wipe(&c->password);
}

static enum found
by_sender(const struct passwords *p, struct span sender, struct buf *value,
    struct why *w)
{
	struct maps_query q = { .address = sender, .how = MAPS_ADDRESS,
	    .delimiters = p->delimiters };

	return p->by_sender && sender.len > 0 ?
	    maps_find(p->maps, &q, value, NULL, w) : ABSENT;
}

/* The next hop is the administrator's word, a host may be the DNS's. */
enum found
credentials_find(const struct passwords *p, struct span sender,
    struct span nexthop, struct span host, struct credentials *c,
    struct why *w)
{
	struct buf value = BUF_INIT;
	enum found got = ABSENT;

	if (p->maps != NULL)
		got = by_sender(p, sender, &value, w);
	if (p->maps != NULL && got == ABSENT)
		got = maps_get(p->maps, nexthop, &value, w);
	if (p->maps != NULL && got == ABSENT)
		got = maps_get(p->maps, host, &value, w);
	if (got == FOUND) {
		struct span pair = span_trim(buf_span(&value));
		size_t end = span_find(pair, p->delimiter);

		buf_set(&c->user, span_head(pair, end));
		if (end != SPAN_NONE)
			buf_set(&c->password, span_from(pair, end + 1));
		if (c->user.len == 0)	/* an entry that says: without */
			got = ABSENT;
	}
	wipe(&value);
	return got;
}
