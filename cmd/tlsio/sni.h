/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/sni - keys and chains by the name that the client asks for
 *
 * Source:  Postfix postconf(5): tls_server_sni_maps; postmap(1) -F.
 * Owns:    the tables, until sni_close.
 * Errors:  a table that cannot answer, or a chain that cannot be used, fails
 *          the handshake; a name that is not there gets the default.
 * Effects: reads tables. The files that text tables name are read at once: a
 *          session may open none.
 */
#ifndef TLSIO_SNI_H
#define TLSIO_SNI_H

#include "base/buf.h"
#include "base/htab.h"
#include "table/maps.h"

struct sni {
	struct maps	*maps;		/* of tables with the chains in them */
	struct htab	 text;		/* of those that name files: struct buf */
	bool		 on;
	struct buf	 bad;		/* a table that cannot be read */
};

void	sni_open(struct sni *s, const char *tables);
void	sni_close(struct sni *s);
/* The chains for a name or its parents, ".example.com". */
enum found	sni_find(struct sni *s, struct span name, struct buf *pem,
		    struct why *w);

#endif
