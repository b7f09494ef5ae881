/* SPDX-License-Identifier: ISC */
#include "genheader.h"

#include "conf/param.h"
#include "msg/address.h"

void
genheader_init(struct genheader *g, const struct client *c)
{
	*g = (struct genheader){ .client = c, .body = BUF_INIT };
	mime_init(&g->mime, &c->mime);
}

void
genheader_clear(struct genheader *g)
{
	mime_clear(&g->mime);
	buf_clear(&g->body);
}

static bool
map(void *arg, struct span internal, struct buf *out)
{
	struct genheader *g = arg;
	const struct client *c = g->client;
	size_t start = out->len;
	struct buf addr = BUF_INIT;

	buf_addspan(&addr, internal);
	if (g->w->out == OUT_OK)
		generic_apply(&c->generic, &c->addrmap, &addr, NULL, g->w);
	buf_addspan(out, buf_span(&addr));
	buf_clear(&addr);
	return !span_eq(span_from(buf_span(out), start), internal);
}

static void
header(struct genheader *g, const struct mime_event *ev, struct buf *out)
{
	buf_reset(&g->body);
	if ((header_flags(ev->header.id) & HEADER_IS_ADDRS) == 0 ||
	    !address_rewrite(&g->body, ev->header.body,
	    (size_t)param_int(P_header_address_token_limit), map, g))
		buf_addspan(out, ev->text);
	else {
		buf_addspan(out, ev->header.name);
		buf_addc(out, ':');
		buf_addspan(out, buf_span(&g->body));
	}
	buf_addc(out, '\n');
}

static void
take(struct genheader *g, enum mime_got got, const struct mime_event *ev,
    struct buf *out)
{
	if (got == MIME_HEADER)
		header(g, ev, out);
	else
		buf_addspan(out, ev->text);
}

enum out
genheader_push(struct genheader *g, struct span in, struct buf *out,
    struct why *w)
{
	struct mime_event ev;
	enum mime_got got;

	g->w = w;
	w->out = OUT_OK;
	while ((got = mime_take(&g->mime, &in, &ev)) != MIME_MORE)
		take(g, got, &ev, out);
	return w->out;
}

enum out
genheader_end(struct genheader *g, struct buf *out, struct why *w)
{
	struct mime_event ev;
	enum mime_got got;

	g->w = w;
	w->out = OUT_OK;
	while ((got = mime_finish(&g->mime, &ev)) != MIME_END)
		take(g, got, &ev, out);
	return w->out;
}
