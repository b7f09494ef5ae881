/* SPDX-License-Identifier: ISC */
#include "msg/mime.h"

#include "base/mem.h"
#include "base/utf8.h"

enum { PIECE = 4096 };		/* longer lines come in pieces of it */

enum { IN_HEADER, IN_BODY };

struct mime_level {
	struct buf	boundary;
	bool		cut;		/* compare as a prefix */
	bool		is_signed, digest;
	size_t		messages;	/* nested ones, outside of it */
};

static void
begin_header(struct mime *m, enum mime_where where)
{
	header_clear(&m->reader);
	header_init(&m->reader, m->limits.header_size);
	m->state = IN_HEADER;
	m->where = where;
	buf_reset(&m->type);
	buf_reset(&m->boundary);
	m->encoding = MIME_7BIT;
	m->has_encoding = false;
}

void
mime_init(struct mime *m, const struct mime_limits *limits)
{
	*m = (struct mime){ .limits = *limits, .held = BUF_INIT,
	    .type = BUF_INIT, .boundary = BUF_INIT, .at_line = true };
	m->levels = mem_array(limits->nesting + 1, sizeof(*m->levels));
	header_init(&m->reader, 0);
	begin_header(m, MIME_PRIMARY);
}

static void
pop_levels(struct mime *m, size_t depth)
{
	while (m->depth > depth)
		buf_clear(&m->levels[--m->depth].boundary);
}

void
mime_clear(struct mime *m)
{
	pop_levels(m, 0);
	free(m->levels);
	m->levels = NULL;
	header_clear(&m->reader);
	buf_clear(&m->held);
	buf_clear(&m->type);
	buf_clear(&m->boundary);
}

bool
mime_is_composite(const struct mime *m)
{
	return span_starts(buf_span(&m->type), SPAN("multipart/")) ||
	    span_starts(buf_span(&m->type), SPAN("message/"));
}

bool
mime_is_signed(const struct mime *m)
{
	for (size_t i = 0; i < m->depth; i++)
		if (m->levels[i].is_signed)
			return true;
	return false;
}

static void
push_level(struct mime *m)
{
	struct mime_level *l = &m->levels[m->depth++];
	struct span b = buf_span(&m->boundary);

	buf_init(&l->boundary);
	l->cut = b.len > m->limits.boundary;
	buf_set(&l->boundary, span_head(b, m->limits.boundary));
	l->is_signed = span_is(buf_span(&m->type), "multipart/signed");
	l->digest = span_is(buf_span(&m->type), "multipart/digest");
	l->messages = m->messages;
}

/* The header has ended: what follows? */
static void
begin_body(struct mime *m)
{
	if (m->type.len == 0 && m->where == MIME_PART &&
	    m->levels[m->depth - 1].digest)
		buf_adds(&m->type, "message/rfc822");
	struct span type = buf_span(&m->type);
	bool identity = m->encoding <= MIME_BINARY;
	bool deep = m->depth + m->messages >= m->limits.nesting;

	m->state = IN_BODY;
	if (mime_is_composite(m) && !identity)
		m->flaws |= MIME_BAD_ENCODING;
	if (span_starts(type, SPAN("multipart/")) && m->boundary.len > 0) {
		if (deep) {
			m->flaws |= MIME_DEEP;
			return;
		}
		push_level(m);
		m->where = MIME_AROUND;
	} else if ((span_is(type, "message/rfc822") ||
	    span_is(type, "message/global")) && identity) {
		if (deep) {
			m->flaws |= MIME_DEEP;
			return;
		}
		m->messages++;
		begin_header(m, MIME_NESTED);
	}
}

static void
note_header(struct mime *m, const struct header *h)
{
	struct buf b = BUF_INIT;

	if (h->cut)
		m->flaws |= MIME_CUT;
	if (!utf8_is_ascii(h->text))
		m->flaws |= MIME_8BIT_HEADER;
	if (h->id == HEADER_CONTENT_TYPE && m->type.len == 0) {
		mimetype(&m->type, h->body);
		if (mimetype_param(&b, h->body, "boundary"))
			buf_set(&m->boundary, buf_span(&b));
	} else if (h->id == HEADER_CONTENT_TRANSFER_ENCODING) {
		m->encoding = mimetype_encoding(h->body);
		m->has_encoding = true;
	}
	buf_clear(&b);
}

static enum mime_got
give_field(struct mime *m, struct mime_event *ev)
{
	note_header(m, &ev->header);
	ev->text = ev->header.text;
	ev->where = m->where;
	return MIME_HEADER;
}

static enum mime_got
give_header_end(struct mime *m, struct mime_event *ev, const char *text)
{
	ev->text = span_str(text);
	ev->where = m->where;
	begin_body(m);
	return MIME_HEADER_END;
}

/* Whether line is the boundary of l; *last for its closing one. */
static bool
is_boundary(const struct mime_level *l, struct span line, bool *last)
{
	struct span rest = span_from(line, 2);

	if (!span_starts(line, SPAN("--")) ||
	    !span_starts(rest, buf_span(&l->boundary)))
		return false;
	rest = span_from(rest, l->boundary.len);
	*last = span_starts(rest, SPAN("--"));
	return *last || l->cut || span_trim(rest).len == 0;
}

