/* SPDX-License-Identifier: ISC
 *
 * app/mynetworks - the default of mynetworks
 *
 * Source:  Postfix postconf(5): mynetworks_style, inet_interfaces,
 *          inet_protocols.
 * Owns:    nothing.
 * Errors:  where the kernel does not tell, the loopback networks alone.
 * Effects: asks for the host's addresses.
 */
#ifndef APP_MYNETWORKS_H
#define APP_MYNETWORKS_H

#include "base/buf.h"
#include "net/interfaces.h"

void	mynetworks_default(struct buf *out);
/* What style ("host", "subnet", "class") makes of those interfaces that the
 * lists inet_interfaces and inet_protocols leave. */
void	mynetworks_of(struct buf *out, const struct interfaces *is,
	    const char *style, const char *listed, const char *protocols);

#endif
