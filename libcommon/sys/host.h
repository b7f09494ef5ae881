/* SPDX-License-Identifier: ISC
 *
 * sys/host - this host: its name, its own executable, its mounts
 *
 * Source:  gethostname(2), proc(5).
 * Owns:    nothing; results are appended to bufs of the caller.
 * Errors:  false with errno.
 * Effects: none.
 */
#ifndef SYS_HOST_H
#define SYS_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

bool	host_name(struct buf *out);
/* The absolute path of the running executable, symbolic links resolved. */
bool	host_exe(struct buf *out);
/* Bytes free for ordinary users on the file system of path. */
bool	host_free(const char *path, uint64_t *bytes);

#endif
