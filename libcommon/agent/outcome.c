/* SPDX-License-Identifier: ISC */
#include "agent/outcome.h"

#include "conf/param.h"
#include "msg/address.h"
#include "sys/log.h"

enum { SECOND = 1000000, USEC_DIGITS = 6 };

/* How many digits behind the point leave two that count. */
static int
places(int64_t usec, int max_digits)
{
	int n = 0;

	if (usec >= 10 * SECOND)
		return 0;
	for (int64_t limit = 10 * SECOND; limit > usec && n <= max_digits;
	    limit /= 10)
		n++;
	return n < max_digits ? n : max_digits;
}

void
outcome_add_delay(struct buf *out, int64_t usec, int max_digits)
{
	int64_t unit = SECOND;

	if (usec < 0)			/* a clock was set back */
		usec = 0;
	int n = places(usec, max_digits);
	for (int i = 0; i < n; i++)
		unit /= 10;
	usec = (usec + unit / 2) / unit * unit;
	buf_addf(out, "%lld", (long long)(usec / SECOND));
	if (usec % SECOND == 0)
		return;
	buf_addf(out, ".%0*lld", USEC_DIGITS, (long long)(usec % SECOND));
	while (out->s[out->len - 1] == '0')
		buf_cut(out, out->len - 1);
}

static void
add_address(struct buf *out, const char *what, struct span internal)
{
	buf_addf(out, "%s=<", what);
	address_external(out, internal);
	buf_adds(out, ">, ");
}

static void
add_delays(struct buf *out, const struct outcome *o)
{
	int digits = (int)param_int(P_delay_logging_resolution_limit);
	struct stamp at[] = { o->arrival, o->active, o->began, o->ready,
	    stamp_now() };

	buf_adds(out, ", delay=");
	outcome_add_delay(out, stamp_diff_usec(at[4], at[0]), digits);
	for (size_t i = 0; i < 4; i++) {
		buf_adds(out, i == 0 ? ", delays=" : "/");
		outcome_add_delay(out, stamp_diff_usec(at[i + 1], at[i]), digits);
	}
}

static const char *
status(const struct why *w)
{
	switch (w->out) {
	case OUT_OK:
		return "sent";
	case OUT_PERM:
		return "bounced";
	case OUT_TEMP:
		break;
	}
	/* only soft_bounce makes a temporary failure of a 5.x.x */
	return w->dsn[0] == '5' ? "SOFTBOUNCE" : "deferred";
}

void
outcome_log(const struct outcome *o, const char *role, const struct why *w)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s: ", o->id->s);
	add_address(&b, "to", o->rcpt->addr);
	if (o->rcpt->orig.len > 0 && !span_eq(o->rcpt->orig, o->rcpt->addr))
		add_address(&b, "orig_to", o->rcpt->orig);
	buf_addf(&b, "relay=%.*s", SPAN_FMT(o->relay));
	if (o->conn_use > 1)
		buf_addf(&b, ", conn_use=%u", o->conn_use);
	add_delays(&b, o);
	if (o->tls != NULL)
		buf_addf(&b, ", tls=%s", o->tls);
	buf_addf(&b, ", dsn=%s, status=%s (%s)", w->dsn, status(w), w->text.s);
	if (role != NULL)
		log_role(role, "%s", b.s);
	else
		log_info("%s", b.s);
	buf_clear(&b);
}
