/* SPDX-License-Identifier: ISC */
#include "renew.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "sys/host.h"
#include "sys/log.h"

/* All zeros: it is not there. */
static void
look(struct stat seen[2])
{
	static const char *const name[] = { "main.cf", "master.cf" };

	for (size_t i = 0; i < 2; i++) {
		char *path = mem_fmt("%s/%s", app_config_dir(), name[i]);

		if (stat(path, &seen[i]) < 0)
			seen[i] = (struct stat){ .st_size = 0 };
		free(path);
	}
}

void
renew_init(struct renew *r)
{
	look(r->seen);
}

bool
renew_needed(const struct renew *r)
{
	struct stat now[2];
	bool same = true;

	look(now);
	for (size_t i = 0; i < 2; i++)
		same &= now[i].st_dev == r->seen[i].st_dev &&
		    now[i].st_ino == r->seen[i].st_ino &&
		    now[i].st_size == r->seen[i].st_size &&
		    now[i].st_mtim.tv_sec == r->seen[i].st_mtim.tv_sec &&
		    now[i].st_mtim.tv_nsec == r->seen[i].st_mtim.tv_nsec;
	return !same;
}

void
renew_start(char **argv)
{
	struct buf exe = BUF_INIT;

	if (host_exe(&exe))
		execv(exe.s, argv);
	log_error("start over: %s", strerror(errno));
	buf_clear(&exe);
}
