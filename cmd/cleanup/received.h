/* SPDX-License-Identifier: ISC
 *
 * cleanup/received - our own trace line
 *
 * Source:  RFC 5321 section 4.4, in Postfix's layout, which people's tools
 *          know.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: none.
 */
#ifndef CLEANUP_RECEIVED_H
#define CLEANUP_RECEIVED_H

#include "queue/envelope.h"
#include "queue/id.h"
#include "settings.h"

void	received_add(struct buf *out, const struct settings *set,
	    const struct envelope *env, const struct id *id);

#endif
