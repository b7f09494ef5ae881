/* SPDX-License-Identifier: ISC */
#include "agent/auth.h"

/* Longer than saslio waits for any back end that it can wait for itself. */
enum { ANSWER_MS = 120 * 1000 };

void
auth_init(struct auth *a, int in, int out)
{
	channel_init(&a->ch, in, out);
	a->broken = false;
}

void
auth_clear(struct auth *a)
{
	channel_clear(&a->ch);
}

void
auth_turn_clear(struct auth_turn *t)
{
	buf_wipe(&t->data);
	buf_clear(&t->user);
	buf_clear(&t->mechanism);
	t->has_data = false;
}

static void
put(struct auth *a, char letter, struct span data)
{
	if (channel_put(&a->ch, letter, data) < 0)
		a->broken = true;
}

void
auth_forget(struct auth *a)
{
	put(a, 'N', SPAN(""));
}

void
auth_fact(struct auth *a, const char *name, struct span value)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s=", name);
	buf_addspan(&b, value);
	put(a, 'S', buf_span(&b));
	buf_wipe(&b);
}

/* A stranger may be told this: it does not say how. */
static enum auth_step
lost(struct auth *a, struct auth_turn *t)
{
	a->broken = true;
	buf_set(&t->data, SPAN("Connection lost to authentication server"));
	return AUTH_TEMP;
}

/* True when letter is the last of an answer. */
static bool
take(struct auth_turn *t, char letter, struct span data, enum auth_step *step)
{
	switch (letter) {
	case 'U':
		buf_set(&t->user, data);
		return false;
	case 'A':
		buf_set(&t->mechanism, data);
		return false;
	case 'C': case 'W':
		*step = AUTH_MORE;
		break;
	case 'K': case 'M':
		*step = AUTH_DONE;
		break;
	case 'D':
		*step = AUTH_FAILED;
		break;
	default:
		*step = AUTH_TEMP;
		break;
	}
	buf_set(&t->data, data);
	t->has_data = letter == 'C';
	return true;
}

static enum auth_step
answer(struct auth *a, struct auth_turn *t)
{
	enum auth_step step = AUTH_TEMP;
	struct span data;
	char letter;

	buf_reset(&t->user);
	buf_reset(&t->mechanism);
	t->has_data = false;
	if (a->broken)
		return lost(a, t);
	do {
		if (channel_get(&a->ch, ANSWER_MS, &letter, &data) != CHAN_OK)
			return lost(a, t);
	} while (!take(t, letter, data, &step));
	return step;
}

enum auth_step
auth_list(struct auth *a, struct auth_turn *t)
{
	put(a, 'L', SPAN(""));
	return answer(a, t);
}

enum auth_step
auth_begin(struct auth *a, struct span mechanism, const struct span *initial,
    struct auth_turn *t)
{
	if (initial != NULL)
		put(a, 'I', *initial);
	put(a, 'B', mechanism);
	return answer(a, t);
}

enum auth_step
auth_next(struct auth *a, struct span said, struct auth_turn *t)
{
	put(a, 'R', said);
	return answer(a, t);
}

enum auth_step
auth_accepted(struct auth *a, struct auth_turn *t)
{
	put(a, 'E', SPAN(""));
	return answer(a, t);
}

void
auth_cancel(struct auth *a)
{
	put(a, 'X', SPAN(""));
}
