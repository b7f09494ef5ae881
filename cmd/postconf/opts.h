/* SPDX-License-Identifier: ISC
 *
 * postconf/opts - what postconf is asked to do
 */
#ifndef POSTCONF_OPTS_H
#define POSTCONF_OPTS_H

#include "base/span.h"

enum about {		/* what it is about */
	ABOUT_MAIN,	/* parameters of main.cf */
	ABOUT_SERVICES,	/* -M */
	ABOUT_FIELDS,	/* -F */
	ABOUT_OPTIONS,	/* -P: parameters in master.cf */
	ABOUT_LIST,	/* -a -A -l -m -T -b -t: things built in */
	ABOUT_CHECK, ABOUT_EXPLAIN, ABOUT_COMPLETION, ABOUT_FROM_ENV,
	ABOUT_NULL_CLIENT,
};

enum action { ACT_SHOW, ACT_EDIT, ACT_REMOVE, ACT_COMMENT };

enum class {
	CLASS_BUILTIN = 1 << 0, CLASS_SERVICE = 1 << 1, CLASS_USER = 1 << 2,
	CLASS_ALL = (1 << 3) - 1
};

struct opts {
	enum about	 about;
	enum action	 action;
	const char	*dir;		/* -c, or NULL */
	unsigned	 classes;
	bool		 defaults, explicit_only, expand, fold, hide_name,
			 hide_value, json, quiet, unset_too;
	char		 list;		/* ABOUT_LIST: the option letter */
	const char	*mode;		/* -T, --completion */
	char	*const	*overrides;	/* -o, NULL last */
	char	*const	*args;		/* NULL last */
	size_t		 nargs;
};

#endif
