/* SPDX-License-Identifier: ISC */
#include "agent/loop.h"

#include "sys/io.h"

int
agent_loop(int sock, agent_deliver *deliver, void *arg)
{
	struct request rq = REQUEST_INIT;
	struct report rp;
	int fd, r;

	while ((r = request_recv(&rq, sock, &fd)) > 0) {
		report_begin(&rp, &rq, sock);
		deliver(arg, &rq, fd, &rp);
		io_close(&fd);
		report_end(&rp);
		report_clear(&rp);
	}
	request_clear(&rq);
	return r;
}
