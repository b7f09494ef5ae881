/* SPDX-License-Identifier: ISC
 *
 * wire/dnsmsg - the answers in a DNS packet
 *
 * Source:  RFC 1035 section 4; RFC 3596 (AAAA), RFC 6698 (TLSA).
 * Owns:    nothing; a record points into the packet.
 * Errors:  bad becomes and stays true at the first thing that is malformed;
 *          then there are no more records.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/dnsmsg.c.
 *
 * Names are text without the last dot ("" is the root). A byte that could be
 * taken for something else (a dot in a label, a control byte, a backslash)
 * is written \DDD, so that no wire/domain check lets it pass.
 */
#ifndef WIRE_DNSMSG_H
#define WIRE_DNSMSG_H

#include <stdint.h>

#include "base/buf.h"

enum { DNS_A = 1, DNS_NS = 2, DNS_CNAME = 5, DNS_SOA = 6, DNS_PTR = 12,
	DNS_MX = 15, DNS_TXT = 16, DNS_AAAA = 28, DNS_SRV = 33, DNS_DNAME = 39,
	DNS_TLSA = 52 };

enum { DNS_NOERROR = 0, DNS_SERVFAIL = 2, DNS_NXDOMAIN = 3 };

enum { DNSMSG_NAME = 1024 };	/* 255 bytes, each \DDD, and a NUL */

struct dnsmsg {
	struct span	msg;
	size_t		at;
	unsigned	id, rcode, left;	/* left: records not read yet */
	bool		truncated, authentic, bad;
};

struct dnsmsg_rr {
	char		name[DNSMSG_NAME];
	unsigned	type, class;
	uint32_t	ttl;
	size_t		at, len;		/* of its data in the packet */
};

/* Reads the header and skips the question. False (and bad) if it is no answer. */
bool	dnsmsg_open(struct dnsmsg *m, struct span packet);
/* The next record of the answer section; false at its end, or when bad. */
bool	dnsmsg_next(struct dnsmsg *m, struct dnsmsg_rr *rr);

/* The data of a record. False, and bad, if it is malformed. */
bool	dnsmsg_addr(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    unsigned char addr[16], size_t *len);	/* A: 4, AAAA: 16 */
bool	dnsmsg_mx(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    unsigned *preference, char name[DNSMSG_NAME]);
bool	dnsmsg_target(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    char name[DNSMSG_NAME]);			/* CNAME, PTR, NS, DNAME */
bool	dnsmsg_txt(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    struct buf *out);				/* strings joined */
bool	dnsmsg_srv(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    unsigned *priority, unsigned *weight, unsigned *port,
	    char name[DNSMSG_NAME]);

struct dnsmsg_tlsa {
	unsigned	usage, selector, matching;
	struct span	data;
};

bool	dnsmsg_tlsa(struct dnsmsg *m, const struct dnsmsg_rr *rr,
	    struct dnsmsg_tlsa *t);

#endif
