/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/keywords - the extensions that EHLO announces
 *
 * Source:  RFC 5321 section 4.1.1.1; Postfix smtpd_discard_ehlo_keywords.
 * Owns:    nothing; the connection keeps what is not for this client.
 * Errors:  where a table cannot answer, the list for everybody counts.
 * Effects: asks tables; logs what is not announced.
 */
#ifndef SMTPD_KEYWORDS_H
#define SMTPD_KEYWORDS_H

#include "conn.h"

/* Finds out what is not for this client: when its address is known. */
void	keywords_choose(struct conn *c);
/* Whether a command or parameter of this extension may be used. */
bool	keywords_offers(const struct conn *c, const char *name);
/* Whether it is to be kept from this client. */
bool	keywords_discards(const struct conn *c, const char *name);
/* Appends the lines of the reply, each behind an LF. */
void	keywords_add(const struct conn *c, struct buf *out);
/* Logs what is left out, unless silence is asked for. */
void	keywords_log(const struct conn *c);

#endif
