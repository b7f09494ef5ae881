/* SPDX-License-Identifier: ISC
 *
 * conf/template - the texts of notices: bounce_template_file
 *
 * Source:  Postfix bounce(5) for the file's form; the built-in texts are ours.
 * Owns:    the text that template_parse was given is the caller's, and must
 *          stay as long as the templates.
 * Errors:  a template that is wrong is left out, with a note; the built-in one
 *          takes its place.
 * Effects: none (no I/O); template_expand asks for parameters.
 */
#ifndef CONF_TEMPLATE_H
#define CONF_TEMPLATE_H

#include "base/why.h"

enum template_kind {
	TEMPLATE_FAILURE, TEMPLATE_DELAY, TEMPLATE_SUCCESS, TEMPLATE_VERIFY,
	TEMPLATES
};

struct template {
	struct span	charset, from, subject, copy_subject;
	struct span	body;		/* lines, the last with its newline */
};

void	template_init(struct template t[TEMPLATES]);	/* the built-in ones */
/* Replaces those that text has. Calls note for what is wrong, line by line. */
void	template_parse(struct template t[TEMPLATES], struct span text,
	    void (*note)(void *ctx, int line, const char *what), void *ctx);
const char *template_name(enum template_kind kind);	/* "failure" */
/* The body with $name replaced: parameters, and times in the unit that the
 * name ends in, as $delay_warning_time_hours. */
enum out	template_expand(struct buf *out, const struct template *t,
		    struct why *w);

#endif
