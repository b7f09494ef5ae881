/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/forward - what a trusted host says of the client behind it
 *
 * Source:  Postfix XFORWARD_README.
 * Owns:    the values, until forward_clear.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SMTPD_FORWARD_H
#define SMTPD_FORWARD_H

#include "agent/submit.h"
#include "wire/xattr.h"

struct forward {
	bool		known;		/* anything was said */
	struct buf	value[XATTRS];
};

void	forward_init(struct forward *f);
void	forward_clear(struct forward *f);
void	forward_reset(struct forward *f);
void	forward_set(struct forward *f, const struct xattr_value *v);
/* As facts of the message. */
void	forward_tell(const struct forward *f, struct submit *s);
/* For the line "client=": ", orig_queue_id=..., orig_client=...". */
void	forward_describe(struct buf *out, const struct forward *f);

#endif
