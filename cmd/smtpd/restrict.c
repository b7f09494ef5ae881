/* SPDX-License-Identifier: ISC */
#include "restrict.h"

#include "addrcheck.h"
#include "conf/param.h"
#include "conn.h"
#include "rules.h"
#include "sys/log.h"

enum { NESTED = 100 };		/* lists in lists, and tables that name lists */

static enum judged
bad_argument(struct conn *c, const struct item *i)
{
	const char *arg = i->arg != NULL ? i->arg : "";

	switch (i->rule->arg) {
	case ARG_TABLE:
		log_warn("restriction %s: bad argument \"%s\": need "
		    "maptype:mapname", i->name, arg);
		return judge_misconfigured(c);
	case ARG_POLICY:
		log_warn("restriction %s must be followed by transport:server",
		    i->name);
		return judge_misconfigured(c);
	case ARG_SECONDS:
		log_warn("restriction %s must be followed by number", i->name);
		return judge_misconfigured(c);
	case ARG_ZONE:
		log_warn("restriction %s requires domain name argument",
		    i->name);
		break;
	case ARG_NONE:
		break;
	}
	return JUDGED_DUNNO;
}

static bool
has_argument(const struct item *i)
{
	switch (i->rule->arg) {
	case ARG_TABLE:
		return i->table != NULL;
	case ARG_POLICY:
		return i->policy != NULL;
	case ARG_ZONE:
	case ARG_SECONDS:
		return i->arg != NULL;
	case ARG_NONE:
		break;
	}
	return true;
}

/* Whoever passes a check of what strangers may choose is not to be trusted for
 * that. */
static enum judged
forbid_ok(struct conn *c, const struct item *i, const struct whose *of)
{
	log_warn("restriction %s returns OK for %.*s", i->name,
	    SPAN_FMT(of->name));
	log_warn("this is not allowed for security reasons");
	log_warn("use DUNNO instead of OK if you want to make an exception");
	return judge_misconfigured(c);
}

static bool
is_discarded(const struct conn *c)
{
	return orders_has(&c->tx.orders, "discard");
}

static bool
concerns(const struct rule *r, const struct whose *of)
{
	if (r->of != OF_ANYONE && whose_is_address(of) && of->name.len == 0)
		return (r->flags & RULE_NULL) != 0;
	return !(r->flags & RULE_NAMED) || !span_is(of->name, "unknown");
}

static enum judged
run_rule(struct conn *c, const struct rule *r, const struct item *i)
{
	struct whose of;

	if (!has_argument(i))
		return bad_argument(c, i);
	if (!whose_get(c, r->of, &of) || !concerns(r, &of))
		return JUDGED_DUNNO;
	enum judged j = r->run(c, r, i, &of);
	if (j == JUDGED_OK && (r->flags & RULE_PERMITS))
		return judge_permit(c, span_str(i->name), &of, "");
	if (j == JUDGED_OK && (r->flags & RULE_NO_OK) && !is_discarded(c))
		return forbid_ok(c, i, &of);
	return j;
}

static enum judged
run_bare(struct conn *c, const struct item *i)
{
	const struct rule *r = rules_of_table(c->judge.list.id);

	if (r != NULL)
		return run_rule(c, r, i);
	log_warn("specify one of (check_client_access, "
	    "check_reverse_client_hostname_access, check_helo_access, "
	    "check_sender_access, check_recipient_access, check_etrn_access) "
	    "before %s restriction \"%s\"", c->judge.list.class, i->name);
	return judge_misconfigured(c);
}

static enum judged
run_item(struct conn *c, const struct item *i)
{
	if (i->class != NULL)
		return restrict_list(c, i->class);
	if (i->rule == rules_bare())
		return run_bare(c, i);
	if (i->rule != NULL)
		return run_rule(c, i->rule, i);
	log_warn("unknown smtpd restriction: \"%s\"", i->name);
	return judge_misconfigured(c);
}

static bool
is_warn_only(const struct item *i)
{
	return i->rule != NULL && (i->rule->flags & RULE_WARN_ONLY);
}

static enum judged
run_list(struct conn *c, const struct rulelist *l)
{
	struct judge *j = &c->judge;
	enum judged verdict = JUDGED_DUNNO;
	unsigned depth = j->depth;

	for (size_t k = 0; k < l->n && verdict == JUDGED_DUNNO; k++) {
		if (is_discarded(c) ||
		    (j->if_permit.active && j->if_reject.active))
			break;
		if (is_warn_only(&l->items[k])) {
			if (j->warn_depth == 0)
				j->warn_depth = depth;
			continue;
		}
		verdict = run_item(c, &l->items[k]);
		if (j->warn_depth >= depth)
			j->warn_depth = 0;
	}
	return verdict;
}

enum judged
restrict_list(struct conn *c, const struct rulelist *l)
{
	struct judge *j = &c->judge;

	if (++j->depth > NESTED) {
		log_warn("restrictions cause unreasonable recursion");
		return judge_misconfigured(c);
	}
	enum judged verdict = run_list(c, l);
	if (j->warn_depth >= j->depth)
		j->warn_depth = 0;
	j->depth--;
	return verdict;
}

