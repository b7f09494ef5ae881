/* SPDX-License-Identifier: ISC
 *
 * postconf/completion - what shells need to complete postconf's arguments
 */
#ifndef POSTCONF_COMPLETION_H
#define POSTCONF_COMPLETION_H

#include "opts.h"

int	completion(const struct opts *o);	/* an exit status */

#endif
