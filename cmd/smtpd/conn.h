/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/conn - all that is known of one connection
 *
 * Source:  RFC 5321 section 3.
 * Owns:    its buffers; settings, lists and the door outlast it.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SMTPD_CONN_H
#define SMTPD_CONN_H

#include "authlink.h"
#include "agent/tlslink.h"
#include "dnsbl.h"
#include "door.h"
#include "judge.h"
#include "lists.h"
#include "login.h"
#include "mfilter.h"
#include "net/name.h"
#include "net/peer.h"
#include "net/stream.h"
#include "settings.h"
#include "stress.h"
#include "tx.h"
#include "wire/smtpline.h"
#include "wire/tlsfacts.h"

/* The rows of verbs.c: their order is that of the line at the end of a
 * session, too. */
enum verb_id {
	VERB_HELO, VERB_EHLO, VERB_STARTTLS, VERB_AUTH, VERB_MAIL, VERB_RCPT,
	VERB_DATA,
	VERB_BDAT, VERB_RSET, VERB_NOOP, VERB_VRFY, VERB_ETRN, VERB_XCLIENT,
	VERB_XFORWARD, VERB_QUIT, VERB_HELP, VERB_UNKNOWN, VERBS
};

struct count {
	unsigned	good, all;
};

struct conn {
	const struct settings *set;
	struct stress	*stress;	/* NULL: there is never any */
	struct lists	*lists;
	struct stream	 io;
	struct smtpline	 lines;
	struct door	*door;
	struct tx	 tx;
	struct tlsfacts	 tls;
	struct tlslink	 tlslink;
	int64_t		 tls_log;	/* how much is logged of it */
	const char	*unfit;		/* why the certificate will not do */

	struct peer	 peer;
	struct peer	 own;		/* this end of the connection */
	struct name	 name;
	struct buf	 who;		/* "name[address]", for the log */
	bool		 may_xclient, may_xforward;
	bool		 stand_alone;	/* sendmail -bs: a user of this host */
	bool		 local_rewrite;	/* its headers may be completed */

	struct buf	 helo;		/* empty: not said yet */
	bool		 esmtp;
	struct mfilter	 mfilter;
	struct login	 login;		/* AUTH; STARTTLS forgets it */
	struct buf	 mechanisms;	/* that EHLO announces */
	struct authlink	*authlink;	/* NULL: no AUTH here */

	struct buf	 no_keywords;	/* that EHLO announces to others */
	struct buf	 line;		/* the command */
	bool		 line_bare;	/* it ended in LF alone */
	const char	*where;		/* "CONNECT", "MAIL", for the log */
	const char	*reason;	/* why the session ends early */
	uint64_t	 content;	/* bytes of the content that came */
	bool		 over;
	bool		 saw_bare_lf;
	bool		 out_of_step;	/* more came behind this command */
	bool		 denied;	/* at once: only QUIT is left */
	struct judge	 judge;
	struct dnsbl	 dnsbl;
	int64_t		 errors, junk;
	struct count	 counts[VERBS];
};

void	conn_init(struct conn *c, const struct settings *set,
	    struct lists *lists, struct door *door, int in, int out);
/* Finds out the name, and so c->who. own: this end, or family 0. */
void	conn_identify(struct conn *c, const struct peer *p,
	    const struct peer *own);
/* c->who anew, after name or address have changed. */
void	conn_describe(struct conn *c);
void	conn_clear(struct conn *c);
/* What EHLO and HELO make of it. */
void	conn_forget(struct conn *c);
/* Ends the session after this command. */
void	conn_end(struct conn *c, const char *reason);

/* As proto= in the log, and as the policy protocol has it. */
const char *conn_protocol(const struct conn *c);

/* False: nobody was named (yet). The recipient is the one of this command, or
 * the only one. */
bool	conn_sender(const struct conn *c, struct span *address);
bool	conn_rcpt(const struct conn *c, struct span *address);
/* Empty before the door has told it. */
struct span	conn_queue_id(const struct conn *c);

#endif
