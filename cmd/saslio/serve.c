/* SPDX-License-Identifier: ISC */
#include "serve.h"

#include <sysexits.h>

#include "agent/channel.h"
#include "sys/log.h"

struct session {
	const struct provider *p;
	struct channel	ch;
	struct facts	facts;
	struct buf	initial;
	bool		has_initial;
	bool		open;		/* there is an attempt */
	struct answer	answer;
};

static void
put(struct session *s, char letter, const struct buf *b)
{
	channel_put(&s->ch, letter, buf_span(b));
}

static char
letter_of(const struct session *s, enum step step)
{
	switch (step) {
	case STEP_MORE:
		return s->answer.has_data ? 'C' : 'W';
	case STEP_DONE:
		return 'K';
	case STEP_FAILED:
		return 'D';
	case STEP_TEMP:
		break;
	}
	return 'Z';
}

static void
answer(struct session *s, enum step step)
{
	struct answer *a = &s->answer;

	if (a->user.len > 0 && step != STEP_DONE)
		put(s, 'U', &a->user);
	if (a->mechanism.len > 0)
		put(s, 'A', &a->mechanism);
	put(s, letter_of(s, step), &a->data);
	s->open = step == STEP_MORE;
	if (!s->open)
		s->p->end(s->p->self);
}

static void
forget_answer(struct answer *a)
{
	buf_wipe(&a->data);
	buf_reset(&a->user);
	buf_reset(&a->mechanism);
	a->has_data = false;
}

static void
end_attempt(struct session *s)
{
	s->p->end(s->p->self);
	s->open = false;
}

static void
list(struct session *s)
{
	enum step step = s->p->list(s->p->self, &s->facts, &s->answer);

	end_attempt(s);
	put(s, step == STEP_DONE ? 'M' : 'Z', &s->answer.data);
}

static void
begin(struct session *s, struct span mechanism)
{
	struct span initial = buf_span(&s->initial);

	end_attempt(s);
	answer(s, s->p->begin(s->p->self, &s->facts, mechanism,
	    s->has_initial ? &initial : NULL, &s->answer));
	buf_wipe(&s->initial);
	s->has_initial = false;
}

/* False: that is not how one talks to saslio. */
static bool
take(struct session *s, char letter, struct span data)
{
	forget_answer(&s->answer);
	switch (letter) {
	case 'N':
		facts_clear(&s->facts);
		return true;
	case 'S':
		return facts_take(&s->facts, data);
	case 'I':
		buf_set(&s->initial, data);
		s->has_initial = true;
		return true;
	case 'L':
		list(s);
		return true;
	case 'B':
		begin(s, data);
		return true;
	case 'R':
		if (!s->open)
			return false;
		answer(s, s->p->next(s->p->self, data, &s->answer));
		return true;
	case 'E':
		if (!s->open || s->p->accepted == NULL)
			return false;
		answer(s, s->p->accepted(s->p->self, &s->answer));
		return true;
	case 'X':
		end_attempt(s);
		return true;
	default:
		return false;
	}
}

static int
converse(struct session *s)
{
	enum chan_got got;
	struct span data;
	char letter;

	while ((got = channel_get(&s->ch, -1, &letter, &data)) == CHAN_OK) {
		if ((letter == 'L' || letter == 'B') &&
		    !s->p->usable(s->p->self))
			return EX_OK;
		if (!take(s, letter, data)) {
			log_warn("a request that is none ('%c')", letter);
			return EX_DATAERR;
		}
	}
	if (got == CHAN_EOF)
		return EX_OK;
	log_warn("client %s", chan_text(got));
	return EX_DATAERR;
}

int
serve(const struct provider *p, int in, int out)
{
	struct session s = { .p = p, .initial = BUF_INIT,
	    .answer = { BUF_INIT, false, BUF_INIT, BUF_INIT } };

	channel_init(&s.ch, in, out);
	facts_init(&s.facts);
	int status = converse(&s);
	channel_flush(&s.ch);
	end_attempt(&s);
	forget_answer(&s.answer);
	buf_clear(&s.answer.user);
	buf_clear(&s.answer.mechanism);
	buf_wipe(&s.initial);
	facts_clear(&s.facts);
	channel_clear(&s.ch);
	return status;
}
