/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/shuttle - what comes in goes out, both ways
 *
 * Source:  RFC 8446 section 6.1 for the end.
 * Owns:    two buffers of a record's size: who does not read stops the other.
 * Errors:  none: what cannot go on ends, and both sides see that.
 * Effects: until both sides have ended, or the plain side has and what it said
 *          is written. An end of file goes on as such: half of the connection
 *          may still be needed.
 */
#ifndef TLSIO_SHUTTLE_H
#define TLSIO_SHUTTLE_H

#include <openssl/ssl.h>

struct ends {
	SSL	*ssl;
	int	 in, out;	/* the network: may be one socket */
	int	 plain;
	int	 linger_ms;	/* that the last words may take */
};

void	shuttle_run(const struct ends *e);

#endif
