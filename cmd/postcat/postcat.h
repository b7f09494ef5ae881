/* SPDX-License-Identifier: ISC
 *
 * postcat - printing one queue file
 *
 * Source:  Postfix postcat(1): its frame lines and record names.
 * Owns:    nothing.
 * Errors:  false, logged, when the file cannot be read or is damaged; what can
 *          be read of it is shown all the same.
 * Effects: standard output.
 */
#ifndef POSTCAT_H
#define POSTCAT_H

#include <stdbool.h>

#include "base/span.h"

struct want {
	bool	envelope, header, body, offsets;
};

bool	show_file(const char *path, struct span title, const struct want *w);
/* Closes fd. */
bool	show_fd(int fd, struct span title, const struct want *w);

#endif
