/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/dry - what a run would deliver now, without doing it
 *
 * Source:  runq(1), option -n.
 * Owns:    nothing.
 * Errors:  its exit status.
 * Effects: standard output.
 */
#ifndef RUNQ_DRY_H
#define RUNQ_DRY_H

int	dry_run(void);

#endif
