/* SPDX-License-Identifier: ISC */
#include "unfinished.h"

#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "sys/signals.h"

static const int signos[] = { SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM,
    SIGXCPU };

enum { SIGNALS = sizeof(signos) / sizeof(signos[0]), FILE_NAME = 63 };

static struct {
	int	dir;
	char	name[FILE_NAME + 1];
} file;

static void
change(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (int i = 0; i < SIGNALS; i++)
		sigaddset(&set, signos[i]);
	sigprocmask(how, &set, NULL);
}

void
unfinished_hold(void)
{
	change(SIG_BLOCK);
}

void
unfinished_release(void)
{
	change(SIG_UNBLOCK);
}

static void
remove_and_end(int signo)
{
	unlinkat(file.dir, file.name, 0);
	_exit(EX_TEMPFAIL);
}

void
unfinished_set(int dir, const char *name)
{
	size_t len = strlen(name);

	memcpy(file.name, name, len < FILE_NAME ? len + 1 : 0);
	file.dir = dir;
	for (int i = 0; i < SIGNALS; i++)
		signals_on(signos[i], remove_and_end);
}

void
unfinished_done(void)
{
	for (int i = 0; i < SIGNALS; i++)
		signals_ignore(signos[i]);
}
