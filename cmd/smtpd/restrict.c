/* SPDX-License-Identifier: ISC */
#include "restrict.h"

#include <stdlib.h>

#include "base/mem.h"
#include "conf/param.h"
#include "conn.h"
#include "destination.h"
#include "msg/address.h"
#include "reply.h"
#include "sys/log.h"
#include "wire/smtpcmd.h"

/* Rules say DUNNO to let the next one decide. */
typedef enum judged rule_run(struct conn *c);

struct rule {
	const char	*name;
	rule_run	*run;
	bool		 guards;	/* stops relaying for strangers */
};

static enum judged
refuse(struct conn *c, int code, const char *dsn, struct span what,
    const char *text)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, '<');
	address_external(&b, what);
	buf_addf(&b, ">: %s", text);
	reply_reject(c, code, dsn, buf_span(&b));
	buf_clear(&b);
	return JUDGED_REFUSED;
}

static struct span
rcpt_of(const struct conn *c)
{
	return buf_span(&c->tx.rcpt.address);
}

static enum judged
lookup_failed(struct conn *c, struct span what, struct why *w)
{
	log_warn("%s", w->text.len > 0 ? w->text.s : "lookup failure");
	why_clear(w);
	return refuse(c, 451, "4.3.0", what, "Temporary lookup failure");
}

static enum judged
from_list(struct conn *c, enum list_id id)
{
	struct why w = WHY_INIT;
	enum found got = matchlist_match(c->lists->list[id],
	    buf_span(&c->name.name), span_str(c->peer.addr), &w);

	if (got == FAILED)
		return lookup_failed(c, span_str(c->who.s), &w);
	return got == FOUND ? JUDGED_OK : JUDGED_DUNNO;
}

static enum judged
permit(struct conn *c)
{
	return JUDGED_OK;
}

static enum judged
reject(struct conn *c)
{
	return refuse(c, (int)param_int(P_reject_code), "5.7.1", rcpt_of(c),
	    "Access denied");
}

static enum judged
defer(struct conn *c)
{
	return refuse(c, (int)param_int(P_defer_code), "4.7.1", rcpt_of(c),
	    "Try again later");
}

static enum judged
permit_mynetworks(struct conn *c)
{
	return from_list(c, LIST_MYNETWORKS);
}

static enum judged
permit_inet_interfaces(struct conn *c)
{
	return interfaces_has(&c->lists->own, c->peer.family == AF_INET6,
	    c->peer.ip) ? JUDGED_OK : JUDGED_DUNNO;
}

static enum judged
permit_sasl_authenticated(struct conn *c)
{
	return login_is_known(&c->login) ? JUDGED_OK : JUDGED_DUNNO;
}

/* OK: the recipient is at home here, or in relay_domains. */
static enum judged
judge_destination(struct conn *c)
{
	struct why w = WHY_INIT;
	enum class class;

	if (destination_class(c->lists, rcpt_of(c), &class, &w) == FAILED)
		return lookup_failed(c, rcpt_of(c), &w);
	if (class == CLASS_ELSEWHERE)
		return JUDGED_DUNNO;
	if (!c->set->untrusted_routing &&
	    destination_is_routed(rcpt_of(c), class))
		return JUDGED_DUNNO;
	return JUDGED_OK;
}

static enum judged
permit_auth_destination(struct conn *c)
{
	return judge_destination(c);
}

static enum judged
reject_unauth_destination(struct conn *c)
{
	enum judged j = judge_destination(c);

	if (j == JUDGED_DUNNO)
		return refuse(c, (int)param_int(P_relay_domains_reject_code),
		    "5.7.1", rcpt_of(c), "Relay access denied");
	return j == JUDGED_OK ? JUDGED_DUNNO : j;
}

static enum judged
defer_unauth_destination(struct conn *c)
{
	enum judged j = judge_destination(c);

	if (j == JUDGED_DUNNO)
		return refuse(c, 454, "4.7.1", rcpt_of(c),
		    "Relay access denied");
	return j == JUDGED_OK ? JUDGED_DUNNO : j;
}

static int
unlisted_code(enum class class)
{
	switch (class) {
	case CLASS_LOCAL:
		return (int)param_int(P_unknown_local_recipient_reject_code);
	case CLASS_ALIAS:
		return (int)param_int(P_unknown_virtual_alias_reject_code);
	case CLASS_MAILBOX:
		return (int)param_int(P_unknown_virtual_mailbox_reject_code);
	default:
		return (int)param_int(P_unknown_relay_recipient_reject_code);
	}
}

static enum judged
reject_unlisted_recipient(struct conn *c)
{
	struct why w = WHY_INIT;
	struct buf text = BUF_INIT;
	enum class class = CLASS_ELSEWHERE;
	enum found got = destination_class(c->lists, rcpt_of(c), &class, &w);

	if (got == FOUND)
		got = destination_has(c->lists, rcpt_of(c), class, &w);
	if (got == FAILED)
		return lookup_failed(c, rcpt_of(c), &w);
	if (got == FOUND)
		return JUDGED_DUNNO;
	buf_adds(&text, "Recipient address rejected: User unknown");
	if (c->set->show_table_name)
		buf_addf(&text, " in %s", destination_table(class));
	int code = unlisted_code(class);
	enum judged j = refuse(c, code, code >= 500 ? "5.1.1" : "4.1.1",
	    rcpt_of(c), text.s);
	buf_clear(&text);
	return j;
}

