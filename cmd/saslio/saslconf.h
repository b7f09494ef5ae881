/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/saslconf - options out of Cyrus SASL's configuration file
 *
 * Source:  Cyrus SASL: "option: value" lines, # comments.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  an option that is not there has the value that is given for it.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/saslio-conf.c.
 */
#ifndef SASLIO_SASLCONF_H
#define SASLIO_SASLCONF_H

#include "base/buf.h"

void	saslconf_get(struct span text, const char *option,
	    const char *otherwise, struct buf *value);
/* Whether the value, a list, has this word. */
bool	saslconf_lists(struct span value, const char *word);

#endif
