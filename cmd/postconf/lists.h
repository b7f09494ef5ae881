/* SPDX-License-Identifier: ISC
 *
 * postconf/lists - what is built in: -a -A -b -l -m -t -T
 */
#ifndef POSTCONF_LISTS_H
#define POSTCONF_LISTS_H

#include "opts.h"

int	lists_show(const struct opts *o);	/* an exit status */

#endif
