/* SPDX-License-Identifier: ISC */
#include "net/resolve.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "wire/domain.h"

enum { ALIASES = 10, PACKET = 65536, QUESTION = 512 };

struct resolver {
	struct __res_state state;
	bool		 usable;
	unsigned char	*packet;
};

struct resolver *
resolver_new(bool authentic)
{
	struct resolver *r = mem_alloc(sizeof(*r));

	r->usable = res_ninit(&r->state) == 0;
	r->packet = mem_alloc(PACKET);
	if (authentic)
		r->state.options |= RES_TRUSTAD;
	return r;
}

void
resolver_free(struct resolver *r)
{
	if (r == NULL)
		return;
	if (r->usable)
		res_nclose(&r->state);
	free(r->packet);
	free(r);
}

void
resolve_clear(struct resolve_answer *a)
{
	free(a->rr);
	pool_clear(&a->pool);
	*a = (struct resolve_answer)RESOLVE_ANSWER_INIT;
}

const char *
resolve_text(enum resolved got)
{
	static const char *const text[] = {
		[RESOLVED_OK]		= "Host found",
		[RESOLVED_NO_DATA]	= "Host found but no data record of "
		    "requested type",
		[RESOLVED_NO_NAME]	= "Host not found",
		[RESOLVED_NULL_MX]	= "Domain does not accept mail (nullMX)",
		[RESOLVED_INVALID]	= "Malformed or unexpected name server "
		    "reply",
		[RESOLVED_TEMP]		= "Host not found, try again",
	};

	return text[got];
}

static const char *
type_name(unsigned type)
{
	switch (type) {
	case DNS_A:	return "A";
	case DNS_AAAA:	return "AAAA";
	case DNS_CNAME:	return "CNAME";
	case DNS_MX:	return "MX";
	case DNS_NS:	return "NS";
	case DNS_PTR:	return "PTR";
	case DNS_TLSA:	return "TLSA";
	case DNS_TXT:	return "TXT";
	default:	return "other";
	}
}

static struct resolve_rr *
add(struct resolve_answer *a, const struct dnsmsg_rr *rr)
{
	a->rr = mem_resize(a->rr, a->n + 1, sizeof(*a->rr));
	a->rr[a->n] = (struct resolve_rr){ .type = rr->type, .ttl = rr->ttl };
	return &a->rr[a->n++];
}

/* A name that no host can have is left out: nobody looks for it. */
static bool
keep_name(struct resolve_answer *a, const struct dnsmsg_rr *rr,
    const char *name, unsigned preference, bool host)
{
	if (host && !domain_ok(span_str(name), false))
		return false;
	struct resolve_rr *r = add(a, rr);

	r->preference = preference;
	r->data = span_str(pool_str(&a->pool, span_str(name)));
	return true;
}

/* False: it was left out. */
static bool
take_record(struct resolve_answer *a, struct dnsmsg *m,
    const struct dnsmsg_rr *rr)
{
	char name[DNSMSG_NAME];
	unsigned char addr[16];
	struct buf text = BUF_INIT;
	unsigned preference = 0;
	size_t len;

	switch (rr->type) {
	case DNS_A:
	case DNS_AAAA:
		if (!dnsmsg_addr(m, rr, addr, &len))
			return false;
		add(a, rr)->data = pool_span(&a->pool, (struct span){
		    (const char *)addr, len });
		return true;
	case DNS_TXT:
		if (!dnsmsg_txt(m, rr, &text))
			return false;
		add(a, rr)->data = pool_span(&a->pool, buf_span(&text));
		buf_clear(&text);
		return true;
	case DNS_MX:
		return dnsmsg_mx(m, rr, &preference, name) &&
		    keep_name(a, rr, name, preference, *name != '\0');
	case DNS_NS:
	case DNS_PTR:
		return dnsmsg_target(m, rr, name) &&
		    keep_name(a, rr, name, 0, true);
	case DNS_TLSA: {
		struct dnsmsg_tlsa t;

		if (!dnsmsg_tlsa(m, rr, &t))
			return false;
		struct resolve_rr *r = add(a, rr);
		r->data = pool_span(&a->pool, t.data);
		r->tlsa = t;
		r->tlsa.data = r->data;
		return true;
	}
	default:
		return false;
	}
}

/* Where an alias at name leads to. Records may stand in any order. */
static bool
alias_of(struct span packet, struct span name, char target[DNSMSG_NAME])
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;

	dnsmsg_open(&m, packet);
	while (dnsmsg_next(&m, &rr))
		if (rr.type == DNS_CNAME && rr.class == ns_c_in &&
		    span_caseis(name, rr.name) &&
		    dnsmsg_target(&m, &rr, target))
			return true;
	return false;
}

/* The only record of a domain that takes no mail names no host. Beside others
 * it is nonsense, and left out. */
