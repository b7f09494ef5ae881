/* SPDX-License-Identifier: ISC */
#include "etrn.h"

#include "errand.h"
#include "reply.h"
#include "restrict.h"
#include "sys/log.h"
#include "wire/domain.h"

/* Postfix takes "@domain" and "#queue" for the domain, too. */
static bool
read_site(struct span args, struct span *site)
{
	struct span more, literal;

	if (!smtpcmd_arg(&args, site) || smtpcmd_arg(&args, &more))
		return false;
	if (site->p[0] == '@' || site->p[0] == '#')
		*site = span_from(*site, 1);
	return domain_ok(*site, true) || domain_literal(*site, &literal);
}

/* Whether mail for it may be asked for. */
static bool
is_served(struct conn *c, struct span site)
{
	struct why w = WHY_INIT;
	enum found got = matchlist_match(c->lists->list[LIST_FAST_FLUSH], site,
	    SPAN(""), &w);

	if (got == FAILED) {
		log_warn("fast_flush_domains: %s", w.text.s);
		reply(c, R_NO_FLUSH);
	} else if (got == ABSENT) {
		reply_with(c, R_FLUSH_DENIED, site);
	}
	why_clear(&w);
	return got == FOUND;
}

bool
do_etrn(struct conn *c, struct span args)
{
	struct span site;

	if (!read_site(args, &site))
		return reply(c, R_ETRN_SYNTAX);
	if (!restrict_etrn(c, site) || !is_served(c, site))
		return false;
	if (c->stand_alone)
		return reply(c, R_NO_FLUSH);
	return errand_flush(c->door->link, site) ? reply(c, R_FLUSHING) :
	    reply(c, R_NO_FLUSH);
}
