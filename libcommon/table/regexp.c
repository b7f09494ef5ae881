/* SPDX-License-Identifier: ISC
 *
 * regexp: POSIX extended regular expressions, the first that matches.
 */
#include <regex.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "table/delimited.h"
#include "table/ruleset.h"
#include "table/subst.h"

enum { GROUPS_MAX = 100 };

struct expr {
	regex_t	 re;
};

struct match {
	const char	*text;
	regmatch_t	 at[GROUPS_MAX];
	size_t		 n;
};

static bool
take_flag(char c, int *flags)
{
	switch (c) {
	case 'i':
		*flags ^= REG_ICASE;
		return true;
	case 'm':
		*flags ^= REG_NEWLINE;
		return true;
	case 'x':
		*flags ^= REG_EXTENDED;
		return true;
	}
	return false;
}

static void *
regexp_parse(struct span *rest, unsigned flags, struct buf *bad)
{
	struct span pattern, letters;
	struct expr *e = mem_alloc(sizeof(*e));
	int how = REG_EXTENDED | REG_ICASE;

	if (!delimited_take(rest, &pattern, &letters, bad)) {
		free(e);
		return NULL;
	}
	for (size_t i = 0; i < letters.len; i++)
		if (!take_flag(letters.p[i], &how))
			buf_addf(bad, "unknown regexp option \"%c\"",
			    ascii_print(letters.p[i]) ? letters.p[i] : '?');
	char *text = span_dup(pattern);
	int err = bad->len > 0 ? REG_BADPAT : regcomp(&e->re, text, how);
	if (err != 0 && bad->len == 0) {
		char why[256];

		regerror(err, &e->re, why, sizeof(why));
		buf_addf(bad, "error in regexp: \"%s\": %s", text, why);
	}
	free(text);
	if (err == 0)
		return e;
	free(e);
	return NULL;
}

static void
regexp_drop(void *pattern)
{
	if (pattern != NULL)
		regfree(&((struct expr *)pattern)->re);
	free(pattern);
}

static void
regexp_check(const struct rule *r, unsigned flags, struct buf *bad)
{
	const struct expr *e = r->pattern;

	delimited_check(r, flags, e->re.re_nsub, bad);
}

static const struct ruleset_ops ops = {
	regexp_parse, regexp_check, regexp_drop
};

static struct table *
regexp_open(struct span name, unsigned flags, struct why *w)
{
	return ruleset_open(&ops, name, flags, w);
}

static void
regexp_close(struct table *t)
{
	ruleset_close(&ops, t);
}

static struct span
part(const void *arg, size_t n)
{
	const struct match *m = arg;

	if (n >= m->n || m->at[n].rm_so < 0)
		return SPAN("");
	return (struct span){ m->text + m->at[n].rm_so,
	    (size_t)(m->at[n].rm_eo - m->at[n].rm_so) };
}

/* Running out of memory is no answer. */
static enum found
matches(const struct ruleset *rs, const struct rule *r, struct match *m,
    struct why *w)
{
	const struct expr *e = r->pattern;
	char text[256];

	m->n = e->re.re_nsub + 1 < GROUPS_MAX ? e->re.re_nsub + 1 : GROUPS_MAX;
	int err = regexec(&e->re, m->text, m->n, m->at, 0);
	if (err == 0 || err == REG_NOMATCH)
		return (err == 0) != r->negate ? FOUND : ABSENT;
	regerror(err, &e->re, text, sizeof(text));
	return table_fail_at(w, rs->path, r->line, "%s", text);
}

static enum found
regexp_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct ruleset *rs = (struct ruleset *)t;
	const struct rule *r = NULL;
	char *text = delimited_key(key);
	struct match m = { .text = text };
	enum found got = ABSENT;
	bool failed = false;

	while ((r = ruleset_next(rs, r, got == FOUND, &failed, w)) != NULL) {
		got = matches(rs, r, &m, w);
		if (got == FAILED || (got == FOUND && r->kind == RULE_RESULT))
			break;
	}
	if (r != NULL && got == FOUND)
		got = ruleset_result(rs, r, w);
	if (r != NULL && got == FOUND)
		subst_add(value, r->text, part, &m);
	free(text);
	return failed ? FAILED : r == NULL ? ABSENT : got;
}

const struct table_type table_regexp = {
	.name = "regexp", .text = true, .open = regexp_open, .get = regexp_get,
	.close = regexp_close,
};
