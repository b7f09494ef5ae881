/* SPDX-License-Identifier: ISC
 *
 * postconf/explain - all there is to say about a parameter
 */
#ifndef POSTCONF_EXPLAIN_H
#define POSTCONF_EXPLAIN_H

#include "conf/known.h"
#include "view.h"

int	explain(struct view *v);		/* an exit status */
/* "yes or no", "time of at least 1s", ...: what a parameter takes. */
void	explain_range(struct buf *out, const struct known *k);

#endif
