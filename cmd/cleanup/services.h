/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/services - what master.cf says about taking messages in
 *
 * Source:  Postfix master(5): the -o options of cleanup, and those of pickup
 *          that are carried out here.
 * Owns:    nothing.
 * Errors:  a master.cf that cannot be read ends the program.
 * Effects: parameter overrides.
 */
#ifndef CLEANUP_SERVICES_H
#define CLEANUP_SERVICES_H

/* Before the configuration in dir is read. */
void	services_apply(const char *dir);

#endif
