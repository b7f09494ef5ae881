/* SPDX-License-Identifier: ISC */
#include "show.h"

#include <stdlib.h>

#include "conf/known.h"
#include "print.h"
#include "sys/log.h"

enum { FAILURE = 1 };

/* A value that its user expands says nothing when it is expanded here. */
static bool
expands(const struct view *v, struct span name)
{
	enum param p;

	return v->o->expand &&
	    !(known_find(name, &p) && known(p)->type == KNOWN_raw);
}

/* False when the value does not expand; it is shown as it is, then. */
static bool
show_one(struct view *v, struct span name)
{
	bool good = true;

	struct buf b = BUF_INIT;
	struct why w = WHY_INIT;
	struct span value;

	if (!param_raw(name, &value))
		value = SPAN("");
	if (expands(v, name)) {
		if (param_expand(&b, value, &w) == OUT_OK)
			value = buf_span(&b);
		else {
			log_warn("%s: %.*s: %s", v->main, SPAN_FMT(name),
			    w.text.s);
			good = false;
		}
	}
	char *left = span_dup(name);
	print_setting(v->o, left, value);
	free(left);
	why_clear(&w);
	buf_clear(&b);
	return good;
}

/* Only what somebody has set, and the directory when he chose it. */
static bool
is_wanted(const struct view *v, struct span name)
{
	return !v->o->explicit_only || htab_has(&v->set, name) ||
	    (v->elsewhere && span_is(name, "config_directory"));
}

int
show(struct view *v)
{
	enum class class;
	bool good = true;
	size_t n;

	for (size_t i = 0; i < v->o->nargs; i++) {
		struct span name = span_str(v->o->args[i]);

		if (!view_class(v, name, &class))
			log_warn("%s: unknown parameter", v->o->args[i]);
		else if (is_wanted(v, name) && (v->o->classes & class) != 0)
			good &= show_one(v, name);
	}
	if (v->o->nargs == 0) {
		struct span *names = view_names(v, v->o->classes, &n);

		for (size_t i = 0; i < n; i++)
			if (is_wanted(v, names[i]))
				good &= show_one(v, names[i]);
		free(names);
	}
	fflush(stdout);
	view_warn(v);
	return good ? 0 : FAILURE;
}
