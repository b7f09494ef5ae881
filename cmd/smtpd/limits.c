/* SPDX-License-Identifier: ISC */
#include "limits.h"

#include "conf/param.h"
#include "errand.h"
#include "reply.h"
#include "sys/log.h"

static const struct {
	enum param	 limit;
	const char	*what;		/* in the log: fail2ban knows it */
	enum reply	 reply;
	bool		 ends;		/* the session */
} limits[EVENTS] = {
	[EVENT_CONNECT] = { P_smtpd_client_connection_rate_limit,
	    "Connection rate", R_TOO_MANY, true },
	[EVENT_MESSAGE] = { P_smtpd_client_message_rate_limit,
	    "Message delivery request rate", R_TOO_MUCH_MAIL, false },
	[EVENT_RCPT] = { P_smtpd_client_recipient_rate_limit,
	    "Recipient address rate", R_TOO_MANY_OF_IT, false },
	[EVENT_TLS] = { P_smtpd_client_new_tls_session_rate_limit,
	    "New TLS session rate", R_TOO_MUCH_TLS, true },
	[EVENT_AUTH] = { P_smtpd_client_auth_rate_limit,
	    "AUTH command rate", R_TOO_MUCH_AUTH, false },
};

static bool
is_excepted(const struct conn *c)
{
	return matchlist_match(c->lists->list[LIST_LIMIT_EXCEPTIONS],
	    buf_span(&c->name.name), span_str(c->peer.addr), NULL) == FOUND;
}

bool
limits_allow(struct conn *c, enum event event)
{
	int64_t limit = param_int(limits[event].limit), n;

	if (limit == 0 || c->stand_alone || is_excepted(c))
		return true;
	n = errand_count(c->door->link, event, c->peer.addr);
	if (n <= limit)
		return true;
	log_warn("%s limit exceeded: %lld from %s for service %s",
	    limits[event].what, (long long)n, c->who.s, throttle_service());
	reply_with(c, limits[event].reply, span_str(c->peer.addr));
	if (limits[event].ends)
		conn_end(c, NULL);
	return false;
}

static bool
has_too_many(struct conn *c)
{
	int64_t n = errand_client(c->door->link, c->peer.addr);

	if (c->set->per_client == 0 || n <= c->set->per_client ||
	    is_excepted(c))
		return false;
	log_warn("Connection concurrency limit exceeded: %lld from %s for "
	    "service %s", (long long)n, c->who.s, throttle_service());
	reply_with(c, R_TOO_MANY, span_str(c->peer.addr));
	conn_end(c, NULL);
	return true;
}

bool
limits_enter(struct conn *c)
{
	if (c->stand_alone ||
	    (!c->set->haproxy && c->door->link->monitor >= 0))
		return true;
	return !has_too_many(c) && limits_allow(c, EVENT_CONNECT);
}
