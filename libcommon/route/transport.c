/* SPDX-License-Identifier: ISC */
#include "route/transport.h"

#include "msg/address.h"
#include "net/idn.h"
#include "wire/dsn.h"

static const struct span undeliverable = { "Address is undeliverable", 24 };

void
hop_clear(struct hop *h)
{
	buf_clear(&h->transport);
	buf_clear(&h->nexthop);
}

void
hop_set(struct hop *h, struct span value)
{
	struct span transport;

	span_split(&value, ':', &transport);
	buf_set(&h->transport, transport);
	if (value.len > 0)
		buf_set(&h->nexthop, value);
}

bool
transport_is_error(struct span transport)
{
	return span_is(transport, "error") || span_is(transport, "retry");
}

enum out
transport_reason(struct why *w, struct span nexthop, bool retry)
{
	char code[DSN_SIZE];

	if (!dsn_take(&nexthop, code) || code[0] == '2')
		memcpy(code, "5.0.0", sizeof("5.0.0"));
	if (retry)
		code[0] = '4';
	if (nexthop.len == 0)
		nexthop = undeliverable;
	return why_set(w, code[0] == '4' ? OUT_TEMP : OUT_PERM,
	    span_str(code), nexthop);
}

void
hop_override(struct hop *h, struct span value, struct span domain)
{
	struct span transport;

	span_split(&value, ':', &transport);
	if (transport.len > 0)
		buf_set(&h->transport, transport);
	if (value.len > 0)
		buf_set(&h->nexthop, value);
	else if (transport.len > 0)
		buf_set(&h->nexthop, transport_is_error(transport) ?
		    undeliverable : domain);
}

static enum found
look(struct maps *m, struct span addr, unsigned how, struct buf *value,
    struct why *w)
{
	struct maps_query q = { .address = addr, .how = how,
	    .delimiters = param_str(P_recipient_delimiter) };

	return maps_find(m, &q, value, NULL, w);
}

/* The domain in its other form, if it has one. */
static enum found
look_other(struct maps *m, struct span addr, unsigned how, struct buf *value,
    struct why *w)
{
	struct buf other = BUF_INIT;
	struct span local, domain;
	enum found got = ABSENT;

	address_split(addr, &local, &domain);
	buf_addspan(&other, local);
	buf_addc(&other, '@');
	if (idn_other(&other, domain))
		got = look(m, buf_span(&other), how, value, w);
	buf_clear(&other);
	return got;
}

enum found
transport_find(struct maps *m, struct span addr, bool parents, struct hop *h,
    struct explain *e, struct why *w)
{
	unsigned how = MAPS_FULL | MAPS_NOEXT | MAPS_DOMAIN |
	    (parents ? MAPS_PARENTS : MAPS_DOT_PARENTS);
	struct buf value = BUF_INIT;
	struct span local, domain;
	enum found got = look(m, addr, how, &value, w);

	if (got == ABSENT)
		got = look_other(m, addr, how, &value, w);
	if (got == ABSENT)
		got = maps_get(m, SPAN("*"), &value, w);
	if (got == FOUND) {
		address_split(addr, &local, &domain);
		hop_override(h, buf_span(&value), domain);
		explain_step(e, EXPLAIN_TRANSPORT, addr, buf_span(&value));
		explain_maps(e, P_transport_maps, m);
	}
	buf_clear(&value);
	return got;
}
