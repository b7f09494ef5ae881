/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/hello - the commands around a message: HELO to QUIT
 *
 * Source:  RFC 5321 sections 4.1.1.1, 4.1.1.5 to 4.1.1.10.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: the connection's state.
 */
#ifndef SMTPD_HELLO_H
#define SMTPD_HELLO_H

#include "conn.h"

bool	do_helo(struct conn *c, struct span args);
bool	do_ehlo(struct conn *c, struct span args);
bool	do_rset(struct conn *c, struct span args);
bool	do_noop(struct conn *c, struct span args);
bool	do_vrfy(struct conn *c, struct span args);
bool	do_quit(struct conn *c, struct span args);
bool	do_help(struct conn *c, struct span args);

#endif
