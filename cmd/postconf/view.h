/* SPDX-License-Identifier: ISC
 *
 * postconf/view - the configuration as postconf sees it: which names there
 * are, which of them somebody uses, and what is odd
 */
#ifndef POSTCONF_VIEW_H
#define POSTCONF_VIEW_H

#include "base/htab.h"
#include "conf/maincf.h"
#include "conf/mastercf.h"
#include "opts.h"

struct view {
	const struct opts *o;
	char		  *dir;
	char		  *main, *master;	/* paths, for messages */
	bool		   elsewhere;		/* -c or MAIL_CONFIG */
	struct pool	   pool;
	struct buf	   text;
	struct maincf	   cf;
	struct mastercf	   mf;
	struct htab	   set;		/* names in main.cf and -o */
	struct htab	   used;	/* names that are no parameters of
					 * Postern's, but somebody uses */
	struct htab	   services;	/* NAME_suffix for each transport */
};

/* Reads both files; ends the program when it cannot. */
void	view_load(struct view *v, const struct opts *o);
/* Whether the name is a parameter at all; its class if so. */
bool	view_class(const struct view *v, struct span name, enum class *class);
/* All names of the classes, sorted. */
struct span *view_names(struct view *v, unsigned classes, size_t *n);
/* Calls use for each $name, ${name and $(name in the text. */
void	view_references(struct span text, void *ctx,
	    void (*use)(void *ctx, struct span name));
/* Unused, deprecated and undefined names, and lines that are given twice. */
void	view_warn(struct view *v);

#endif
