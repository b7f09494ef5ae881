/* SPDX-License-Identifier: ISC
 *
 * conf/known - what is known of each parameter, as rows of params.def
 *
 * Source:  params.def, removed.def, reasons.def, suffixes.def.
 * Owns:    constants.
 * Errors:  false or NULL for what is not known.
 * Effects: none.
 */
#ifndef CONF_KNOWN_H
#define CONF_KNOWN_H

#include "conf/param.h"

enum known_type { KNOWN_str, KNOWN_raw, KNOWN_bool, KNOWN_int, KNOWN_time };

enum known_class {
	KNOWN_core, KNOWN_ours, KNOWN_service, KNOWN_deprecated, KNOWN_legacy,
	KNOWN_runtime,
#define REASON(name, text) KNOWN_##name,
#include "conf/reasons.def"
#undef REASON
	KNOWN_CLASSES
};

struct known {
	const char	*name;
	const char	*def;		/* before expansion; "" if computed */
	const char	*range;
	const char	*meaning;
	enum known_type	 type;
	enum known_class class;
};

struct known_suffix {
	const char	*suffix;
	enum known_type	 type;
	enum param	 def;
	const char	*ref;		/* "$" and its name */
};

const struct known *known(enum param p);
bool	known_find(struct span name, enum param *p);
/* The reason why it has no effect here, or NULL if it has. */
const char *known_reason(enum param p);
/* What took the place of a parameter that Postfix has removed, or NULL. */
const char *known_removed(struct span name);
/* The suffix that name ends in, or NULL; NULL ends the list too. */
const struct known_suffix *known_suffix(struct span name);
const struct known_suffix *known_suffix_at(size_t i);

#endif
