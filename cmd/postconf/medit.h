/* SPDX-License-Identifier: ISC
 *
 * postconf/medit - changes master.cf
 */
#ifndef POSTCONF_MEDIT_H
#define POSTCONF_MEDIT_H

#include "opts.h"

int	edit_master(const struct opts *o);	/* an exit status */

#endif
