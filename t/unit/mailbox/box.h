/* SPDX-License-Identifier: ISC
 *
 * box - a directory for mailboxes, and messages to put there
 */
#ifndef T_UNIT_MAILBOX_BOX_H
#define T_UNIT_MAILBOX_BOX_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../suite.h"
#include "base/mem.h"
#include "mailbox/letter.h"

static char dir[] = "/tmp/box.XXXXXX";

static inline void
box_make(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	umask(077);
}

static inline int
box_remove_one(const char *path, const struct stat *st, int flag,
    struct FTW *at)
{
	return remove(path);
}

static inline void
box_remove(void)
{
	nftw(dir, box_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A file with s behind its first five bytes. */
static inline int
content(struct span s)
{
	char name[] = "/tmp/content.XXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "12345", 5), 5);
	ck_assert_int_eq(write(fd, s.p, s.len), (ssize_t)s.len);
	unlink(name);
	return fd;
}

#endif
