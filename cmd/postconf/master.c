/* SPDX-License-Identifier: ISC */
#include "master.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/json.h"
#include "base/mem.h"
#include "conf/known.h"
#include "print.h"
#include "service.h"
#include "sys/log.h"

enum { FAILURE = 1 };

bool
pattern_parse(struct pattern *p, const char *text, int most)
{
	struct span s = span_str(text), *part[3] = { &p->service, &p->type,
	    &p->rest };

	*p = (struct pattern){ SPAN("*"), SPAN("*"), SPAN("*"), 0, false };
	for (p->parts = 0; p->parts < most && s.len > 0; p->parts++) {
		size_t slash = span_find(s, '/');

		/* A parameter's name has no slash, but a service's has. */
		*part[p->parts] = p->parts == 2 ? s : span_head(s, slash);
		if (part[p->parts]->len == 0)
			return false;
		s = slash == SPAN_NONE || p->parts == 2 ? SPAN("") :
		    span_from(s, slash + 1);
	}
	return p->parts > 0 && s.len == 0;
}

static bool
fits(struct span pattern, struct span s)
{
	return span_is(pattern, "*") || span_eq(pattern, s);
}

bool
pattern_matches(const struct pattern *p, const struct mastercf_entry *e)
{
	return fits(p->service, e->service) && fits(p->type, e->type);
}

bool
pattern_rest(const struct pattern *p, struct span name)
{
	return fits(p->rest, name);
}

/* "service/type", or with "/last" behind it. */
static char *
full_name(const struct mastercf_entry *e, struct span last)
{
	return mem_fmt("%.*s/%.*s%s%.*s", SPAN_FMT(e->service),
	    SPAN_FMT(e->type), last.len > 0 ? "/" : "", SPAN_FMT(last));
}

/* A line whose blanks count. */
static void
print_line(const struct opts *o, const struct mastercf_entry *e,
    struct span last, struct span value)
{
	char *left = full_name(e, last);

	if (o->json)
		print_setting(o, left, value);
	else if (o->hide_value)
		puts(left);
	else if (o->hide_name)
		printf("%.*s\n", SPAN_FMT(value));
	else
		printf("%s = %.*s\n", left, SPAN_FMT(value));
	free(left);
}

static bool
show_entry(struct view *v, const struct mastercf_entry *e, struct pattern *p)
{
	struct buf b = BUF_INIT;

	if (v->o->json) {
		struct buf one = BUF_INIT;

		for (int i = 0; i < SERVICE_FIELDS; i++) {
			buf_reset(&one);
			service_field_text(&one, e, i, 0, v->o);
			buf_addf(&b, "%s%s", i > 0 ? " " : "", one.s);
		}
		print_line(v->o, e, SPAN(""), buf_span(&b));
		buf_clear(&one);
	} else {
		service_text(&b, e, v->o);
		puts(b.s);
	}
	buf_clear(&b);
	return true;
}

static bool
show_fields(struct view *v, const struct mastercf_entry *e, struct pattern *p)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < SERVICE_FIELDS; i++) {
		struct span name = span_str(service_field_names[i]);

		if (!pattern_rest(p, name))
			continue;
		buf_reset(&b);
		service_field_text(&b, e, i, v->o->hide_name ? 0 :
		    e->service.len + e->type.len + name.len + 5, v->o);
		print_line(v->o, e, name, buf_span(&b));
	}
	buf_clear(&b);
	return true;
}

struct setting {
	struct span	name, value;
};

static int
by_name(const void *a, const void *b)
{
	return span_cmp(((const struct setting *)a)->name,
	    ((const struct setting *)b)->name);
}

/* The entry's own parameters, sorted; the last of each name counts. */
static struct setting *
settings_of(const struct mastercf_entry *e, size_t *n)
{
	struct setting *list = mem_array(e->nargs + 1, sizeof(*list)), s;
	size_t at = 0, i;

	*n = 0;
	while (mastercf_option(e, &at, &s.name, &s.value)) {
		for (i = 0; i < *n && !span_eq(list[i].name, s.name); i++)
			;
		list[i] = s;
		if (i == *n)
			++*n;
	}
	qsort(list, *n, sizeof(*list), by_name);
	return list;
}

