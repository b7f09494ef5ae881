/* SPDX-License-Identifier: ISC
 *
 * local/trace - the lines that final delivery adds, and loops seen by them
 *
 * Source:  RFC 5321 section 4.4 (Return-Path); Postfix Delivered-To,
 *          X-Original-To.
 * Owns:    nothing.
 * Errors:  OUT_PERM, 5.4.6, for a message that was here before; OUT_TEMP when
 *          it cannot be read.
 * Effects: trace_loops reads the header of the message.
 */
#ifndef LOCAL_TRACE_H
#define LOCAL_TRACE_H

#include "job.h"

void	trace_head(struct buf *out, const struct job *j);
/* Has it been delivered to this very address already? */
enum out	trace_loops(const struct letter *l, struct span addr,
		    struct why *w);

#endif
