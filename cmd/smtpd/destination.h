/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/destination - where a recipient belongs, and whether it is there
 *
 * Source:  Postfix ADDRESS_CLASS_README, LOCAL_RECIPIENT_README.
 * Owns:    nothing.
 * Errors:  FAILED with a reason when a table cannot answer.
 * Effects: asks lists and tables.
 */
#ifndef SMTPD_DESTINATION_H
#define SMTPD_DESTINATION_H

#include "lists.h"
#include "route/class.h"

/* FOUND and the class, or FAILED. address is in internal form; a route in it
 * is followed as far as it leads through here. */
enum found	destination_class(struct lists *l, struct span address,
		    enum class *class, struct why *w);
/* ABSENT: its class has a list of recipients, and it is not on it. */
enum found	destination_has(struct lists *l, struct span address,
		    enum class class, struct why *w);
/* What a table says of an address, which has a domain, or of its parts. */
enum found	destination_look(struct lists *l, enum maps_id id,
		    struct span address, struct buf *value, struct why *w);
/* Whether the local part says to go on to somewhere else. */
bool	destination_is_routed(struct span address, enum class class);

const char *destination_table(enum class class);	/* "local recipient table" */

#endif
