/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/heritage - what a monitor leaves to the one that takes its place
 *
 * Source:  lines "listen FD", "worker SOCKET PID ADDRESS"; the descriptors stay
 *          open over the exec.
 * Owns:    nothing.
 * Errors:  lines that cannot be read end the list.
 * Effects: descriptors lose, and get back, close-on-exec.
 */
#ifndef SMTPD_HERITAGE_H
#define SMTPD_HERITAGE_H

#include "monitor.h"

void	heritage_leave(const struct monitor *m, struct buf *out);
/* Of the state that a former generation left: the descriptors that must stay
 * open (-1 last, heap), and what they are for. */
int	*heritage_kept(struct span state);
void	heritage_take(struct monitor *m, struct span state);

#endif
