/* SPDX-License-Identifier: ISC */
#include "agent/report.h"

#include <string.h>

#include "agent/outcome.h"
#include "base/num.h"
#include "conf/param.h"
#include "queue/escape.h"
#include "sys/fdpass.h"
#include "wire/record.h"

enum {
	PACKET_AIM = 64 * 1024,		/* sent when this full */
	PIECE = 32 * 1024		/* content bytes in one record */
};

void
report_begin(struct report *rp, const struct request *rq, int sock)
{
	*rp = (struct report){ .rq = rq, .sock = sock, .out = BUF_INIT,
	    .forwarded = BUF_INIT };
	rp->began = stamp_now();
	rp->ready = rp->began;
}

void
report_clear(struct report *rp)
{
	buf_clear(&rp->out);
	buf_clear(&rp->forwarded);
}

void
report_flush(struct report *rp)
{
	if (rp->out.len > 0)
		fdpass_send(rp->sock, buf_span(&rp->out), NULL, 0);
	buf_reset(&rp->out);
}

/* Packets hold whole records. */
static void
make_room(struct report *rp, size_t len)
{
	if (rp->out.len > 0 && rp->out.len + len > PACKET_AIM)
		report_flush(rp);
}

static void
put(struct report *rp, char letter, struct span data)
{
	make_room(rp, data.len);
	record_add(&rp->out, letter, data);
}

static void
put_result(struct report *rp, size_t n, enum out out, struct span relay,
    const struct why *w)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%zu %c ", n, out_letter(out));
	escape_add_word(&b, span_str(w->dsn));
	buf_addc(&b, ' ');
	escape_add_word(&b, relay);
	buf_addc(&b, ' ');
	escape_add(&b, buf_span(&w->text));
	put(rp, 'r', buf_span(&b));
	buf_clear(&b);
}

static bool
has_forwards(const struct report *rp, size_t n)
{
	return n < rp->forwarded.len && rp->forwarded.s[n] != 0;
}

static void
log_result(const struct report *rp, size_t n, struct span relay,
    const struct why *w)
{
	const struct request *rq = rp->rq;
	struct outcome o = { &rq->id, &rq->env.rcpts[n], relay,
	    rq->env.arrival, rq->active, rp->began, rp->ready,
	    rp->conn_use, rp->tls };

	outcome_log(&o, NULL, w);
}

void
report_result(struct report *rp, size_t n, const char *relay,
    const struct why *w)
{
	struct why soft = *w;

	if (n >= rp->rq->env.nrcpts)
		return;
	if (w->out == OUT_PERM && param_bool(P_soft_bounce))
		soft.out = OUT_TEMP;
	if (!has_forwards(rp, n) || soft.out != OUT_OK)
		log_result(rp, n, span_str(relay), &soft);
	put_result(rp, n, soft.out, span_str(relay), w);
}

void
report_forward(struct report *rp, size_t n, struct span sender,
    struct span delivered_to, struct span orig, struct span rcpt)
{
	struct span word[] = { sender, delivered_to, orig, rcpt };
	struct buf b = BUF_INIT;

	while (rp->forwarded.len <= n)
		buf_addc(&rp->forwarded, 0);
	rp->forwarded.s[n] = 1;
	buf_addf(&b, "%zu", n);
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
		buf_addc(&b, ' ');
		escape_add_word(&b, word[i]);
	}
	put(rp, 'f', buf_span(&b));
	buf_clear(&b);
}

void
report_notice(struct report *rp, const char *what)
{
	put(rp, 'n', span_str(what));
}

void
report_notice_sender(struct report *rp, struct span sender)
{
	put(rp, 'F', sender);
}

static void
put_pair(struct report *rp, char letter, const char *name, struct span value)
{
	make_room(rp, value.len);
	record_add_pair(&rp->out, letter, span_str(name), value);
}

void
report_notice_fact(struct report *rp, const char *name, struct span value)
{
	put_pair(rp, 'A', name, value);
}

void
report_notice_rcpt(struct report *rp, const struct rcpt *r)
{
	if (r->orig.len > 0)
		put(rp, 'O', r->orig);
	if (r->orcpt.len > 0)
		put_pair(rp, 'P', "orcpt", r->orcpt);
	if (r->notify != 0) {
		struct buf b = BUF_INIT;

		notify_add(&b, r->notify);
		put_pair(rp, 'P', "notify", buf_span(&b));
		buf_clear(&b);
	}
	put(rp, 'R', r->addr);
}

void
report_notice_content(struct report *rp, struct span bytes)
{
	while (bytes.len > 0) {
		put(rp, 'M', span_head(bytes, PIECE));
		bytes = span_from(bytes, PIECE);
	}
}

void
report_notice_end(struct report *rp)
{
	put(rp, 'E', SPAN(""));
}

void
report_notices(struct report *rp, const struct why *w)
{
	put_result(rp, 0, w->out, SPAN("none"), w);
}

void
report_end(struct report *rp)
{
	put(rp, 'e', SPAN(""));
	report_flush(rp);
}

/* -- the dispatcher's side -- */

/* Takes a word off *s and decodes it to the end of scratch; *end is where. */
static bool
take_word(struct span *s, struct buf *scratch, size_t *end)
{
	struct span word;

	if (!span_split(s, ' ', &word) || !escape_decode(scratch, word))
		return false;
	*end = scratch->len;
	return true;
}

static struct span
part(const struct buf *b, size_t from, size_t to)
{
	return span_from(span_head(buf_span(b), to), from);
}

static bool
take_number(struct span *s, size_t *n)
{
	struct span word;
	uint64_t got;

	if (!span_split(s, ' ', &word) || !num_uint(word, SIZE_MAX / 2, &got))
		return false;
	*n = got;
	return true;
}

bool
report_read_result(struct span data, struct result *r, struct buf *scratch)
{
	struct span letter;
	size_t a, b;

	buf_reset(scratch);
	if (!take_number(&data, &r->n) || !span_split(&data, ' ', &letter) ||
	    letter.len != 1 || !out_from_letter(letter.p[0], &r->out) ||
	    !take_word(&data, scratch, &a) || !take_word(&data, scratch, &b) ||
	    data.p == NULL || !escape_decode(scratch, data))
		return false;
	r->dsn = part(scratch, 0, a);
	r->relay = part(scratch, a, b);
	r->text = part(scratch, b, scratch->len);
	return true;
}

bool
report_read_forward(struct span data, struct forward *f, struct buf *scratch)
{
	size_t a, b, c, d;

	buf_reset(scratch);
	if (!take_number(&data, &f->n) || !take_word(&data, scratch, &a) ||
	    !take_word(&data, scratch, &b) || !take_word(&data, scratch, &c) ||
	    !take_word(&data, scratch, &d) || data.p != NULL)
		return false;
	f->sender = part(scratch, 0, a);
	f->delivered_to = part(scratch, a, b);
	f->orig = part(scratch, b, c);
	f->rcpt = part(scratch, c, d);
	return true;
}
