/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/policy - a policy server, and the connection to it
 *
 * Source:  Postfix SMTPD_POLICY_README; parameters smtpd_policy_service_*.
 * Owns:    its connection, which is kept from one request to the next.
 * Errors:  OUT_TEMP with a reason: no connection, no answer in time, nonsense.
 * Effects: connects, writes, reads; tries again as often as configured, and
 *          never takes longer than timeout a try, and the pauses between.
 */
#ifndef SMTPD_POLICY_H
#define SMTPD_POLICY_H

#include <stdint.h>

#include "base/why.h"

struct policy {
	char		*spec;		/* as it is written in the list */
	char		*server;	/* "inet:host:port", "unix:path" */
	char		*bad;		/* what is wrong with the spec, or NULL */
	char		*default_action, *context;
	int64_t		 timeout, idle, ttl, retry_delay;
	int64_t		 request_limit, try_limit;
	int		 fd;
	int64_t		 opened, used, requests;
};

/* "inet:host:port", or "{ inet:host:port, timeout=10s, ... }". */
struct policy	*policy_new(struct span spec);
void	policy_free(struct policy *p);
const char	*policy_spec(const struct policy *p);

/* The request ends in an empty line. *action is set only if OUT_OK. */
enum out	policy_ask(struct policy *p, struct span request,
		    struct buf *action, struct why *w);

#endif
