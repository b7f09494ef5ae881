/* SPDX-License-Identifier: ISC
 *
 * clock - a preload shim that sets the clock, for one process tree
 *
 * POSTERN_CLOCK is a number of seconds to add to what the clock says. The time
 * of the file system and CLOCK_MONOTONIC stay true.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long
offset(void)
{
	const char *s = getenv("POSTERN_CLOCK");

	return s != NULL ? strtol(s, NULL, 10) : 0;
}

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	static int (*real)(clockid_t, struct timespec *);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	int r = real(id, ts);
	if (r == 0 && id == CLOCK_REALTIME)
		ts->tv_sec += offset();
	return r;
}

time_t
time(time_t *t)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (t != NULL)
		*t = ts.tv_sec;
	return ts.tv_sec;
}
