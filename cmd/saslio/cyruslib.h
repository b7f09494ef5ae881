/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/cyruslib - what both roles of Cyrus SASL share
 *
 * Source:  sasl(3).
 * Owns:    nothing.
 * Errors:  as cyrus.h.
 * Effects: logs what the library says.
 */
#ifndef SASLIO_CYRUSLIB_H
#define SASLIO_CYRUSLIB_H

#include <sasl/sasl.h>

#include "provider.h"

typedef int	cyruslib_call(void);	/* the library's type of all callbacks */

int	cyruslib_log(void *context, int level, const char *message);
/* The security layer of SASL is never used: that is what TLS is for. */
bool	cyruslib_secure(sasl_conn_t *conn, const struct facts *f);
/* For a status that is neither SASL_OK nor SASL_CONTINUE. */
enum step	cyruslib_refuse(struct answer *a, int status);

#endif
