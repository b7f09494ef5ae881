/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/client - the client's role: passwords by Cyrus, tokens by us
 *
 * Source:  agent/auth.h.
 * Owns:    itself and the Cyrus client below it.
 * Errors:  as provider.h.
 * Effects: none but those of Cyrus SASL.
 */
#ifndef SASLIO_CLIENT_H
#define SASLIO_CLIENT_H

#include "provider.h"

struct provider *client_new(void);

#endif
