/* SPDX-License-Identifier: ISC
 *
 * postconf/near - the known name that a misspelt one may be meant for
 */
#ifndef POSTCONF_NEAR_H
#define POSTCONF_NEAR_H

#include "base/span.h"

const char *near_name(struct span name);	/* NULL if none is near */

#endif
