/* SPDX-License-Identifier: ISC
 *
 * sys/dir - the names in a directory
 *
 * Source:  readdir(3).
 * Owns:    the open directory, until dir_close; a name is good until the next call.
 * Errors:  dir_open returns false with errno. dir_next returns NULL at the end, or on an error with errno set (else 0).
 * Effects: reads the directory.
 */
#ifndef SYS_DIR_H
#define SYS_DIR_H

#include <dirent.h>
#include <stdbool.h>

struct dir {
	DIR	*handle;
};

bool	dir_open(struct dir *d, int at, const char *path);
const char *dir_next(struct dir *d);		/* never a name that begins with a dot */
int	dir_fd(const struct dir *d);
void	dir_close(struct dir *d);

#endif
