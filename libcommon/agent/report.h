/* SPDX-License-Identifier: ISC
 *
 * agent/report - what an agent answers: one result a recipient, and its log line
 *
 * Source:  queue(5), deliver protocol. Packets of records:
 *
 *          r n K|Z|D dsn relay text    the n-th recipient of the request is
 *                                      done; words as in queue/escape
 *          f n sender delivered_to orig rcpt
 *                                      before r: send the message on. One copy
 *                                      for each n and sender, with the line
 *                                      "Delivered-To: delivered_to" on top
 *                                      unless that is empty
 *          n what                      a notice begins; what names it in the
 *                                      log ("sender non-delivery
 *                                      notification"); then the records of
 *                                      agent/submit: F A O P R M E
 *          e                           the request is done
 *
 *          The bounce agent's only r has n = 0 and speaks for all recipients
 *          that have failed: K means that its notices shall be queued, or that
 *          nobody is to be told.
 *          A recipient without a result is tried again.
 * Owns:    struct report its buffers.
 * Errors:  a lost dispatcher is noticed by the next request_recv.
 * Effects: writes the socket; report_result writes the mail log.
 */
#ifndef AGENT_REPORT_H
#define AGENT_REPORT_H

#include "agent/request.h"

/* -- the agent's side -- */

struct report {
	const struct request *rq;
	int		sock;
	struct stamp	began;		/* the request came in */
	struct stamp	ready;		/* connection set up; began if none */
	unsigned	conn_use;	/* logged from 2 on */
	const char     *tls;		/* logged unless NULL */
	struct buf	out;		/* records not yet sent */
	struct buf	forwarded;	/* one byte a recipient: it has forwards */
};

void	report_begin(struct report *rp, const struct request *rq, int sock);
/* The result for recipient n, w->out and all, and its log line (see
 * agent/outcome). With soft_bounce OUT_PERM becomes OUT_TEMP. A recipient with
 * forwards is logged by the dispatcher, when they are queued. */
void	report_result(struct report *rp, size_t n, const char *relay,
	    const struct why *w);
void	report_forward(struct report *rp, size_t n, struct span sender,
	    struct span delivered_to, struct span orig, struct span rcpt);

/* A notice, in this order: begin (with the name for the log), sender, facts
 * and recipients, content, end. */
void	report_notice(struct report *rp, const char *what);
void	report_notice_sender(struct report *rp, struct span sender);
void	report_notice_fact(struct report *rp, const char *name,
	    struct span value);
void	report_notice_rcpt(struct report *rp, const struct rcpt *r);
void	report_notice_content(struct report *rp, struct span bytes);
void	report_notice_end(struct report *rp);
/* The bounce agent's verdict; not logged. */
void	report_notices(struct report *rp, const struct why *w);

/* The loop does these: sends what is pending, and e. */
void	report_flush(struct report *rp);
void	report_end(struct report *rp);
void	report_clear(struct report *rp);

/* -- the dispatcher's side -- */

struct result {
	size_t		n;
	enum out	out;
	struct span	dsn, relay, text;
};

struct forward {
	size_t		n;
	struct span	sender, delivered_to, orig, rcpt;
};

/* Of the data of an r or f record. Decoded values stand in scratch, which is
 * reset. */
bool	report_read_result(struct span data, struct result *r,
	    struct buf *scratch);
bool	report_read_forward(struct span data, struct forward *f,
	    struct buf *scratch);

#endif
