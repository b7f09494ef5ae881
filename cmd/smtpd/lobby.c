/* SPDX-License-Identifier: ISC */
#include "lobby.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sys/io.h"

void
lobby_init(struct lobby *l, size_t max)
{
	*l = (struct lobby){ .max = max };
}

void
lobby_clear(struct lobby *l)
{
	for (size_t i = 0; i < l->n; i++)
		io_close(&l->list[i].fd);
	free(l->list);
	l->list = NULL;
	l->n = l->room = 0;
}

int64_t
lobby_count(const struct lobby *l, const struct settings *set,
    const struct peer *p)
{
	int64_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += crew_same_client(set, &l->list[i].peer, p);
	return n;
}

static void
take(struct lobby *l, size_t i, struct visitor *out)
{
	*out = l->list[i];
	memmove(&l->list[i], &l->list[i + 1],
	    (l->n - i - 1) * sizeof(*l->list));
	l->n--;
}

/* Of those who have the most, sessions and all, the one who came last. */
static size_t
greediest(const struct lobby *l, const struct crew *w,
    const struct settings *set)
{
	int64_t most = -1;
	size_t who = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct peer *p = &l->list[i].peer;
		int64_t n = crew_serving(w, set, p) + lobby_count(l, set, p);

		if (n >= most) {
			most = n;
			who = i;
		}
	}
	return who;
}

bool
lobby_add(struct lobby *l, const struct crew *w, const struct settings *set,
    int fd, const struct peer *p, struct visitor *out)
{
	if (l->n == l->room) {
		l->room = l->room == 0 ? 16 : l->room * 2;
		l->list = mem_resize(l->list, l->room, sizeof(*l->list));
	}
	l->list[l->n++] = (struct visitor){ fd, *p };
	if (l->n <= l->max)
		return false;
	take(l, greediest(l, w, set), out);
	return true;
}

bool
lobby_next(struct lobby *l, const struct crew *w, const struct settings *set,
    struct visitor *out)
{
	int64_t fewest = INT64_MAX;
	size_t who = 0;

	if (l->n == 0)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		int64_t n = crew_serving(w, set, &l->list[i].peer);

		if (n < fewest) {
			fewest = n;
			who = i;
		}
	}
	take(l, who, out);
	return true;
}
