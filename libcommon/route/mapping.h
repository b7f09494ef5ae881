/* SPDX-License-Identifier: ISC
 *
 * route/mapping - all that the door does to addresses, in order
 *
 * Source:  Postfix ADDRESS_REWRITING_README, cleanup(8).
 * Owns:    tables and lists, until mapping_close.
 * Errors:  OUT_TEMP with a reason (4.3.0, or 4.6.0 for a limit) when a table
 *          cannot answer; a bad value in main.cf ends the program.
 * Effects: those of table/table.
 *
 * A process that forks for its work reads main.cf and opens what its children
 * can share; each child opens the rest, whose files and connections are not for
 * sharing.
 */
#ifndef ROUTE_MAPPING_H
#define ROUTE_MAPPING_H

#include "route/bcc.h"
#include "route/canonical.h"
#include "route/class.h"
#include "route/masquerade.h"
#include "route/virtual.h"

enum mapping_table {
	MAPPING_SENDER_CANONICAL, MAPPING_RCPT_CANONICAL, MAPPING_CANONICAL,
	MAPPING_VIRTUAL, MAPPING_SENDER_BCC, MAPPING_RCPT_BCC,
	MAPPING_TABLES
};

struct mapping {
	struct rewrite	 rewrite;
	struct addrmap	 how;
	struct canonical canonical;
	struct masquerade masquerade;
	struct virtual	 virtual;
	struct bcc	 bcc;
	/* NULL: not opened yet */
	struct maps	*maps[MAPPING_TABLES];
	struct matchlist *exceptions;
	struct classes	*classes;	/* also NULL when no table asks for them */
	bool		 needs_classes, complete;
};

/* It must stay where it is until mapping_close. */
void	mapping_read(struct mapping *m);
void	mapping_prepare(struct mapping *m);	/* what can be shared */
void	mapping_complete(struct mapping *m);	/* the rest */
/* Opens again, of what is open, what has changed. */
void	mapping_refresh(struct mapping *m);
void	mapping_close(struct mapping *m);

/* Completes addr, which is in internal form, and puts what the tables say in
 * its place. use is one of USE_. */
enum out	mapping_address(const struct mapping *m, unsigned use,
		    enum rewrite_context ctx, struct buf *addr,
		    struct explain *e, struct why *w);
/* Whom a recipient stands for; to is emptied first. */
enum out	mapping_expand(const struct mapping *m, struct span rcpt,
		    struct addrs *to, struct explain *e, struct why *w);
/* Who gets a copy of all mail, of this sender's, of this recipient's: to is
 * emptied first. What comes out is a recipient as any other. */
enum out	mapping_bcc(const struct mapping *m, struct addrs *to,
		    struct explain *e, struct why *w);
enum out	mapping_bcc_sender(const struct mapping *m, struct span sender,
		    struct addrs *to, struct explain *e, struct why *w);
enum out	mapping_bcc_rcpt(const struct mapping *m, struct span rcpt,
		    struct addrs *to, struct explain *e, struct why *w);

#endif