static enum judged
apply(struct conn *c, enum stage stage)
{
	static const enum whose_id about[] = {
		[STAGE_CLIENT] = OF_CLIENT, [STAGE_HELO] = OF_HELO,
		[STAGE_SENDER] = OF_SENDER, [STAGE_RELAY] = OF_RCPT,
		[STAGE_RCPT] = OF_RCPT, [STAGE_DATA] = OF_DATA,
		[STAGE_END_OF_DATA] = OF_END, [STAGE_ETRN] = OF_ETRN,
	};
	struct whose of;

	if (!whose_get(c, about[stage], &of))
		return JUDGED_DUNNO;
	c->judge.list = of;
	return restrict_list(c, &c->lists->stage[stage]);
}

/* A stage inherits the doubts of those before it. */
static void
inherit(struct conn *c, bool doubted)
{
	judge_begin(&c->judge);
	c->judge.if_permit.active = doubted;
}

static bool
keep_doubt(struct conn *c, enum stage stage, enum judged j)
{
	c->judge.doubted[stage] = c->judge.if_permit.active;
	return j != JUDGED_REFUSED;
}

static bool
at_client(struct conn *c)
{
	inherit(c, false);
	return keep_doubt(c, STAGE_CLIENT, apply(c, STAGE_CLIENT));
}

static bool
at_helo(struct conn *c)
{
	if (c->helo.len == 0)
		return true;
	inherit(c, c->judge.doubted[STAGE_CLIENT]);
	return keep_doubt(c, STAGE_HELO, apply(c, STAGE_HELO));
}

static bool
at_sender(struct conn *c)
{
	struct judge *j = &c->judge;
	struct whose of;

	if (!whose_get(c, OF_SENDER, &of))
		return true;
	j->sender_known = false;
	inherit(c, j->doubted[STAGE_CLIENT] || j->doubted[STAGE_HELO]);
	if (!keep_doubt(c, STAGE_SENDER, apply(c, STAGE_SENDER)))
		return false;
	if (!c->set->unlisted_sender || j->sender_known || is_discarded(c) ||
	    of.name.len == 0)
		return true;
	return addr_judge_unlisted(c, &of) != JUDGED_REFUSED;
}

bool
restrict_client(struct conn *c)
{
	return c->stand_alone || c->set->delay_reject || at_client(c);
}

bool
restrict_helo(struct conn *c)
{
	return c->stand_alone || c->set->delay_reject || at_helo(c);
}

bool
restrict_mail(struct conn *c)
{
	return c->stand_alone || c->set->delay_reject || at_sender(c);
}

/* An OK in one list ends that list only: each must let the recipient pass. */
static bool
pass_lists(struct conn *c)
{
	bool first = c->set->relay_first;
	enum judged j;

	inherit(c, c->judge.doubted[STAGE_SENDER]);
	j = apply(c, first ? STAGE_RELAY : STAGE_RCPT);
	if (j != JUDGED_REFUSED)
		j = apply(c, first ? STAGE_RCPT : STAGE_RELAY);
	return judge_settle(c, j) != JUDGED_REFUSED;
}

static bool
at_rcpt(struct conn *c, const struct whose *of)
{
	c->judge.rcpt_known = false;
	if (c->set->delay_reject &&
	    !(at_client(c) && at_helo(c) && at_sender(c)))
		return false;
	if (!pass_lists(c))
		return false;
	if (!c->set->unlisted_rcpt || c->judge.rcpt_known || is_discarded(c))
		return true;
	return addr_judge_unlisted(c, of) != JUDGED_REFUSED;
}

/* RFC 5321 section 4.5.1: postmaster, without a domain, is always heard. */
bool
restrict_rcpt(struct conn *c)
{
	struct whose of;

	if (c->stand_alone || !whose_get(c, OF_RCPT, &of) ||
	    span_caseis(of.name, "postmaster"))
		return true;
	if (!c->lists->open_relay)
		return at_rcpt(c, &of);
	judge_begin(&c->judge);
	judge_misconfigured(c);
	return false;
}

static bool
at_data(struct conn *c, enum stage stage)
{
	if (c->stand_alone)
		return true;
	inherit(c, false);
	return judge_settle(c, apply(c, stage)) != JUDGED_REFUSED;
}

bool
restrict_data(struct conn *c)
{
	return at_data(c, STAGE_DATA);
}

bool
restrict_end_of_data(struct conn *c)
{
	return at_data(c, STAGE_END_OF_DATA);
}

static bool
at_etrn(struct conn *c)
{
	const struct judge *j = &c->judge;

	if (c->set->delay_reject && !(at_client(c) && at_helo(c)))
		return false;
	inherit(c, j->doubted[STAGE_CLIENT] || j->doubted[STAGE_HELO]);
	return judge_settle(c, apply(c, STAGE_ETRN)) != JUDGED_REFUSED;
}

bool
restrict_etrn(struct conn *c, struct span site)
{
	if (c->stand_alone)
		return true;
	c->judge.etrn = site;
	bool good = at_etrn(c);
	c->judge.etrn = SPAN("");
	return good;
}
