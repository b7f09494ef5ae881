/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/amend - what a milter wants changed at the end of a message
 *
 * Source:  wire/milter; Postfix MILTER_README.
 * Owns:    what was noted, until amend_end.
 * Errors:  false for what the milter may not do, or too much of it; what makes
 *          no sense is logged and left out.
 * Effects: changes draft, envelope and fate of the message; logs.
 */
#ifndef CLEANUP_AMEND_H
#define CLEANUP_AMEND_H

#include "message.h"

struct amend {
	struct message	*m;
	struct milter	*milter;
	struct buf	 notes;		/* packets */
};

void	amend_begin(struct amend *a, struct message *m, struct milter *milter);
bool	amend_note(void *arg, char what, struct span data);	/* a milter_edit */
/* Does what was noted, or forgets it: half of it would be wrong. */
void	amend_end(struct amend *a, bool apply);

#endif