static void
show_setting(struct view *v, const struct mastercf_entry *e, struct setting s)
{
	struct buf b = BUF_INIT;
	char *left = full_name(e, s.name);

	if (v->o->expand) {
		service_expand(&b, e, s.value);
		s.value = buf_span(&b);
	}
	print_setting(v->o, left, s.value);
	free(left);
	buf_clear(&b);
}

/* With -PP what main.cf or the default gives, too. */
static bool
show_unset(struct view *v, const struct mastercf_entry *e, struct pattern *p,
    const struct setting *own, size_t n)
{
	struct setting s;
	size_t names;
	bool shown = false;
	struct span *list = view_names(v, CLASS_ALL, &names);

	for (size_t i = 0; i < names; i++) {
		s.name = list[i];
		if (!pattern_rest(p, s.name))
			continue;
		const struct setting *mine = bsearch(&s, own, n, sizeof(*own),
		    by_name);
		if (mine != NULL)
			s = *mine;
		else if (!param_raw(s.name, &s.value))
			continue;
		show_setting(v, e, s);
		shown = true;
	}
	free(list);
	return shown;
}

static bool
show_settings(struct view *v, const struct mastercf_entry *e, struct pattern *p)
{
	size_t n;
	bool shown = false;
	struct setting *own = settings_of(e, &n);

	if (v->o->unset_too)
		shown = show_unset(v, e, p, own, n);
	else
		for (size_t i = 0; i < n; i++)
			if (pattern_rest(p, own[i].name)) {
				show_setting(v, e, own[i]);
				shown = true;
			}
	free(own);
	return shown;
}

static struct pattern *
patterns(const struct opts *o)
{
	struct pattern *p = mem_array(o->nargs + 1, sizeof(*p));
	bool services = o->about == ABOUT_SERVICES;

	for (size_t i = 0; i < o->nargs; i++) {
		if (!pattern_parse(&p[i], o->args[i], services ? 2 : 3) ||
		    (o->about == ABOUT_FIELDS &&
		    span_find(p[i].rest, '/') != SPAN_NONE))
			app_fatal(FAILURE, "-%c option requires service_name"
			    "[/type%s]", services ? 'M' :
			    o->about == ABOUT_FIELDS ? 'F' : 'P', services ? "" :
			    o->about == ABOUT_FIELDS ? "[/field]" :
			    "[/parameter]");
		if (o->about == ABOUT_FIELDS && !span_is(p[i].rest, "*") &&
		    service_field(p[i].rest) < 0)
			app_fatal(FAILURE, "invalid service attribute name: "
			    "\"%.*s\"", SPAN_FMT(p[i].rest));
	}
	if (o->nargs == 0)
		pattern_parse(&p[0], "*", 1);
	return p;
}

int
master_show(struct view *v)
{
	bool (*show)(struct view *, const struct mastercf_entry *,
	    struct pattern *) = v->o->about == ABOUT_SERVICES ? show_entry :
	    v->o->about == ABOUT_FIELDS ? show_fields : show_settings;
	struct pattern *p = patterns(v->o);
	size_t n = v->o->nargs > 0 ? v->o->nargs : 1;

	for (size_t i = 0; i < v->mf.n; i++)
		for (size_t j = 0; j < n; j++)
			if (pattern_matches(&p[j], &v->mf.entries[i]))
				p[j].matched |= show(v, &v->mf.entries[i], &p[j]);
	fflush(stdout);
	for (size_t j = 0; j < v->o->nargs; j++)
		if (!p[j].matched)
			log_warn("unmatched request: \"%s\"", v->o->args[j]);
	view_warn(v);
	free(p);
	return 0;
}
