/* SPDX-License-Identifier: ISC */
#include "xclient.h"

#include "keywords.h"
#include "reply.h"
#include "session.h"
#include "sys/log.h"
#include "wire/xattr.h"

static const enum xattr client_attributes[] = {
	XATTR_NAME, XATTR_ADDR, XATTR_PORT, XATTR_PROTO, XATTR_HELO,
	XATTR_LOGIN, XATTR_DESTADDR, XATTR_DESTPORT, XATTR_REVERSE_NAME,
	XATTRS
};

static const enum xattr forward_attributes[] = {
	XATTR_NAME, XATTR_ADDR, XATTR_PORT, XATTR_PROTO, XATTR_HELO,
	XATTR_IDENT, XATTR_SOURCE, XATTRS
};

static bool
is_authorised(const struct conn *c, enum list_id id)
{
	struct why w = WHY_INIT;
	enum found got = matchlist_match(c->lists->list[id],
	    buf_span(&c->name.name), span_str(c->peer.addr), &w);

	if (got == FAILED)
		log_warn("%s", w.text.s);
	why_clear(&w);
	return got == FOUND;
}

void
xclient_choose(struct conn *c)
{
	c->may_xclient = is_authorised(c, LIST_XCLIENT);
	c->may_xforward = is_authorised(c, LIST_XFORWARD);
}

static void
add(struct buf *out, const enum xattr *list)
{
	while (*list != XATTRS)
		buf_addf(out, " %s", xattr_name(*list++));
}

void
xclient_add(const struct conn *c, struct buf *out)
{
	add(out, client_attributes);
}

void
xforward_add(const struct conn *c, struct buf *out)
{
	add(out, forward_attributes);
}

static void
set_name(struct conn *c, const struct xattr_value *v)
{
	buf_set(&c->name.name, v->state == XATTR_GIVEN ?
	    buf_span(&v->value) : SPAN("unknown"));
	c->name.status = v->state == XATTR_GIVEN ? NAME_OK :
	    v->state == XATTR_UNAVAILABLE ? NAME_PERM : NAME_TEMP;
	/* unless that is told, too, later */
	buf_set(&c->name.reverse, buf_span(&c->name.name));
	c->name.reverse_status = c->name.status;
}

static void
set_reverse(struct conn *c, const struct xattr_value *v)
{
	buf_set(&c->name.reverse, v->state == XATTR_GIVEN ?
	    buf_span(&v->value) : SPAN("unknown"));
	c->name.reverse_status = v->state == XATTR_GIVEN ? NAME_OK :
	    v->state == XATTR_UNAVAILABLE ? NAME_PERM : NAME_TEMP;
}

static void
set_peer(struct peer *p, const struct xattr_value *v)
{
	int port = p->port;

	if (v->state != XATTR_GIVEN ||
	    !peer_parse(p, buf_span(&v->value), SPAN("")))
		*p = (struct peer){ .family = AF_UNSPEC, .addr = "unknown" };
	p->port = port;
}

static void
set_port(struct peer *p, const struct xattr_value *v)
{
	struct span digits = buf_span(&v->value);

	p->port = 0;
	while (digits.len > 0)
		p->port = p->port * 10 + span_byte(&digits) - '0';
}

static void
set(struct conn *c, const struct xattr_value *v)
{
	switch (v->id) {
	case XATTR_NAME:	set_name(c, v); break;
	case XATTR_REVERSE_NAME: set_reverse(c, v); break;
	case XATTR_ADDR:	set_peer(&c->peer, v); break;
	case XATTR_PORT:	set_port(&c->peer, v); break;
	case XATTR_DESTADDR:	set_peer(&c->own, v); break;
	case XATTR_DESTPORT:	set_port(&c->own, v); break;
	case XATTR_HELO:	buf_set(&c->helo, buf_span(&v->value)); break;
	case XATTR_PROTO:
		c->esmtp = span_caseis(buf_span(&v->value), "ESMTP");
		break;
	case XATTR_LOGIN:
		if (v->state == XATTR_GIVEN)
			login_set(&c->login, SPAN("XCLIENT"),
			    buf_span(&v->value));
		else
			login_forget(&c->login);
		break;
	default:
		break;
	}
}

static bool
is_in(const enum xattr *list, enum xattr id)
{
	while (*list != XATTRS && *list != id)
		list++;
	return *list == id;
}

/* All are looked at before the first one counts. */
static bool
check(struct conn *c, struct span args, const enum xattr *list)
{
	struct xattr_value v = { .value = BUF_INIT };
	enum xattr_got got;
	size_t n = 0;

	while ((got = xattr_take(&args, &v)) == XATTR_OK && is_in(list, v.id))
		n++;
	bool good = got == XATTR_END && n > 0;
	if (got == XATTR_BAD)
		reply_with(c, R_BAD_XATTR, v.text);
	else if (n == 0 && got == XATTR_END)
		reply_with(c, R_XATTR_SYNTAX, span_str(c->where));
	else if (!good)
		reply_with(c, R_NO_XATTR, v.text);
	buf_clear(&v.value);
	return good;
}

/* Not allowed; or there is a message, which would be of two clients. */
static bool
refused(struct conn *c, bool may)
{
	if (!may)
		return !reply(c, R_NOT_AUTHORISED);
	return c->tx.open && !reply(c, R_IN_MAIL);
}

bool
do_xclient(struct conn *c, struct span args)
{
	struct xattr_value v = { .value = BUF_INIT };

	if (refused(c, c->may_xclient) || !check(c, args, client_attributes))
		return false;
	conn_forget(c);
	while (xattr_take(&args, &v) == XATTR_OK)
		set(c, &v);
	buf_clear(&v.value);
	conn_describe(c);
	keywords_choose(c);
	return session_greet(c);
}

bool
do_xforward(struct conn *c, struct span args)
{
	struct xattr_value v = { .value = BUF_INIT };

	if (refused(c, c->may_xforward) ||
	    !check(c, args, forward_attributes))
		return false;
	while (xattr_take(&args, &v) == XATTR_OK)
		forward_set(&c->tx.forward, &v);
	buf_clear(&v.value);
	return reply(c, R_OK);
}
