/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/dovecot - logins that Dovecot's auth process decides
 *
 * Source:  Dovecot authentication protocol, version 1.
 * Owns:    the connection, from dovecot_open to provider_free.
 * Errors:  what fails is logged, and answered STEP_TEMP; the provider is then
 *          of no more use.
 * Effects: connects, and talks to Dovecot.
 */
#ifndef SASLIO_DOVECOT_H
#define SASLIO_DOVECOT_H

#include "provider.h"

/* path: "unix:path", "inet:host:port" or a path; a relative one is below
 * directory. Heap; connects with the rights that the process has now. */
struct provider *dovecot_open(struct span path, const char *directory);

#endif
