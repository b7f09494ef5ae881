/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/helpers - the programs that know TLS and SASL
 *
 * Source:  agent/helpers.h; tlsio(8), saslio(8).
 * Owns:    the sockets to them.
 * Errors:  false: there is none.
 * Effects: hands descriptors over.
 */
#ifndef SMTP_HELPERS_H
#define SMTP_HELPERS_H

#include <stdbool.h>

struct helpers {
	int	tlsio, saslio;		/* -1: none */
};

/* Those that this program was started with. */
void	helpers_find(struct helpers *h);
/* A conversation with saslio: its ends to read from and to write to. */
bool	helpers_login(const struct helpers *h, int ends[2]);
/* Gives tlsio a connection: { to read, to write, plain, control }. */
bool	helpers_encrypt(const struct helpers *h, const int fd[4]);

#endif
