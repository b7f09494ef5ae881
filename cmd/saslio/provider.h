/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/provider - what each implementation of SASL offers
 *
 * Source:  agent/auth.h.
 * Owns:    struct answer its bufs.
 * Errors:  STEP_FAILED and STEP_TEMP, with the reason in data: constant words
 *          that tell a stranger nothing.
 * Effects: those of the implementation.
 */
#ifndef SASLIO_PROVIDER_H
#define SASLIO_PROVIDER_H

#include "facts.h"

enum step { STEP_MORE, STEP_DONE, STEP_FAILED, STEP_TEMP };

struct answer {
	struct buf	data;		/* as in struct auth_turn */
	bool		has_data;
	struct buf	user, mechanism;
};

/* begin starts an attempt with nothing left of the one before; end gives it up,
 * and may be called when there is none. */
struct provider {
	void		*self;
	/* Whether it can go on to serve; false ends the session. */
	bool		(*usable)(void *self);
	enum step	(*list)(void *self, const struct facts *f,
			    struct answer *a);
	enum step	(*begin)(void *self, const struct facts *f,
			    struct span mechanism, const struct span *initial,
			    struct answer *a);
	enum step	(*next)(void *self, struct span said,
			    struct answer *a);
	enum step	(*accepted)(void *self, struct answer *a);
	void		(*end)(void *self);
	void		(*free)(void *self);
};

static inline void
provider_free(struct provider *p)
{
	if (p != NULL)
		p->free(p->self);
}

/* For a reason. */
static inline enum step
provider_say(struct answer *a, enum step step, const char *reason)
{
	buf_set(&a->data, span_str(reason));
	return step;
}

#endif
