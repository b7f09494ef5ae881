/* SPDX-License-Identifier: ISC
 *
 * view_warn: what is odd about the files, after the output that was asked for.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "conf/known.h"
#include "sys/log.h"
#include "view.h"

struct oddities {
	char	**line;
	size_t	  n, cap;
};

static void __attribute__((format(printf, 2, 3)))
add(struct oddities *o, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	if (o->n == o->cap) {
		o->cap = o->cap > 0 ? 2 * o->cap : 16;
		o->line = mem_resize(o->line, o->cap, sizeof(*o->line));
	}
	o->line[o->n++] = buf_detach(&b);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
tell(struct oddities *o)
{
	if (o->n > 0)
		qsort(o->line, o->n, sizeof(*o->line), by_text);
	for (size_t i = 0; i < o->n; i++) {
		if (i == 0 || strcmp(o->line[i], o->line[i - 1]) != 0)
			log_warn("%s", o->line[i]);
	}
	for (size_t i = 0; i < o->n; i++)
		free(o->line[i]);
	free(o->line);
}

struct looking {
	struct view	*v;
	struct oddities	*o;
};

static void
look_at_reference(void *ctx, struct span name)
{
	struct looking *l = ctx;
	enum param p;

	if (!known_find(name, &p) && !htab_has(&l->v->set, name) &&
	    known_suffix(name) == NULL)
		add(l->o, "%s: undefined parameter: %.*s", l->v->main,
		    SPAN_FMT(name));
}

/* Names in a value, unless its user knows more names than we. */
static void
look_into(struct view *v, struct oddities *o, struct span name,
    struct span value)
{
	struct looking l = { v, o };
	enum param p;

	if (!known_find(name, &p) || known(p)->type != KNOWN_raw)
		view_references(value, &l, look_at_reference);
}

static void
look_at(struct view *v, struct oddities *o, const char *file, struct span name,
    struct span value)
{
	enum class class;
	enum param p;

	if (known_removed(name) != NULL)
		add(o, "%s: support for parameter \"%.*s\" has been removed; %s",
		    file, SPAN_FMT(name), known_removed(name));
	else if (known_find(name, &p) && known(p)->class == KNOWN_deprecated)
		add(o, "%s: support for parameter \"%.*s\" will be removed",
		    file, SPAN_FMT(name));
	else if (!view_class(v, name, &class))
		add(o, "%s: unused parameter: %.*s=%.*s", file, SPAN_FMT(name),
		    SPAN_FMT(value));
}

/* Lines of main.cf that a later one makes void. */
static void
look_for_doubles(struct view *v)
{
	struct htab seen = HTAB_INIT;

	for (size_t i = 0; i < v->cf.n; i++) {
		struct maincf_entry *e = &v->cf.entries[i];
		struct maincf_entry *before = htab_put(&seen, e->name, e);

		if (before != NULL)
			log_warn("%s, line %d: overriding earlier entry: "
			    "%.*s=%.*s", v->main, e->line, SPAN_FMT(e->name),
			    SPAN_FMT(before->value));
	}
	htab_clear(&seen);
}

void
view_warn(struct view *v)
{
	struct oddities in_main = { NULL, 0, 0 }, in_master = { NULL, 0, 0 };
	struct span name, value;

	if (v->o->quiet || v->o->defaults)
		return;
	look_for_doubles(v);
	for (size_t i = 0; i < v->cf.nnotes; i++)
		log_warn("%s, line %d: %s", v->main, v->cf.notes[i].line,
		    v->cf.notes[i].text);
	for (size_t i = 0; i < v->cf.n; i++) {
		look_at(v, &in_main, v->main, v->cf.entries[i].name,
		    v->cf.entries[i].value);
		look_into(v, &in_main, v->cf.entries[i].name,
		    v->cf.entries[i].value);
	}
	for (size_t i = 0; v->o->overrides[i] != NULL; i++)
		if (maincf_split(span_str(v->o->overrides[i]), &name,
		    &value) == NULL)
			look_at(v, &in_main, v->main, name, value);
	tell(&in_main);
	for (size_t i = 0; i < v->mf.n; i++) {
		size_t at = 0;

		while (mastercf_option(&v->mf.entries[i], &at, &name, &value))
			if (!htab_has(&v->used, name))
				look_at(v, &in_master, v->master, name, value);
	}
	tell(&in_master);
}
