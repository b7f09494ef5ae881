/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/dane - what TLSA records demand of a server
 *
 * Source:  RFC 7672; RFC 6698. Postfix smtp_tls_dane_insecure_mx_policy.
 * Owns:    nothing; records are appended to a buf of the caller.
 * Errors:  OUT_TEMP when the DNS cannot say whether there are any, and at
 *          level dane-only when there are none: nothing is sent then.
 * Effects: asks the DNS. An answer counts only if the resolver says that it is
 *          signed; smtp_dns_support_level must be dnssec for that.
 */
#ifndef SMTP_DANE_H
#define SMTP_DANE_H

#include "hosts.h"

/* For a host to be met at level dane or dane-only: *level becomes what there
 * is reason for, and tlsa has the records, one a line ("3 1 1 hex"). */
enum out	dane_find(struct lookup *l, const struct host *h,
		    enum tlslevel *level, struct buf *tlsa, struct why *w);

#endif
