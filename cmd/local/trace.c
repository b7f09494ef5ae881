/* SPDX-License-Identifier: ISC */
#include "trace.h"

#include <errno.h>

#include "msg/address.h"
#include "msg/header.h"

enum { FIELD_MOST = 4096 };	/* bytes of one field that are looked at */

static void
add(struct buf *out, const char *name, struct span addr, const char *before,
    const char *after)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, before);
	address_external(&b, addr);
	buf_adds(&b, after);
	header_add(out, name, buf_span(&b));
	buf_clear(&b);
}

void
trace_head(struct buf *out, const struct job *j)
{
	const struct rcpt *r = j->rcpt;

	add(out, "Return-Path", j->rq->env.sender, "<", ">");
	if (j->cf->original_to)
		add(out, "X-Original-To", r->orig.len > 0 ? r->orig : r->addr,
		    "", "");
	if (j->cf->delivered_to)
		add(out, "Delivered-To", r->addr, "", "");
}

/* Local parts may differ by case alone; domains do not. */
static bool
same_address(struct span a, struct span b)
{
	struct span alocal, adomain, blocal, bdomain;

	address_split(a, &alocal, &adomain);
	address_split(b, &blocal, &bdomain);
	return span_eq(alocal, blocal) && span_caseeq(adomain, bdomain);
}

static bool
names(const struct header *h, struct span addr)
{
	struct buf text = BUF_INIT, internal = BUF_INIT;
	bool same;

	if (h->id != HEADER_DELIVERED_TO)
		return false;
	header_unfold(&text, h->body);
	same = address_internal(&internal, buf_span(&text)) &&
	    same_address(buf_span(&internal), addr);
	buf_clear(&text);
	buf_clear(&internal);
	return same;
}

/* Reads fields until one names addr: 1; 0 when more is to be read; -1 at the
 * end of the header. */
static int
look(struct header_reader *hr, struct span in, struct span addr)
{
	struct header h;

	for (;;)
		switch (header_take(hr, &in, &h)) {
		case HEADER_MORE:
			return 0;
		case HEADER_FIELD:
			if (names(&h, addr))
				return 1;
			break;
		default:
			return -1;
		}
}

enum out
trace_loops(const struct letter *l, struct span addr, struct why *w)
{
	struct header_reader hr;
	struct buf b = BUF_INIT;
	uint64_t done = 0;
	int found = 0;
	ssize_t n = 1;

	header_init(&hr, FIELD_MOST);
	while (found == 0 && (n = letter_read(l, &b, &done)) > 0) {
		found = look(&hr, buf_span(&b), addr);
		buf_reset(&b);
	}
	header_clear(&hr);
	buf_clear(&b);
	if (n < 0)
		return why_errno(w, errno, "error reading message");
	if (found != 1)
		return OUT_OK;
	why_perm(w, "5.4.6", "mail forwarding loop for ");
	address_external(&w->text, addr);
	return OUT_PERM;
}
