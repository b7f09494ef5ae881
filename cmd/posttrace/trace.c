/* SPDX-License-Identifier: ISC */
#include "trace.h"

#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "msg/address.h"
#include "user.h"

void
trace_open(struct trace *t)
{
	struct why w = WHY_INIT;

	*t = (struct trace){ .sender = BUF_INIT, .e = EXPLAIN_INIT,
	    .seen = HTAB_INIT };
	mapping_read(&t->mapping);
	mapping_prepare(&t->mapping);
	mapping_complete(&t->mapping);
	router_open(&t->router);
	if (services_read(&t->services, app_config_dir(), &w) != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	why_clear(&w);
	t->aliases = maps_open(span_str(param_str(P_alias_maps)),
	    TABLE_FOLD | TABLE_ALIAS | TABLE_SENSITIVE);
}

static void
forget(struct trace *t)
{
	explain_clear(&t->e);
	htab_clear(&t->seen);
	t->n = 0;
}

void
trace_close(struct trace *t)
{
	forget(t);
	free(t->results);
	buf_clear(&t->sender);
	maps_close(t->aliases);
	router_close(&t->router);
	mapping_close(&t->mapping);
	services_clear(&t->services);
}

void
trace_result(struct trace *t, struct span rcpt, const char *outcome,
    const struct hop *h, const char *dsn, struct span text)
{
	struct result *r;

	if (t->n == t->cap) {
		t->cap = t->cap > 0 ? t->cap * 2 : 8;
		t->results = mem_resize(t->results, t->cap,
		    sizeof(*t->results));
	}
	r = &t->results[t->n++];
	*r = (struct result){ .outcome = outcome,
	    .rcpt = pool_span(&t->e.pool, rcpt),
	    .transport = SPAN(""), .nexthop = SPAN(""),
	    .text = pool_span(&t->e.pool, text) };
	if (h != NULL) {
		r->transport = pool_span(&t->e.pool, buf_span(&h->transport));
		r->nexthop = pool_span(&t->e.pool, buf_span(&h->nexthop));
	}
	memcpy(r->dsn, dsn, strlen(dsn) + 1);
	explain_step(&t->e, EXPLAIN_FINAL, rcpt, span_str(outcome));
	explain_note(&t->e, "%s%s%.*s", dsn[0] == '2' ? "" : dsn,
	    dsn[0] == '2' ? "" : " ", SPAN_FMT(text));
}

void
trace_why(struct trace *t, struct span rcpt, const struct hop *h,
    const struct why *w)
{
	trace_result(t, rcpt, w->out == OUT_PERM ? "returned" : "deferred", h,
	    w->dsn, buf_span(&w->text));
}

/* -- once it is known where to -- */

static bool
is_there(const struct trace *t, struct span transport)
{
	const struct service *s = services_find(&t->services, transport);
	char *path;
	bool there;

	if (s == NULL)
		return false;
	path = app_daemon(s->program);
	there = access(path, X_OK) == 0;
	free(path);
	return there;
}

static void
by_agent(struct trace *t, struct span rcpt, const struct hop *h)
{
	struct buf text = BUF_INIT;
	bool there = is_there(t, buf_span(&h->transport));

	if (!there)
		buf_addf(&text, "mail transport unavailable: there is no %s",
		    h->transport.s);
	else
		buf_addf(&text, "by %s to %s", h->transport.s, h->nexthop.s);
	trace_result(t, rcpt, there ? "delivered" : "deferred", h,
	    there ? "2.0.0" : "4.3.0", buf_span(&text));
	buf_clear(&text);
}

static bool
is_double_bounce(const struct recipient *r)
{
	struct span local, domain;

	address_split(buf_span(&r->addr), &local, &domain);
	return r->class == CLASS_LOCAL &&
	    span_caseis(local, param_str(P_double_bounce_sender));
}

static void
by_transport(struct trace *t, struct route *r)
{
	struct span transport = buf_span(&r->hop.transport);
	struct span rcpt = buf_span(&r->rcpt.addr);
	struct why w = WHY_INIT;

	if (is_double_bounce(&r->rcpt)) {
		trace_result(t, rcpt, "discarded", &r->hop, "2.0.0",
		    SPAN("undeliverable postmaster notification"));
	} else if (transport_is_error(transport)) {
		transport_reason(&w, buf_span(&r->hop.nexthop),
		    span_is(transport, "retry"));
		trace_why(t, rcpt, &r->hop, &w);
	} else if (span_is(transport, "discard")) {
		trace_result(t, rcpt, "discarded", &r->hop, "2.0.0",
		    buf_span(&r->hop.nexthop));
	} else if (span_is(transport, "local")) {
		user_trace(t, rcpt, &r->hop);
	} else {
		by_agent(t, rcpt, &r->hop);
	}
	why_clear(&w);
}

static void
deliver(struct trace *t, struct span addr)
{
	struct route r = ROUTE_INIT;
	struct why w = WHY_INIT;
	const char *filter = param_str(P_content_filter);

	if (*filter != '\0') {
		explain_step(&t->e, EXPLAIN_TRANSPORT, addr, span_str(filter));
		explain_param(&t->e, P_content_filter);
		explain_note(&t->e, "first; what comes back goes on so:");
	}
	if (router_find(&t->router, buf_span(&t->sender), addr, &r, &t->e,
	    &w) == OUT_OK)
		by_transport(t, &r);
	else
		trace_why(t, addr, NULL, &w);
	route_clear(&r);
	why_clear(&w);
}

/* -- what the door does before -- */

static void
begin(struct trace *t, struct span addr, const char *note)
{
	explain_step(&t->e, EXPLAIN_ADDRESS, addr, SPAN(""));
	if (note != NULL)
		explain_note(&t->e, "%s", note);
	explain_down(&t->e);
}

static void
each(struct trace *t, struct span addr, const struct addrs *to)
{
	bool same = to->n == 1 && span_eq(addrs_get(to, 0), addr);

	for (size_t i = 0; i < to->n; i++) {
		if (!same)
			begin(t, addrs_get(to, i), NULL);
		deliver(t, addrs_get(to, i));
		if (!same)
			explain_up(&t->e);
	}
}

/* Rewritten, and expanded: whom it comes to. */
static enum out
expand(struct trace *t, struct buf *addr, struct addrs *to, struct why *w)
{
	if (addr->len == 0)
		buf_adds(addr, param_str(P_empty_address_recipient));
	if (mapping_address(&t->mapping, USE_ENVELOPE_RCPT, REWRITE_LOCAL,
	    addr, &t->e, w) != OUT_OK)
		return OUT_TEMP;
	return mapping_expand(&t->mapping, buf_span(addr), to, &t->e, w);
}

void
trace_address(struct trace *t, struct span given)
{
	struct buf addr = BUF_INIT;
	struct addrs to = ADDRS_INIT;
	struct why w = WHY_INIT;

	buf_set(&addr, given);
	if (expand(t, &addr, &to, &w) == OUT_OK)
		each(t, buf_span(&addr), &to);
	else
		trace_why(t, buf_span(&addr), NULL, &w);
	addrs_clear(&to);
	buf_clear(&addr);
	why_clear(&w);
}

static void
copies(struct trace *t, const struct addrs *to)
{
	for (size_t i = 0; i < to->n; i++) {
		begin(t, addrs_get(to, i), "a copy");
		trace_address(t, addrs_get(to, i));
		explain_up(&t->e);
	}
}

static void
all_copies(struct trace *t, struct span given)
{
	struct addrs to = ADDRS_INIT;
	struct buf addr = BUF_INIT;
	struct why w = WHY_INIT;

	buf_set(&addr, given);
	mapping_address(&t->mapping, USE_ENVELOPE_RCPT, REWRITE_LOCAL, &addr,
	    NULL, NULL);
	struct span rcpt = buf_span(&addr);
	if (mapping_bcc(&t->mapping, &to, &t->e, &w) == OUT_OK)
		copies(t, &to);
	if (w.out == OUT_OK && mapping_bcc_sender(&t->mapping,
	    buf_span(&t->sender), &to, &t->e, &w) == OUT_OK)
		copies(t, &to);
	if (w.out == OUT_OK && mapping_bcc_rcpt(&t->mapping, rcpt, &to, &t->e,
	    &w) == OUT_OK)
		copies(t, &to);
	if (w.out != OUT_OK)
		trace_why(t, rcpt, NULL, &w);
	addrs_clear(&to);
	buf_clear(&addr);
	why_clear(&w);
}

bool
trace_sender(struct trace *t, const char *text)
{
	struct why w = WHY_INIT;

	buf_reset(&t->sender);
	if (*text == '\0' || strcmp(text, "<>") == 0)
		return true;
	if (!address_internal(&t->sender, span_str(text)))
		return false;
	mapping_address(&t->mapping, USE_ENVELOPE_SENDER, REWRITE_LOCAL,
	    &t->sender, NULL, &w);
	why_clear(&w);
	return true;
}

void
trace_rcpt(struct trace *t, const char *text)
{
	struct buf addr = BUF_INIT;
	struct span given = span_str(text);
	struct why w = WHY_INIT;

	forget(t);
	begin(t, given, NULL);
	if (given.len == 0 || address_internal(&addr, given)) {
		trace_address(t, buf_span(&addr));
		all_copies(t, buf_span(&addr));
	} else {
		why_perm(&w, "5.1.3", "bad address syntax");
		trace_why(t, given, NULL, &w);
	}
	explain_up(&t->e);
	buf_clear(&addr);
	why_clear(&w);
}
