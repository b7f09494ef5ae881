/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/hello - the greeting, and what the server says it can
 *
 * Source:  RFC 5321 sections 3.1, 3.2, 4.1.1.1; RFC 2033 section 4.1; RFC 1870,
 *          2034, 2920, 3030, 3207, 3461, 4954, 6152, 6531.
 * Owns:    nothing.
 * Errors:  false and s->why.
 * Effects: talks.
 */
#ifndef SMTP_HELLO_H
#define SMTP_HELLO_H

#include "session.h"

bool	hello(struct session *s);
/* EHLO again, as after STARTTLS: what was known of the server is forgotten. */
bool	hello_again(struct session *s);

/* One line of a reply to EHLO (not the first). Effects: none. */
void	hello_keyword(struct session *s, struct span line);

#endif
