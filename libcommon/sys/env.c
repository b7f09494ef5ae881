/* SPDX-License-Identifier: ISC */
#include "sys/env.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sys/priv.h"

static const struct {
	const char *name;
	bool	    in_setid;	/* harmless in a set-gid program */
} allowed[] = {
	{ "HOME",		false },
	{ "LISTEN_FDNAMES",	false },
	{ "LISTEN_FDS",		false },
	{ "LISTEN_PID",		false },
	{ "LOGNAME",		false },
	{ "MAIL_CONFIG",	true },	/* app_config checks it */
	{ "MAIL_DEBUG",		true },
	{ "MAIL_LOGTAG",	true },
	{ "MAIL_VERBOSE",	true },
	{ "NAME",		false },
	{ "NOTIFY_SOCKET",	false },
	{ "POSTERN_LOG_FD",	false },
	{ "REMOTE_ADDR",	false },
	{ "REMOTE_HOST",	false },
	{ "REMOTE_PORT",	false },
	{ "TCPREMOTEHOST",	false },
	{ "TCPREMOTEIP",	false },
	{ "TCPREMOTEPORT",	false },
	{ "TERM",		false },
	{ "TZ",			false },
	{ "USER",		false },
};

enum { ALLOWED = sizeof(allowed) / sizeof(allowed[0]) };

extern char **environ;

const char *
env_get(const char *name)
{
	for (size_t i = 0; i < ALLOWED; i++)
		if (strcmp(allowed[i].name, name) == 0)
			return priv_is_setid() && !allowed[i].in_setid ?
			    NULL : getenv(name);
	abort();
}

void
env_clean(void)
{
	char **kept = mem_array(ALLOWED + 2, sizeof(*kept));
	size_t n = 0;

	kept[n++] = mem_str("PATH=/usr/bin:/bin:/usr/sbin:/sbin");
	for (size_t i = 0; i < ALLOWED; i++) {
		const char *value = env_get(allowed[i].name);

		if (value != NULL)
			kept[n++] = mem_fmt("%s=%s", allowed[i].name, value);
	}
	environ = kept;
}
