/* SPDX-License-Identifier: ISC */
#include "enact.h"

#include "conf/param.h"
#include "conn.h"
#include "msg/address.h"
#include "msg/header.h"
#include "reply.h"
#include "restrict.h"
#include "result.h"
#include "sys/log.h"

/* One result, and where it comes from. */
struct act {
	struct conn	*c;
	const char	*table;
	struct span	 key, value;
	const struct whose *of;
	struct result	 r;
};

void
enact_fix_dsn(char dsn[DSN_SIZE], const struct whose *of)
{
	result_fix_dsn(dsn, of->id == OF_SENDER ? RESULT_OF_SENDER :
	    of->id == OF_RCPT ? RESULT_OF_RCPT : RESULT_OF_OTHERS);
}

static struct span
text_or(const struct act *a, struct span usual)
{
	return a->r.text.len > 0 ? a->r.text : usual;
}

static enum judged
reject(struct act *a, int code)
{
	struct span text = text_or(a, SPAN("Access denied"));

	enact_fix_dsn(a->r.dsn, a->of);
	return judge_reject(a->c, code, a->r.dsn, a->of, "%.*s",
	    SPAN_FMT(text));
}

static enum judged
defer_if_permit(struct act *a)
{
	struct span text = text_or(a, SPAN("Service unavailable"));

	enact_fix_dsn(a->r.dsn, a->of);
	return judge_doubt_permit(a->c, (int)param_int(P_access_map_defer_code),
	    a->r.dsn, a->of, "%.*s", SPAN_FMT(text));
}

static enum judged
defer_if_reject(struct act *a)
{
	struct span text = text_or(a, SPAN("Service unavailable"));

	enact_fix_dsn(a->r.dsn, a->of);
	return judge_doubt_reject(a->c, (int)param_int(P_access_map_defer_code),
	    a->r.dsn, a->of, "%.*s", SPAN_FMT(text));
}

static enum judged
ok(struct act *a)
{
	struct buf from = BUF_INIT;

	buf_addf(&from, "from %s", a->table);
	enum judged j = judge_permit(a->c, a->r.word, a->of, from.s);
	buf_clear(&from);
	return j;
}

/* A line in the log about it: "<x>: Client host TEXT". */
static void
note(const struct act *a, const char *what, const char *verb, struct span text)
{
	struct buf b = BUF_INIT;

	judge_add_shown(&b, a->of);
	buf_addf(&b, "%s %s%.*s", a->of->class, verb, SPAN_FMT(text));
	reply_log(a->c, what, buf_span(&b));
	buf_clear(&b);
}

/* Where clients are refused at once, what is said of them counts for no
 * message; and ETRN has none. */
static bool
has_message(const struct act *a)
{
	struct span sender;

	if (strcmp(a->c->where, "ETRN") == 0) {
		log_warn("access table %s: action %.*s is unavailable in "
		    "smtpd_etrn_restrictions", a->table, SPAN_FMT(a->r.word));
		return false;
	}
	if (conn_sender(a->c, &sender))
		return true;
	log_warn("access table %s: with smtpd_delay_reject=no, action %.*s is "
	    "always skipped in Client host or Helo command restrictions",
	    a->table, SPAN_FMT(a->r.word));
	return false;
}

static enum judged
needs(const struct act *a, const char *what)
{
	log_warn("access table %s entry \"%.*s\" %s", a->table,
	    SPAN_FMT(a->key), what);
	return JUDGED_DUNNO;
}

static enum judged
hold(struct act *a)
{
	if (orders_has(&a->c->tx.orders, "hold"))
		return JUDGED_DUNNO;
	note(a, "hold", "", text_or(a, SPAN("triggers HOLD action")));
	orders_add(&a->c->tx.orders, "hold",
	    text_or(a, SPAN("triggered by access restriction")));
	return JUDGED_DUNNO;
}

static enum judged
discard(struct act *a)
{
	note(a, "discard", "", text_or(a, SPAN("triggers DISCARD action")));
	orders_set(&a->c->tx.orders, "discard",
	    text_or(a, SPAN("triggered by access restriction")));
	return ok(a);
}

static enum judged
filter(struct act *a)
{
	if (a->r.text.len == 0)
		return needs(a, "has FILTER entry without value");
	if (span_find(a->r.text, ':') == SPAN_NONE)
		return needs(a, "requires transport:destination");
	note(a, "filter", "triggers FILTER ", a->r.text);
	orders_set(&a->c->tx.orders, "filter", a->r.text);
	return JUDGED_DUNNO;
}

