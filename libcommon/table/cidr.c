/* SPDX-License-Identifier: ISC
 *
 * cidr: networks and results, the first that matches.
 */
#include "table/ruleset.h"

#include <stdlib.h>

#include "table/ipnet.h"

static void *
cidr_parse(struct span *rest, unsigned flags, struct buf *bad)
{
	struct span word;
	struct ipnet *net = mem_alloc(sizeof(*net));

	span_word(rest, " \t\r\n\v\f", &word);
	if (ipnet_parse(net, word, bad))
		return net;
	free(net);
	return NULL;
}

static void
cidr_check(const struct rule *r, unsigned flags, struct buf *bad)
{
}

static const struct ruleset_ops ops = { cidr_parse, cidr_check, free };

static struct table *
cidr_open(struct span name, unsigned flags, struct why *w)
{
	return ruleset_open(&ops, name, flags, w);
}

static void
cidr_close(struct table *t)
{
	ruleset_close(&ops, t);
}

/* A key that is no address cannot be in any network. */
static enum found
cidr_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct ruleset *rs = (struct ruleset *)t;
	const struct rule *r = NULL;
	struct ipaddr a;
	bool matched = false, failed;

	if (!ipaddr_parse(&a, key))
		return ABSENT;
	while ((r = ruleset_next(rs, r, matched, &failed, w)) != NULL) {
		const struct ipnet *net = r->pattern;

		/* Even "not in" speaks of one kind of addresses only. */
		matched = net->base.bits == a.bits &&
		    ipnet_has(net, &a) != r->negate;
		if (matched && r->kind == RULE_RESULT) {
			buf_adds(value, r->text);
			return ruleset_result(rs, r, w);
		}
	}
	return failed ? FAILED : ABSENT;
}

const struct table_type table_cidr = {
	.name = "cidr", .text = true, .open = cidr_open, .get = cidr_get,
	.close = cidr_close,
};
