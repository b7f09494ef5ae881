/* SPDX-License-Identifier: ISC */
#include "wire/smtpreply.h"

#include "base/ascii.h"

enum { LINE_TEXT = 490 };	/* RFC 5321 4.5.3.1.5: 512 with code and CR LF */

void
smtpreply_reset(struct smtpreply *r)
{
	r->code = 0;
	r->dsn[0] = '\0';
	r->has_dsn = false;
	buf_reset(&r->text);
	r->line = (struct span){ NULL, 0 };
	r->lines = 0;
}

void
smtpreply_clear(struct smtpreply *r)
{
	smtpreply_reset(r);
	buf_clear(&r->text);
}

static void
add_clean(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_addc(out, ascii_ctrl(s.p[i]) ? '?' : s.p[i]);
}

/* The three digits at the front, 200 to 599; -1 if they are none. */
static int
take_code(struct span line)
{
	if (line.len < 3 || line.p[0] < '2' || line.p[0] > '5' ||
	    !ascii_digit(line.p[1]) || !ascii_digit(line.p[2]))
		return -1;
	return (line.p[0] - '0') * 100 + (line.p[1] - '0') * 10 +
	    (line.p[2] - '0');
}

static void
keep(struct smtpreply *r, struct span line)
{
	size_t room = SMTPREPLY_TEXT - r->text.len;

	if (r->text.len > 0 && room > 0) {
		buf_addc(&r->text, ' ');
		room--;
	}
	add_clean(&r->text, span_head(line, room));
}

enum smtpreply_got
smtpreply_push(struct smtpreply *r, struct span line)
{
	int code = take_code(line);
	bool more = line.len > 3 && line.p[3] == '-';

	keep(r, line);
	if (code < 0 || (line.len > 3 && !more && line.p[3] != ' ') ||
	    (r->lines > 0 && code / 100 != r->code / 100) ||
	    r->lines >= SMTPREPLY_LINES)
		return SMTPREPLY_BAD;
	r->code = code;
	r->lines++;
	r->line = span_from(line, 4);
	if (!r->has_dsn) {
		struct span text = r->line;

		dsn_of_reply(code, text, r->dsn);
		r->has_dsn = dsn_take(&text, (char[DSN_SIZE]){ 0 }) &&
		    r->line.p[0] == r->dsn[0];
	}
	return more ? SMTPREPLY_MORE : SMTPREPLY_DONE;
}

/* How much of text goes into one line: to its LF, or to a blank before the
 * limit. Sets rest behind it. */
static struct span
take_line(struct span *text)
{
	size_t lf = span_find(*text, '\n');
	struct span line = span_head(*text, lf == SPAN_NONE ? text->len : lf);
	size_t next = lf == SPAN_NONE ? text->len : lf + 1;

	if (line.len > LINE_TEXT) {
		size_t blank = span_rfind(span_head(line, LINE_TEXT), ' ');

		line = span_head(line,
		    blank == SPAN_NONE || blank == 0 ? LINE_TEXT : blank);
		next = line.len + (blank == line.len);
	}
	*text = span_from(*text, next);
	return line;
}

void
smtpreply_add(struct buf *out, int code, const char *dsn, struct span text)
{
	bool more;

	if (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	do {
		struct span line = take_line(&text);

		more = text.len > 0;
		buf_addf(out, "%03d%c", code, more ? '-' : ' ');
		if (dsn != NULL && dsn[0] != '\0') {
			buf_adds(out, dsn);
			buf_addc(out, ' ');
		}
		add_clean(out, line);
		buf_adds(out, "\r\n");
	} while (more);
}

void
smtpreply_addf(struct buf *out, int code, const char *dsn, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	smtpreply_add(out, code, dsn, buf_span(&b));
	buf_clear(&b);
}
