/* SPDX-License-Identifier: ISC
 *
 * postconf --check: the findings, and those about single settings.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "conf/known.h"
#include "conf/value.h"
#include "findings.h"
#include "near.h"
#include "service.h"

enum { FAILURE = 1 };

static void __attribute__((format(printf, 4, 0)))
tell(struct findings *f, const char *level, struct place at, const char *fmt,
    va_list ap)
{
	struct buf text = BUF_INIT, b = BUF_INIT;

	buf_addfv(&text, fmt, ap);
	if (f->v->o->json) {
		buf_addc(&b, '{');
		json_member(&b, "level", span_str(level));
		if (at.file != NULL)
			json_member(&b, "file", span_str(at.file));
		if (at.line > 0)
			json_number(&b, "line", at.line);
		json_member(&b, "text", buf_span(&text));
		buf_addc(&b, '}');
	} else {
		buf_addf(&b, "%s: ", level);
		if (at.file != NULL)
			buf_addf(&b, "%s", at.file);
		if (at.line > 0)
			buf_addf(&b, ", line %d", at.line);
		buf_addf(&b, "%s%s", at.file != NULL ? ": " : "", text.s);
	}
	puts(b.s);
	buf_clear(&text);
	buf_clear(&b);
}

void
finding_error(struct findings *f, struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, "error", at, fmt, ap);
	va_end(ap);
	f->errors++;
}

void
finding_warn(struct findings *f, struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, "warning", at, fmt, ap);
	va_end(ap);
	f->warnings++;
}

struct place
finding_place(const struct findings *f, struct span name)
{
	const struct maincf_entry *e = htab_get(&f->v->set, name);

	return (struct place){ f->v->main, e != NULL ? e->line : 0 };
}

static void
check_name(struct findings *f, struct place at, struct span name)
{
	enum class class;
	enum param p;
	const char *near;

	if (known_removed(name) != NULL)
		finding_warn(f, at, "%.*s has been removed: %s", SPAN_FMT(name),
		    known_removed(name));
	else if (known_find(name, &p) && known(p)->class == KNOWN_deprecated)
		finding_warn(f, at, "%.*s is to be replaced: %s",
		    SPAN_FMT(name), known(p)->meaning);
	else if (known_find(name, &p) && known_reason(p) != NULL)
		finding_warn(f, at, "%.*s has no effect here: %s",
		    SPAN_FMT(name), known_reason(p));
	else if (view_class(f->v, name, &class) || htab_has(&f->v->used, name))
		;
	else if ((near = near_name(name)) != NULL)
		finding_error(f, at, "unknown name %.*s; did you mean %s?",
		    SPAN_FMT(name), near);
	else
		finding_warn(f, at, "nothing uses the name %.*s",
		    SPAN_FMT(name));
}

/* A text where the bounds of its parameter, or of a suffix, want another. */
static void
check_type(struct findings *f, struct place at, struct span name,
    enum known_type type, const char *range, struct span text)
{
	int64_t n = 0, min, max;
	bool yes, good = true;

	if (type == KNOWN_bool)
		good = value_bool(text, &yes);
	else if (type == KNOWN_int)
		good = value_int(text, &n);
	else if (type == KNOWN_time)
		good = value_time(text, 's', &n);
	if (!good)
		finding_error(f, at, "%.*s: \"%.*s\" is not %s", SPAN_FMT(name),
		    SPAN_FMT(text), type == KNOWN_bool ? "yes or no" :
		    type == KNOWN_int ? "a number" : "a time");
	if (text.len == 0 && strcmp(range, "non-empty") == 0)
		finding_error(f, at, "%.*s must not be empty", SPAN_FMT(name));
	value_bounds(range, &min, &max);
	if (good && (type == KNOWN_int || type == KNOWN_time) &&
	    (n < min || n > max))
		finding_error(f, at, "%.*s: %.*s is %s %lld", SPAN_FMT(name),
		    SPAN_FMT(text), n < min ? "less than" : "more than",
		    (long long)(n < min ? min : max));
}

static void
check_text(struct findings *f, struct place at, struct span name,
    struct span text)
{
	const struct known_suffix *s = known_suffix(name);
	enum param p;

	if (known_find(name, &p))
		check_type(f, at, name, known(p)->type, known(p)->range, text);
	else if (s != NULL)
		check_type(f, at, name, s->type, known(s->def)->range, text);
}

struct looking {
	struct findings	*f;
	struct place	 at;
};

static void
check_reference(void *ctx, struct span name)
{
	struct looking *l = ctx;
	enum param p;

	if (!known_find(name, &p) && !htab_has(&l->f->v->set, name) &&
	    known_suffix(name) == NULL)
		finding_warn(l->f, l->at, "$%.*s is not defined", SPAN_FMT(name));
}

static void
check_value(struct findings *f, struct place at, struct span name,
    struct span value, const struct mastercf_entry *e)
{
	struct looking l = { f, at };
	struct buf b = BUF_INIT;
	struct why w = WHY_INIT;
	enum param p;

	check_name(f, at, name);
	if (known_find(name, &p) && known(p)->type == KNOWN_raw)
		return;
	if (e == NULL)
		view_references(value, &l, check_reference);
	if (service_expand_why(&b, e, value, &w) != OUT_OK)
		finding_error(f, at, "%.*s: %s", SPAN_FMT(name), w.text.s);
	else
		check_text(f, at, name, buf_span(&b));
	buf_clear(&b);
	why_clear(&w);
}

void
check_values(struct findings *f)
{
	struct view *v = f->v;

	for (size_t i = 0; i < v->cf.nnotes; i++)
		finding_warn(f, (struct place){ v->main, v->cf.notes[i].line },
		    "%s", v->cf.notes[i].text);
	for (size_t i = 0; i < v->cf.n; i++) {
		const struct maincf_entry *e = &v->cf.entries[i];
		struct place at = { v->main, e->line };
		const struct maincf_entry *last = htab_get(&v->set, e->name);

		if (last != e)
			finding_warn(f, at, "%.*s is set again in line %d",
			    SPAN_FMT(e->name), last->line);
		else
			check_value(f, at, e->name, e->value, NULL);
	}
	for (size_t i = 0; i < v->mf.n; i++) {
		const struct mastercf_entry *e = &v->mf.entries[i];
		struct place at = { v->master, e->line };
		struct span name, value;
		size_t next = 0;

		while (mastercf_option(e, &next, &name, &value))
			check_value(f, at, name, value, e);
	}
}

int
check(struct view *v)
{
	struct findings f = { .v = v };

	check_values(&f);
	check_services(&f);
	/* What comes now asks for values, and must find good ones. */
	if (f.errors == 0) {
		check_tables(&f);
		check_host(&f);
		check_domains(&f);
		check_relay(&f);
	}
	if (!v->o->json && f.errors + f.warnings > 0)
		printf("%d error%s, %d warning%s\n", f.errors,
		    f.errors == 1 ? "" : "s", f.warnings,
		    f.warnings == 1 ? "" : "s");
	return f.errors > 0 ? FAILURE : 0;
}
