/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/stop - SIGTERM, SIGINT and SIGHUP: finish what is under way, then end
 *
 * Source:  runq(1). A second signal kills, as ever.
 * Owns:    the flag that a signal handler needs.
 * Errors:  none.
 * Effects: signal dispositions.
 */
#ifndef RUNQ_STOP_H
#define RUNQ_STOP_H

#include <stdbool.h>

void	stop_on_signals(void);
bool	stop_wanted(void);

#endif
