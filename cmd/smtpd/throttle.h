/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/throttle - how much a client does in anvil_rate_time_unit
 *
 * Source:  Postfix TUNING_README, anvil(8); here counted in a file that all
 *          monitors share: $data_directory/smtpd_rates.
 * Owns:    the file's descriptor.
 * Errors:  where the file cannot be used (which is logged once) each monitor
 *          counts for itself; what cannot be counted is no event.
 * Effects: the file.
 */
#ifndef SMTPD_THROTTLE_H
#define SMTPD_THROTTLE_H

#include "net/peer.h"
#include "sys/tally.h"

enum event {
	EVENT_CONNECT, EVENT_MESSAGE, EVENT_RCPT, EVENT_TLS, EVENT_AUTH,
	EVENTS
};

struct throttle {
	struct tally	tally;
	bool		asked;		/* whether there is a file */
};

void	throttle_init(struct throttle *t);
void	throttle_close(struct throttle *t);
/* One more of a client, or of its neighbours, as the prefix lengths have it:
 * how many there were, with this one. */
int64_t	throttle_add(struct throttle *t, const struct peer *p,
	    enum event event);
/* The name of the service, in the log and among the counts. */
const char *throttle_service(void);

#endif
