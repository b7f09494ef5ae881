/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agent/channel.h"
#include "base/stamp.h"
#include "msg/address.h"
#include "postcat.h"
#include "queue/escape.h"
#include "queue/journal.h"
#include "queue/qfile.h"
#include "sys/io.h"
#include "sys/log.h"

enum { PIECE = 65536, JOURNAL_MAX = 64 << 20 };

static void
frame(const char *what, struct span title)
{
	printf("*** %s %.*s ***\n", what, SPAN_FMT(title));
}

static void
record(const struct want *w, uint64_t at, const char *name, struct span value)
{
	struct buf b = BUF_INIT;

	escape_add(&b, value);
	if (w->offsets)
		printf("%9" PRIu64 " ", at);
	printf("%s: %s\n", name, b.s);
	buf_clear(&b);
}

static void
show_address(const struct want *w, uint64_t at, const char *name,
    struct span internal)
{
	struct buf b = BUF_INIT;

	address_external(&b, internal);
	record(w, at, name, buf_span(&b));
	buf_clear(&b);
}

static void
show_rcpt(const struct want *w, const struct rcpt *r)
{
	struct buf b = BUF_INIT;

	if (r->notify != 0) {
		notify_add(&b, r->notify);
		record(w, r->at, "dsn_notify_flags", buf_span(&b));
	}
	if (r->orcpt.len > 0)
		record(w, r->at, "dsn_original_recipient", r->orcpt);
	show_address(w, r->at, "original_recipient",
	    r->orig.len > 0 ? r->orig : r->addr);
	show_address(w, r->at, r->state == RCPT_TODO ? "recipient" :
	    r->state == RCPT_DONE ? "done_recipient" : "failed_recipient",
	    r->addr);
	buf_clear(&b);
}

static void
show_arrival(const struct want *w, struct stamp t)
{
	struct buf b = BUF_INIT;

	stamp_add_asctime(&b, t.sec);
	record(w, 0, "message_arrival_time", buf_span(&b));
	record(w, 0, "create_time", buf_span(&b));
	buf_clear(&b);
}

static void
show_envelope(const struct want *w, const struct qfile *f)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%15" PRIu64 " %15" PRIu64 " %15zu", f->content_len,
	    f->content_at, f->env.nrcpts);
	record(w, 0, "message_size", buf_span(&b));
	show_arrival(w, f->env.arrival);
	for (size_t i = 0; i < f->env.nfacts; i++) {
		buf_reset(&b);
		buf_addspan(&b, f->env.facts[i].name);
		buf_addc(&b, '=');
		buf_addspan(&b, f->env.facts[i].value);
		record(w, 0, "named_attribute", buf_span(&b));
	}
	show_address(w, 0, "sender", f->env.sender);
	for (size_t i = 0; i < f->env.nrcpts; i++)
		show_rcpt(w, &f->env.rcpts[i]);
	buf_clear(&b);
}

static void
show_journal(const struct want *w, const struct qfile *f)
{
	struct buf text = BUF_INIT, scratch = BUF_INIT, b = BUF_INIT;
	struct note n;

	qfile_journal(f, &text, JOURNAL_MAX);
	for (struct span in = buf_span(&text); journal_take(&in, &n, &scratch);) {
		buf_reset(&b);
		stamp_add_asctime(&b, n.when.sec);
		if (n.rcpt < f->env.nrcpts) {
			buf_adds(&b, " <");
			address_external(&b, f->env.rcpts[n.rcpt].addr);
			buf_addc(&b, '>');
		}
		buf_addf(&b, " %s dsn=%.*s relay=%.*s (%.*s)",
		    n.out == OUT_OK ? "sent" : n.out == OUT_TEMP ? "deferred" :
		    "bounced", SPAN_FMT(n.dsn), SPAN_FMT(n.relay),
		    SPAN_FMT(n.text));
		record(w, 0, "delivery", buf_span(&b));
	}
	buf_clear(&text);
	buf_clear(&scratch);
	buf_clear(&b);
}

/* Prints content bytes; knows where the header ends, also across pieces. */
struct content {
	const struct want *w;
	bool	body;		/* the header has ended */
	bool	line_start;
};

