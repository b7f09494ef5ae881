/* SPDX-License-Identifier: ISC
 *
 * base/stamp - points in time, and how they are written
 *
 * Source:  RFC 5322 section 3.3 (date-time), RFC 3164 (syslog time).
 * Owns:    nothing.
 * Errors:  stamp_read_decimal returns false and leaves t as it was.
 * Effects: reads the time zone of the process (TZ, /etc/localtime).
 */
#ifndef BASE_STAMP_H
#define BASE_STAMP_H

#include <stdint.h>
#include <time.h>

#include "base/buf.h"

struct stamp {			/* since the Epoch */
	int64_t	sec;
	int32_t	usec;		/* 0 to 999999 */
};

struct stamp	stamp_now(void);
int64_t	stamp_diff_usec(struct stamp later, struct stamp earlier);
int	stamp_cmp(struct stamp a, struct stamp b);

void	stamp_add_rfc5322(struct buf *out, int64_t sec);	/* Mon, 23 Nov 2026 08:38:00 +0000 (UTC) */
void	stamp_add_asctime(struct buf *out, int64_t sec);	/* Mon Nov 23 08:38:00 2026 */
void	stamp_add_syslog(struct buf *out, int64_t sec);		/* Nov 23 08:38:00 */
void	stamp_add_decimal(struct buf *out, struct stamp t);	/* 1795423080.123456 */
bool	stamp_read_decimal(struct span s, struct stamp *t);	/* exactly that form */

#endif
