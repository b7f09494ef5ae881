/* SPDX-License-Identifier: ISC */
#include "agent/request.h"

#include <errno.h>

#include "agent/submit.h"
#include "base/num.h"
#include "queue/escape.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "wire/record.h"

enum { END_ROOM = 4 };		/* the E record: "1:E," */

static void
add_number(struct buf *out, const char *name, uint64_t n)
{
	record_addf(out, 'A', "%s=%llu", name, (unsigned long long)n);
}

static void
add_stamp(struct buf *out, const char *name, struct stamp t)
{
	record_addf(out, 'A', "%s=%lld.%06ld", name, (long long)t.sec,
	    (long)t.usec);
}

static bool
is_own(struct span name)
{
	static const char *const own[] = { "active", "content_at",
	    "content_len", "nexthop" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (span_is(name, own[i]))
			return true;
	return false;
}

void
request_begin(struct buf *out, const struct id *id, const struct qfile *f,
    struct stamp active, struct span nexthop)
{
	record_add(out, 'Q', span_str(id->s));
	record_add(out, 'F', f->env.sender);
	add_stamp(out, "arrival", f->env.arrival);
	add_stamp(out, "active", active);
	add_number(out, "content_at", f->content_at);
	add_number(out, "content_len", f->content_len);
	record_add_pair(out, 'A', SPAN("nexthop"), nexthop);
	for (size_t i = 0; i < f->env.nfacts; i++) {
		const struct fact *a = &f->env.facts[i];

		if (!is_own(a->name))
			record_add_pair(out, 'A', a->name, a->value);
	}
}

bool
request_rcpt(struct buf *out, const struct rcpt *r)
{
	size_t start = out->len;

	submit_add_options(out, r, r->orig);
	record_add(out, 'R', r->addr);
	if (out->len <= REQUEST_MAX - END_ROOM)
		return true;
	buf_cut(out, start);
	return false;
}

void
request_end(struct buf *out)
{
	record_add(out, 'E', SPAN(""));
}

void
request_clear(struct request *rq)
{
	envelope_clear(&rq->env);
	*rq = (struct request)REQUEST_INIT;
}

static bool
take_fact(struct request *rq, struct span data)
{
	struct span name;

	if (!span_split(&data, '=', &name) || data.p == NULL)
		return false;
	if (span_is(name, "arrival"))
		return stamp_read_decimal(data, &rq->env.arrival);
	if (span_is(name, "active"))
		return stamp_read_decimal(data, &rq->active);
	if (span_is(name, "content_at"))
		return num_uint(data, INT64_MAX / 4, &rq->content_at);
	if (span_is(name, "content_len"))
		return num_uint(data, INT64_MAX / 4, &rq->content_len);
	if (!fact_name_ok(name))
		return false;
	envelope_set(&rq->env, name, data);
	if (span_is(name, "nexthop"))
		rq->nexthop = envelope_get(&rq->env, "nexthop");
	return true;
}

static bool
take_option(struct rcpt *r, struct span data)
{
	struct span name;

	if (!span_split(&data, '=', &name) || data.p == NULL)
		return false;
	if (span_is(name, "notify"))
		return notify_read(data, &r->notify);
	r->orcpt = data;
	return span_is(name, "orcpt");
}

/* One record; r collects what stands before an R. */
static bool
take_record(struct request *rq, struct rcpt *r, char letter, struct span data)
{
	switch (letter) {
	case 'Q':
		return id_read(data, &rq->id);
	case 'F':
		rq->env.sender = pool_span(&rq->env.pool, data);
		return true;
	case 'A':
		return take_fact(rq, data);
	case 'O':
		r->orig = data;
		return true;
	case 'P':
		return take_option(r, data);
	case 'R':
		r->addr = data;
		envelope_add_rcpt(&rq->env, r);
		*r = (struct rcpt){ .state = RCPT_TODO };
		return true;
	default:
		return false;
	}
}

bool
request_decode(struct request *rq, struct span packet)
{
	struct rcpt r = { .state = RCPT_TODO };
	struct span data;
	char letter;

	request_clear(rq);
	while (record_take(&packet, REQUEST_MAX, &letter, &data) == RECORD_OK) {
		if (letter == 'E')
			return packet.len == 0 && data.len == 0 &&
			    rq->id.s[0] != '\0';
		if (!take_record(rq, &r, letter, data))
			return false;
	}
	return false;
}

int
request_recv(struct request *rq, int sock, int *fd)
{
	struct buf b = BUF_INIT;
	int fds[FDPASS_MAX], n;
	ssize_t got = fdpass_recv(sock, &b, REQUEST_MAX, fds, &n);
	int r = got > 0 ? 1 : (int)got;

	*fd = -1;
	if (got > 0 && (n != 1 || !request_decode(rq, buf_span(&b)))) {
		for (int i = 0; i < n; i++)
			io_close(&fds[i]);
		errno = EBADMSG;
		r = -1;
	}
	if (r > 0)
		*fd = fds[0];
	buf_clear(&b);
	return r;
}
