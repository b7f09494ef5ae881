/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/stress - other settings while nearly all sessions are taken
 *
 * Source:  Postfix STRESS_README: ${stress?{10}:{300}} in main.cf. There is no
 *          master to say it: the monitor does, and all sessions see it.
 * Owns:    the settings under stress, made when they are first needed.
 * Errors:  none; without the shared word there is never stress.
 * Effects: stress_settings sets the parameter stress.
 */
#ifndef SMTPD_STRESS_H
#define SMTPD_STRESS_H

#include "settings.h"

struct stress {
	volatile int	*word;		/* the monitor writes it; or NULL */
	const struct settings *calm;
	struct settings	 hard;
	bool		 on;		/* what the parameter says */
};

/* The monitor's side. */
void	stress_init(struct stress *s);
void	stress_clear(struct stress *s);
void	stress_set(struct stress *s, bool on);

/* A worker's: which settings count now. */
const struct settings *stress_settings(struct stress *s);

#endif
