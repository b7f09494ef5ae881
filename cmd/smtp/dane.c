/* SPDX-License-Identifier: ISC */
#include "dane.h"

static void
add(struct buf *out, const struct dnsmsg_tlsa *t)
{
	buf_addf(out, "%u %u %u ", t->usage, t->selector, t->matching);
	for (size_t i = 0; i < t->data.len; i++)
		buf_addf(out, "%02x", (unsigned char)t->data.p[i]);
	buf_addc(out, '\n');
}

/* Signed records, or none. */
static enum out
look_up(struct lookup *l, const struct host *h, struct buf *tlsa,
    struct why *w)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct why reason = WHY_INIT;
	struct buf name = BUF_INIT;
	enum out out = OUT_OK;

	buf_addf(&name, "_%d._tcp.%.*s", h->peer.port, SPAN_FMT(h->name));
	enum resolved got = resolve(l->resolver, buf_span(&name), DNS_TLSA, &a,
	    &reason);
	if (got == RESOLVED_TEMP)
		out = why_temp(w, "4.7.5", "TLSA lookup error for %.*s:%d: %s",
		    SPAN_FMT(h->name), h->peer.port, reason.text.s);
	for (size_t i = 0; got == RESOLVED_OK && a.authentic && i < a.n; i++)
		add(tlsa, &a.rr[i].tlsa);
	resolve_clear(&a);
	why_clear(&reason);
	buf_clear(&name);
	return out;
}

enum out
dane_find(struct lookup *l, const struct host *h, enum tlslevel *level,
    struct buf *tlsa, struct why *w)
{
	enum tlslevel asked = *level;
	bool may_look = h->is_signed && (h->mx_signed ||
	    l->set->insecure_mx == TLS_DANE);

	if (may_look && look_up(l, h, tlsa, w) != OUT_OK)
		return OUT_TEMP;
	if (tlsa->len > 0)
		return OUT_OK;
	if (asked == TLS_DANE_ONLY)
		return why_temp(w, "4.7.5", "no TLSA records found for %.*s:%d",
		    SPAN_FMT(h->name), h->peer.port);
	*level = !h->mx_signed && l->set->insecure_mx == TLS_ENCRYPT ?
	    TLS_ENCRYPT : TLS_MAY;
	return OUT_OK;
}
