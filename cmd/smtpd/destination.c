/* SPDX-License-Identifier: ISC */
#include "destination.h"

#include "conf/param.h"
#include "msg/address.h"
#include "table/ipnet.h"
#include "wire/domain.h"

/* Without a domain it is at home. */
static struct span
domain_of(struct lists *l, struct span address)
{
	struct span local, domain;

	if (!address_split(address, &local, &domain) || domain.len == 0)
		return span_str(l->origin);
	return domain;
}

/* [192.0.2.1] is local when this host has that address. */
static bool
is_own_literal(struct lists *l, struct span domain)
{
	struct span text;
	struct ipaddr a;

	return domain_literal(domain, &text) && ipaddr_parse(&a, text) &&
	    interfaces_has(&l->own, a.bits == 128, a.b);
}

static enum found
is_local(void *arg, struct span domain, struct why *w)
{
	struct lists *l = arg;

	if (is_own_literal(l, domain))
		return FOUND;
	return matchlist_match(l->list[LIST_MYDESTINATION], domain, SPAN(""),
	    w);
}

enum found
destination_class(struct lists *l, struct span address, enum class *class,
    struct why *w)
{
	static const struct {
		enum list_id	list;
		enum class	class;
	} order[] = {
		{ LIST_ALIAS_DOMAINS, CLASS_ALIAS },
		{ LIST_MAILBOX_DOMAINS, CLASS_MAILBOX },
		{ LIST_RELAY_DOMAINS, CLASS_RELAY },
	};
	struct span domain = domain_of(l, address);
	enum found got = is_local(l, domain, w);

	*class = CLASS_LOCAL;
	for (size_t i = 0; got == ABSENT &&
	    i < sizeof(order) / sizeof(order[0]); i++) {
		*class = order[i].class;
		got = matchlist_match(l->list[order[i].list], domain, SPAN(""),
		    w);
	}
	if (got == ABSENT)
		*class = CLASS_ELSEWHERE;
	return got == FAILED ? FAILED : FOUND;
}

static enum found
look_for(struct lists *l, enum maps_id id, struct span address, unsigned how,
    struct why *w)
{
	struct buf value = BUF_INIT;
	struct maps_query q = {
		.address = address,
		.how = how,
		.delimiters = l->delimiters,
		.is_local = is_local,
		.arg = l,
	};
	enum found got = maps_empty(l->maps[id]) ? ABSENT :
	    maps_find(l->maps[id], &q, &value, NULL, w);

	buf_clear(&value);
	return got;
}

static enum found
look(struct lists *l, enum maps_id id, struct span address, struct why *w)
{
	return look_for(l, id, address, MAPS_ADDRESS, w);
}

/* Most are users, whom a whole address only makes the name service search all
 * its sources for. What is found does not matter, so neither does the order. */
static enum found
look_local(struct lists *l, struct span address, struct why *w)
{
	enum found got = look_for(l, MAPS_LOCAL_RCPT, address, MAPS_LOCAL, w);

	return got == ABSENT ? look(l, MAPS_LOCAL_RCPT, address, w) : got;
}

/* What is rewritten or redirected is somebody, whatever its class says. */
static enum found
is_rewritten(struct lists *l, struct span address, struct why *w)
{
	static const enum maps_id tables[] = {
		MAPS_RCPT_CANONICAL, MAPS_CANONICAL, MAPS_VIRTUAL_ALIAS,
	};
	enum found got = ABSENT;

	for (size_t i = 0; got == ABSENT &&
	    i < sizeof(tables) / sizeof(tables[0]); i++)
		got = look(l, tables[i], address, w);
	return got;
}

/* An empty *_maps means that there is no list to be on. */
static enum found
is_on(struct lists *l, enum maps_id id, struct span address, struct why *w)
{
	return maps_empty(l->maps[id]) ? FOUND : look(l, id, address, w);
}

enum found
destination_has(struct lists *l, struct span address, enum class class,
    struct why *w)
{
	struct buf full = BUF_INIT;
	struct span local, domain;

	buf_addspan(&full, address);
	if (!address_split(address, &local, &domain))
		buf_addf(&full, "@%s", l->origin);
	address = buf_span(&full);
	enum found got = is_rewritten(l, address, w);
	if (got == ABSENT && class == CLASS_LOCAL)
		got = maps_empty(l->maps[MAPS_LOCAL_RCPT]) ? FOUND :
		    look_local(l, address, w);
	else if (got == ABSENT && class == CLASS_MAILBOX)
		got = is_on(l, MAPS_MAILBOX, address, w);
	else if (got == ABSENT && class == CLASS_RELAY)
		got = is_on(l, MAPS_RELAY_RCPT, address, w);
	else if (got == ABSENT && class == CLASS_ELSEWHERE)
		got = FOUND;
	buf_clear(&full);
	return got;
}

/* The door rewrites a%b@here to a@b, and b!a to a@b, where that is allowed. */
bool
destination_is_routed(struct span address, enum class class)
{
	bool all = class != CLASS_LOCAL;
	struct span local, domain;

	if (!address_split(address, &local, &domain))
		local = address;
	return span_find(local, '@') != SPAN_NONE ||
	    (span_find(local, '%') != SPAN_NONE &&
	    (all || param_bool(P_allow_percent_hack))) ||
	    (span_find(local, '!') != SPAN_NONE &&
	    (all || param_bool(P_swap_bangpath)));
}

const char *
destination_table(enum class class)
{
	switch (class) {
	case CLASS_LOCAL:	return "local recipient table";
	case CLASS_ALIAS:	return "virtual alias table";
	case CLASS_MAILBOX:	return "virtual mailbox table";
	case CLASS_RELAY:	return "relay recipient table";
	case CLASS_ELSEWHERE:	break;
	}
	return "recipient table";
}