static void
print_part(struct content *c, struct span s)
{
	bool wanted = c->body ? c->w->body : c->w->header;

	if (wanted && s.len > 0)
		fwrite(s.p, 1, s.len, stdout);
}

static void
print_content(struct content *c, struct span s)
{
	while (!c->body && s.len > 0) {
		size_t nl = span_find(s, '\n');
		struct span line = nl == SPAN_NONE ? s : span_head(s, nl + 1);

		if (c->line_start && line.p[0] == '\n') {
			if (c->w->body)
				putchar('\n');
			c->body = true;
		} else {
			print_part(c, line);
		}
		c->line_start = nl != SPAN_NONE;
		s = span_from(s, line.len);
	}
	print_part(c, s);
}

static bool
show_content(const struct want *w, const struct qfile *f)
{
	struct content c = { w, false, true };
	struct buf b = BUF_INIT;
	uint64_t at = 0;
	ssize_t n;

	while ((n = qfile_content(f, &b, PIECE, at)) > 0) {
		print_content(&c, buf_span(&b));
		at += (uint64_t)n;
		buf_reset(&b);
	}
	buf_clear(&b);
	return n == 0;
}

static bool
show_qfile(const struct qfile *f, struct span title, const struct want *w)
{
	bool ok = true;

	if (w->envelope) {
		frame("ENVELOPE RECORDS", title);
		show_envelope(w, f);
	}
	if (w->header || w->body) {
		if (w->envelope)
			frame("MESSAGE CONTENTS", title);
		ok = show_content(w, f);
	}
	if (w->envelope) {
		frame("HEADER EXTRACTED", title);
		show_journal(w, f);
		frame("MESSAGE FILE END", title);
	}
	return ok;
}

static void
show_stream_record(const struct want *w, char letter, struct span data)
{
	switch (letter) {
	case 'F':
		show_address(w, 0, "sender", data);
		break;
	case 'A':
		record(w, 0, "named_attribute", data);
		break;
	case 'O':
		show_address(w, 0, "original_recipient", data);
		break;
	case 'P':
		record(w, 0, "named_attribute", data);
		break;
	case 'R':
		show_address(w, 0, "recipient", data);
		break;
	}
}

/* A maildrop file is still the submission stream. */
static bool
show_stream(int fd, struct span title, const struct want *w)
{
	struct content c = { w, false, true };
	struct channel in;
	struct span data;
	char letter = 0;
	bool content = false;

	channel_init(&in, fd, -1);
	if (w->envelope)
		frame("ENVELOPE RECORDS", title);
	while (letter != 'E' &&
	    channel_get(&in, -1, &letter, &data) == CHAN_OK) {
		if (letter != 'M') {
			if (w->envelope)
				show_stream_record(w, letter, data);
			continue;
		}
		if (!content && w->envelope)
			frame("MESSAGE CONTENTS", title);
		content = true;
		print_content(&c, data);
	}
	if (w->envelope) {
		frame("HEADER EXTRACTED", title);
		frame("MESSAGE FILE END", title);
	}
	channel_clear(&in);
	return letter == 'E';
}

bool
show_fd(int fd, struct span title, const struct want *w)
{
	struct qfile f = QFILE_INIT;
	struct why why = WHY_INIT;
	struct buf start = BUF_INIT;
	bool ok;

	io_pread(fd, &start, 8, 0);
	if (start.len > 0 && start.s[0] >= '0' && start.s[0] <= '9') {
		ok = show_stream(fd, title, w);
		io_close(&fd);
		if (!ok)
			log_error("%.*s: not a whole submission",
			    SPAN_FMT(title));
	} else {
		ok = qfile_load(&f, fd, true, &why) == QFILE_OK;
		if (!ok)
			log_error("%.*s: %s", SPAN_FMT(title), why.text.s);
		if (f.content_at > 0 && !show_qfile(&f, title, w))
			ok = false;
		qfile_close(&f);
	}
	buf_clear(&start);
	why_clear(&why);
	return ok;
}

bool
show_file(const char *path, struct span title, const struct want *w)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0) {
		log_error("open %s: %s", path, strerror(errno));
		return false;
	}
	return show_fd(fd, title, w);
}
