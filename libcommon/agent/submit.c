/* SPDX-License-Identifier: ISC */
#include "agent/submit.h"

#include "wire/record.h"

enum {
	ANSWER_MS = 3600 * 1000,	/* milters and checks may be slow */
	PIECE = 32768			/* content bytes in one record */
};

void
submit_init(struct submit *s, int in, int out)
{
	*s = (struct submit){ .broken = false, .reply = BUF_INIT };
	channel_init(&s->ch, in, out);
}

void
submit_clear(struct submit *s)
{
	channel_clear(&s->ch);
	buf_clear(&s->reply);
}

static void
put(struct submit *s, char letter, struct span data)
{
	if (!s->broken && channel_put(&s->ch, letter, data) < 0)
		s->broken = true;
}

static void
put_pair(struct submit *s, char letter, const char *name, struct span value)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s=", name);
	buf_addspan(&b, value);
	put(s, letter, buf_span(&b));
	buf_clear(&b);
}

void
submit_begin(struct submit *s, struct span sender)
{
	s->id.s[0] = '\0';
	buf_reset(&s->reply);
	put(s, 'F', sender);
}

void
submit_fact(struct submit *s, const char *name, struct span value)
{
	if (value.len > 0)
		put_pair(s, 'A', name, value);
}

void
submit_add_options(struct buf *out, const struct rcpt *r, struct span orig)
{
	struct buf b = BUF_INIT;

	if (orig.len > 0)
		record_add(out, 'O', orig);
	if (r->orcpt.len > 0)
		record_add_pair(out, 'P', SPAN("orcpt"), r->orcpt);
	notify_add(&b, r->notify);
	if (b.len > 0)
		record_add_pair(out, 'P', SPAN("notify"), buf_span(&b));
	buf_clear(&b);
}

void
submit_rcpt(struct submit *s, const struct rcpt *r)
{
	submit_add_options(&s->ch.wr, r, r->orig);
	put(s, 'R', r->addr);
}

void
submit_milter(struct submit *s, struct span state, int fd)
{
	if (!s->broken && channel_put_fd(&s->ch, 'S', state, fd) < 0)
		s->broken = true;
}

void
submit_content(struct submit *s, struct span bytes)
{
	while (bytes.len > 0) {
		put(s, 'M', span_head(bytes, PIECE));
		bytes = span_from(bytes, PIECE);
	}
}

void
submit_forget(struct submit *s)
{
	put(s, 'X', SPAN(""));
	if (!s->broken && channel_flush(&s->ch) < 0)
		s->broken = true;
	s->id.s[0] = '\0';
}

static enum out
gone(struct submit *s, const char *how, struct why *w)
{
	s->broken = true;
	return why_temp(w, "4.3.0", "queue service: %s", how);
}

static enum out
take_id(struct submit *s, struct span data, struct why *w)
{
	if (!id_read(data, &s->id))
		return gone(s, "bad queue id", w);
	return OUT_OK;
}

static enum out
verdict(struct submit *s, enum out out, struct span data, struct why *w)
{
	struct span dsn;

	if (out == OUT_OK) {
		if (take_id(s, data, w) != OUT_OK)
			return OUT_TEMP;
		return why_ok(w, "2.0.0", "queued as %s", s->id.s);
	}
	if (!span_split(&data, ' ', &dsn))
		return gone(s, "bad answer", w);
	return why_set(w, out, dsn, data);
}

/* The next answer: Q is only noted, a verdict ends the message. */
static enum out
answer(struct submit *s, bool *ended, struct why *w)
{
	char letter;
	struct span data;
	enum out out;

	*ended = false;
	enum chan_got got = channel_get(&s->ch, ANSWER_MS, &letter, &data);
	if (got != CHAN_OK)
		return gone(s, chan_text(got), w);
	if (letter == 'Q')
		return take_id(s, data, w);
	if (letter == 'T') {
		buf_set(&s->reply, data);
		return OUT_OK;
	}
	if (!out_from_letter(letter, &out))
		return gone(s, "unknown answer", w);
	*ended = true;
	return verdict(s, out, data, w);
}

/* A server that has gone may still have said why; its words count more than
 * the broken pipe. */
static enum out
flush(struct submit *s, struct why *w)
{
	if (!s->broken && channel_flush(&s->ch) == 0)
		return OUT_OK;
	return gone(s, "connection lost", w);
}

enum out
submit_id(struct submit *s, struct why *w)
{
	bool ended;

	if (s->id.s[0] != '\0')
		return OUT_OK;
	if (flush(s, w) != OUT_OK)
		return OUT_TEMP;
	enum out out = answer(s, &ended, w);
	if (ended && out == OUT_OK)
		return gone(s, "answer before the end", w);
	return out;
}

enum out
submit_commit(struct submit *s, struct why *w)
{
	bool ended = false;
	enum out out = OUT_OK;

	put(s, 'E', SPAN(""));
	if (flush(s, w) != OUT_OK)
		return OUT_TEMP;
	while (!ended) {
		out = answer(s, &ended, w);
		if (s->broken)
			return OUT_TEMP;
	}
	return out;
}
