/* SPDX-License-Identifier: ISC */
#include "msg/header.h"

#include <stdint.h>

#include "base/ascii.h"

enum {
	AT_LINE,		/* where a field, or the end, begins */
	IN_NAME,		/* not known yet whether it is a field */
	IN_BODY,
	AT_FOLD,		/* behind a line of the field that is held */
	DONE
};

static const struct {
	const char	*name;
	unsigned	 flags;
} table[HEADER_COUNT] = {
	{ "", 0 },
#define X(id, name, flags) { name, flags },
	HEADER_LIST(X)
#undef X
};

void
header_init(struct header_reader *r, size_t max)
{
	buf_init(&r->text);
	r->max = max > 0 ? max : SIZE_MAX;
	r->state = AT_LINE;
	r->cut = false;
}

void
header_clear(struct header_reader *r)
{
	buf_clear(&r->text);
}

size_t
header_name_len(struct span line)
{
	size_t n = 0, at;

	while (n < line.len && line.p[n] > ' ' && line.p[n] < 0x7f &&
	    line.p[n] != ':')
		n++;
	for (at = n; at < line.len; at++)
		if (line.p[at] != ' ' && line.p[at] != '\t')
			break;
	return at < line.len && line.p[at] == ':' && n <= HEADER_NAME_MAX ? n : 0;
}

bool
header_parse(struct span text, struct header *h)
{
	size_t n = header_name_len(text);

	if (n == 0)
		return false;
	h->name = span_head(text, n);
	h->id = header_id(h->name);
	h->body = span_from(text, span_find(text, ':') + 1);
	h->text = text;
	h->cut = false;
	return true;
}

/* The field that is held is whole: hand it out. */
static enum header_got
give_field(struct header_reader *r, struct header *h)
{
	struct span text = buf_span(&r->text);

	if (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	header_parse(text, h);
	h->cut = r->cut;
	return HEADER_FIELD;
}

static enum header_got
give_other(struct header_reader *r, struct header *h)
{
	r->state = DONE;
	*h = (struct header){ .text = buf_span(&r->text) };
	return HEADER_NOT;
}

/* Keeps bytes until it shows whether the line begins with a name. */
static bool
take_name(struct header_reader *r, struct span *in, bool *other)
{
	while (in->len > 0) {
		int c = span_byte(in);

		buf_addc(&r->text, (char)c);
		if (c == ':' && header_name_len(buf_span(&r->text)) > 0)
			return true;
		if (c == ':' || c == '\n' || r->text.len > HEADER_NAME_MAX) {
			*other = true;
			return true;
		}
	}
	return false;
}

/* The rest of a line, as much of it as there is room for. */
static bool
take_line(struct header_reader *r, struct span *in)
{
	size_t end = span_find(*in, '\n');
	size_t n = end == SPAN_NONE ? in->len : end + 1;
	size_t room = r->max > r->text.len ? r->max - r->text.len : 0;

	if (n > room && !(n == room + 1 && end == room))
		r->cut = true;
	buf_addspan(&r->text, span_head(*in, n < room ? n : room));
	*in = span_from(*in, n);
	return end != SPAN_NONE;
}

static enum header_got
take_start(struct header_reader *r, struct span *in)
{
	buf_reset(&r->text);
	r->cut = false;
	if (in->p[0] != '\n') {
		r->state = IN_NAME;
		return HEADER_MORE;
	}
	span_byte(in);
	r->state = DONE;
	return HEADER_END;
}

enum header_got
header_take(struct header_reader *r, struct span *in, struct header *h)
{
	bool other = false;

	while (in->len > 0 && r->state != DONE) {
		switch (r->state) {
		case AT_LINE:
			if (take_start(r, in) == HEADER_END)
				return HEADER_END;
			break;
		case IN_NAME:
			if (!take_name(r, in, &other))
				return HEADER_MORE;
			if (other)
				return give_other(r, h);
			r->state = IN_BODY;
			break;
		case IN_BODY:
			if (take_line(r, in))
				r->state = AT_FOLD;
			break;
		default:
			if (in->p[0] == ' ' || in->p[0] == '\t') {
				r->state = IN_BODY;
				break;
			}
			r->state = AT_LINE;
			return give_field(r, h);
		}
	}
	return r->state == DONE ? HEADER_END : HEADER_MORE;
}

enum header_got
header_finish(struct header_reader *r, struct header *h)
{
	int state = r->state;

	r->state = DONE;
	if (state == IN_NAME)
		return give_other(r, h);
	if (state == IN_BODY || state == AT_FOLD)
		return give_field(r, h);
	return HEADER_END;
}

enum header_id
header_id(struct span name)
{
	for (int id = HEADER_OTHER + 1; id < HEADER_COUNT; id++)
		if (span_caseis(name, table[id].name))
			return (enum header_id)id;
	return HEADER_OTHER;
}

const char *
header_name(enum header_id id)
{
	return table[id].name;
}

unsigned
header_flags(enum header_id id)
{
	return table[id].flags;
}

void
header_unfold(struct buf *out, struct span body)
{
	body = span_trim(body);
	for (size_t i = 0; i < body.len; i++) {
		char c = body.p[i];
		bool last = i + 1 == body.len;

		if (c == '\r' && !last && body.p[i + 1] == '\n')
			continue;
		if (c != '\n')
			buf_addc(out, c);
		else if (body.p[i + 1] != ' ' && body.p[i + 1] != '\t')
			buf_addc(out, ' ');
	}
}

void
header_add_text(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];
		bool fold = c == '\n' && i + 1 < text.len &&
		    (text.p[i + 1] == ' ' || text.p[i + 1] == '\t');

		buf_addc(out, ascii_ctrl(c) && c != '\t' && !fold ? '?' : c);
	}
	buf_addc(out, '\n');
}

void
header_add(struct buf *out, const char *name, struct span value)
{
	buf_adds(out, name);
	buf_adds(out, value.len > 0 ? ": " : ":");
	header_add_text(out, value);
}
