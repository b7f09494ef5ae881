/* SPDX-License-Identifier: ISC
 *
 * cmd/posttrace/trace - where mail for an address would go, and every step there
 *
 * Source:  posttrace(1): what cleanup, the dispatcher and local would do.
 * Owns:    tables, lists, steps and results, until trace_close.
 * Errors:  what cannot be found out is a result, too: deferred.
 * Effects: asks lists and tables, looks at home directories. Sends nothing.
 */
#ifndef POSTTRACE_TRACE_H
#define POSTTRACE_TRACE_H

#include "agent/services.h"
#include "route/mapping.h"
#include "route/router.h"

struct result {
	struct span	rcpt;
	const char     *outcome;	/* "delivered", "forwarded", "discarded",
					 * "returned", "deferred" */
	struct span	transport, nexthop;	/* may be empty */
	char		dsn[12];
	struct span	text;		/* where to, or why not */
};

struct trace {
	struct mapping	mapping;
	struct router	router;
	struct services	services;
	struct maps    *aliases;
	struct buf	sender;		/* as it would be in the envelope */
	struct explain	e;
	struct htab	seen;		/* local parts; see cmd/posttrace/user */
	struct result  *results;
	size_t		n, cap;
};

void	trace_open(struct trace *t);
void	trace_close(struct trace *t);
/* In the form that people write. The sender of all that follows; false when
 * that is no address. */
bool	trace_sender(struct trace *t, const char *text);
/* Steps and results of one recipient replace those of the one before. */
void	trace_rcpt(struct trace *t, const char *text);

/* For cmd/posttrace/user: goes on with an address that has been expanded. */
void	trace_address(struct trace *t, struct span addr);
void	trace_result(struct trace *t, struct span rcpt, const char *outcome,
	    const struct hop *h, const char *dsn, struct span text);
void	trace_why(struct trace *t, struct span rcpt, const struct hop *h,
	    const struct why *w);

#endif
