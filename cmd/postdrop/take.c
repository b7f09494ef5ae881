/* SPDX-License-Identifier: ISC */
#include "take.h"

#include <stdint.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/door.h"
#include "conf/param.h"
#include "drop.h"
#include "ownsender.h"
#include "queue/wake.h"
#include "sys/log.h"
#include "sys/priv.h"

struct taking {
	const struct queue *q;
	struct drop	drop;
	struct why	why;		/* the first thing that went wrong */
	struct buf	pair;
	uint64_t	content, limit;	/* bytes; limit 0: none */
	size_t		nrcpts;
};

static void
put(struct taking *t, char letter, struct span data)
{
	if (t->why.out == OUT_OK)
		drop_put(&t->drop, letter, data, &t->why);
	if (t->why.out != OUT_OK)
		drop_abort(&t->drop);
}

static void
put_pair(struct taking *t, char letter, const char *name, struct span value)
{
	buf_reset(&t->pair);
	buf_addf(&t->pair, "%s=", name);
	buf_addspan(&t->pair, value);
	put(t, letter, buf_span(&t->pair));
}

/* What the caller cannot say of himself. */
static void
put_origin(struct taking *t, struct span login)
{
	struct buf b = BUF_INIT;

	put_pair(t, 'A', "kind", SPAN("local"));
	stamp_add_decimal(&b, stamp_now());
	put_pair(t, 'A', "arrival", buf_span(&b));
	buf_reset(&b);
	buf_addf(&b, "%lu", (unsigned long)getuid());
	put_pair(t, 'A', "uid", buf_span(&b));
	if (login.len > 0)
		put_pair(t, 'A', "login", login);
	buf_clear(&b);
}

static bool
may_use(struct taking *t, struct span login, struct span sender)
{
	struct buf uid = BUF_INIT;

	buf_addf(&uid, "uid:%lu", (unsigned long)getuid());
	enum out out = ownsender_check(login.len > 0 ? login : buf_span(&uid),
	    sender, &t->why);
	if (out == OUT_PERM)
		t->drop.status = EX_NOPERM;
	buf_clear(&uid);
	return out == OUT_OK;
}

/* The client may wait for an id, also of a message that will be refused. */
static void
begin(struct taking *t, struct door *d, struct span sender)
{
	struct user me = USER_INIT;

	t->drop.id = id_make(stamp_now());
	user_by_uid(&me, getuid());
	if (may_use(t, buf_span(&me.name), sender) &&
	    drop_open(&t->drop, t->q, &t->why) == OUT_OK) {
		put(t, 'F', sender);
		put_origin(t, buf_span(&me.name));
	}
	door_id(d, &t->drop.id);
	user_clear(&me);
}

/* Facts that anybody may state of his own message; the rest is left out. */
static void
fact(struct taking *t, const struct door *d)
{
	static const char *const allowed[] = { "full_name", "encoding",
	    "smtputf8", "envid", "ret", "rewrite" };

	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (span_is(d->name, allowed[i]))
			put_pair(t, 'A', allowed[i], d->text);
}

static void
rcpt(struct taking *t, const struct rcpt *r)
{
	struct buf b = BUF_INIT;

	t->nrcpts++;
	if (r->orig.len > 0)
		put(t, 'O', r->orig);
	if (r->orcpt.len > 0)
		put_pair(t, 'P', "orcpt", r->orcpt);
	if (r->notify != 0) {
		notify_add(&b, r->notify);
		put_pair(t, 'P', "notify", buf_span(&b));
		buf_clear(&b);
	}
	put(t, 'R', r->addr);
}

static void
content(struct taking *t, struct span bytes)
{
	t->content += bytes.len;
	if (t->limit > 0 && t->content > t->limit && t->why.out == OUT_OK) {
		why_perm(&t->why, "5.3.4", "message file too big");
		t->drop.status = EX_UNAVAILABLE;
	}
	put(t, 'M', bytes);
}

static int
commit(struct taking *t, struct door *d)
{
	struct why ok = WHY_INIT;

	if (t->why.out == OUT_OK && (d->fault.out != OUT_OK || t->nrcpts == 0))
		t->drop.status = EX_DATAERR;
	if (t->why.out == OUT_OK && d->fault.out != OUT_OK)
		why_set(&t->why, d->fault.out, span_str(d->fault.dsn),
		    buf_span(&d->fault.text));
	if (t->why.out == OUT_OK && t->nrcpts == 0)
		why_perm(&t->why, "5.1.0", "no recipients specified");
	if (t->why.out == OUT_OK &&
	    drop_commit(&t->drop, &t->why) == OUT_OK) {
		t->drop.status = EX_OK;
		/* it is queued whether or not anybody hears that */
		door_answer(d, &t->drop.id, &ok);
		door_flush(d);
		wake_run(t->q);
		return EX_OK;
	}
	drop_abort(&t->drop);
	log_warn("uid=%lu: %s", (unsigned long)getuid(), t->why.text.s);
	door_answer(d, &t->drop.id, &t->why);
	door_flush(d);
	return t->drop.status;
}

static int
serve(struct taking *t, struct door *d)
{
	for (;;)
		switch (door_next(d)) {
		case DOOR_BEGIN:
			begin(t, d, d->text);
			break;
		case DOOR_FACT:
			fact(t, d);
			break;
		case DOOR_RCPT:
			rcpt(t, &d->rcpt);
			break;
		case DOOR_MILTER:
			close(d->fd);	/* it is for smtpd alone */
			break;
		case DOOR_CONTENT:
			content(t, d->text);
			break;
		case DOOR_COMMIT:
			return commit(t, d);
		case DOOR_FORGET:
		case DOOR_END:
			drop_abort(&t->drop);
			return EX_OK;
		case DOOR_LOST:
			drop_abort(&t->drop);
			return EX_DATAERR;
		}
}

int
take(const struct queue *q)
{
	struct taking t = { .q = q, .drop = DROP_INIT, .why = WHY_INIT,
	    .pair = BUF_INIT,
	    .limit = (uint64_t)param_int(P_message_size_limit) };
	struct door d;

	t.drop.status = EX_TEMPFAIL;
	door_init(&d, 0, 1);
	int status = serve(&t, &d);
	door_clear(&d);
	buf_clear(&t.pair);
	why_clear(&t.why);
	return status;
}
