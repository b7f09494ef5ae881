/* SPDX-License-Identifier: ISC
 *
 * sys/sandbox - system calls that a process gives up for ever
 *
 * Source:  seccomp(2), prctl(2); libseccomp, which is loaded when it is needed.
 * Owns:    the prepared filter, until sandbox_clear.
 * Errors:  -1 and errno; ENOSYS: this build, or this kernel, has none.
 * Effects: sandbox_enter binds the process and all its threads to come; what is
 *          forbidden fails with EPERM then.
 *
 * Forbidden: to start programs or processes (threads are not), to trace or
 * signal others, to open anything for writing, to create, rename, remove or
 * change names and their attributes, to listen, to mount, and what only an
 * administrator does. Reading, talking and memory stay as they are. Writing to
 * what is open already stays, too.
 */
#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

struct sandbox {
	void	*filter;
	size_t	 len;
};

/* Compiles the filter, once for many processes. Without sockets, none can be
 * made either: only those that are open can be used. */
int	sandbox_prepare(struct sandbox *s, bool sockets);
int	sandbox_enter(const struct sandbox *s);
void	sandbox_clear(struct sandbox *s);

#endif