static enum resolved
look_for_null_mx(struct resolve_answer *a)
{
	size_t kept = 0;

	if (a->n == 1 && a->rr[0].data.len == 0)
		return RESOLVED_NULL_MX;
	for (size_t i = 0; i < a->n; i++)
		if (a->rr[i].data.len > 0)
			a->rr[kept++] = a->rr[i];
	a->n = kept;
	return kept > 0 ? RESOLVED_OK : RESOLVED_INVALID;
}

/* The records of the wanted type at a->name. */
static enum resolved
take_records(struct span packet, unsigned type, struct resolve_answer *a)
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;
	bool left_out = false;

	dnsmsg_open(&m, packet);
	while (a->n < RESOLVE_RECORDS && dnsmsg_next(&m, &rr))
		if (rr.type == type && rr.class == ns_c_in &&
		    span_caseis(a->name, rr.name) && !take_record(a, &m, &rr))
			left_out = true;
	if (m.bad)
		return RESOLVED_TEMP;
	if (a->n == 0)
		return left_out ? RESOLVED_INVALID : RESOLVED_NO_DATA;
	return type == DNS_MX ? look_for_null_mx(a) : RESOLVED_OK;
}

enum resolved
resolve_read(struct span packet, struct span name, unsigned type,
    struct resolve_answer *a, struct span *next)
{
	char target[DNSMSG_NAME];
	struct dnsmsg m;
	int steps = ALIASES;

	*next = SPAN("");
	a->name = pool_span(&a->pool, name);
	if (!dnsmsg_open(&m, packet) || m.truncated ||
	    (m.rcode != DNS_NOERROR && m.rcode != DNS_NXDOMAIN))
		return RESOLVED_TEMP;
	a->authentic = a->authentic && m.authentic;
	while (type != DNS_CNAME && alias_of(packet, a->name, target)) {
		if (steps-- == 0)
			return RESOLVED_TEMP;
		a->name = pool_span(&a->pool, span_str(target));
		*next = a->name;
	}
	if (m.rcode == DNS_NXDOMAIN) {
		*next = SPAN("");
		return RESOLVED_NO_NAME;
	}
	enum resolved got = take_records(packet, type, a);
	if (got != RESOLVED_NO_DATA)
		*next = SPAN("");
	return got;
}

/* The packet that answers one question; empty when none came. */
static struct span
ask(struct resolver *r, const char *name, unsigned type)
{
	unsigned char query[QUESTION];
	int n = res_nmkquery(&r->state, ns_o_query, name, ns_c_in, (int)type,
	    NULL, 0, NULL, query, sizeof(query));

	if (n > 0)
		n = res_nsend(&r->state, query, n, r->packet, PACKET);
	if (n < 0)
		n = 0;
	return (struct span){ (const char *)r->packet,
	    n > PACKET ? (size_t)PACKET : (size_t)n };
}

/* A server that knows only where an alias leads to is asked again. */
static enum resolved
follow(struct resolver *r, struct span name, unsigned type,
    struct resolve_answer *a)
{
	struct span next = name;
	enum resolved got = RESOLVED_TEMP;

	a->authentic = true;
	for (int i = 0; next.len > 0; i++) {
		if (i == ALIASES)
			return RESOLVED_TEMP;
		if (!domain_ok(next, false))
			return RESOLVED_NO_NAME;
		const char *text = pool_str(&a->pool, next);
		struct span packet = ask(r, text, type);
		if (packet.len == 0)
			return RESOLVED_TEMP;
		got = resolve_read(packet, span_str(text), type, a, &next);
	}
	return got;
}

static void
tell(struct why *w, struct span name, unsigned type, enum resolved got)
{
	static const char fmt[] = "Host or domain name not found. Name service "
	    "error for name=%.*s type=%s: %s";

	if (got == RESOLVED_TEMP)
		why_temp(w, "4.4.3", fmt, SPAN_FMT(name), type_name(type),
		    resolve_text(got));
	else
		why_perm(w, "5.4.4", fmt, SPAN_FMT(name), type_name(type),
		    resolve_text(got));
}

enum resolved
resolve(struct resolver *r, struct span name, unsigned type,
    struct resolve_answer *a, struct why *w)
{
	enum resolved got = RESOLVED_TEMP;

	resolve_clear(a);
	if (name.len > 1 && name.p[name.len - 1] == '.')
		name.len--;
	if (r->usable)
		got = follow(r, name, type, a);
	if (got == RESOLVED_OK)
		return got;
	a->n = 0;
	tell(w, name, type, got);
	return got;
}

void
resolve_sort(struct resolve_answer *a)
{
	for (size_t i = 1; i < a->n; i++) {
		struct resolve_rr r = a->rr[i];
		size_t k = i;

		for (; k > 0 && a->rr[k - 1].preference > r.preference; k--)
			a->rr[k] = a->rr[k - 1];
		a->rr[k] = r;
	}
}
