/* SPDX-License-Identifier: ISC
 *
 * postconf/show - parameters of main.cf, one a line
 */
#ifndef POSTCONF_SHOW_H
#define POSTCONF_SHOW_H

#include "view.h"

int	show(struct view *v);		/* an exit status */

#endif
