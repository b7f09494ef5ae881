/* SPDX-License-Identifier: ISC */
#include "helpers.h"

#include "agent/helpers.h"
#include "net/peer.h"
#include "sys/fdpass.h"
#include "sys/io.h"

static int
find(int fd)
{
	if (peer_kind(fd) == PEER_NO_SOCKET)
		return -1;
	io_cloexec(fd, true);
	return fd;
}

void
helpers_find(struct helpers *h)
{
	h->tlsio = find(AGENT_TLSIO_FD);
	h->saslio = find(AGENT_SASLIO_FD);
}

bool
helpers_login(const struct helpers *h, int ends[2])
{
	int there[2] = { -1, -1 }, back[2] = { -1, -1 };
	bool sent = false;

	if (h->saslio < 0 || io_pipe(there) < 0)
		return false;
	if (io_pipe(back) == 0) {
		const int give[2] = { there[0], back[1] };

		sent = fdpass_send(h->saslio, SPAN("s"), give, 2) > 0;
	}
	io_close(&there[0]);
	io_close(&back[1]);
	if (!sent) {
		io_close(&there[1]);
		io_close(&back[0]);
		return false;
	}
	ends[0] = back[0];
	ends[1] = there[1];
	return true;
}

bool
helpers_encrypt(const struct helpers *h, const int fd[4])
{
	return h->tlsio >= 0 && fdpass_send(h->tlsio, SPAN("t"), fd, 4) > 0;
}
