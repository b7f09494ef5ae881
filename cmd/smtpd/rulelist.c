/* SPDX-License-Identifier: ISC */
#include "rulelist.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "conf/param.h"
#include "conf/value.h"
#include "policy.h"
#include "rules.h"
#include "table/maps.h"

enum { NESTED = 100 };		/* classes in classes, looking for guards */

const struct rulelist *
rulebook_class(const struct rulebook *b, struct span name)
{
	for (size_t i = 0; i < b->nclasses; i++)
		if (span_is(name, b->classes[i].name))
			return &b->classes[i];
	return NULL;
}

static struct access *
find_table(struct rulebook *b, struct span spec)
{
	for (size_t i = 0; i < b->ntables; i++)
		if (span_is(spec, b->tables[i]->spec))
			return b->tables[i];
	b->tables = mem_resize(b->tables, b->ntables + 1, sizeof(*b->tables));
	struct access *a = mem_alloc(sizeof(*a));
	a->spec = span_dup(spec);
	return b->tables[b->ntables++] = a;
}

static struct policy *
find_policy(struct rulebook *b, struct span spec)
{
	for (size_t i = 0; i < b->npolicies; i++)
		if (span_is(spec, policy_spec(b->policies[i])))
			return b->policies[i];
	b->policies = mem_resize(b->policies, b->npolicies + 1,
	    sizeof(*b->policies));
	return b->policies[b->npolicies++] = policy_new(spec);
}

/* "{ search_order = a, b }" behind the table. */
static bool
read_search(struct item *i, struct span rest)
{
	struct span attr;

	while (value_item(&rest, &attr)) {
		attr = value_unbrace(attr);
		size_t eq = span_find(attr, '=');
		if (eq == SPAN_NONE || !span_caseis(span_trim(
		    span_head(attr, eq)), "search_order"))
			return false;
		free(i->search_order);
		i->search_order = span_dup(span_trim(span_from(attr, eq + 1)));
	}
	return true;
}

/* "type:name", or "{ type:name, search_order = ... }". */
static void
refer_table(struct item *i, struct rulebook *b)
{
	struct span spec = span_str(i->arg), rest = SPAN("");

	if (spec.len > 0 && spec.p[0] == '{') {
		rest = value_unbrace(spec);
		if (!span_element(&rest, &spec))
			return;
	}
	if (span_find(spec, ':') == SPAN_NONE || !read_search(i, rest))
		return;
	i->table = find_table(b, spec);
}

static void
refer(struct item *i, struct rulebook *b)
{
	if (b == NULL || i->arg == NULL)
		return;
	if (i->rule->arg == ARG_TABLE)
		refer_table(i, b);
	else if (i->rule->arg == ARG_POLICY &&
	    span_find(span_str(i->arg), ':') != SPAN_NONE)
		i->policy = find_policy(b, span_str(i->arg));
}

static struct item *
add(struct rulelist *l, struct span name)
{
	l->items = mem_resize(l->items, l->n + 1, sizeof(*l->items));
	l->items[l->n] = (struct item){ .name = span_dup(name) };
	return &l->items[l->n++];
}

void
rulelist_read(struct rulelist *l, struct rulebook *b, struct span text)
{
	struct span name, arg;

	while (span_element(&text, &name)) {
		struct item *i = add(l, name);

		if (span_find(name, ':') != SPAN_NONE) {
			i->rule = rules_bare();
			i->arg = span_dup(name);
		} else if ((i->rule = rules_find(name)) == NULL) {
			if (b != NULL)
				i->class = rulebook_class(b, name);
			continue;
		} else if (i->rule->arg != ARG_NONE &&
		    span_element(&text, &arg)) {
			i->arg = span_dup(arg);
		}
		refer(i, b);
	}
}

void
rulelist_clear(struct rulelist *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->items[i].name);
		free(l->items[i].arg);
		free(l->items[i].search_order);
	}
	free(l->items);
	free(l->name);
	*l = (struct rulelist){ .n = 0 };
}

/* What stands behind permit, or behind warn_if_reject, guards nothing. */
static bool
guards(const struct rulelist *l, int depth)
{
	for (size_t k = 0; k < l->n; k++) {
		const struct item *i = &l->items[k];

		if (i->class != NULL && depth < NESTED &&
		    guards(i->class, depth + 1))
			return true;
		if (i->rule == NULL)
			continue;
		if (i->rule->flags & RULE_WARN_ONLY)
			k++;
		else if (i->rule->flags & RULE_GUARDS)
			return true;
		else if (i->rule->flags & RULE_LAST)
			return false;
	}
	return false;
}

bool
rulelist_guards(const struct rulelist *l)
{
	return guards(l, 0);
}

static void
name_class(struct rulebook *b, struct span name)
{
	if (rulebook_class(b, name) != NULL || rules_find(name) != NULL)
		return;
	b->classes = mem_resize(b->classes, b->nclasses + 1,
	    sizeof(*b->classes));
	b->classes[b->nclasses++] = (struct rulelist){ .name = span_dup(name) };
}

/* All are named before any is read: they may name each other. */
void
rulebook_read(struct rulebook *b)
{
	struct span list = span_str(param_str(P_smtpd_restriction_classes));
	struct span name;

	while (span_element(&list, &name))
		name_class(b, name);
	for (size_t i = 0; i < b->nclasses; i++) {
		const char *text = param_value(span_str(b->classes[i].name));

		rulelist_read(&b->classes[i], b, span_str(text));
	}
}

void
rulebook_clear(struct rulebook *b)
{
	for (size_t i = 0; i < b->nclasses; i++)
		rulelist_clear(&b->classes[i]);
	for (size_t i = 0; i < b->ntables; i++) {
		maps_close(b->tables[i]->maps);
		free(b->tables[i]->spec);
		free(b->tables[i]);
	}
	for (size_t i = 0; i < b->npolicies; i++)
		policy_free(b->policies[i]);
	free(b->classes);
	free(b->tables);
	free(b->policies);
	*b = (struct rulebook){ .nclasses = 0 };
}
