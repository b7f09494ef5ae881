/* SPDX-License-Identifier: ISC */
#include "whose.h"

#include "conn.h"

static const char *const classes[] = {
	[OF_CLIENT]	= "Client host",
	[OF_REVERSE]	= "Unverified Client host",
	[OF_HELO]	= "Helo command",
	[OF_SENDER]	= "Sender address",
	[OF_RCPT]	= "Recipient address",
	[OF_ETRN]	= "Etrn command",
	[OF_CCERT]	= "Client certificate",
	[OF_SASL]	= "SASL login name",
	[OF_DATA]	= "Data command",
	[OF_END]	= "End-of-data",
};

static bool
is(struct whose *of, struct span name)
{
	of->name = of->shown = name;
	return true;
}

bool
whose_get(const struct conn *c, enum whose_id id, struct whose *of)
{
	*of = (struct whose){ .id = id, .class = classes[id] };
	switch (id) {
	case OF_ANYONE:
		*of = c->judge.list;
		return true;
	case OF_CLIENT:
		of->name = buf_span(&c->name.name);
		of->shown = buf_span(&c->who);
		return true;
	case OF_REVERSE:
		return is(of, buf_span(&c->name.reverse));
	case OF_HELO:
		return is(of, buf_span(&c->helo)) && c->helo.len > 0;
	case OF_SENDER:
		return conn_sender(c, &of->name) && is(of, of->name);
	case OF_RCPT:
		return conn_rcpt(c, &of->name) && is(of, of->name);
	case OF_ETRN:
		return is(of, c->judge.etrn) && of->name.len > 0;
	case OF_CCERT:
		return is(of, tlsfacts_get(&c->tls, TLSFACT_SUBJECT));
	case OF_SASL:
		return is(of, buf_span(&c->login.username)) &&
		    of->name.len > 0;
	case OF_DATA:
		return is(of, SPAN("DATA"));
	case OF_END:
		return is(of, SPAN("END-OF-MESSAGE"));
	}
	return false;
}

bool
whose_is_address(const struct whose *of)
{
	return of->id == OF_SENDER || of->id == OF_RCPT;
}
