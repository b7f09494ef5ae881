/* SPDX-License-Identifier: ISC */
#include "queue/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "queue/escape.h"

static const struct {
	unsigned    bit;
	const char *name;
} notify_names[] = {
	{ NOTIFY_NEVER, "never" }, { NOTIFY_SUCCESS, "success" },
	{ NOTIFY_FAILURE, "failure" }, { NOTIFY_DELAY, "delay" },
};

enum { NOTIFY_NAMES = sizeof(notify_names) / sizeof(notify_names[0]) };

void
envelope_clear(struct envelope *e)
{
	pool_clear(&e->pool);
	free(e->rcpts);
	free(e->facts);
	*e = (struct envelope)ENVELOPE_INIT;
}

/* Arrays grow by doubling: when n is a power of two there is no room left. */
static void *
room_for_one(void *array, size_t n, size_t size)
{
	if (n > 0 && (n < 8 || (n & (n - 1)) != 0))
		return array;
	return mem_resize(array, n < 8 ? 8 : n * 2, size);
}

void
envelope_add_rcpt(struct envelope *e, const struct rcpt *r)
{
	e->rcpts = room_for_one(e->rcpts, e->nrcpts, sizeof(*r));
	struct rcpt *mine = &e->rcpts[e->nrcpts++];

	*mine = *r;
	mine->addr = pool_span(&e->pool, r->addr);
	mine->orig = pool_span(&e->pool, r->orig);
	mine->orcpt = pool_span(&e->pool, r->orcpt);
	if (mine->state == 0)
		mine->state = RCPT_TODO;
}

void
envelope_set(struct envelope *e, struct span name, struct span value)
{
	for (size_t i = 0; i < e->nfacts; i++)
		if (span_eq(e->facts[i].name, name)) {
			e->facts[i].value = pool_span(&e->pool, value);
			return;
		}
	e->facts = room_for_one(e->facts, e->nfacts, sizeof(*e->facts));
	e->facts[e->nfacts++] = (struct fact){ pool_span(&e->pool, name),
	    pool_span(&e->pool, value) };
}

struct span
envelope_get(const struct envelope *e, const char *name)
{
	for (size_t i = 0; i < e->nfacts; i++)
		if (span_is(e->facts[i].name, name))
			return e->facts[i].value;
	return SPAN("");
}

bool
fact_name_ok(struct span name)
{
	if (name.len < 2 || name.len > 64 || !ascii_alpha(name.p[0]))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_alnum(name.p[i]) && name.p[i] != '_')
			return false;
	return !span_is(name, "arrival") && !span_is(name, "sender");
}

void
notify_add(struct buf *out, unsigned notify)
{
	const char *comma = "";

	for (size_t i = 0; i < NOTIFY_NAMES; i++)
		if (notify & notify_names[i].bit) {
			buf_addf(out, "%s%s", comma, notify_names[i].name);
			comma = ",";
		}
}

/* NEVER stands alone: RFC 3461 section 4.1. */
bool
notify_read(struct span s, unsigned *notify)
{
	unsigned got = 0;
	struct span part;

	while (span_split(&s, ',', &part)) {
		unsigned bit = 0;

		for (size_t i = 0; i < NOTIFY_NAMES; i++)
			if (span_caseis(part, notify_names[i].name))
				bit = notify_names[i].bit;
		if (bit == 0)
			return false;
		got |= bit;
	}
	if ((got & NOTIFY_NEVER) && got != NOTIFY_NEVER)
		return false;
	*notify = got;
	return true;
}

static void
add_rcpt(struct buf *out, const struct rcpt *r)
{
	buf_addf(out, "%c recipient ", r->state);
	escape_add_word(out, r->addr);
	if (r->orig.len > 0) {
		buf_adds(out, " orig=");
		escape_add_word(out, r->orig);
	}
	if (r->orcpt.len > 0) {
		buf_adds(out, " orcpt=");
		escape_add_word(out, r->orcpt);
	}
	if (r->notify != 0) {
		buf_adds(out, " notify=");
		notify_add(out, r->notify);
	}
	buf_addc(out, '\n');
}

void
envelope_add_rest(struct buf *out, const struct envelope *e, size_t from,
    size_t fact_from)
{
	for (size_t i = fact_from; i < e->nfacts; i++) {
		buf_addspan(out, e->facts[i].name);
		buf_addc(out, ' ');
		escape_add(out, e->facts[i].value);
		buf_addc(out, '\n');
	}
	for (size_t i = from; i < e->nrcpts; i++)
		add_rcpt(out, &e->rcpts[i]);
	buf_addc(out, '\n');
}

void
envelope_add(struct buf *out, const struct envelope *e)
{
	buf_adds(out, "arrival ");
	stamp_add_decimal(out, e->arrival);
	buf_adds(out, "\nsender ");
	escape_add(out, e->sender);
	buf_addc(out, '\n');
	envelope_add_rest(out, e, 0, 0);
}

static bool
take_value(struct envelope *e, struct span text, struct span *value)
{
	struct buf b = BUF_INIT;
	bool ok = escape_decode(&b, text);

	if (ok)
		*value = pool_span(&e->pool, buf_span(&b));
	buf_clear(&b);
	return ok;
}

static bool
take_rcpt_option(struct envelope *e, struct rcpt *r, struct span word)
{
	struct span name;

	if (!span_split(&word, '=', &name) || word.p == NULL)
		return false;
	if (span_is(name, "orig"))
		return take_value(e, word, &r->orig);
	if (span_is(name, "orcpt"))
		return take_value(e, word, &r->orcpt);
	if (span_is(name, "notify"))
		return notify_read(word, &r->notify);
	return false;
}

static bool
is_rcpt_state(char c)
{
	return c == RCPT_TODO || c == RCPT_DONE || c == RCPT_FAILED ||
	    c == RCPT_TOLD;
}

static bool
take_rcpt(struct envelope *e, struct span line, uint64_t at)
{
	struct rcpt r = { .state = line.p[0], .at = at };
	struct span word;

	if (!span_starts(span_from(line, 1), SPAN(" recipient ")))
		return false;
	line = span_from(line, sizeof("- recipient ") - 1);
	if (!span_split(&line, ' ', &word) || !take_value(e, word, &r.addr))
		return false;
	while (span_split(&line, ' ', &word))
		if (!take_rcpt_option(e, &r, word))
			return false;
	envelope_add_rcpt(e, &r);
	return true;
}

static bool
take_line(struct envelope *e, struct span line, uint64_t at)
{
	struct span key, value;

	if (is_rcpt_state(line.p[0]))
		return take_rcpt(e, line, at);
	if (!span_split(&line, ' ', &key) || line.p == NULL)
		return false;
	if (span_is(key, "arrival"))
		return stamp_read_decimal(line, &e->arrival);
	if (span_is(key, "sender"))
		return take_value(e, line, &e->sender);
	if (!fact_name_ok(key) || !take_value(e, line, &value))
		return false;
	envelope_set(e, key, value);
	return true;
}

bool
envelope_parse(struct envelope *e, struct span *in, uint64_t *at)
{
	struct span line;
	size_t end;

	while ((end = span_find(*in, '\n')) != SPAN_NONE) {
		line = span_head(*in, end);
		*in = span_from(*in, end + 1);
		if (line.len > 0 && !take_line(e, line, *at))
			return false;
		*at += end + 1;
		if (line.len == 0)
			return true;
	}
	return false;
}
