/* SPDX-License-Identifier: ISC */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "conf/value.h"
#include "near.h"
#include "sys/log.h"

enum { FAILURE = 1 };

void
explain_range(struct buf *out, const struct known *k)
{
	static const char *const kind[] = {
		[KNOWN_str] = "text",
		[KNOWN_raw] = "text, expanded when it is used",
		[KNOWN_bool] = "yes or no",
		[KNOWN_int] = "number",
		[KNOWN_time] = "time",
	};
	int64_t min, max;

	buf_adds(out, kind[k->type]);
	if (strcmp(k->range, "non-empty") == 0)
		buf_adds(out, ", not empty");
	value_bounds(k->range, &min, &max);
	const char *unit = k->type == KNOWN_time ? "s" : "";
	if (min != INT64_MIN && max != INT64_MAX)
		buf_addf(out, " from %lld%s to %lld%s", (long long)min, unit,
		    (long long)max, unit);
	else if (min > 0)
		buf_addf(out, " of at least %lld%s", (long long)min, unit);
}

/* One fact: a line for people, or a member for scripts. */
static void
fact(struct buf *b, bool json, const char *name, struct span value)
{
	if (json)
		json_member(b, name, value);
	else
		buf_addf(b, "\t%s: %.*s\n", name, SPAN_FMT(value));
}

static void
where_set(struct view *v, struct buf *b, struct span name)
{
	struct buf s = BUF_INIT;

	for (size_t i = v->cf.n; i-- > 0 && s.len == 0;)
		if (span_eq(v->cf.entries[i].name, name))
			buf_addf(&s, "%s, line %d", v->main,
			    v->cf.entries[i].line);
	if (s.len == 0)
		buf_adds(&s, htab_has(&v->set, name) ? "option -o" : "default");
	fact(b, v->o->json, "from", buf_span(&s));
	buf_clear(&s);
}

static void
services_that_set(struct view *v, struct buf *b, struct span name)
{
	struct span option, value;
	struct buf s = BUF_INIT;

	for (size_t i = 0; i < v->mf.n; i++) {
		const struct mastercf_entry *e = &v->mf.entries[i];
		size_t at = 0;

		while (mastercf_option(e, &at, &option, &value))
			if (span_eq(option, name))
				buf_addf(&s, "%s%.*s/%.*s (%s, line %d): %.*s",
				    s.len > 0 ? "; " : "", SPAN_FMT(e->service),
				    SPAN_FMT(e->type), v->master, e->line,
				    SPAN_FMT(value));
	}
	if (s.len > 0)
		fact(b, v->o->json, "services", buf_span(&s));
	buf_clear(&s);
}

static void
value_facts(struct view *v, struct buf *b, struct span name)
{
	struct why w = WHY_INIT;
	struct buf x = BUF_INIT;
	struct span raw;

	if (!param_raw(name, &raw))
		return;
	fact(b, v->o->json, "value", raw);
	where_set(v, b, name);
	if (span_find(raw, '$') != SPAN_NONE) {
		bool ok = param_expand(&x, raw, &w) == OUT_OK;

		fact(b, v->o->json, ok ? "expands to" : "error",
		    buf_span(ok ? &x : &w.text));
	}
	services_that_set(v, b, name);
	buf_clear(&x);
	why_clear(&w);
}

static void
known_facts(struct view *v, struct buf *b, const struct known *k, enum param p)
{
	struct buf range = BUF_INIT;

	fact(b, v->o->json, "meaning", span_str(k->meaning));
	explain_range(&range, k);
	fact(b, v->o->json, "takes", buf_span(&range));
	bool computed = p == P_myhostname || p == P_mydomain ||
	    p == P_mynetworks || k->class == KNOWN_runtime;
	fact(b, v->o->json, "default", computed ?
	    SPAN("(found out on this host)") : span_str(k->def));
	buf_clear(&range);
	if (known_reason(p) != NULL)
		fact(b, v->o->json, "no effect here",
		    span_str(known_reason(p)));
	if (k->class == KNOWN_ours)
		fact(b, v->o->json, "note", SPAN("Postern's own, not known to "
		    "Postfix"));
	if (k->class == KNOWN_deprecated)
		fact(b, v->o->json, "note", SPAN("still works, but is to be "
		    "replaced by its newer form"));
	if (k->class == KNOWN_legacy)
		fact(b, v->o->json, "note", SPAN("an old name, read only by the "
		    "default of the newer one"));
}

/* False for a name that means nothing. */
static bool
explain_one(struct view *v, struct span name)
{
	const struct known_suffix *s = known_suffix(name);
	struct buf b = BUF_INIT;
	enum class class;
	enum param p;
	bool is = true;

	if (v->o->json) {
		buf_addc(&b, '{');
		json_member(&b, "name", name);
	} else
		buf_addf(&b, "%.*s\n", SPAN_FMT(name));
	if (known_find(name, &p))
		known_facts(v, &b, known(p), p);
	else if (known_removed(name) != NULL)
		fact(&b, v->o->json, "removed", span_str(known_removed(name)));
	else if (s != NULL) {
		struct span of = span_str(known(s->def)->name);

		fact(&b, v->o->json, "transport", span_head(name,
		    name.len - strlen(s->suffix)));
		fact(&b, v->o->json, "default from", of);
		fact(&b, v->o->json, "meaning", span_str(known(s->def)->meaning));
	} else if (view_class(v, name, &class) || htab_has(&v->set, name))
		fact(&b, v->o->json, "note", SPAN("defined by this "
		    "configuration alone"));
	else {
		const char *near = near_name(name);

		is = false;
		fact(&b, v->o->json, "unknown", SPAN("no such parameter"));
		if (near != NULL)
			fact(&b, v->o->json, "did you mean", span_str(near));
	}
	value_facts(v, &b, name);
	fputs(b.s, stdout);
	if (v->o->json)
		puts("}");
	buf_clear(&b);
	return is;
}

int
explain(struct view *v)
{
	int status = 0;

	for (size_t i = 0; i < v->o->nargs; i++)
		if (!explain_one(v, span_str(v->o->args[i])))
			status = FAILURE;
	return status;
}
