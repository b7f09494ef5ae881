/* SPDX-License-Identifier: ISC
 *
 * cmd/posttrace/print - steps and results, for people or as JSON
 *
 * Source:  posttrace(1).
 * Owns:    nothing.
 * Errors:  none; app_exit checks the output.
 * Effects: standard output. Control bytes never get there.
 */
#ifndef POSTTRACE_PRINT_H
#define POSTTRACE_PRINT_H

#include "trace.h"

void	print_text(const struct trace *t);
/* One object on one line. */
void	print_json(const struct trace *t);

#endif
