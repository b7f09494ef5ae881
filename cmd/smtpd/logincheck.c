/* SPDX-License-Identifier: ISC */
#include "logincheck.h"

#include "addrcheck.h"
#include "conf/param.h"
#include "conn.h"
#include "destination.h"
#include "sys/log.h"

static bool
is_among(struct span owners, struct span login)
{
	struct span name;

	while (span_element(&owners, &name))
		if (span_caseeq(name, login))
			return true;
	return false;
}

static enum found
find_owners(struct conn *c, const struct whose *of, struct buf *owners,
    struct why *w)
{
	struct buf address = BUF_INIT;

	addr_add_full(&address, c, of);
	enum found got = destination_look(c->lists, MAPS_LOGINS,
	    buf_span(&address), owners, w);
	buf_clear(&address);
	return got;
}

static enum judged
judge_owner(struct conn *c, int how, enum found got, const struct buf *owners,
    const struct whose *of)
{
	struct span login = buf_span(&c->login.username);

	if (login.len == 0)
		return got == FOUND && (how & LOGIN_REQUIRED) ?
		    judge_reject(c, 553, "5.7.1", of, "not logged in") :
		    JUDGED_DUNNO;
	if (!(how & LOGIN_MUST_OWN) ||
	    (got == ABSENT && (how & LOGIN_UNOWNED)) ||
	    (got == FOUND && is_among(buf_span(owners), login)))
		return JUDGED_DUNNO;
	return judge_reject(c, 553, "5.7.1", of, "not owned by user %.*s",
	    SPAN_FMT(login));
}

enum judged
login_reject_mismatch(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	struct buf owners = BUF_INIT;
	struct why w = WHY_INIT;
	enum judged j;

	if (!param_bool(P_smtpd_sasl_auth_enable)) {
		log_warn("restriction `%s' ignored: no SASL support", i->name);
		return JUDGED_DUNNO;
	}
	if (maps_empty(c->lists->maps[MAPS_LOGINS]))
		return JUDGED_DUNNO;
	enum found got = find_owners(c, of, &owners, &w);
	j = got == FAILED ? judge_lookup_failed(c, of, &w) :
	    judge_owner(c, r->type, got, &owners, of);
	buf_clear(&owners);
	return j;
}
