/* SPDX-License-Identifier: ISC
 *
 * sys/signals - signal dispositions
 *
 * Source:  sigaction(2), signalfd(2).
 * Owns:    nothing.
 * Errors:  none, unless said.
 * Effects: process-wide dispositions and mask.
 */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

void	signals_default(void);			/* all to default, none blocked; SIGPIPE, SIGXFSZ ignored */
void	signals_on(int signo, void (*handler)(int));	/* without SA_RESTART */
void	signals_ignore(int signo);
void	signals_unblock(void);			/* all; dispositions stay */
/* Blocks these signals (0 last) and gives a descriptor that is readable when
 * one is pending: close-on-exec, non-blocking. -1 and errno. */
int	signals_fd(const int *signos);
int	signals_take(int fd);			/* the next signal, 0 when none */
/* Signals that people end programs with wait until they are let through. */
void	signals_hold(bool on);
bool	signals_waiting(void);			/* whether one does */

#endif
