/* SPDX-License-Identifier: ISC */
#include "crew.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/interfaces.h"
#include "sys/clock.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "worker.h"

struct hand *
crew_add(struct crew *w, pid_t pid, int sock, const struct peer *p, bool old)
{
	if (w->n == w->room) {
		w->room = w->room == 0 ? 16 : w->room * 2;
		w->hands = mem_resize(w->hands, w->room, sizeof(*w->hands));
	}
	w->hands[w->n] = (struct hand){ .pid = pid, .sock = sock,
	    .busy = true, .old = old, .peer = *p, .guest = -1 };
	return &w->hands[w->n++];
}

void
crew_clear(struct crew *w)
{
	for (size_t i = 0; i < w->n; i++) {
		io_close(&w->hands[i].sock);
		io_close(&w->hands[i].guest);
	}
	free(w->hands);
	*w = (struct crew){ .n = 0 };
}

struct hand *
crew_give(struct crew *w, int conn, const struct peer *p)
{
	for (;;) {
		struct hand *best = NULL;

		for (size_t i = 0; i < w->n; i++) {
			struct hand *h = &w->hands[i];

			if (!h->busy && h->sock >= 0 &&
			    (best == NULL || h->since > best->since))
				best = h;
		}
		if (best == NULL)
			return NULL;
		if (fdpass_send(best->sock, span_str(WORKER_CONN), &conn,
		    1) > 0) {
			best->busy = true;
			best->peer = *p;
			return best;
		}
		io_close(&best->sock);
	}
}

void
crew_rest(struct hand *h)
{
	h->busy = false;
	h->since = clock_ms();
	io_close(&h->guest);
	if (h->old)
		io_close(&h->sock);
}

void
crew_gone(struct crew *w, pid_t pid)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->hands[i].pid == pid) {
			io_close(&w->hands[i].sock);
			io_close(&w->hands[i].guest);
			w->hands[i] = w->hands[--w->n];
			return;
		}
}

void
crew_trim(struct crew *w, int64_t ms)
{
	int64_t now = clock_ms();

	for (size_t i = 0; i < w->n; i++)
		if (!w->hands[i].busy && now - w->hands[i].since >= ms)
			io_close(&w->hands[i].sock);
}

size_t
crew_busy(const struct crew *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->hands[i].busy;
	return n;
}

bool
crew_same_client(const struct settings *set, const struct peer *a,
    const struct peer *b)
{
	bool v6 = a->family == AF_INET6;
	int bits = (int)(v6 ? set->v6_prefix : set->v4_prefix);
	unsigned char x[16], y[16];

	if (a->family != b->family)
		return false;
	memcpy(x, a->ip, sizeof(x));
	memcpy(y, b->ip, sizeof(y));
	interfaces_mask(x, v6, bits);
	interfaces_mask(y, v6, bits);
	return memcmp(x, y, v6 ? 16 : 4) == 0;
}

int64_t
crew_serving(const struct crew *w, const struct settings *set,
    const struct peer *p)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->hands[i].busy &&
		    crew_same_client(set, &w->hands[i].peer, p);
	return n;
}
