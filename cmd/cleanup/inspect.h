/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/inspect - applies header and body checks to a message
 *
 * Source:  Postfix header_checks(5), cleanup(8).
 * Owns:    its buffers.
 * Errors:  why gets the first refusal: PERM for REJECT, TEMP when a table
 *          cannot answer. What the administrator wrote wrongly is logged, and
 *          the line stays as it is.
 * Effects: logs what is done; changes the fate of the message.
 */
#ifndef CLEANUP_INSPECT_H
#define CLEANUP_INSPECT_H

#include "base/why.h"
#include "checks.h"
#include "fate.h"
#include "queue/envelope.h"
#include "queue/id.h"

struct inspect {
	struct checks	*checks;
	const struct envelope *env;
	const struct id	*id;
	struct fate	*fate;
	struct why	*why;
	bool		 off;		/* no more checks for this message */
	bool		 told;		/* why is in the log already */
	struct buf	 value, text, before;
};

void	inspect_begin(struct inspect *in, struct checks *checks,
	    const struct envelope *env, const struct id *id,
	    struct fate *fate, struct why *why);
void	inspect_clear(struct inspect *in);

/* Looks a line or field up (no LF at its end). False: drop it. Otherwise *line
 * is what to write instead; in->before, lines with their LF, comes first. Good
 * until the next call. */
bool	inspect_line(struct inspect *in, enum check check, struct span *line);

/* Parts of that line: "c.example[192.0.2.1]" or "local", " from=<..> ...". */
void	inspect_add_origin(struct buf *out, const struct envelope *env);
void	inspect_add_envelope(struct buf *out, const struct envelope *env);
/* "ID: ACTION: CLASS CONTENT from CLIENT; from=<..> to=<..> ...: text" */
void	inspect_log(const struct inspect *in, const char *action,
	    const char *class, struct span content, struct span text);

#endif
