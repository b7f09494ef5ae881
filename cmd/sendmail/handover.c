/* SPDX-License-Identifier: ISC */
#include "handover.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "app/app.h"
#include "sys/io.h"
#include "sys/proc.h"

void
handover_start(struct handover *h)
{
	static char name[] = "postdrop", dash_r[] = "-r";
	char *argv[] = { name, dash_r, NULL }, *path = app_command("postdrop");
	int to[2], from[2];

	if (io_pipe(to) < 0 || io_pipe(from) < 0)
		app_fatal(EX_OSERR, "pipe: %s", strerror(errno));
	struct proc_fd fds[] = { { to[0], 0 }, { from[1], 1 } };
	struct proc p = { .path = path, .argv = argv, .fds = fds, .nfds = 2,
	    .umask = -1 };
	h->pid = proc_start(&p);
	if (h->pid < 0)
		app_fatal(EX_UNAVAILABLE, "cannot run %s: %s", path,
		    strerror(errno));
	free(path);
	io_close(&to[0]);
	io_close(&from[1]);
	h->in = from[0];
	h->out = to[1];
	submit_init(&h->submit, h->in, h->out);
}

static bool
is_sysexit(int status)
{
	return status >= EX_USAGE && status <= EX_CONFIG;
}

/* postdrop's exit status is more exact than the verdict; but without a verdict
 * of acceptance nothing counts as accepted. */
static int
status_of(int raw, enum out out, bool answered, struct why *w)
{
	int status = WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;

	if (out == OUT_OK)
		return EX_OK;
	if (!answered) {
		struct buf b = BUF_INIT;

		proc_describe(&b, raw);
		why_temp(w, "4.3.0", "postdrop did not accept the message: %s",
		    b.s);
		buf_clear(&b);
	}
	if (is_sysexit(status))
		return status;
	return out == OUT_PERM ? EX_UNAVAILABLE : EX_TEMPFAIL;
}

int
handover_end(struct handover *h, struct why *w)
{
	bool expired;
	enum out out = submit_commit(&h->submit, w);
	bool answered = !h->submit.broken;

	io_close(&h->out);
	int raw = proc_wait(h->pid, -1, &expired);
	io_close(&h->in);
	submit_clear(&h->submit);
	return status_of(raw, out, answered, w);
}
