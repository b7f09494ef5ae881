/* SPDX-License-Identifier: ISC */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "msg/address.h"
#include "base/ascii.h"
#include "sys/clock.h"

enum { EVERY_MS = 100 };

void
progress_init(struct progress *p, bool verbose)
{
	*p = (struct progress){ .verbose = verbose,
	    .terminal = !verbose && isatty(STDERR_FILENO) };
}

static void
print_line(const struct id *id, struct span rcpt, const char *what,
    struct span text)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s: <", id->s);
	address_external(&b, rcpt);
	buf_addf(&b, ">: %s (%.*s)", what, SPAN_FMT(text));
	for (size_t i = 0; i < b.len; i++)
		if (ascii_ctrl(b.s[i]))
			b.s[i] = '?';
	puts(b.s);
	fflush(stdout);
	buf_clear(&b);
}

void
progress_result(struct progress *p, const struct id *id, struct span rcpt,
    enum out out, struct span text)
{
	static const char *const what[] = {
		[OUT_OK] = "sent", [OUT_TEMP] = "deferred",
		[OUT_PERM] = "bounced",
	};
	unsigned long *count[] = {
		[OUT_OK] = &p->sent, [OUT_TEMP] = &p->deferred,
		[OUT_PERM] = &p->bounced,
	};

	++*count[out];
	if (p->verbose)
		print_line(id, rcpt, what[out], text);
}

static void
show(struct progress *p, size_t waiting)
{
	fprintf(stderr, "\r%lu delivered, %lu deferred, %lu bounced, "
	    "%zu under way \b", p->sent, p->deferred, p->bounced, waiting);
	p->shown = true;
}

void
progress_show(struct progress *p, size_t waiting)
{
	if (!p->terminal || clock_ms() < p->next_ms)
		return;
	p->next_ms = clock_ms() + EVERY_MS;
	if (waiting > 0 || p->shown)
		show(p, waiting);
}

void
progress_end(struct progress *p)
{
	if (p->terminal && (p->sent || p->deferred || p->bounced)) {
		show(p, 0);
		fputs("\n", stderr);
	}
	p->shown = false;
}
