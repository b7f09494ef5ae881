/* SPDX-License-Identifier: ISC */
#include "conn.h"

#include "handover.h"
#include "keywords.h"
#include "sys/log.h"
#include "xclient.h"

void
conn_init(struct conn *c, const struct settings *set, struct lists *lists,
    struct door *door, int in, int out)
{
	*c = (struct conn){ .set = set, .lists = lists, .door = door, .name = NAME_INIT,
	    .who = BUF_INIT, .helo = BUF_INIT, .login = LOGIN_INIT,
	    .mechanisms = BUF_INIT,
	    .no_keywords = BUF_INIT, .line = BUF_INIT, .judge = JUDGE_INIT,
	    .dnsbl = DNSBL_INIT,
	    .where = "CONNECT" };
	stream_init(&c->io, in, out);
	stream_limit(&c->io, set->timeout);
	smtpline_init(&c->lines, set->line_limit);
	tx_init(&c->tx);
	tlsfacts_init(&c->tls);
	tlslink_init(&c->tlslink);
}

void
conn_identify(struct conn *c, const struct peer *p, const struct peer *own)
{
	c->peer = *p;
	c->own = *own;
	/* As Postfix: what comes through a local socket is this host. */
	if (p->family == AF_UNIX)
		memcpy(c->peer.addr, "127.0.0.1", sizeof("127.0.0.1"));
	name_of(&c->name, p, c->set->name_lookup);
	if (c->name.warning.len > 0)
		log_warn("%s", c->name.warning.s);
	conn_describe(c);
	keywords_choose(c);
	xclient_choose(c);
}

void
conn_describe(struct conn *c)
{
	buf_reset(&c->who);
	buf_addf(&c->who, "%s[%s]", c->name.name.s, c->peer.addr);
	if (c->set->log_port && c->peer.port > 0)
		buf_addf(&c->who, ":%d", c->peer.port);
}

void
conn_clear(struct conn *c)
{
	mfilter_close(c);
	tx_clear(&c->tx);
	judge_clear(&c->judge);
	dnsbl_clear(&c->dnsbl);
	tlsfacts_clear(&c->tls);
	tlslink_close(&c->tlslink);
	stream_clear(&c->io);
	name_clear(&c->name);
	buf_clear(&c->who);
	buf_clear(&c->helo);
	login_clear(&c->login);
	buf_clear(&c->mechanisms);
	buf_clear(&c->no_keywords);
	buf_clear(&c->line);
}

void
conn_forget(struct conn *c)
{
	handover_end(c);
	buf_reset(&c->helo);
	c->esmtp = false;
}

void
conn_end(struct conn *c, const char *reason)
{
	c->over = true;
	if (c->reason == NULL)
		c->reason = reason;
}

const char *
conn_protocol(const struct conn *c)
{
	return c->esmtp ? "ESMTP" : "SMTP";
}

bool
conn_sender(const struct conn *c, struct span *address)
{
	*address = buf_span(&c->tx.mail.address);
	return c->tx.open || strcmp(c->where, "MAIL") == 0;
}

bool
conn_rcpt(const struct conn *c, struct span *address)
{
	if (strcmp(c->where, "RCPT") == 0 || strcmp(c->where, "VRFY") == 0) {
		*address = buf_span(&c->tx.rcpt.address);
		return address->len > 0;
	}
	if (c->tx.nrcpts != 1)
		return false;
	*address = c->tx.rcpts[0].addr;
	return true;
}

struct span
conn_queue_id(const struct conn *c)
{
	return c->tx.handed ? span_str(c->door->submit.id.s) : SPAN("");
}
