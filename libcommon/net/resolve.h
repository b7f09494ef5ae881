/* SPDX-License-Identifier: ISC
 *
 * net/resolve - asks the DNS: mail exchangers, addresses, texts, name servers
 *
 * Source:  RFC 1035, 2181 (CNAME), 7505 (null MX), 6840 section 5.7 (AD);
 *          the C library's resolver for resolv.conf and transport.
 * Owns:    the resolver its sockets; an answer its records.
 * Errors:  RESOLVED_TEMP for all that may be different later: no server, no
 *          answer, SERVFAIL, an answer that cannot be read. The text of why
 *          is that of Postfix's log lines.
 * Effects: talks to the servers of resolv.conf, for as long as that file says.
 *          The search list is never applied, /etc/hosts is not looked at.
 */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include "base/pool.h"
#include "base/why.h"
#include "wire/dnsmsg.h"

enum resolved {
	RESOLVED_OK,
	RESOLVED_NO_DATA,	/* the name exists, without such a record */
	RESOLVED_NO_NAME,	/* there is no such name */
	RESOLVED_NULL_MX,	/* the domain says that it takes no mail */
	RESOLVED_INVALID,	/* only records that name no host */
	RESOLVED_TEMP
};

enum { RESOLVE_RECORDS = 100 };	/* more are left out */

struct resolve_rr {
	unsigned	type, preference;	/* of MX */
	uint32_t	ttl;
	/* A, AAAA: the bytes; TXT, TLSA: the data; else the name, NUL added */
	struct span	data;
	struct dnsmsg_tlsa tlsa;
};

struct resolve_answer {
	struct pool	 pool;
	struct resolve_rr *rr;
	size_t		 n;
	struct span	 name;		/* to which the aliases have led */
	bool		 authentic;	/* all of it, says the resolver */
};

#define RESOLVE_ANSWER_INIT { .pool = POOL_INIT }

struct resolver;

/* Never NULL: one without servers answers TEMP. authentic: ask whether answers
 * are signed; resolv.conf must name servers that are to be trusted. */
struct resolver *resolver_new(bool authentic);
void	resolver_free(struct resolver *r);

/* One type (DNS_MX, ...), records in the order in which they came. What the
 * answer held is replaced. */
enum resolved	resolve(struct resolver *r, struct span name, unsigned type,
		    struct resolve_answer *a, struct why *w);
void	resolve_clear(struct resolve_answer *a);
/* Lowest preference first; equal ones keep their order. */
void	resolve_sort(struct resolve_answer *a);
/* "Host not found", ... */
const char *resolve_text(enum resolved got);

/* An answer as it came from the network, for the question name; steps is how
 * many aliases may still be followed. Into *next an alias whose target the
 * answer does not tell; else it becomes empty. */
enum resolved	resolve_read(struct span packet, struct span name,
		    unsigned type, struct resolve_answer *a,
		    struct span *next);

#endif
