/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/wish - deferred mail that somebody wants tried before its time
 *
 * Source:  queue(5), public/flush.
 * Owns:    the lists ids and sites of a struct supply.
 * Errors:  what is no wish is passed over.
 * Effects: wish_matches reads queue files.
 */
#ifndef RUNQ_WISH_H
#define RUNQ_WISH_H

#include "supply.h"

/* Records f, i and s. */
void	wish_read(struct supply *s, struct span records);
void	wish_flush(struct supply *s);
void	wish_id(struct supply *s, const struct id *id);
void	wish_free(struct wanted **list);

/* Whether all, or the site of one of its recipients, is wanted. */
bool	wish_matches(struct supply *s, const struct id *id, struct place p);
/* Whether the open file was tried since the flush was asked for. */
bool	wish_touched(const struct supply *s, int fd);

#endif
