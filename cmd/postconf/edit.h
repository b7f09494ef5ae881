/* SPDX-License-Identifier: ISC
 *
 * postconf/edit - changes main.cf
 */
#ifndef POSTCONF_EDIT_H
#define POSTCONF_EDIT_H

#include "opts.h"

int	edit_main(const struct opts *o);	/* an exit status */
/* What no argument of an edit may be; ends the program. */
void	edit_refuse(const char *arg);

#endif
