/* SPDX-License-Identifier: ISC
 *
 * app/allowed - may this user use this program
 *
 * Source:  Postfix authorized_submit_users, authorized_mailq_users,
 *          authorized_flush_users: lists of login names.
 * Owns:    nothing.
 * Errors:  ends the program: EX_NOPERM when the list says no, EX_TEMPFAIL when
 *          it cannot be asked.
 * Effects: reads tables and the password database. root and mail_owner may
 *          always.
 */
#ifndef APP_ALLOWED_H
#define APP_ALLOWED_H

#include "conf/param.h"

/* what: "submit mail", "view the mail queue", for the message. */
void	app_require_allowed(enum param list, const char *what);

#endif
