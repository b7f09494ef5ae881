/* SPDX-License-Identifier: ISC
 *
 * postconf/findings - what --check has to say, a line each
 */
#ifndef POSTCONF_FINDINGS_H
#define POSTCONF_FINDINGS_H

#include "view.h"

struct findings {
	struct view	*v;
	int		 errors, warnings;
};

/* Where it is: line 0 for the file as a whole, file NULL for no file. */
struct place {
	const char	*file;
	int		 line;
};

void	finding_error(struct findings *f, struct place at, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	finding_warn(struct findings *f, struct place at, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* Where main.cf sets it; the file when it does not. */
struct place	finding_place(const struct findings *f, struct span name);

/* The parts of --check. */
void	check_values(struct findings *f);
void	check_services(struct findings *f);
void	check_tables(struct findings *f);
void	check_host(struct findings *f);
void	check_domains(struct findings *f);
void	check_relay(struct findings *f);

int	check(struct view *v);			/* an exit status */

#endif
