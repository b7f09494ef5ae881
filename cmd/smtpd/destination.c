/* SPDX-License-Identifier: ISC */
#include "destination.h"

#include "conf/param.h"
#include "msg/address.h"
#include "route/recipient.h"

/* Without a domain it is at home, as the door will write it. */
static enum found
find_recipient(struct lists *l, struct span address, struct recipient *r,
    struct why *w)
{
	struct buf full = BUF_INIT;
	struct span local, domain;

	buf_addspan(&full, address);
	if (address.len > 0 && !address_split(address, &local, &domain))
		buf_addf(&full, "@%s", l->origin);
	enum found got = recipient_find(&l->classes, buf_span(&full), r, NULL,
	    w);
	buf_clear(&full);
	return got;
}

enum found
destination_class(struct lists *l, struct span address, enum class *class,
    struct why *w)
{
	struct recipient r = RECIPIENT_INIT;
	enum found got = find_recipient(l, address, &r, w);

	*class = r.class;
	recipient_clear(&r);
	return got;
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
		.is_local = class_is_home,
		.arg = &l->classes,
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

static enum found
is_known(struct lists *l, struct span address, enum class class,
    struct why *w)
{
	enum found got = is_rewritten(l, address, w);

	if (got != ABSENT)
		return got;
	switch (class) {
	case CLASS_LOCAL:
		return maps_empty(l->maps[MAPS_LOCAL_RCPT]) ? FOUND :
		    look_local(l, address, w);
	case CLASS_MAILBOX:
		return is_on(l, MAPS_MAILBOX, address, w);
	case CLASS_RELAY:
		return is_on(l, MAPS_RELAY_RCPT, address, w);
	case CLASS_ALIAS:
		return ABSENT;
	case CLASS_ELSEWHERE:
		break;
	}
	return FOUND;
}

enum found
destination_look(struct lists *l, enum maps_id id, struct span address,
    struct buf *value, struct why *w)
{
	struct maps_query q = {
		.address = address,
		.how = MAPS_ADDRESS,
		.delimiters = l->delimiters,
		.is_local = class_is_home,
		.arg = &l->classes,
	};

	return maps_empty(l->maps[id]) ? ABSENT :
	    maps_find(l->maps[id], &q, value, NULL, w);
}

enum found
destination_has(struct lists *l, struct span address, enum class class,
    struct why *w)
{
	struct recipient r = RECIPIENT_INIT;
	enum found got = find_recipient(l, address, &r, w);

	if (got == FOUND)
		got = is_known(l, buf_span(&r.addr), class, w);
	recipient_clear(&r);
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