static enum judged
reject_unknown_client_hostname(struct conn *c)
{
	if (c->name.status == NAME_OK)
		return JUDGED_DUNNO;
	reply_reject(c, c->name.status == NAME_TEMP ? 450 :
	    (int)param_int(P_unknown_client_reject_code), "4.7.25",
	    SPAN("Client host rejected: cannot find your hostname"));
	return JUDGED_REFUSED;
}

static enum judged
reject_invalid_helo_hostname(struct conn *c)
{
	if (c->helo.len == 0 || smtpcmd_helo_ok(buf_span(&c->helo)))
		return JUDGED_DUNNO;
	return refuse(c, (int)param_int(P_invalid_hostname_reject_code),
	    "5.5.2", buf_span(&c->helo),
	    "Helo command rejected: Invalid name");
}

/* In the order of nothing; a name of Postfix that is missing here answers
 * "Server configuration error" instead of letting anybody in. */
static const struct rule rules[] = {
	{ "permit",			permit },
	{ "reject",			reject,			true },
	{ "defer",			defer,			true },
	{ "permit_mynetworks",		permit_mynetworks },
	{ "permit_inet_interfaces",	permit_inet_interfaces },
	{ "permit_sasl_authenticated",	permit_sasl_authenticated },
	{ "permit_auth_destination",	permit_auth_destination },
	{ "reject_unauth_destination",	reject_unauth_destination, true },
	{ "defer_unauth_destination",	defer_unauth_destination, true },
	{ "reject_unlisted_recipient",	reject_unlisted_recipient },
	{ "reject_unknown_client_hostname", reject_unknown_client_hostname },
	{ "reject_invalid_helo_hostname", reject_invalid_helo_hostname },
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

static const struct rule *
find(struct span name)
{
	for (size_t i = 0; i < RULES; i++)
		if (span_caseis(name, rules[i].name))
			return &rules[i];
	return NULL;
}

void
restrict_read(struct restrictions *r, struct span list)
{
	struct span name;

	*r = (struct restrictions){ .n = 0 };
	while (span_element(&list, &name)) {
		r->rules = mem_resize(r->rules, r->n + 1, sizeof(*r->rules));
		r->names = mem_resize(r->names, r->n + 1, sizeof(*r->names));
		r->rules[r->n] = find(name);
		r->names[r->n++] = span_dup(name);
	}
}

void
restrict_clear(struct restrictions *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->names[i]);
	free(r->names);
	free(r->rules);
	*r = (struct restrictions){ .n = 0 };
}

bool
restrict_guards(const struct restrictions *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->rules[i] != NULL && r->rules[i]->guards)
			return true;
	return false;
}

static enum judged
misconfigured(struct conn *c)
{
	reply_reject(c, 451, "4.3.5", SPAN("Server configuration error"));
	return JUDGED_REFUSED;
}

enum judged
restrict_apply(struct conn *c, enum stage stage)
{
	const struct restrictions *r = &c->lists->stage[stage];
	enum judged j = JUDGED_DUNNO;

	for (size_t i = 0; j == JUDGED_DUNNO && i < r->n; i++) {
		if (r->rules[i] != NULL) {
			j = r->rules[i]->run(c);
			continue;
		}
		log_warn("unknown smtpd restriction: \"%s\"", r->names[i]);
		j = misconfigured(c);
	}
	return j;
}

/* Nothing is refused by it, so a table that fails only means no. */
bool
restrict_is_local(struct conn *c)
{
	const struct restrictions *r = &c->lists->stage[STAGE_REWRITE];
	bool is = false;

	for (size_t i = 0; !is && i < r->n; i++) {
		if (strcmp(r->names[i], "permit_inet_interfaces") == 0)
			is = permit_inet_interfaces(c) == JUDGED_OK;
		else if (strcmp(r->names[i], "permit_mynetworks") == 0)
			is = matchlist_match(c->lists->list[LIST_MYNETWORKS],
			    buf_span(&c->name.name), span_str(c->peer.addr),
			    NULL) == FOUND;
	}
	return is;
}

static bool
passes(struct conn *c, enum stage stage)
{
	return restrict_apply(c, stage) != JUDGED_REFUSED;
}

bool
restrict_mail(struct conn *c)
{
	if (c->stand_alone || c->set->delay_reject)
		return true;
	return passes(c, STAGE_CLIENT) && passes(c, STAGE_HELO) &&
	    passes(c, STAGE_SENDER);
}

/* permit in one list ends that list only: each must let the recipient pass. */
bool
restrict_rcpt(struct conn *c)
{
	bool first = c->set->relay_first;

	if (c->stand_alone)
		return true;
	if (c->lists->open_relay) {
		misconfigured(c);
		return false;
	}
	if (c->set->delay_reject && !(passes(c, STAGE_CLIENT) &&
	    passes(c, STAGE_HELO) && passes(c, STAGE_SENDER)))
		return false;
	if (!passes(c, first ? STAGE_RELAY : STAGE_RCPT) ||
	    !passes(c, first ? STAGE_RCPT : STAGE_RELAY))
		return false;
	return !param_bool(P_smtpd_reject_unlisted_recipient) ||
	    reject_unlisted_recipient(c) != JUDGED_REFUSED;
}

bool
restrict_etrn(struct conn *c, struct span site)
{
	bool good;

	if (c->stand_alone)
		return true;
	buf_set(&c->tx.rcpt.address, site);
	good = (!c->set->delay_reject || (passes(c, STAGE_CLIENT) &&
	    passes(c, STAGE_HELO))) && passes(c, STAGE_ETRN);
	buf_reset(&c->tx.rcpt.address);
	return good;
}
