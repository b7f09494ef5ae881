/* SPDX-License-Identifier: ISC */
#include "sys/host.h"

#include <sys/statvfs.h>
#include <unistd.h>

bool
host_name(struct buf *out)
{
	char name[256];

	if (gethostname(name, sizeof(name)) < 0)
		return false;
	name[sizeof(name) - 1] = '\0';
	buf_adds(out, name);
	return true;
}

bool
host_exe(struct buf *out)
{
	enum { ROOM = 4096 };
	ssize_t n = readlink("/proc/self/exe", buf_room(out, ROOM), ROOM);

	if (n <= 0 || n == ROOM)
		return false;
	buf_grew(out, (size_t)n);
	return true;
}

bool
host_free(const char *path, uint64_t *bytes)
{
	struct statvfs v;

	if (statvfs(path, &v) < 0)
		return false;
	*bytes = (uint64_t)v.f_bavail * v.f_frsize;
	return true;
}
