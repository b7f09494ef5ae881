/* SPDX-License-Identifier: ISC */
#include "agent/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/num.h"
#include "queue/journal.h"
#include "queue/qfile.h"
#include "queue/scan.h"
#include "sys/io.h"

enum { JOURNAL_MAX = 1 << 20 };		/* bytes: its end says the latest */

static int
send_head(struct channel *to, struct place p, const struct id *id,
    uint64_t size, struct stamp arrival, struct span sender)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%d %s %lld %llu ", (int)p.state, id->s,
	    (long long)p.slot, (unsigned long long)size);
	stamp_add_decimal(&b, arrival);
	int r = channel_put(to, 'q', buf_span(&b));
	buf_clear(&b);
	return r < 0 ? r : channel_put(to, 'f', sender);
}

static int
send_rcpt(struct channel *to, const struct rcpt *r, struct span note)
{
	struct buf scratch = BUF_INIT;
	struct note n;

	channel_put(to, r->state, r->addr);
	if (r->orig.len > 0)
		channel_put(to, 'o', r->orig);
	if (note.len > 0 && journal_take(&note, &n, &scratch))
		channel_put(to, 't', n.text);
	buf_clear(&scratch);
	return 0;
}

static int
send_file(struct channel *to, const struct qfile *f, struct place p,
    const struct id *id)
{
	const struct envelope *e = &f->env;
	struct buf text = BUF_INIT;

	qfile_journal(f, &text, JOURNAL_MAX);
	struct span *last = journal_last(buf_span(&text), e->nrcpts);
	send_head(to, p, id, f->content_len, e->arrival, e->sender);
	for (size_t i = 0; i < e->nrcpts; i++)
		if (e->rcpts[i].state == RCPT_TODO ||
		    e->rcpts[i].state == RCPT_FAILED)
			send_rcpt(to, &e->rcpts[i], last[i]);
	free(last);
	buf_clear(&text);
	return channel_put(to, 'e', SPAN(""));
}

/* A maildrop file is the submission stream as sendmail sent it. */
static int
send_maildrop(struct channel *to, int fd, struct place p, const struct id *id)
{
	struct envelope e = ENVELOPE_INIT;
	struct channel in;
	struct rcpt r = { .state = RCPT_TODO };
	struct span data;
	char letter = 0;
	uint64_t size = 0;
	int result = 0;

	channel_init(&in, fd, -1);
	while (letter != 'E' &&
	    channel_get(&in, -1, &letter, &data) == CHAN_OK)
		switch (letter) {
		case 'F':
			e.sender = pool_span(&e.pool, data);
			break;
		case 'O':
			r.orig = pool_span(&e.pool, data);
			break;
		case 'R':
			r.addr = data;
			envelope_add_rcpt(&e, &r);
			r = (struct rcpt){ .state = RCPT_TODO };
			break;
		case 'M':
			size += data.len;
			break;
		}
	if (letter == 'E') {
		send_head(to, p, id, size, id_stamp(id), e.sender);
		for (size_t i = 0; i < e.nrcpts; i++)
			send_rcpt(to, &e.rcpts[i], SPAN(""));
		result = channel_put(to, 'e', SPAN(""));
	}
	channel_clear(&in);
	envelope_clear(&e);
	return result;
}

static int
send_one(struct channel *to, const struct queue *q, struct place p,
    const struct id *id)
{
	struct qfile f = QFILE_INIT;
	struct buf name = BUF_INIT;
	int r = 0;

	queue_name(&name, p, id);
	int fd = openat(q->fd, name.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	buf_clear(&name);
	if (fd < 0)
		return 0;
	if (p.state == QUEUE_MAILDROP) {
		r = send_maildrop(to, fd, p, id);
		io_close(&fd);
		return r;
	}
	if (qfile_load(&f, fd, false, NULL) == QFILE_OK)
		r = send_file(to, &f, p, id);
	qfile_close(&f);
	return r;
}

int
listing_send(struct channel *to, const struct queue *q, enum queue_state state)
{
	struct scan s;
	struct id id;
	int r = 0;

	if (!scan_open(&s, q, state)) {
		if (errno == EACCES)
			return channel_put(to, 'm',
			    span_str(queue_state_name[state]));
		return -1;
	}
	while (r == 0 && scan_next(&s, &id))
		r = send_one(to, q, s.place, &id);
	scan_close(&s);
	if (r == 0 && s.error != 0)
		return errno = s.error, -1;
	return r;
}

/* -- the reader -- */

void
listing_clear(struct listing *l)
{
	pool_clear(&l->pool);
	free(l->rcpts);
	*l = (struct listing)LISTING_INIT;
}

static bool
read_head(struct listing *l, struct span s)
{
	struct span state, id, slot, size;
	uint64_t n;

	if (!span_split(&s, ' ', &state) || !span_split(&s, ' ', &id) ||
	    !span_split(&s, ' ', &slot) || !span_split(&s, ' ', &size) ||
	    !num_uint(state, QUEUE_STATES - 1, &n) ||
	    !id_read(id, &l->id) ||
	    !num_int(slot, 0, INT64_MAX, &l->place.slot) ||
	    !num_uint(size, UINT64_MAX, &l->size) ||
	    !stamp_read_decimal(s, &l->arrival))
		return false;
	l->place.state = (enum queue_state)n;
	return true;
}

static struct listing_rcpt *
add_rcpt(struct listing *l)
{
	if (l->nrcpts == l->room) {
		l->room = l->room > 0 ? l->room * 2 : 8;
		l->rcpts = mem_resize(l->rcpts, l->room, sizeof(*l->rcpts));
	}
	l->rcpts[l->nrcpts] = (struct listing_rcpt){ .state = 0 };
	return &l->rcpts[l->nrcpts++];
}

static bool
read_record(struct listing *l, char letter, struct span data)
{
	struct listing_rcpt *r = l->nrcpts > 0 ? &l->rcpts[l->nrcpts - 1] : NULL;

	switch (letter) {
	case 'q':
		return read_head(l, data);
	case 'f':
		l->sender = pool_span(&l->pool, data);
		return true;
	case RCPT_TODO:
	case RCPT_FAILED:
		r = add_rcpt(l);
		r->state = letter;
		r->addr = pool_span(&l->pool, data);
		return true;
	case 'o':
		if (r != NULL)
			r->orig = pool_span(&l->pool, data);
		return r != NULL;
	case 't':
		if (r != NULL)
			r->reason = pool_span(&l->pool, data);
		return r != NULL;
	default:
		return false;
	}
}

enum chan_got
listing_get(struct channel *from, struct listing *l, bool *denied)
{
	enum chan_got got;
	struct span data;
	char letter;

	*denied = false;
	pool_clear(&l->pool);
	l->nrcpts = 0;
	while ((got = channel_get(from, -1, &letter, &data)) == CHAN_OK) {
		if (letter == 'e')
			return CHAN_OK;
		if (letter == 'm') {
			*denied = true;
			l->sender = pool_span(&l->pool, data);
			return CHAN_OK;
		}
		if (!read_record(l, letter, data))
			return CHAN_BAD;
	}
	return got;
}
