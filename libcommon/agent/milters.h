/* SPDX-License-Identifier: ISC
 *
 * agent/milters - all milters of a session, asked one after another
 *
 * Source:  agent/milter; Postfix smtpd_milters, non_smtpd_milters.
 * Owns:    the milters, until milters_close.
 * Errors:  those of each milter. The first that does not say go on is the
 *          last to be asked.
 * Effects: those of agent/milter.
 */
#ifndef AGENT_MILTERS_H
#define AGENT_MILTERS_H

#include "agent/milter.h"

struct milters {
	struct milter	*m;
	size_t		 n;
	milter_value	*value;
	void		*arg;		/* of value */
};

/* list: as in smtpd_milters. Nothing is connected yet. */
void	milters_open(struct milters *ms, struct span list, milter_value *value,
	    void *arg);
void	milters_close(struct milters *ms);
/* One more, from another process; false when it is none. */
bool	milters_take(struct milters *ms, struct span packed, int fd);

/* What the client does. family: '4', '6', 'L', 'U' (unknown). Addresses are in
 * internal form, args the rest of the command. */
enum milter_says	milters_connect(struct milters *ms, struct span name,
			    char family, int port, struct span address,
			    struct milter_verdict *v);
enum milter_says	milters_helo(struct milters *ms, struct span name,
			    struct milter_verdict *v);
enum milter_says	milters_mail(struct milters *ms, struct span address,
			    struct span args, struct milter_verdict *v);
enum milter_says	milters_rcpt(struct milters *ms, struct span address,
			    struct span args, struct milter_verdict *v);
enum milter_says	milters_data(struct milters *ms,
			    struct milter_verdict *v);
enum milter_says	milters_unknown(struct milters *ms, struct span line,
			    struct milter_verdict *v);
void	milters_abort(struct milters *ms);
/* Macros that say who we are: j, v, {daemon_name}. */
bool	milters_value(struct span name, struct buf *out);
/* They cannot be trusted to be where they should: each gives its default. */
void	milters_fail(struct milters *ms);

#endif
