/* SPDX-License-Identifier: ISC */
#include "ownsender.h"

#include "conf/param.h"
#include "conf/value.h"
#include "msg/address.h"
#include "table/maps.h"

/* The sender without its extension, and its domain. */
struct asked {
	struct buf	address;
	struct span	domain;		/* with the @; empty without one */
};

static void
prepare(struct asked *a, struct span sender)
{
	struct span local, domain;

	if (sender.len == 0) {
		buf_adds(&a->address, param_str(
		    P_empty_address_local_login_sender_maps_lookup_key));
		return;
	}
	bool split = address_split(sender, &local, &domain);
	if (!split)
		local = sender;
	buf_addspan(&a->address, span_head(local,
	    maps_split_local(local, param_str(P_recipient_delimiter))));
	size_t at = a->address.len;
	if (split) {
		buf_addc(&a->address, '@');
		buf_addspan(&a->address, domain);
		a->domain = span_from(buf_span(&a->address), at);
	}
}

static bool
allows(struct span patterns, const struct asked *a)
{
	struct span p;

	while (value_item(&patterns, &p))
		if (span_is(p, "*") || span_caseeq(p, buf_span(&a->address)) ||
		    (p.p[0] == '@' && span_caseeq(p, a->domain)))
			return true;
	return false;
}

enum out
ownsender_check(struct span login, struct span sender, struct why *w)
{
	const char *list = param_str(P_local_login_sender_maps);
	struct asked a = { .address = BUF_INIT };
	struct buf patterns = BUF_INIT;
	enum out out = OUT_OK;

	if (span_is(span_str(list), "static:*"))
		return OUT_OK;
	struct maps *m = maps_open(span_str(list), TABLE_FOLD | TABLE_SENSITIVE);
	prepare(&a, sender);
	switch (maps_get(m, login, &patterns, w)) {
	case FOUND:
		if (allows(buf_span(&patterns), &a))
			break;
		/* fallthrough */
	case ABSENT:
		out = why_perm(w, "5.7.1", "Sender address rejected: not owned "
		    "by user %.*s", SPAN_FMT(login));
		break;
	case FAILED:
		out = OUT_TEMP;
	}
	maps_close(m);
	buf_clear(&a.address);
	buf_clear(&patterns);
	return out;
}
