/* SPDX-License-Identifier: ISC */
#include "data.h"

#include "barelf.h"
#include "handover.h"
#include "reply.h"
#include "restrict.h"
#include "wire/dot.h"

/* A user who types, or a script whose lines end in LF, ends with one, too. It
 * is his own message. */
static void
mend_lines(struct buf *out, struct span in, char *last)
{
	for (size_t i = 0; i < in.len; i++) {
		if (in.p[i] == '\n' && *last != '\r')
			buf_addc(out, '\r');
		buf_addc(out, in.p[i]);
		*last = in.p[i];
	}
}

struct reader {
	struct dot	 dot;
	struct buf	 mended, text;
	char		 last;
	bool		 mend;
};

static bool
take_content(struct conn *c, struct reader *r)
{
	struct span in = stream_data(&c->io);
	size_t before = in.len;
	bool end;

	if (r->mend) {
		/* Lines are taken one at a time: what follows the end must
		 * stay as it is. */
		size_t n = span_find(in, '\n');
		struct span line = span_head(in, n == SPAN_NONE ? in.len :
		    n + 1), mended;

		buf_reset(&r->mended);
		mend_lines(&r->mended, line, &r->last);
		mended = buf_span(&r->mended);
		end = dot_unstuff(&r->dot, &mended, &r->text);
		in = span_from(in, line.len);
	} else {
		end = dot_unstuff(&r->dot, &in, &r->text);
	}
	stream_take(&c->io, before - in.len);
	c->content += before - in.len;
	return end;
}

static enum stream_got
receive(struct conn *c, struct reader *r)
{
	enum stream_got got = STREAM_OK;
	bool end = false;

	while (!end && got == STREAM_OK) {
		if (stream_data(&c->io).len == 0)
			got = stream_fill(&c->io);
		if (got != STREAM_OK)
			break;
		end = take_content(c, r);
		if (!end && !handover_endures(c))
			return STREAM_EOF;
		if (!end && stream_data(&c->io).len > 0)
			continue;	/* lines go together */
		handover_content(c, buf_span(&r->text));
		buf_reset(&r->text);
	}
	return got;
}

static bool
end_of_message(struct conn *c, const struct reader *r)
{
	bool dropped = handover_too_big(c);

	if ((r->dot.notes & DOT_BARE_LF) && bare_lf_refused(c))
		dropped = true;
	else if (dropped)
		reply(c, R_FILE_TOO_BIG);
	c->tx.size = c->content;
	c->content = 0;
	c->where = "END-OF-MESSAGE";
	return !dropped && handover_commit(c);
}

bool
do_data(struct conn *c, struct span args)
{
	struct reader r = { .dot = DOT_INIT, .mended = BUF_INIT,
	    .text = BUF_INIT, .last = '\n',
	    .mend = c->stand_alone && c->line_bare };
	bool good = false;

	if (!restrict_data(c))
		return false;
	if (!handover_begin(c)) {
		handover_end(c);
		reply(c, R_NOT_QUEUED);
		return true;
	}
	if (!mfilter_data(c)) {
		handover_end(c);
		return false;
	}
	reply(c, R_DATA_GO);
	handover_pace(c);
	enum stream_got got = receive(c, &r);
	if (got == STREAM_OK)
		good = end_of_message(c, &r);
	else
		handover_broken(c, got);
	handover_end(c);
	buf_clear(&r.mended);
	buf_clear(&r.text);
	return good;
}
