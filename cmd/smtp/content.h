/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/content - the message's bytes, from the queue file to the server
 *
 * Source:  RFC 5321 sections 2.3.8, 4.5.2; Postfix generic(5).
 * Owns:    nothing but its buffers; the descriptor is the request's.
 * Errors:  OUT_TEMP when the file cannot be read, or a table cannot answer;
 *          OUT_PERM for what must not be converted.
 * Effects: preads.
 */
#ifndef SMTP_CONTENT_H
#define SMTP_CONTENT_H

#include "client.h"
#include "session.h"

struct content {
	const struct client *client;
	int		 fd;
	uint64_t	 at, len;
	bool		 scanned;
	uint64_t	 lines;
	bool		 has_8bit, has_8bit_header;
};

void	content_init(struct content *c, const struct client *client, int fd,
	    uint64_t at, uint64_t len);
/* Finds out how many lines there are, and whether all is 7-bit; once. */
enum out	content_scan(struct content *c, struct why *w);
/* Whether it can become 7-bit text: OUT_PERM if it must stay as it is. */
enum out	content_convertible(struct content *c, struct why *w);
/* Bytes on the wire, about: lines end in CR LF there. */
uint64_t	content_size(const struct content *c);

/* Sends it, without the final dot. OUT_OK, or OUT_TEMP: then the session must
 * end without one; s->gone tells whether it was the server's doing. */
enum out	content_send(struct content *c, struct session *s, bool to_7bit,
		    struct dot_out *dots, struct why *w);

#endif