/* A boundary ends what is open: a header first, then all inner levels. */
static enum mime_got
try_boundary(struct mime *m, struct mime_event *ev)
{
	bool last = false;
	size_t i = m->depth;

	while (i > 0 && !is_boundary(&m->levels[i - 1], m->piece, &last))
		i--;
	if (i == 0)
		return MIME_MORE;
	if (m->state == IN_HEADER) {
		enum header_got got = header_finish(&m->reader, &ev->header);

		return got == HEADER_FIELD ? give_field(m, ev) :
		    give_header_end(m, ev, "");
	}
	m->messages = m->levels[i - 1].messages;
	pop_levels(m, last ? i - 1 : i);
	ev->text = m->piece;
	ev->where = MIME_AROUND;
	m->piece.len = 0;
	if (last)
		m->where = MIME_AROUND;
	else
		begin_header(m, MIME_PART);
	return MIME_BOUNDARY;
}

static enum mime_got
take_header(struct mime *m, struct mime_event *ev)
{
	struct span whole = m->piece;

	switch (header_take(&m->reader, &m->piece, &ev->header)) {
	case HEADER_FIELD:
		return give_field(m, ev);
	case HEADER_END:
		return give_header_end(m, ev, "\n");
	case HEADER_NOT:	/* the line is body: once more, as a whole */
		m->piece = whole;
		m->state = IN_BODY;
		return give_header_end(m, ev, "");
	default:
		return MIME_MORE;
	}
}

static enum mime_got
give_body(struct mime *m, struct mime_event *ev)
{
	ev->text = m->piece;
	ev->where = m->where;
	m->piece.len = 0;
	if (!utf8_is_ascii(ev->text)) {
		m->flaws |= MIME_8BIT_SEEN;
		if (m->where != MIME_AROUND &&
		    (m->encoding == MIME_7BIT || m->encoding > MIME_BINARY))
			m->flaws |= MIME_8BIT_IN_7BIT;
		if (mime_is_signed(m))
			m->flaws |= MIME_8BIT_SIGNED;
	}
	return MIME_BODY;
}

/* Works on the piece; MIME_MORE when it is used up. */
static enum mime_got
step(struct mime *m, struct mime_event *ev)
{
	enum mime_got got = MIME_MORE;

	if (m->piece.len == 0)
		return MIME_MORE;
	if (m->at_line && m->piece.p[0] == '-')
		got = try_boundary(m, ev);
	if (got != MIME_MORE)
		return got;
	return m->state == IN_HEADER ? take_header(m, ev) : give_body(m, ev);
}

/* The next piece: a whole line, if it is not too long. Lines that lie whole in
 * the input are not copied. */
static bool
next_piece(struct mime *m, struct span *in)
{
	size_t room = PIECE - (m->held_used ? 0 : m->held.len);
	size_t lf = span_find(span_head(*in, room), '\n');
	size_t n = lf != SPAN_NONE ? lf + 1 : in->len < room ? in->len : room;
	struct span part = span_head(*in, n);

	if (m->held_used) {
		buf_reset(&m->held);
		m->held_used = false;
	}
	*in = span_from(*in, n);
	if (m->held.len == 0 && (lf != SPAN_NONE || n == PIECE)) {
		m->piece = part;
		return true;
	}
	buf_addspan(&m->held, part);
	if (lf == SPAN_NONE && m->held.len < PIECE)
		return false;
	m->piece = buf_span(&m->held);
	m->held_used = true;
	return true;
}

enum mime_got
mime_take(struct mime *m, struct span *in, struct mime_event *ev)
{
	for (;;) {
		bool ends = m->piece.len > 0 &&
		    m->piece.p[m->piece.len - 1] == '\n';
		bool any = m->piece.len > 0;
		enum mime_got got = step(m, ev);

		if (any && m->piece.len == 0)
			m->at_line = ends;
		if (got != MIME_MORE)
			return got;
		if (in->len == 0 || !next_piece(m, in))
			return MIME_MORE;
	}
}

enum mime_got
mime_finish(struct mime *m, struct mime_event *ev)
{
	struct span none = { NULL, 0 };
	enum mime_got got;

	if (m->piece.len == 0 && m->held.len > 0 && !m->held_used) {
		m->piece = buf_span(&m->held);
		m->held_used = true;
	}
	got = mime_take(m, &none, ev);
	if (got != MIME_MORE)
		return got;
	if (m->state == IN_HEADER) {
		switch (header_finish(&m->reader, &ev->header)) {
		case HEADER_FIELD:
			return give_field(m, ev);
		case HEADER_NOT:	/* an unfinished line that is no field */
			buf_set(&m->held, ev->header.text);
			m->piece = buf_span(&m->held);
			m->held_used = true;
			m->at_line = false;
			return give_header_end(m, ev, "");
		default:
			return give_header_end(m, ev, "");
		}
	}
	return MIME_END;
}
