/* SPDX-License-Identifier: ISC
 *
 * sys/file - whole files, durable names, and moves that never replace
 *
 * Source:  fsync(2), renameat2(2).
 * Owns:    returned descriptors belong to the caller; all are close-on-exec.
 * Errors:  -1 and errno.
 * Effects: the file system.
 */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/buf.h"

int	file_open_dir(int at, const char *path);
/* Waits until the file (or directory) is on stable storage. */
int	file_sync(int fd);
int	file_sync_data(int fd);			/* not its time stamps */
/* Starts that and does not wait, so that many files reach the disk together.
 * A hint: nothing is told. */
void	file_start_sync(int fd);
int	file_sync_dir(int at, const char *path);	/* opens, syncs, closes */
/* Moves a name; EEXIST when to exists, also where the file system knows no
 * such rename (then by link and unlink). */
int	file_move(int from_at, const char *from, int to_at, const char *to);
/* Appends the file to b. EFBIG when it is larger than max bytes. */
int	file_read(int at, const char *path, struct buf *b, size_t max);
/* Whether fd is still the file that the name leads to. */
bool	file_is(int fd, int at, const char *name);
/* Replaces path by data: temporary file beside it, sync, rename, sync of the
 * directory. Readers see the old file or the new one. */
int	file_replace(const char *path, struct span data, mode_t mode);

/* A file in the directory dir that has no name there, close-on-exec. In memory
 * where the file system cannot do that. */
int	file_nameless(int at, const char *dir);
/* A file without a name, readable and writable; NOT close-on-exec. */
int	file_anonymous(const char *label);

#endif
