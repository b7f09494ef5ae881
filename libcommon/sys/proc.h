/* SPDX-License-Identifier: ISC
 *
 * sys/proc - child processes
 *
 * Source:  fork(2), execve(2), waitpid(2).
 * Owns:    nothing; the caller waits for every child that it started.
 * Errors:  -1 and errno; a failure to exec is told as such by proc_start, not as an exit status.
 * Effects: starts, kills and reaps processes.
 */
#ifndef SYS_PROC_H
#define SYS_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "sys/priv.h"

struct proc_fd {
	int	from;		/* this process's descriptor */
	int	to;		/* its number in the child */
};

/* Descriptors that are not named do not reach the child; 0, 1 and 2 that are
 * not named are those of the parent. */
struct proc {
	const char	*path;		/* absolute */
	char *const	*argv;		/* argv[0] first, NULL last */
	char *const	*envp;		/* NULL: the parent's */
	const char	*dir;		/* working directory, or NULL */
	const struct proc_fd *fds;
	size_t		 nfds;
	const struct user *user;	/* become this user, or NULL */
	bool		 groups;	/* with its supplementary groups */
	bool		 own_group;	/* its own process group */
	int		 umask;		/* -1: the parent's */
};

pid_t	proc_start(const struct proc *p);
/* Waits; the raw wait status. With a deadline of sys/clock (-1: none) the
 * child's process group is killed when it has passed, and *expired set. */
int	proc_wait(pid_t pid, int64_t deadline, bool *expired);
/* Reaps one child that has ended: its pid, 0 when none has. */
pid_t	proc_reap(int *status);
/* "exit status 3", "signal 9 (Killed)" */
void	proc_describe(struct buf *out, int status);

/* First lines of every program: 0 to 2 open, all above 2 closed except keep
 * (-1 last), signals default. */
int	proc_sanitise(const int *keep);
void	proc_close_above(int lowest);
/* No core files, no ptrace by the user. */
void	proc_undumpable(void);

#endif
