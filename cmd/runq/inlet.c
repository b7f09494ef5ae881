/* SPDX-License-Identifier: ISC */
#include "inlet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "launch.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wire/record.h"

enum {
	DEPTH = 32,		/* messages that one cleanup may hold: it commits
				 * together what has come together */
	ENOUGH = 16,		/* when all hold as many, another is opened */
	FILL = 64 * 1024,	/* bytes kept ready to be written */
	READ_SIZE = 4096,
	ROUNDS = 16,		/* before other doors get a turn */
	RETRY_MS = 10000	/* after a door would not open */
};

struct inlet_door {
	struct inlet_door *next;
	int		 fd;
	struct buf	 wr, rd;
	size_t		 written;	/* of wr */
	struct submission *held[DEPTH];	/* the first is answered next */
	size_t		 n;
	bool		 proven;	/* has given a verdict */
	bool		 hungry;	/* there is more to be written */
};

void
inlet_init(struct inlet *in, int launcher)
{
	*in = (struct inlet){ .launcher = launcher };
}

static void
close_door(struct inlet *in, struct inlet_door *d)
{
	struct inlet_door **at = &in->doors;

	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	in->ndoors--;
	io_close(&d->fd);
	buf_clear(&d->wr);
	buf_clear(&d->rd);
	free(d);
}

void
inlet_close(struct inlet *in)
{
	while (in->doors != NULL)
		close_door(in, in->doors);
}

void
inlet_add(struct inlet *in, struct submission *s)
{
	s->next = NULL;
	s->fed = false;
	if (in->tail != NULL)
		in->tail->next = s;
	else
		in->head = s;
	in->tail = s;
	in->waiting++;
}

bool
inlet_has_room(const struct inlet *in)
{
	return in->waiting < DEPTH &&
	    in->busy + in->waiting < INLET_DOORS * DEPTH &&
	    clock_ms() >= in->dead_until;
}

/* The verdict for the first that the door holds. */
static void
answer(struct inlet *in, struct inlet_door *d, enum out out,
    const struct id *id, const struct why *w)
{
	struct submission *s = d->held[0];

	memmove(d->held, d->held + 1, (DEPTH - 1) * sizeof(d->held[0]));
	d->n--;
	in->busy--;
	d->proven = true;
	s->done(s, out, id, w);
}

/* What it held was not accepted, as far as we know. */
static void
fail(struct inlet *in, struct inlet_door *d, const char *how)
{
	struct why w = WHY_INIT;

	log_warn("queue service cleanup: %s", how);
	why_temp(&w, "4.3.0", "queue service: %s", how);
	if (!d->proven)
		in->dead_until = clock_ms() + RETRY_MS;
	while (d->n > 0)
		answer(in, d, OUT_TEMP, NULL, &w);
	close_door(in, d);
	why_clear(&w);
}

/* -- opening and filling -- */

static struct inlet_door *
open_door(struct inlet *in)
{
	struct inlet_door *d;
	int fd;

	if (launch_start(in->launcher, "cleanup", &fd) < 0) {
		log_error("start cleanup: %s", strerror(errno));
		in->dead_until = clock_ms() + RETRY_MS;
		return NULL;
	}
	io_nonblock(fd, true);
	d = mem_alloc(sizeof(*d));
	*d = (struct inlet_door){ .next = in->doors, .fd = fd, .wr = BUF_INIT,
	    .rd = BUF_INIT };
	in->doors = d;
	in->ndoors++;
	return d;
}

/* A door that can begin another message: one that holds least. Another is
 * opened only when all have work and none is still starting. */
static struct inlet_door *
find_door(struct inlet *in)
{
	struct inlet_door *best = NULL;
	bool starting = false;

	for (struct inlet_door *d = in->doors; d != NULL; d = d->next) {
		bool can = d->n < DEPTH &&
		    (d->n == 0 || d->held[d->n - 1]->fed);

		starting |= !d->proven;
		if (can && (best == NULL || d->n < best->n))
			best = d;
	}
	if (best != NULL && (best->n < ENOUGH || starting))
		return best;
	if (in->ndoors < INLET_DOORS && !starting &&
	    clock_ms() >= in->dead_until) {
		struct inlet_door *d = open_door(in);

		return d != NULL ? d : best;
	}
	return best;
}

static void
give_up(struct inlet *in)
{
	struct why w = WHY_INIT;
	struct submission *s = in->head, *next;

	why_temp(&w, "4.3.0", "queue service is not available");
	in->head = in->tail = NULL;
	in->waiting = 0;
	for (; s != NULL; s = next) {
		next = s->next;
		s->done(s, OUT_TEMP, NULL, &w);
	}
	why_clear(&w);
}

static void
begin(struct inlet *in)
{
	struct inlet_door *d;

	while (in->head != NULL && (d = find_door(in)) != NULL) {
		struct submission *s = in->head;

		if ((in->head = s->next) == NULL)
			in->tail = NULL;
		in->waiting--;
		in->busy++;
		d->held[d->n++] = s;
	}
	if (in->head != NULL && in->doors == NULL &&
	    clock_ms() < in->dead_until)
		give_up(in);
}

