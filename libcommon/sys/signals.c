/* SPDX-License-Identifier: ISC */
#include "sys/signals.h"

#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

void
signals_on(int signo, void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler };

	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, NULL);
}

void
signals_ignore(int signo)
{
	signals_on(signo, SIG_IGN);
}

void
signals_unblock(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
signals_default(void)
{
	for (int s = 1; s < NSIG; s++)
		if (s != SIGKILL && s != SIGSTOP)
			signals_on(s, SIG_DFL);
	signals_ignore(SIGPIPE);
	signals_ignore(SIGXFSZ);
	signals_unblock();
}

int
signals_fd(const int *signos)
{
	sigset_t set;

	sigemptyset(&set);
	for (; *signos != 0; signos++)
		sigaddset(&set, *signos);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int
signals_take(int fd)
{
	struct signalfd_siginfo si;

	return read(fd, &si, sizeof(si)) == sizeof(si) ? (int)si.ssi_signo : 0;
}

static void
enders(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGQUIT);
	sigaddset(set, SIGTERM);
}

void
signals_hold(bool on)
{
	sigset_t set;

	enders(&set);
	sigprocmask(on ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

bool
signals_waiting(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGHUP) == 1 ||
	    sigismember(&set, SIGINT) == 1 ||
	    sigismember(&set, SIGQUIT) == 1 || sigismember(&set, SIGTERM) == 1;
}
