/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/door - a session's way to the door
 *
 * Source:  agent/submit; helper.h for what the monitor is asked.
 * Owns:    the descriptors to cleanup or postdrop, until door_close.
 * Errors:  enum out and struct why; after a failure the next message asks for
 *          a new door.
 * Effects: asks the monitor for cleanup over a socket, or starts it, or
 *          postdrop.
 */
#ifndef SMTPD_DOOR_H
#define SMTPD_DOOR_H

#include <sys/types.h>

#include "agent/submit.h"

enum door_way {
	DOOR_POSTDROP,		/* a user of this host: started for each message */
	DOOR_CLEANUP,		/* there is no monitor: started by the session */
	DOOR_MONITOR		/* asked for over its socket */
};

struct door {
	enum door_way	way;
	int		monitor;
	int		in, out;
	pid_t		postdrop;
	bool		open, asked;
	struct submit	submit;
};

void	door_init(struct door *d, enum door_way way, int monitor);
void	door_close(struct door *d);
/* Asks for it, to have it when it is needed. */
void	door_ask(struct door *d);
/* What the monitor answered: two descriptors, or none. */
void	door_take(struct door *d, const int *fd, int n);
/* Makes d->submit usable for one more message. */
enum out	door_open(struct door *d, struct why *w);
/* After the message: postdrop takes but one, and a broken pipe none. */
void	door_done(struct door *d);

#endif
