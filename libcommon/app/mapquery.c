/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "app/maptool.h"
#include "conf/param.h"
#include "msg/mime.h"
#include "sys/io.h"

enum { CHUNK = 1 << 16, BODY_LINE_MAX = 1 << 20 };

struct message {
	const struct maptool *m;
	struct mapset	*set;
	struct buf	 line;		/* of the body, until it is whole */
	bool		 any;
};

static void
ask(struct message *g, struct span text)
{
	if (mapset_get(g->set, text)) {
		mapquery_show(g->m, text, mapset_value(g->set), true);
		g->any = true;
	}
}

static void
body_piece(struct message *g, struct span text)
{
	if (!g->m->body)
		return;
	buf_addspan(&g->line, text);
	bool whole = text.len > 0 && text.p[text.len - 1] == '\n';
	if (!whole && g->line.len < BODY_LINE_MAX)
		return;
	ask(g, span_head(buf_span(&g->line), g->line.len - whole));
	buf_reset(&g->line);
}

static void
take(struct message *g, enum mime_got got, const struct mime_event *ev)
{
	switch (got) {
	case MIME_HEADER:
		if (g->m->header)
			ask(g, ev->header.text);
		break;
	case MIME_HEADER_END:	/* the empty line counts, as for body_checks */
	case MIME_BODY:
	case MIME_BOUNDARY:
		body_piece(g, ev->text);
		break;
	default:
		break;
	}
}

static void
read_message(struct message *g, struct mime *mime)
{
	struct buf raw = BUF_INIT;
	struct mime_event ev;
	enum mime_got got;
	ssize_t n;

	while ((n = io_read(STDIN_FILENO, &raw, CHUNK)) > 0) {
		struct span in = buf_span(&raw);

		while ((got = mime_take(mime, &in, &ev)) != MIME_MORE)
			take(g, got, &ev);
		buf_reset(&raw);
	}
	if (n < 0)
		app_fatal(EX_IOERR, "read standard input: %s", strerror(errno));
	while ((got = mime_finish(mime, &ev)) != MIME_END)
		take(g, got, &ev);
	if (g->line.len > 0)
		ask(g, buf_span(&g->line));
	buf_clear(&raw);
}

int
mapquery_message(const struct maptool *m, struct mapset *set)
{
	struct message g = { .m = m, .set = set, .line = BUF_INIT };
	struct mime_limits limits = {
		(size_t)param_int(P_header_size_limit),
		m->mime ? (size_t)param_int(P_mime_nesting_limit) : 0,
		(size_t)param_int(P_mime_boundary_length_limit)
	};
	struct mime mime;

	mime_init(&mime, &limits);
	read_message(&g, &mime);
	mime_clear(&mime);
	buf_clear(&g.line);
	return g.any ? EX_OK : 1;
}
