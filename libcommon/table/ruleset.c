/* SPDX-License-Identifier: ISC */
#include "table/ruleset.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "sys/log.h"

static struct rule *
add_rule(struct ruleset *r, enum rule_kind kind, size_t line)
{
	if (r->n == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 16;
		r->rules = mem_resize(r->rules, r->cap, sizeof(*r->rules));
	}
	struct rule *rule = &r->rules[r->n++];
	*rule = (struct rule){ .kind = kind, .line = line };
	return rule;
}

static void
add_broken(struct ruleset *r, size_t line, const char *reason)
{
	add_rule(r, RULE_BROKEN, line)->text = mem_str(reason);
	log_warn("%s, line %zu: %s", r->path, line, reason);
}

/* A word of the language, with white space or the end behind it. */
static bool
take_word(struct span *s, struct span word)
{
	if (!span_casestarts(*s, word))
		return false;
	if (s->len > word.len && !ascii_space(s->p[word.len]))
		return false;
	*s = span_trim(span_from(*s, word.len));
	return true;
}

static void
add_result(struct ruleset *r, const struct ruleset_ops *ops, unsigned flags,
    struct rule *made, struct span text)
{
	struct buf bad = BUF_INIT;

	made->text = span_dup(text);
	if (made->kind == RULE_IF && text.len > 0)
		log_warn("%s, line %zu: ignoring text after \"if\": %s",
		    r->path, made->line, made->text);
	else if (made->kind == RULE_RESULT && text.len == 0)
		buf_adds(&bad, "no result: need \"pattern result\"");
	else if (made->kind == RULE_RESULT)
		ops->check(made, flags, &bad);
	if (bad.len > 0) {
		log_warn("%s, line %zu: %s", r->path, made->line, bad.s);
		free(made->text);
		made->text = mem_str(bad.s);
		made->bad = true;
	}
	*add_rule(r, made->kind, made->line) = *made;
	buf_clear(&bad);
}

static void
add_line(struct ruleset *r, const struct ruleset_ops *ops, unsigned flags,
    struct span line, size_t number)
{
	struct buf bad = BUF_INIT;
	struct rule made = { .kind = RULE_RESULT, .line = number };

	if (ascii_space(line.p[0])) {
		add_broken(r, number,
		    "logical line must not start with whitespace");
		return;
	}
	line = span_trim(line);
	if (take_word(&line, SPAN("endif"))) {
		add_rule(r, RULE_ENDIF, number);
		return;
	}
	if (take_word(&line, SPAN("if")))
		made.kind = RULE_IF;
	while (line.len > 0 && line.p[0] == '!') {
		made.negate = !made.negate;
		line = span_trim(span_from(line, 1));
	}
	made.pattern = ops->parse(&line, flags, &bad);
	line = span_trim(line);
	if (made.pattern == NULL)
		add_broken(r, number, bad.s);
	else
		add_result(r, ops, flags, &made, line);
	buf_clear(&bad);
}

/* An if that is broken hides what depends on it, so its endif stays. One
 * without endif ends with the file. */
static void
pair_ifs(struct ruleset *r)
{
	size_t *open = mem_array(r->n + 1, sizeof(*open)), depth = 0;

	for (size_t i = 0; i < r->n; i++) {
		r->rules[i].skip = r->n;
		if (r->rules[i].kind == RULE_IF)
			open[depth++] = i;
		else if (r->rules[i].kind != RULE_ENDIF)
			continue;
		else if (depth > 0)
			r->rules[open[--depth]].skip = i;
		else
			log_warn("%s, line %zu: ignoring endif without if",
			    r->path, r->rules[i].line);
	}
	while (depth > 0)
		log_warn("%s, line %zu: if has no endif", r->path,
		    r->rules[open[--depth]].line);
	free(open);
}

struct table *
ruleset_open(const struct ruleset_ops *ops, struct span name, unsigned flags,
    struct why *w)
{
	struct source s;
	struct span line;
	enum found got;
	bool here = name.len > 0 && name.p[0] == '{';
	char *path = span_dup(name);

	if ((here ? source_inline(&s, name, w) : source_open(&s, path, w)) !=
	    FOUND) {
		free(path);
		return NULL;
	}
	struct ruleset *r = mem_alloc(sizeof(*r));
	buf_init(&r->t.folded);
	if (here)
		r->t.owned = true;
	else
		table_watch(&r->t, path, &s.st);
	r->path = path;
	while ((got = source_next(&s, &line, w)) == FOUND)
		add_line(r, ops, flags, line, s.first);
	source_close(&s);
	pair_ifs(r);
	if (got == ABSENT)
		return &r->t;
	ruleset_close(ops, &r->t);
	table_drop(&r->t);
	return NULL;
}

void
ruleset_close(const struct ruleset_ops *ops, struct table *t)
{
	struct ruleset *r = (struct ruleset *)t;

	for (size_t i = 0; i < r->n; i++) {
		ops->drop(r->rules[i].pattern);
		free(r->rules[i].text);
	}
	free(r->rules);
	free(r->path);
}

enum found
ruleset_result(const struct ruleset *r, const struct rule *rule, struct why *w)
{
	return rule->bad ? table_fail_at(w, r->path, rule->line, "%s",
	    rule->text) : FOUND;
}

const struct rule *
ruleset_next(struct ruleset *r, const struct rule *before, bool matched,
    bool *failed, struct why *w)
{
	size_t i = 0;

	*failed = false;
	if (before != NULL)
		i = before->kind == RULE_IF && !matched ? before->skip :
		    (size_t)(before - r->rules) + 1;
	while (i < r->n && r->rules[i].kind == RULE_ENDIF)
		i++;
	if (i >= r->n)
		return NULL;
	r->t.line = r->rules[i].line;
	if (r->rules[i].kind != RULE_BROKEN)
		return &r->rules[i];
	table_fail_at(w, r->path, r->t.line, "%s", r->rules[i].text);
	*failed = true;
	return NULL;
}
