/* SPDX-License-Identifier: ISC */
#include "mail.h"

#include "authcmd.h"
#include "base/utf8.h"
#include "conf/param.h"
#include "limits.h"
#include "reply.h"
#include "restrict.h"
#include "sys/host.h"
#include "wire/xtext.h"

/* Behind MAIL, the reserve that a message of any size may need. */
static bool
has_space(const struct conn *c, uint64_t size)
{
	uint64_t free_bytes;

	if (!host_free(param_str(P_queue_directory), &free_bytes))
		return true;		/* the door will tell */
	return free_bytes > c->set->queue_minfree &&
	    free_bytes / 3 * 2 > c->set->size_limit && free_bytes > size;
}

static bool
refuse(struct conn *c, enum smtpcmd_bad bad, struct span what,
    enum reply syntax, enum reply address)
{
	switch (bad) {
	case SMTPCMD_OK:
		return true;
	case SMTPCMD_SYNTAX:
		return reply(c, syntax);
	case SMTPCMD_ADDRESS:
	case SMTPCMD_LONG:
		return reply(c, address);
	case SMTPCMD_OPTION:
		return reply_with(c, R_BAD_OPTION, what);
	case SMTPCMD_VALUE:
		break;
	}
	if (span_casestarts(what, SPAN("AUTH=")) && c->tx.mail.has_auth)
		return reply(c, R_AUTH_TWICE);
	if (span_casestarts(what, SPAN("SIZE=")))
		return reply(c, R_BAD_SIZE);
	return reply_with(c, R_BAD_VALUE, what);
}

/* Extensions that are not announced. */
static const char *
not_offered(const struct conn *c, const struct smtpcmd_mail *m)
{
	if (m->smtputf8 && !c->set->smtputf8)
		return "SMTPUTF8";
	if (m->requiretls)
		return "REQUIRETLS";
	if (m->body == SMTPCMD_BINARYMIME)
		return "BODY=BINARYMIME";
	return NULL;
}

static bool
utf8_undeclared(const struct conn *c, const struct buf *address)
{
	return c->set->strict_smtputf8 && !c->tx.mail.smtputf8 &&
	    !utf8_is_ascii(buf_span(address));
}

bool
do_mail(struct conn *c, struct span args)
{
	struct smtpcmd_mail *m = &c->tx.mail;
	enum smtpcmd_bad bad = smtpcmd_mail(args, c->set->strict, m);

	if (bad != SMTPCMD_OK)
		return refuse(c, bad, m->bad, R_MAIL_SYNTAX, R_BAD_SENDER);
	const char *option = not_offered(c, m);
	if (option != NULL)
		return reply_with(c, R_BAD_OPTION, span_str(option));
	if (m->has_auth && !authcmd_is_active(c))
		return reply(c, R_AUTH_DISABLED);
	if (utf8_undeclared(c, &m->address))
		return reply(c, R_UTF8_UNDECLARED);
	if (c->set->size_limit > 0 && m->size > c->set->size_limit)
		return reply_reject_row(c, R_TOO_BIG);
	/* not the client's fault */
	if (!has_space(c, m->size)) {
		reply_reject_row(c, R_NO_SPACE);
		return true;
	}
	buf_reset(&c->tx.sasl_sender);
	xtext_encode(&c->tx.sasl_sender, buf_span(&m->auth));
	if (!limits_allow(c, EVENT_MESSAGE) || !restrict_mail(c) ||
	    !mfilter_mail(c, args)) {
		tx_reset(&c->tx);
		return false;
	}
	c->tx.open = true;
	return reply(c, R_SENDER_OK);
}

/* Some clients go on in spite of the limit, and mean no harm. */
static bool
too_many(struct conn *c)
{
	reply(c, R_TOO_MANY_RCPTS);
	return c->tx.overshoot++ < c->set->rcpt_overshoot;
}

bool
do_rcpt(struct conn *c, struct span args)
{
	struct smtpcmd_rcpt *r = &c->tx.rcpt;
	enum smtpcmd_bad bad = smtpcmd_rcpt(args, c->set->strict, r);

	if (bad != SMTPCMD_OK)
		return refuse(c, bad, r->bad, R_RCPT_SYNTAX, R_BAD_RCPT);
	if (utf8_undeclared(c, &r->address))
		return reply(c, R_UTF8_UNDECLARED);
	if ((int64_t)c->tx.nrcpts >= c->set->rcpt_limit)
		return too_many(c);
	if (!limits_allow(c, EVENT_RCPT) || !restrict_rcpt(c) ||
	    !mfilter_rcpt(c, args))
		return false;
	tx_add_rcpt(&c->tx);
	door_ask(c->door);
	return reply(c, R_RCPT_OK);
}
