/* SPDX-License-Identifier: ISC */
#include "compose.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "conf/param.h"
#include "handover.h"
#include "input.h"
#include "rcpts.h"
#include "whoami.h"
#include "wire/xtext.h"

struct letter {
	const struct opts *o;
	struct buf	sender, full_name;
	struct rcpts	rcpts;
	struct input	in;
	struct buf	text;		/* not yet handed over */
	struct handover	to;
};

enum { HAND_AT = 65536 };

static enum input_eol
eol_setting(void)
{
	const char *value = param_str(P_sendmail_fix_line_endings);

	if (strcmp(value, "always") == 0)
		return EOL_ALWAYS;
	if (strcmp(value, "strict") == 0)
		return EOL_STRICT;
	if (strcmp(value, "never") == 0)
		return EOL_NEVER;
	app_fatal(EX_CONFIG, "sendmail_fix_line_endings: bad value: %s",
	    value);
}

static void
take_arguments(struct letter *l)
{
	for (char **r = l->o->rcpts; *r != NULL; r++)
		if (!rcpts_argument(&l->rcpts, *r))
			app_fatal(EX_USAGE, "bad recipient address: %s",
			    l->rcpts.bad.s);
	if (l->rcpts.n == 0 && !l->o->extract)
		app_fatal(EX_USAGE, "Recipient addresses must be specified on "
		    "the command line or via the -t option");
}

/* One more piece into l->text; false at the end of the message. */
static bool
read_piece(struct letter *l)
{
	struct span piece;
	bool newline;

	switch (input_next(&l->in, &piece, &newline)) {
	case INPUT_PIECE:
		buf_addspan(&l->text, piece);
		if (newline)
			buf_addc(&l->text, '\n');
		return true;
	case INPUT_END:
		return false;
	case INPUT_ERROR:
		break;
	}
	app_fatal(EX_DATAERR, "%s(%ld): error reading input: %s", l->sender.s,
	    (long)getuid(), strerror(errno));
}

static void
take_header(struct letter *l, const struct header *h)
{
	if (h->cut)
		app_fatal(EX_DATAERR, "message header is longer than "
		    "header_size_limit: %.*s", SPAN_FMT(h->name));
	if (!rcpts_header(&l->rcpts, h))
		app_fatal(EX_DATAERR, "bad recipient address in message "
		    "header: %s", l->rcpts.bad.s);
}

static bool
take_headers(struct letter *l, struct header_reader *r, struct span in)
{
	struct header h;

	for (;;)
		switch (header_take(r, &in, &h)) {
		case HEADER_FIELD:
			take_header(l, &h);
			break;
		case HEADER_MORE:
			return true;
		default:
			return false;
		}
}

/* The header block is held back until the recipients in it are known. */
static void
extract(struct letter *l)
{
	struct header_reader r;
	struct header h;
	size_t seen = 0;
	uint64_t limit = (uint64_t)param_int(P_message_size_limit);
	bool more = true;

	header_init(&r, (size_t)param_int(P_header_size_limit));
	while (more && read_piece(l)) {
		more = take_headers(l, &r, span_from(buf_span(&l->text), seen));
		seen = l->text.len;
		if (limit > 0 && seen > limit)
			app_fatal(EX_UNAVAILABLE, "%s(%ld): message file too "
			    "big", l->sender.s, (long)getuid());
	}
	while (header_finish(&r, &h) == HEADER_FIELD)
		take_header(l, &h);
	header_clear(&r);
	rcpts_settle(&l->rcpts);
	if (l->rcpts.n == 0)
		app_fatal(EX_USAGE, "No recipient addresses found in message "
		    "header");
}

static void
hand_envelope(struct letter *l)
{
	struct submit *s = &l->to.submit;
	struct buf envid = BUF_INIT;

	xtext_encode(&envid, span_str(l->o->envid));
	submit_begin(s, buf_span(&l->sender));
	submit_fact(s, "full_name", buf_span(&l->full_name));
	submit_fact(s, "encoding", span_str(l->o->encoding));
	submit_fact(s, "ret", span_str(l->o->ret));
	submit_fact(s, "envid", buf_span(&envid));
	if (l->o->smtputf8)
		submit_fact(s, "smtputf8", SPAN("yes"));
	submit_fact(s, "rewrite", l->o->gateway ? SPAN("none") : SPAN("local"));
	for (size_t i = 0; i < l->rcpts.n; i++) {
		struct rcpt r = { .addr = l->rcpts.list[i],
		    .notify = l->o->notify };

		submit_rcpt(s, &r);
	}
	buf_clear(&envid);
}

static void
hand_content(struct letter *l)
{
	bool more = true;

	while (more) {
		more = read_piece(l);
		if (!more || l->text.len >= HAND_AT) {
			submit_content(&l->to.submit, buf_span(&l->text));
			buf_reset(&l->text);
		}
		/* nobody listens any more: the verdict says why */
		if (l->to.submit.broken)
			return;
	}
}

void
compose(const struct opts *o)
{
	struct letter l = { .o = o, .sender = BUF_INIT, .full_name = BUF_INIT,
	    .rcpts = RCPTS_INIT, .text = BUF_INIT };
	struct why w = WHY_INIT;

	whoami(o, &l.sender, &l.full_name);
	take_arguments(&l);
	input_init(&l.in, 0, eol_setting(), !o->dot_is_data);
	if (o->extract)
		extract(&l);
	handover_start(&l.to);
	hand_envelope(&l);
	hand_content(&l);
	int status = handover_end(&l.to, &w);
	if (status != EX_OK)
		app_fatal(status, "%s(%ld): %s", l.sender.s, (long)getuid(),
		    w.text.s);
	rcpts_clear(&l.rcpts);
	input_clear(&l.in);
	buf_clear(&l.text);
	buf_clear(&l.sender);
	buf_clear(&l.full_name);
	why_clear(&w);
}
