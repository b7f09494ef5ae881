/* SPDX-License-Identifier: ISC
 *
 * agent/milterset - what is known of a milter before it is asked
 *
 * Source:  Postfix postconf(5), milter_*; agent/milter declares what makes and
 *          ends a milter.
 * Owns:    nothing.
 * Errors:  bad settings are logged.
 * Effects: none.
 */
#ifndef AGENT_MILTERSET_H
#define AGENT_MILTERSET_H

#include "agent/milter.h"

/* Replaces a text of a milter. */
void	milter_set_text(char **at, struct span s);

#endif
