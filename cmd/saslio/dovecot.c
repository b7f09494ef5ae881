/* SPDX-License-Identifier: ISC */
#include "dovecot.h"

#include <poll.h>
#include <stdlib.h>

#include "base/mem.h"
#include "dovecotline.h"
#include "net/dial.h"
#include "net/stream.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/rand.h"

enum { PATIENCE = 30, CONNECT_MS = 10 * 1000 };

struct mech {
	char		*name;
	unsigned	 properties;
};

struct dovecot {
	struct provider	 p;
	char		*path;		/* as configured, for the log */
	int		 fd;		/* -1: there is no connection */
	struct stream	 io;
	struct mech	*mechs;
	size_t		 nmechs;
	struct dovecotline line;
	uint32_t	 number;	/* of the last request */
	bool		 open;		/* it is not answered for good */
	bool		 greeted;
	bool		 told;		/* that there is no connection */
};

static void
hang_up(struct dovecot *d)
{
	stream_clear(&d->io);
	io_close(&d->fd);
}

/* The next line, or DOVECOT_BAD when there is none in time. */
static enum dovecot_kind
read_line(struct dovecot *d)
{
	struct span in = stream_data(&d->io);
	size_t n;

	while ((n = span_find(in, '\n')) == SPAN_NONE) {
		if (in.len > DOVECOTLINE_MAX ||
		    stream_fill(&d->io) != STREAM_OK)
			return DOVECOT_BAD;
		in = stream_data(&d->io);
	}
	return dovecotline_read(&d->line, span_head(in, n));
}

/* After the line has been looked at: its spans die. */
static void
drop_line(struct dovecot *d)
{
	stream_take(&d->io, span_find(stream_data(&d->io), '\n') + 1);
}

static void
add_mech(struct dovecot *d)
{
	if (d->line.hidden)
		return;
	d->mechs = mem_resize(d->mechs, d->nmechs + 1, sizeof(*d->mechs));
	d->mechs[d->nmechs++] = (struct mech){ span_dup(d->line.name),
	    d->line.properties };
}

/* NULL when it went well. */
static const char *
handshake(struct dovecot *d)
{
	for (;;) {
		switch (read_line(d)) {
		case DOVECOT_VERSION:
			if (d->line.number != 1)
				return "it speaks another version";
			break;
		case DOVECOT_MECH:
			add_mech(d);
			break;
		case DOVECOT_SPID:	/* other sockets begin with that */
			if (d->nmechs == 0)
				return "this is not a socket for clients";
			break;
		case DOVECOT_READY:
			drop_line(d);
			return NULL;
		case DOVECOT_BAD:
			return "no greeting that could be understood";
		default:
			break;
		}
		drop_line(d);
	}
}

/* Not before there is something to ask, for by then the rights that it took to
 * connect are given up. */
static bool
is_ready(struct dovecot *d)
{
	if (d->fd < 0 || d->greeted)
		return d->fd >= 0;
	d->greeted = true;
	stream_init(&d->io, d->fd, d->fd);
	stream_limit(&d->io, PATIENCE);
	/* Not the process's number: where Dovecot listens on a network, two
	 * hosts may have the same. */
	dovecotline_hello(stream_out(&d->io), rand_u32() >> 1);
	const char *bad = handshake(d);
	if (bad != NULL) {
		log_warn("SASL: handshake with Dovecot auth socket '%s' "
		    "failed: %s", d->path, bad);
		hang_up(d);
	}
	return bad == NULL;
}

static void
connect_to(struct dovecot *d, struct span path, const char *directory)
{
	struct buf service = BUF_INIT, bad = BUF_INIT;
	const struct span local = SPAN("unix:");

	if (span_starts(path, SPAN("inet:"))) {
		buf_addspan(&service, path);
	} else {
		if (span_starts(path, local))
			path = span_from(path, local.len);
		buf_adds(&service, "unix:");
		if (path.len > 0 && path.p[0] != '/')
			buf_addf(&service, "%s/", directory);
		buf_addspan(&service, path);
	}
	d->fd = dial(buf_span(&service), clock_ms() + CONNECT_MS, &bad);
	if (d->fd < 0)
		log_warn("SASL: Connect to Dovecot auth socket '%s' failed: "
		    "%s", d->path, bad.s);
	buf_clear(&service);
	buf_clear(&bad);
}

/* Between requests Dovecot has nothing to say; if there is something, it has
 * gone. One answer says that it is not there; the next is for a new session to
 * give. */
