/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/lists - the lists and tables that decisions are made from
 *
 * Source:  Postfix postconf(5): mynetworks, mydestination, *_maps, ...
 * Owns:    all of them, until lists_close.
 * Errors:  a list or table that is broken answers FAILED when it is asked.
 * Effects: reads files, opens tables.
 *
 * Lists of plain words are made once, by the monitor, and are shared by what
 * it forks. Tables are opened by each session, before it gives up the rights
 * that may be needed for that: handles are not for sharing.
 */
#ifndef SMTPD_LISTS_H
#define SMTPD_LISTS_H

#include "judge.h"
#include "net/resolve.h"
#include "route/class.h"
#include "rulelist.h"
#include "table/maps.h"

enum list_id {
	LIST_MYNETWORKS, LIST_FORBIDDEN_COMMANDS, LIST_NOOP_COMMANDS,
	LIST_FAST_FLUSH, LIST_XCLIENT, LIST_XFORWARD, LIST_BARE_LF_EXCLUSIONS,
	LIST_LIMIT_EXCEPTIONS, LIST_SASL_EXCEPTIONS, LIST_SASL_MECHANISMS,
	LIST_LOGGED_PERMITS, LIST_MX_BACKUP_NETWORKS,
	LISTS
};

enum maps_id {
	MAPS_CANONICAL, MAPS_RCPT_CANONICAL, MAPS_VIRTUAL_ALIAS,
	MAPS_LOCAL_RCPT, MAPS_RELAY_RCPT, MAPS_MAILBOX,
	MAPS_COMMAND_FILTER, MAPS_REJECT_FOOTER, MAPS_NO_KEYWORDS, MAPS_TLS_LOG,
	MAPS_SENDER_CANONICAL, MAPS_LOGINS, MAPS_RBL_REPLY,
	MAPS_CLIENT_CERTS, MAPS_MILTER,
	MAPS_COUNT
};

struct lists {
	struct classes	 classes;
	struct matchlist *list[LISTS];
	struct maps	*maps[MAPS_COUNT];
	struct rulebook	 book;		/* what rules refer to */
	struct rulelist	 stage[STAGES];
	struct resolver	*resolver;	/* made when it is first needed */
	struct interfaces own;
	const char	*origin, *delimiters;
	bool		 open_relay;	/* no rule refuses to relay */
};

void	lists_prepare(struct lists *l);		/* the monitor */
void	lists_complete(struct lists *l);	/* the session */
/* A file behind them has: open them anew. */
bool	lists_changed(const struct lists *l);
void	lists_close(struct lists *l);

struct resolver *lists_resolver(struct lists *l);

#endif
