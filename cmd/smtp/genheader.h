/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/genheader - addresses in headers, as the world may see them
 *
 * Source:  Postfix generic(5): all headers with addresses, also those of
 *          messages within the message.
 * Owns:    its state.
 * Errors:  OUT_TEMP when a table cannot answer.
 * Effects: those of the tables.
 */
#ifndef SMTP_GENHEADER_H
#define SMTP_GENHEADER_H

#include "client.h"

struct genheader {
	const struct client *client;
	struct mime	 mime;
	struct buf	 body;
	struct why	*w;		/* of the call at hand */
};

void	genheader_init(struct genheader *g, const struct client *c);
void	genheader_clear(struct genheader *g);
enum out	genheader_push(struct genheader *g, struct span in,
		    struct buf *out, struct why *w);
enum out	genheader_end(struct genheader *g, struct buf *out,
		    struct why *w);

#endif