static bool
usable(void *self)
{
	struct dovecot *d = self;

	if (d->fd < 0)
		return !d->told;
	return !d->greeted || d->open || !stream_pending(&d->io);
}

static enum step
no_connection(struct dovecot *d, struct answer *a)
{
	d->told = true;
	return provider_say(a, STEP_TEMP,
	    "Can't connect to authentication server");
}

static enum step
list(void *self, const struct facts *f, struct answer *a)
{
	struct dovecot *d = self;

	if (!is_ready(d))
		return no_connection(d, a);
	for (size_t i = 0; i < d->nmechs; i++) {
		if (!facts_allow(f, d->mechs[i].properties))
			continue;
		if (a->data.len > 0)
			buf_addc(&a->data, ' ');
		buf_adds(&a->data, d->mechs[i].name);
	}
	return STEP_DONE;
}

static bool
offers(const struct dovecot *d, const struct facts *f, struct span mechanism)
{
	for (size_t i = 0; i < d->nmechs; i++)
		if (span_caseis(mechanism, d->mechs[i].name))
			return facts_allow(f, d->mechs[i].properties);
	return false;
}

static enum step
lost(struct dovecot *d, struct answer *a)
{
	hang_up(d);
	d->open = false;
	d->told = true;
	return provider_say(a, STEP_TEMP,
	    "Connection lost to authentication server");
}

/* What the line means for this request; false: it was about another. */
static bool
take_verdict(struct dovecot *d, enum dovecot_kind kind, struct answer *a,
    enum step *step)
{
	if (d->line.number != d->number)
		return false;
	buf_set(&a->user, buf_span(&d->line.user));
	d->open = kind == DOVECOT_CONT;
	if (kind == DOVECOT_CONT) {
		*step = STEP_MORE;
		a->has_data = true;
		buf_set(&a->data, buf_span(&d->line.data));
	} else if (kind == DOVECOT_OK) {
		*step = STEP_DONE;
		buf_set(&a->data, buf_span(&d->line.user));
	} else {
		*step = d->line.temp ? STEP_TEMP : STEP_FAILED;
		buf_set(&a->data, buf_span(&d->line.reason));
	}
	return true;
}

static enum step
wait_for_verdict(struct dovecot *d, struct answer *a)
{
	enum step step = STEP_TEMP;
	bool done = false;

	while (!done) {
		enum dovecot_kind kind = read_line(d);

		if (kind == DOVECOT_BAD)
			return lost(d, a);
		done = (kind == DOVECOT_OK || kind == DOVECOT_FAIL ||
		    kind == DOVECOT_CONT) && take_verdict(d, kind, a, &step);
		drop_line(d);
	}
	return step;
}

static enum step
begin(void *self, const struct facts *f, struct span mechanism,
    const struct span *initial, struct answer *a)
{
	struct dovecot *d = self;

	if (!is_ready(d))
		return no_connection(d, a);
	if (!offers(d, f, mechanism))
		return provider_say(a, STEP_FAILED,
		    "Invalid authentication mechanism");
	dovecotline_auth(stream_out(&d->io), ++d->number, mechanism, f,
	    initial);
	d->open = true;
	return wait_for_verdict(d, a);
}

static enum step
next(void *self, struct span said, struct answer *a)
{
	struct dovecot *d = self;

	dovecotline_cont(stream_out(&d->io), d->number, said);
	return wait_for_verdict(d, a);
}

static void
end(void *self)
{
	struct dovecot *d = self;

	if (d->fd >= 0 && d->open) {
		dovecotline_cancel(stream_out(&d->io), d->number);
		stream_flush(&d->io);
	}
	d->open = false;
}

static void
free_it(void *self)
{
	struct dovecot *d = self;

	if (d->fd >= 0)
		hang_up(d);
	for (size_t i = 0; i < d->nmechs; i++)
		free(d->mechs[i].name);
	free(d->mechs);
	free(d->path);
	dovecotline_clear(&d->line);
	free(d);
}

struct provider *
dovecot_open(struct span path, const char *directory)
{
	struct dovecot *d = mem_alloc(sizeof(*d));

	d->p = (struct provider){ d, usable, list, begin, next, NULL, end,
	    free_it };
	d->line = (struct dovecotline)DOVECOTLINE_INIT;
	d->path = span_dup(path);
	connect_to(d, path, directory);
	return &d->p;
}
