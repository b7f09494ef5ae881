/* SPDX-License-Identifier: ISC
 *
 * sys/env - the environment, through an allow-list
 *
 * Source:  none.
 * Owns:    nothing.
 * Errors:  NULL for what is not set, or may not be read.
 * Effects: none.
 */
#ifndef SYS_ENV_H
#define SYS_ENV_H

/* The value of name if it is one of the few variables that programs may read;
 * in a set-gid program only those that cannot harm. abort() for other names. */
const char *env_get(const char *name);

/* Leaves of the environment only the variables that env_get knows, with
 * a fixed PATH. For set-gid programs and parents of helpers. */
void	env_clean(void);

#endif
