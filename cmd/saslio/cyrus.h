/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/cyrus - the Cyrus SASL library
 *
 * Source:  sasl(3), sasl_server_start(3), sasl_client_start(3).
 * Owns:    the library's state, for the life of the process; a connection of
 *          it from begin to end.
 * Errors:  false from the first two, logged. Of an attempt: what is the host's
 *          own trouble is STEP_TEMP, and whether a user exists is not told.
 * Effects: the library reads its configuration, loads plug-ins, and asks the
 *          back ends that the configuration names.
 */
#ifndef SASLIO_CYRUS_H
#define SASLIO_CYRUS_H

#include <stdbool.h>

#include "provider.h"

/* Whether this program was built with it. */
bool	cyrus_is_here(void);

/* name: of the configuration file, without .conf; path: directories to look
 * for it in, with colons between. Once a process, one of the two. */
bool	cyrus_server_init(const char *name, const char *path);
bool	cyrus_client_init(void);

/* For one session, provider_free at its end. passwords: a file without which nobody
 * is known, so that it says nothing about a user when it cannot be read; or "".
 * It stays the caller's. */
struct provider *cyrus_server(const char *passwords);
struct provider *cyrus_client(void);

#endif
