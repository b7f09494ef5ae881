/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/door - a session's way to the door
 *
 * Source:  agent/submit; link.h for how cleanup is had.
 * Owns:    the descriptors to cleanup or postdrop, until door_close.
 * Errors:  enum out and struct why; after a failure the next message asks for
 *          a new door.
 * Effects: asks for cleanup, or starts postdrop.
 */
#ifndef SMTPD_DOOR_H
#define SMTPD_DOOR_H

#include <sys/types.h>

#include "agent/submit.h"
#include "link.h"

enum door_way {
	DOOR_POSTDROP,		/* a user of this host: started for each message */
	DOOR_CLEANUP
};

struct door {
	enum door_way	way;
	struct link	*link;
	int		in, out;
	pid_t		postdrop;
	bool		open;
	struct submit	submit;
};

/* link may be NULL when the way is postdrop. */
void	door_init(struct door *d, enum door_way way, struct link *link);
void	door_close(struct door *d);
/* Asks for it, to have it when it is needed. */
void	door_ask(struct door *d);
/* Makes d->submit usable for one more message. */
enum out	door_open(struct door *d, struct why *w);
/* After the message: postdrop takes but one, and a broken pipe none. */
void	door_done(struct door *d);

#endif
