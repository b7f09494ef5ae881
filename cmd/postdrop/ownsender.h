/* SPDX-License-Identifier: ISC
 *
 * postdrop/ownsender - may this user use this envelope sender?
 *
 * Source:  Postfix local_login_sender_maps.
 * Owns:    nothing.
 * Errors:  OUT_PERM when not; OUT_TEMP when the tables cannot tell.
 * Effects: reads the tables.
 */
#ifndef POSTDROP_OWNSENDER_H
#define POSTDROP_OWNSENDER_H

#include "base/why.h"

/* login: the name, or "uid:N" of a user who has none. sender: internal form. */
enum out	ownsender_check(struct span login, struct span sender,
		    struct why *w);

#endif
