/* SPDX-License-Identifier: ISC
 *
 * postconf/print - lines as postconf prints them
 */
#ifndef POSTCONF_PRINT_H
#define POSTCONF_PRINT_H

#include "opts.h"

/* "left = value", or what -h, -H, -f and -j make of it. */
void	print_setting(const struct opts *o, const char *left, struct span value);

#endif
