/* SPDX-License-Identifier: ISC
 *
 * sys/signals - signal dispositions
 *
 * Source:  sigaction(2).
 * Owns:    nothing.
 * Errors:  none.
 * Effects: process-wide dispositions and mask.
 */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <signal.h>

void	signals_default(void);			/* all to default, none blocked; SIGPIPE, SIGXFSZ ignored */
void	signals_on(int signo, void (*handler)(int));	/* without SA_RESTART */
void	signals_ignore(int signo);

#endif
