/* SPDX-License-Identifier: ISC */
#include "footer.h"

#include "base/stamp.h"
#include "conf/expand.h"
#include "conf/param.h"
#include "msg/address.h"
#include "rblreply.h"
#include "sys/log.h"

enum { VALUE_COUNT = 14 };

struct values {
	struct buf	v[VALUE_COUNT];
};

static const char *const names[VALUE_COUNT] = {
	"client", "client_address", "client_name", "client_port",
	"reverse_client_name", "helo_name", "sender", "recipient", "localtime",
	"server_name", "server_address", "server_port", "protocol_name",
	"mail_name",
};

static void
fill(struct values *v, const struct conn *c)
{
	struct buf *b = v->v;

	buf_addspan(b++, buf_span(&c->who));
	buf_adds(b++, c->peer.addr);
	buf_addspan(b++, buf_span(&c->name.name));
	buf_addf(b++, "%d", c->peer.port);
	buf_addspan(b++, buf_span(&c->name.reverse));
	buf_addspan(b++, buf_span(&c->helo));
	address_external(b++, buf_span(&c->tx.mail.address));
	address_external(b++, buf_span(&c->tx.rcpt.address));
	stamp_add_syslog(b++, stamp_now().sec);
	buf_adds(b++, c->set->hostname);
	buf_adds(b++, c->own.addr);
	buf_addf(b++, "%d", c->own.port);
	buf_adds(b++, conn_protocol(c));
	buf_adds(b++, param_str(P_mail_name));
}

static bool
value_of(void *ctx, struct span name, struct span *value)
{
	struct values *v = ctx;

	for (size_t i = 0; i < VALUE_COUNT; i++)
		if (span_is(name, names[i])) {
			*value = buf_span(&v->v[i]);
			return value->len > 0;
		}
	return false;
}

/* The table's word, else that for all. */
static bool
find(struct conn *c, int code, const char *dsn, const struct buf *text,
    struct buf *footer)
{
	struct maps *maps = c->lists->maps[MAPS_REJECT_FOOTER];
	struct buf key = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = ABSENT;

	if (!maps_empty(maps)) {
		buf_addf(&key, "%d %s%s%s", code, dsn,
		    dsn[0] != '\0' ? " " : "", text->s);
		got = maps_get(maps, buf_span(&key), footer, &w);
	}
	if (got == FAILED)
		log_warn("smtpd_reject_footer_maps: %s", w.text.s);
	if (got != FOUND)
		buf_set(footer, span_str(param_str(P_smtpd_reject_footer)));
	buf_clear(&key);
	why_clear(&w);
	return footer->len > 0;
}

/* "\n" in main.cf stands for a new line. */
static void
add_lines(struct buf *out, struct span in)
{
	if (span_starts(in, SPAN("\\c")))
		in = span_from(in, 2);
	else
		buf_addc(out, '\n');
	while (in.len > 0) {
		bool end = span_starts(in, SPAN("\\n"));

		buf_addc(out, end ? '\n' : in.p[0]);
		in = span_from(in, end ? 2 : 1);
	}
}

void
footer_add(struct conn *c, int code, const char *dsn, struct buf *text)
{
	struct buf footer = BUF_INIT, full = BUF_INIT, allow = BUF_INIT;
	struct values v;
	struct expand e = { .value = value_of, .ctx = &v, .flat = true };
	struct why w = WHY_INIT;

	if (code < 400 || !find(c, code, dsn, text, &footer)) {
		buf_clear(&footer);
		return;
	}
	for (size_t i = 0; i < VALUE_COUNT; i++)
		buf_init(&v.v[i]);
	fill(&v, c);
	rblreply_unescape(&allow, span_str(param_str(
	    P_smtpd_expansion_filter)));
	e.allow = allow.s;
	if (expand(&full, buf_span(&footer), &e, &w) == OUT_OK)
		add_lines(text, buf_span(&full));
	else
		log_warn("smtpd_reject_footer: %s", w.text.s);
	for (size_t i = 0; i < VALUE_COUNT; i++)
		buf_clear(&v.v[i]);
	buf_clear(&footer);
	buf_clear(&full);
	buf_clear(&allow);
	why_clear(&w);
}
