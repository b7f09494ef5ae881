/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/login - the AUTH command, as a client
 *
 * Source:  RFC 4954; Postfix SASL_README. saslio knows the mechanisms.
 * Owns:    nothing.
 * Errors:  false and s->why. A login that fails is the administrator's to mend:
 *          mail waits (smtp_sasl_auth_soft_bounce), and one warning says so.
 * Effects: talks to the server and to saslio. Secrets go to saslio alone.
 */
#ifndef SMTP_LOGIN_H
#define SMTP_LOGIN_H

#include "session.h"

/* Logs in if there is a name and the server takes logins. */
bool	login(struct session *s);

#endif
