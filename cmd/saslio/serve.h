/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/serve - one conversation: logins, one after another
 *
 * Source:  agent/auth.h.
 * Owns:    nothing; the descriptors belong to the caller.
 * Errors:  the exit status; who does not keep to the conversation ends it.
 * Effects: reads, writes, and those of the provider.
 */
#ifndef SASLIO_SERVE_H
#define SASLIO_SERVE_H

#include "provider.h"

int	serve(const struct provider *p, int in, int out);

#endif
