/* SPDX-License-Identifier: ISC */
#include "heritage.h"

#include <limits.h>

#include "base/mem.h"
#include "base/num.h"
#include "sys/io.h"

void
heritage_leave(const struct monitor *m, struct buf *out)
{
	for (size_t i = 0; i < m->nlisten; i++) {
		buf_addf(out, "listen %d\n", m->listen[i]);
		io_cloexec(m->listen[i], false);
	}
	for (size_t i = 0; i < m->crew.n; i++) {
		const struct hand *h = &m->crew.hands[i];

		if (!h->busy)
			continue;	/* ends when its socket does */
		buf_addf(out, "worker %d %d %s\n", h->sock, (int)h->pid,
		    h->peer.addr[0] != '\0' ? h->peer.addr : "-");
		if (h->sock >= 0)
			io_cloexec(h->sock, false);
	}
}

/* "listen 3", "worker SOCKET PID ADDRESS". */
static bool
take_line(struct span *state, bool *listening, int *fd, int *pid,
    struct span *addr)
{
	struct span line, word;
	int64_t n = 0;

	if (!span_split(state, '\n', &line) || !span_word(&line, " ", &word))
		return false;
	*listening = span_is(word, "listen");
	if (!span_word(&line, " ", &word) || !num_int(word, -1, INT_MAX, &n))
		return false;
	*fd = (int)n;
	n = 0;
	if (span_word(&line, " ", &word))
		num_int(word, 1, INT_MAX, &n);
	*pid = (int)n;
	*addr = span_trim(line);
	return true;
}

int *
heritage_kept(struct span state)
{
	struct span addr;
	int *kept = NULL, fd, pid;
	size_t n = 0;
	bool listening;

	while (take_line(&state, &listening, &fd, &pid, &addr)) {
		kept = mem_resize(kept, n + 2, sizeof(*kept));
		if (fd > 2)
			kept[n++] = fd;
	}
	kept = mem_resize(kept, n + 1, sizeof(*kept));
	kept[n] = -1;
	return kept;
}

void
heritage_take(struct monitor *m, struct span state)
{
	struct peer p;
	struct span addr;
	int fd, pid;
	bool listening;

	while (take_line(&state, &listening, &fd, &pid, &addr)) {
		if (listening) {
			monitor_listen(m, fd);
			continue;
		}
		if (!peer_parse(&p, addr, SPAN("")))
			p = (struct peer){ .family = AF_UNIX };
		if (fd >= 0)
			io_cloexec(fd, true);
		crew_add(&m->crew, (pid_t)pid, fd, &p, true);
	}
}
