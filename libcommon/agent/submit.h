/* SPDX-License-Identifier: ISC
 *
 * agent/submit - the client's side of the door: handing a message over
 *
 * Source:  the submission stream, in queue(5): one message after another,
 *
 *          F sender            begins a message; answered at once by
 *                              Q id
 *          A name=value        a fact about the message (see below)
 *          O address           original recipient of the next R
 *          P name=value        notify or orcpt of the next R
 *          R address           a recipient, internal form
 *          S state             a milter of a client that speaks SMTP, with its
 *                              descriptor (see milter_pack); before content
 *          M bytes             content, lines ending in LF, in any pieces
 *          E                   complete: answered by one of
 *                              K id    queued, durable
 *                              Z dsn text    not now
 *                              D dsn text    never
 *                              (and before Z and D maybe T text: what SMTP is
 *                              to say, with its code)
 *          X                   instead of E: forget it; no answer
 *
 *          End of file before E forgets it, too. cleanup and postdrop serve it
 *          (postdrop: one message). The server reads on to E after an error.
 *          A client need not wait between messages: the door then commits those
 *          together that have come together. Verdicts come in order; the next
 *          Q may come before them.
 *
 *          Facts: kind (local, smtp, notice, forward), id and maildrop (pickup
 *          only), arrival, uid, login, full_name, client_name,
 *          client_address, client_port, reverse_client_name, helo_name,
 *          protocol (SMTP, ESMTP, ...), sasl_method, sasl_username,
 *          sasl_sender (MAIL's AUTH=, xtext), sasl_shown (in Received),
 *          tls_protocol, tls_shown and tls_client (comments in Received),
 *          encoding (7bit, 8bit), smtputf8, envid, ret (full, hdrs), rewrite
 *          (local, none: may headers be completed), override
 *          (receive_override_options).
 *
 *          What shall become of the message, as access tables say it. These
 *          may also come behind content, up to E. Who sends them has logged
 *          why; of those that are not repeatable the last one counts.
 *          hold=text           into the hold queue
 *          discard=text        accepted, and thrown away
 *          filter=transport:nexthop    the way of all recipients
 *          redirect=address    the recipient, instead of all others
 *          bcc=address         one more recipient; repeatable
 *          prepend=header      above all others; repeatable; not behind content
 *
 *          No value may hold a control character.
 * Owns:    its channel's buffers; the descriptors belong to the caller.
 * Errors:  writing goes wrong silently and is told by submit_id or
 *          submit_commit; no answer is OUT_TEMP.
 * Effects: talks over the two descriptors.
 */
#ifndef AGENT_SUBMIT_H
#define AGENT_SUBMIT_H

#include "agent/channel.h"
#include "base/why.h"
#include "queue/envelope.h"
#include "queue/id.h"

struct submit {
	struct channel	ch;
	struct id	id;		/* "" until told */
	bool		broken;
	struct buf	reply;		/* of T; "" if there was none */
};

/* The records O and P that stand before a recipient's R, in a submission as in
 * a request. orig may differ from that of r. */
void	submit_add_options(struct buf *out, const struct rcpt *r,
	    struct span orig);

void	submit_init(struct submit *s, int in, int out);
void	submit_clear(struct submit *s);

void	submit_begin(struct submit *s, struct span sender);
void	submit_fact(struct submit *s, const char *name, struct span value);
void	submit_rcpt(struct submit *s, const struct rcpt *r);
void	submit_milter(struct submit *s, struct span state, int fd);
void	submit_content(struct submit *s, struct span bytes);
void	submit_forget(struct submit *s);

/* Waits until the id is known, in s->id. */
enum out	submit_id(struct submit *s, struct why *w);
/* Waits for the verdict. After OUT_OK s->id is the queue id, and the text of w
 * is "queued as ID". */
enum out	submit_commit(struct submit *s, struct why *w);

#endif
