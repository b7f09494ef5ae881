/* SPDX-License-Identifier: ISC */
#include "route/bcc.h"

static void
tell(struct explain *e, struct span from, const struct addrs *to,
    enum param p, struct maps *m)
{
	for (size_t i = 0; i < to->n; i++) {
		explain_step(e, EXPLAIN_BCC, from, addrs_get(to, i));
		if (m != NULL)
			explain_maps(e, p, m);
		else
			explain_param(e, p);
	}
}

enum found
bcc_always(const struct bcc *b, const struct addrmap *a, struct addrs *to,
    struct explain *e, struct why *w)
{
	struct buf text = BUF_INIT;
	enum found got = ABSENT;

	addrs_reset(to);
	if (b->always.len > 0)
		got = addrmap_read(a, b->always, to, w);
	if (got == FAILED && w != NULL) {
		buf_set(&text, buf_span(&w->text));
		why_temp(w, "4.3.5", "always_bcc: %s", text.s);
	}
	if (got == FOUND)
		tell(e, SPAN(""), to, P_always_bcc, NULL);
	buf_clear(&text);
	return got;
}

static enum found
look(struct maps *m, enum param p, const struct addrmap *a, struct span addr,
    struct addrs *to, struct explain *e, struct why *w)
{
	addrs_reset(to);
	if (m == NULL || addr.len == 0)
		return ABSENT;
	enum found got = addrmap_get(a, m, addr, false, to, w);
	if (got == FOUND)
		tell(e, addr, to, p, m);
	return got;
}

enum found
bcc_sender(const struct bcc *b, const struct addrmap *a, struct span sender,
    struct addrs *to, struct explain *e, struct why *w)
{
	return look(b->sender, P_sender_bcc_maps, a, sender, to, e, w);
}

enum found
bcc_rcpt(const struct bcc *b, const struct addrmap *a, struct span rcpt,
    struct addrs *to, struct explain *e, struct why *w)
{
	return look(b->rcpt, P_recipient_bcc_maps, a, rcpt, to, e, w);
}
