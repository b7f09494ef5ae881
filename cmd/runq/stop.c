/* SPDX-License-Identifier: ISC */
#include "stop.h"

#include "sys/signals.h"

static volatile sig_atomic_t stop_flag;

static void
handle(int signo)
{
	stop_flag = 1;
	signals_on(signo, SIG_DFL);
}

void
stop_on_signals(void)
{
	signals_on(SIGTERM, handle);
	signals_on(SIGINT, handle);
	signals_on(SIGHUP, handle);
}

bool
stop_wanted(void)
{
	return stop_flag != 0;
}
