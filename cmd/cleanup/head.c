/* SPDX-License-Identifier: ISC */
#include "head.h"

#include "complete.h"
#include "headaddr.h"
#include "sys/log.h"

static enum rewrite_context
context(const struct settings *set, const struct envelope *env)
{
	struct span rewrite = envelope_get(env, "rewrite");

	if (rewrite.len == 0)
		rewrite = span_is(envelope_get(env, "kind"), "smtp") ?
		    SPAN("none") : SPAN("local");
	if (span_is(rewrite, "local"))
		return REWRITE_LOCAL;
	return set->mapping->rewrite.remote[0] != '\0' ? REWRITE_REMOTE :
	    REWRITE_NONE;
}

void
head_begin(struct head *h, const struct settings *set,
    const struct envelope *env, const struct id *id, struct buf *out,
    struct why *why)
{
	*h = (struct head){ .set = set, .env = env, .id = id, .why = why,
	    .ctx = context(set, env), .out = out, .scratch = BUF_INIT };
	h->complete = h->ctx != REWRITE_NONE || set->always_add;
	h->failed = envelope_get(env, "failed").len > 0;
}

void
head_clear(struct head *h)
{
	buf_clear(&h->scratch);
}

static void
log_message_id(struct head *h, const struct header *f, const char *prefix)
{
	buf_reset(&h->scratch);
	header_unfold(&h->scratch, f->body);
	log_info("%s: %smessage-id=%s", h->id->s, prefix, h->scratch.s);
}

static bool
is_dropped(struct head *h, const struct header *f)
{
	buf_reset(&h->scratch);
	buf_addlower(&h->scratch, f->name);
	return htab_has(&h->set->dropped, buf_span(&h->scratch));
}

static void
note(struct head *h, const struct header *f)
{
	h->seen[f->id] = true;
	if (header_flags(f->id) & HEADER_IS_RESENT)
		h->resent = true;
	if (f->id == HEADER_RECEIVED)
		h->hops++;
	else if (f->id == HEADER_MESSAGE_ID)
		log_message_id(h, f, "");
	else if (f->id == HEADER_RESENT_MESSAGE_ID)
		log_message_id(h, f, "resent-");
}

/* The body is put behind the name that is in out; false when it stays. */
static bool
rewrite_body(struct head *h, const struct header *f)
{
	if (headaddr_rewrite(h->out, h->set, h->ctx, h->tables, f, h->why))
		return true;
	if (h->why->out == OUT_TEMP)
		log_warn("%s: %s -- message not accepted, try again later",
		    h->id->s, h->why->text.s);
	return false;
}

void
head_field(struct head *h, const struct header *f)
{
	if (is_dropped(h, f))
		return;
	note(h, f);
	size_t start = h->out->len;
	if ((header_flags(f->id) & HEADER_IS_ADDRS) && !f->cut &&
	    h->ctx != REWRITE_NONE && h->why->out == OUT_OK) {
		buf_addspan(h->out, span_head(f->text,
		    (size_t)(f->body.p - f->text.p)));
		if (!rewrite_body(h, f)) {
			buf_cut(h->out, start);
			buf_addspan(h->out, f->text);
		}
	} else
		buf_addspan(h->out, f->text);
	buf_addc(h->out, '\n');
}

void
head_end(struct head *h)
{
	h->done = true;
	complete_headers(h);
}
