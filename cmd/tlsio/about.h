/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/about - what the TLS library is and can
 *
 * Source:  Postfix postconf(1), option -T.
 * Owns:    nothing.
 * Errors:  false for another question.
 * Effects: writes standard output.
 */
#ifndef TLSIO_ABOUT_H
#define TLSIO_ABOUT_H

#include <stdbool.h>

bool	about(const char *what);

#endif
