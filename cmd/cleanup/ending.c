/* SPDX-License-Identifier: ISC */
#include "ending.h"

#include "consult.h"

enum { PIECE = 65536 };

/* The recipients so far stay in the file as done. */
static enum out
redirect(struct message *m)
{
	if (addresses_redirect(&m->addresses, buf_span(&m->fate.redirect),
	    &m->why) != OUT_OK)
		return m->why.out;
	return qwriter_amend(&m->file, &m->env, &m->why);
}

/* The content may know better than its client. */
static enum out
set_encoding(struct message *m)
{
	bool amend = span_is(envelope_get(&m->env, "encoding"), "7bit");

	if (!m->content.says_8bit)
		return OUT_OK;
	envelope_set(&m->env, SPAN("encoding"), SPAN("8bit"));
	return amend ? qwriter_amend(&m->file, &m->env, &m->why) : OUT_OK;
}

/* A redirected message needs no filter; smtpd says itself what filter its mail has to go through. */
static struct span
filter_of(const struct message *m)
{
	if (m->fate.redirect.len > 0)
		return SPAN("");
	if (m->fate.filter.len > 0)
		return buf_span(&m->fate.filter);
	return message_is_from_outside(m) &&
	    !span_is(envelope_get(&m->env, "kind"), "smtp") ?
	    span_str(m->set->filter) : SPAN("");
}

enum out
ending_apply(struct message *m)
{
	struct span bcc = buf_span(&m->fate.bcc), addr;
	struct span way = filter_of(m);

	while (span_split(&bcc, '\n', &addr))
		if (addr.len > 0 &&
		    addresses_copy(&m->addresses, addr, &m->why) != OUT_OK)
			return m->why.out;
	if (m->fate.redirect.len > 0 && redirect(m) != OUT_OK)
		return m->why.out;
	if (way.len > 0)
		envelope_set(&m->env, SPAN("filter"), way);
	if (set_encoding(m) != OUT_OK)
		return OUT_TEMP;
	return m->fate.hold ? qwriter_hold(&m->file, &m->why) : OUT_OK;
}

static void
write_field(struct message *m, size_t i)
{
	const struct draft_field *f = &m->draft.fields[i];

	if (qwriter_content(&m->file, (struct span){ f->text, f->len },
	    &m->why) == OUT_OK)
		qwriter_content(&m->file, SPAN("\n"), &m->why);
}

static void
write_body(struct message *m)
{
	uint64_t at = 0;
	size_t n = 1;

	while (m->why.out == OUT_OK && n > 0) {
		buf_reset(&m->filtered);
		if (spool_read(&m->draft.body, &m->filtered, PIECE, at, &n,
		    &m->why) == OUT_OK)
			qwriter_content(&m->file, buf_span(&m->filtered),
			    &m->why);
		at += n;
	}
}

/* Only now it is known what is to be written. */
void
ending_consult(struct message *m)
{
	m->draft.own = m->content.own;
	if (draft_finish(&m->draft, &m->why) != OUT_OK ||
	    consult(m) != OUT_OK || m->fate.discard)
		return;
	qwriter_envelope(&m->file, &m->env);
	for (size_t i = 0; m->why.out == OUT_OK && i < m->draft.n; i++)
		write_field(m, i);
	if (m->why.out == OUT_OK && m->draft.has_body)
		qwriter_content(&m->file, SPAN("\n"), &m->why);
	write_body(m);
}