static bool
target(const struct act *a, struct buf *address)
{
	return span_find(a->r.text, '@') != SPAN_NONE &&
	    address_internal(address, a->r.text);
}

static enum judged
redirect(struct act *a)
{
	struct buf to = BUF_INIT;

	if (!target(a, &to))
		return needs(a, "requires user@domain target");
	note(a, "redirect", "triggers REDIRECT ", a->r.text);
	orders_set(&a->c->tx.orders, "redirect", buf_span(&to));
	buf_clear(&to);
	return JUDGED_DUNNO;
}

static enum judged
bcc(struct act *a)
{
	struct buf to = BUF_INIT;

	if (!target(a, &to))
		return needs(a, "requires user@domain target");
	note(a, "bcc", "triggers BCC ", a->r.text);
	orders_add(&a->c->tx.orders, "bcc", buf_span(&to));
	buf_clear(&to);
	return JUDGED_DUNNO;
}

static enum judged
prepend(struct act *a)
{
	if (strcmp(a->c->where, "END-OF-MESSAGE") == 0) {
		log_warn("access table %s: action PREPEND must be used before "
		    "smtpd_end_of_data_restrictions", a->table);
		return JUDGED_DUNNO;
	}
	if (header_name_len(a->r.text) == 0)
		return needs(a, "requires header: text");
	orders_add(&a->c->tx.orders, "prepend", a->r.text);
	return JUDGED_DUNNO;
}

static enum judged
hang_up(struct act *a)
{
	reply_log(a->c, "hangup", a->r.text);
	conn_end(a->c, NULL);
	a->c->io.broken = true;
	return JUDGED_REFUSED;
}

/* Which tables there are must be known before there are strangers: a result
 * may name restrictions, but no other table. */
static enum judged
run_list(struct act *a)
{
	struct rulelist l = { .n = 0 };
	enum judged j;

	if (span_find(a->value, ':') != SPAN_NONE) {
		log_warn("access table %s has entry with lookup table: %.*s",
		    a->table, SPAN_FMT(a->value));
		log_warn("do not specify lookup tables inside SMTPD access "
		    "maps");
		log_warn("define a restriction class and specify its name "
		    "instead.");
		return judge_misconfigured(a->c);
	}
	rulelist_read(&l, &a->c->lists->book, a->value);
	if (l.n == 0)
		log_warn("access table %s entry %.*s has empty value",
		    a->table, SPAN_FMT(a->key));
	j = l.n == 0 ? JUDGED_OK : restrict_list(a->c, &l);
	rulelist_clear(&l);
	return j;
}

static enum judged
order(struct act *a)
{
	if (!has_message(a))
		return JUDGED_DUNNO;
	switch (a->r.verdict) {
	case RESULT_HOLD:	return hold(a);
	case RESULT_DISCARD:	return discard(a);
	case RESULT_FILTER:	return filter(a);
	case RESULT_REDIRECT:	return redirect(a);
	case RESULT_BCC:	return bcc(a);
	default:		return prepend(a);
	}
}

enum judged
enact(struct conn *c, const char *table, struct span value, struct span key,
    const struct whose *of)
{
	struct act a = { .c = c, .table = table, .key = key, .value = value,
	    .of = of };

	result_parse(&a.r, value);
	switch (a.r.verdict) {
	case RESULT_DUNNO:
		return JUDGED_DUNNO;
	case RESULT_OK:
		return ok(&a);
	case RESULT_REJECT:
		return reject(&a, (int)param_int(P_access_map_reject_code));
	case RESULT_DEFER:
		return reject(&a, (int)param_int(P_access_map_defer_code));
	case RESULT_REPLY:
		return reject(&a, a.r.code);
	case RESULT_DEFER_IF_PERMIT:
		return defer_if_permit(&a);
	case RESULT_DEFER_IF_REJECT:
		return defer_if_reject(&a);
	case RESULT_INFO:
	case RESULT_WARN:
		reply_log(c, a.r.verdict == RESULT_INFO ? "info" : "warn",
		    a.r.text);
		return JUDGED_DUNNO;
	case RESULT_HANGUP:
		return hang_up(&a);
	case RESULT_LIST:
		return run_list(&a);
	default:
		return order(&a);
	}
}
