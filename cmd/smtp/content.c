/* SPDX-License-Identifier: ISC */
#include "content.h"

#include <errno.h>

#include "genheader.h"
#include "sevenbit.h"
#include "sys/io.h"

enum { PIECE = 32 * 1024 };

void
content_init(struct content *c, const struct client *client, int fd,
    uint64_t at, uint64_t len)
{
	*c = (struct content){ .client = client, .fd = fd, .at = at,
	    .len = len };
}

/* -- reading -- */

typedef enum out	take_piece(void *arg, struct span piece, struct why *w);

/* In pieces, to the end. */
static enum out
read_all(const struct content *c, take_piece *take, void *arg, struct why *w)
{
	struct buf piece = BUF_INIT;
	enum out out = OUT_OK;

	for (uint64_t done = 0; out == OUT_OK && done < c->len;
	    done += piece.len) {
		uint64_t left = c->len - done;

		buf_reset(&piece);
		ssize_t n = io_pread(c->fd, &piece, left < PIECE ?
		    (size_t)left : PIECE, c->at + done);
		if (n < 0)
			out = why_errno(w, errno, "read message");
		else if (n == 0)
			out = why_temp(w, "4.3.0", "the queue file is too "
			    "short");
		else
			out = take(arg, buf_span(&piece), w);
	}
	buf_clear(&piece);
	return out;
}

struct scan {
	struct content	*c;
	bool		 in_body, at_line;
};

static enum out
scan_piece(void *arg, struct span piece, struct why *w)
{
	struct scan *sc = arg;

	for (size_t i = 0; i < piece.len; i++) {
		unsigned char b = (unsigned char)piece.p[i];

		if (b == '\n') {
			sc->c->lines++;
			sc->in_body |= sc->at_line;
		} else if (b >= 0x80) {
			sc->c->has_8bit = true;
			sc->c->has_8bit_header |= !sc->in_body;
		}
		sc->at_line = b == '\n';
	}
	return OUT_OK;
}

enum out
content_scan(struct content *c, struct why *w)
{
	struct scan sc = { .c = c, .at_line = true };

	if (c->scanned)
		return OUT_OK;
	c->lines = 0;
	c->scanned = read_all(c, scan_piece, &sc, w) == OUT_OK;
	return c->scanned ? OUT_OK : OUT_TEMP;
}

uint64_t
content_size(const struct content *c)
{
	return c->len + c->lines;
}

static enum out
try_piece(void *arg, struct span piece, struct why *w)
{
	struct sevenbit *b = arg;
	struct buf nothing = BUF_INIT;

	sevenbit_push(b, piece, &nothing);
	buf_clear(&nothing);
	return OUT_OK;
}

enum out
content_convertible(struct content *c, struct why *w)
{
	struct sevenbit b;
	struct buf nothing = BUF_INIT;

	sevenbit_init(&b, &c->client->mime);
	enum out out = read_all(c, try_piece, &b, w);
	sevenbit_end(&b, &nothing);
	if (out == OUT_OK && b.is_signed)
		out = why_perm(w, "5.6.1", "8-bit text is signed and must not "
		    "be converted, but the server does not take it");
	sevenbit_clear(&b);
	buf_clear(&nothing);
	return out;
}

/* -- sending -- */

struct sending {
	struct session	*s;
	struct dot_out	*dots;
	struct genheader *headers;	/* NULL: they go as they are */
	struct sevenbit	*sevenbit;	/* NULL: so does the text */
	struct buf	 a, b;
};

static enum out
put(struct sending *x, struct span text, struct why *w)
{
	dot_stuff(x->dots, text, stream_out(&x->s->io));
	if (session_unsent(x->s) < PIECE ||
	    session_send(x->s, "sending message body"))
		return OUT_OK;
	return why_set(w, x->s->why.out, span_str(x->s->why.dsn),
	    buf_span(&x->s->why.text));
}

static enum out
convert(struct sending *x, struct span text, struct why *w)
{
	if (x->sevenbit == NULL)
		return put(x, text, w);
	buf_reset(&x->b);
	sevenbit_push(x->sevenbit, text, &x->b);
	return put(x, buf_span(&x->b), w);
}

static enum out
send_piece(void *arg, struct span piece, struct why *w)
{
	struct sending *x = arg;

	if (x->headers == NULL)
		return convert(x, piece, w);
	buf_reset(&x->a);
	if (genheader_push(x->headers, piece, &x->a, w) != OUT_OK)
		return OUT_TEMP;
	return convert(x, buf_span(&x->a), w);
}

static enum out
send_rest(struct sending *x, struct why *w)
{
	enum out out = OUT_OK;

	buf_reset(&x->a);
	buf_reset(&x->b);
	if (x->headers != NULL)
		out = genheader_end(x->headers, &x->a, w);
	if (out == OUT_OK)
		out = convert(x, buf_span(&x->a), w);
	if (out != OUT_OK || x->sevenbit == NULL)
		return out;
	buf_reset(&x->b);
	sevenbit_end(x->sevenbit, &x->b);
	return put(x, buf_span(&x->b), w);
}

enum out
content_send(struct content *c, struct session *s, bool to_7bit,
    struct dot_out *dots, struct why *w)
{
	struct genheader g;
	struct sevenbit b;
	struct sending x = { .s = s, .dots = dots, .a = BUF_INIT,
	    .b = BUF_INIT };

	if (c->client->generic.maps != NULL)
		genheader_init(x.headers = &g, c->client);
	if (to_7bit)
		sevenbit_init(x.sevenbit = &b, &c->client->mime);
	enum out out = read_all(c, send_piece, &x, w);
	if (out == OUT_OK)
		out = send_rest(&x, w);
	if (x.headers != NULL)
		genheader_clear(&g);
	if (to_7bit)
		sevenbit_clear(&b);
	buf_clear(&x.a);
	buf_clear(&x.b);
	return out;
}