static void
forget_last(struct inlet *in, struct inlet_door *d)
{
	struct why w = WHY_INIT;
	struct submission *s = d->held[--d->n];

	in->busy--;
	/* it could not be read, which is our own trouble: never a bounce */
	why_temp(&w, "4.3.0", "message was not complete");
	s->done(s, OUT_TEMP, NULL, &w);
	why_clear(&w);
}

/* Has the last message that the door holds add what it has. */
static void
fill(struct inlet *in, struct inlet_door *d)
{
	while (d->n > 0 && !d->held[d->n - 1]->fed &&
	    d->wr.len - d->written < FILL) {
		struct submission *s = d->held[d->n - 1];

		switch (s->feed(s, &d->wr)) {
		case FEED_MORE:
			break;
		case FEED_WAIT:
			d->hungry = false;
			return;
		case FEED_END:
			d->hungry = false;
			s->fed = true;
			return;
		case FEED_FORGET:
			d->hungry = false;
			forget_last(in, d);
			return;
		}
		d->hungry = true;
	}
}

static bool
flush(struct inlet_door *d)
{
	struct span rest = span_from(buf_span(&d->wr), d->written);

	if (rest.len == 0)
		return true;
	ssize_t n = io_write_some(d->fd, rest);
	if (n < 0)
		return false;
	d->written += (size_t)n;
	if (d->written == d->wr.len) {
		buf_reset(&d->wr);
		d->written = 0;
	} else if (d->written >= FILL) {
		buf_drop(&d->wr, d->written);
		d->written = 0;
	}
	return true;
}

static void
run_door(struct inlet *in, struct inlet_door *d)
{
	for (int i = 0; i < ROUNDS; i++) {
		fill(in, d);
		if (!flush(d)) {
			fail(in, d, strerror(errno));
			return;
		}
		if (d->wr.len > 0 || !d->hungry)
			return;
	}
}

/* A door that has been fed one message may be given the next. */
void
inlet_run(struct inlet *in)
{
	struct inlet_door *next;
	size_t waiting;

	do {
		waiting = in->waiting;
		begin(in);
		for (struct inlet_door *d = in->doors; d != NULL; d = next) {
			next = d->next;
			run_door(in, d);
		}
	} while (in->waiting > 0 && in->waiting != waiting);
}

/* -- answers -- */

static bool
take_verdict(struct inlet *in, struct inlet_door *d, enum out out,
    struct span data)
{
	struct why w = WHY_INIT;
	struct id id = { "" };
	struct span dsn;
	bool ok = d->n > 0 && d->held[0]->fed;

	if (out == OUT_OK)
		ok = ok && id_read(data, &id);
	else
		ok = ok && span_split(&data, ' ', &dsn);
	if (ok) {
		if (out != OUT_OK)
			why_set(&w, out, dsn, data);
		answer(in, d, out, &id, &w);
	}
	why_clear(&w);
	return ok;
}

/* False when the door is of no more use. */
static bool
take_answers(struct inlet *in, struct inlet_door *d)
{
	struct span all = buf_span(&d->rd), data;
	enum record_got got;
	enum out out;
	char letter;

	while ((got = record_take(&all, RECORD_MAX, &letter, &data)) ==
	    RECORD_OK) {
		if (letter == 'Q')
			continue;
		if (!out_from_letter(letter, &out) ||
		    !take_verdict(in, d, out, data))
			return false;
	}
	buf_drop(&d->rd, d->rd.len - all.len);
	return got == RECORD_MORE;
}

static void
read_door(struct inlet *in, struct inlet_door *d)
{
	ssize_t n = io_read(d->fd, &d->rd, READ_SIZE);

	if (n < 0 && errno == EAGAIN)
		return;
	if (n < 0)
		fail(in, d, strerror(errno));
	else if (n == 0)
		fail(in, d, "ended unexpectedly");
	else if (!take_answers(in, d))
		fail(in, d, "sent nonsense");
}

size_t
inlet_poll(const struct inlet *in, struct pollfd *p)
{
	size_t n = 0;

	for (struct inlet_door *d = in->doors; d != NULL; d = d->next)
		p[n++] = (struct pollfd){ .fd = d->fd, .events = (short)(POLLIN |
		    (d->wr.len > d->written || d->hungry ? POLLOUT : 0)) };
	return n;
}

void
inlet_ready(struct inlet *in, const struct pollfd *p, size_t n)
{
	struct inlet_door *next;

	for (struct inlet_door *d = in->doors; d != NULL; d = next) {
		next = d->next;
		for (size_t i = 0; i < n; i++)
			if (p[i].fd == d->fd && (p[i].revents & ~POLLOUT)) {
				read_door(in, d);
				break;
			}
	}
}
