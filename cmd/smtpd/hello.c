/* SPDX-License-Identifier: ISC */
#include "hello.h"

#include "authcmd.h"
#include "handover.h"
#include "keywords.h"
#include "reply.h"
#include "restrict.h"
#include "trust.h"
#include "verbs.h"

static bool
hello(struct conn *c, struct span name, const char *verb)
{
	if (name.len == 0)
		return reply_with(c, R_HELO_SYNTAX, span_str(verb));
	conn_forget(c);
	buf_set(&c->helo, name);
	c->local_rewrite = c->stand_alone || trust_rewrites(c);
	if (restrict_helo(c) && mfilter_helo(c))
		return true;
	buf_reset(&c->helo);
	return false;
}

bool
do_helo(struct conn *c, struct span args)
{
	return hello(c, args, "HELO") && reply(c, R_HELO);
}

bool
do_ehlo(struct conn *c, struct span args)
{
	struct buf lines = BUF_INIT;

	if (!hello(c, args, "EHLO"))
		return false;
	c->esmtp = true;
	authcmd_find_mechanisms(c);
	buf_adds(&lines, c->set->hostname);
	keywords_add(c, &lines);
	keywords_log(c);
	bool good = reply_say(c, 250, "", buf_span(&lines));
	buf_clear(&lines);
	return good;
}

bool
do_rset(struct conn *c, struct span args)
{
	handover_end(c);
	return reply(c, R_OK);
}

bool
do_noop(struct conn *c, struct span args)
{
	return reply(c, R_OK);
}

/* It says no more than RCPT would: whether this host takes mail for it. */
bool
do_vrfy(struct conn *c, struct span args)
{
	struct span in = args;
	bool good;

	if (c->set->no_vrfy)
		return reply(c, R_NO_VRFY);
	if (args.len == 0)
		return reply(c, R_VRFY_SYNTAX);
	if (c->tx.open)
		return reply(c, R_NESTED_MAIL);
	if (smtpcmd_path(&in, c->set->strict, &c->tx.rcpt.address) !=
	    SMTPCMD_OK || in.len > 0 || c->tx.rcpt.address.len == 0)
		return reply(c, R_BAD_RCPT);
	good = restrict_rcpt(c) && reply_with(c, R_VRFY_OK, args);
	buf_reset(&c->tx.rcpt.address);
	return good;
}

bool
do_quit(struct conn *c, struct span args)
{
	conn_end(c, NULL);
	return reply(c, R_BYE);
}

bool
do_help(struct conn *c, struct span args)
{
	struct buf names = BUF_INIT;

	verbs_list(&names);
	bool good = reply_with(c, R_HELP, buf_span(&names));
	buf_clear(&names);
	return good;
}
