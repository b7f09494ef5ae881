/* SPDX-License-Identifier: ISC
 *
 * pcre: Perl-compatible regular expressions, the first that matches.
 */
#include "table/type.h"

#ifdef PCRE_SONAME

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/ascii.h"
#include "sys/dynlib.h"
#include "table/delimited.h"
#include "table/subst.h"

/* An expression that backtracks for ever must not stop the mail: about a
 * second, and 20 MB. */
enum { MATCH_LIMIT = 10000000, HEAP_LIMIT_KIB = 20000 };

#define CALLS(X) X(pcre2_compile_8) X(pcre2_code_free_8) X(pcre2_match_8) \
	X(pcre2_match_data_create_8) X(pcre2_match_data_free_8) \
	X(pcre2_get_ovector_pointer_8) X(pcre2_get_error_message_8) \
	X(pcre2_pattern_info_8) X(pcre2_match_context_create_8) \
	X(pcre2_match_context_free_8) X(pcre2_set_match_limit_8) \
	X(pcre2_set_heap_limit_8)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

struct expr {			/* calls: needed to free it */
	struct calls	 lib;
	pcre2_code	*code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	uint32_t	 groups;
};

struct match {
	const char	*text;
	const size_t	*at;
	size_t		 n;
};

static bool
take_flag(char c, uint32_t *how)
{
	static const struct {
		char	 c;
		uint32_t bit;
	} flags[] = {
		{ 'i', PCRE2_CASELESS }, { 'm', PCRE2_MULTILINE },
		{ 's', PCRE2_DOTALL }, { 'x', PCRE2_EXTENDED },
		{ 'A', PCRE2_ANCHORED }, { 'E', PCRE2_DOLLAR_ENDONLY },
		{ 'U', PCRE2_UNGREEDY }, { 'X', 0 },
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].c == c) {
			*how ^= flags[i].bit;
			return true;
		}
	return false;
}

static void
make_room(struct expr *e)
{
	e->lib.pcre2_pattern_info_8(e->code, PCRE2_INFO_CAPTURECOUNT,
	    &e->groups);
	e->data = e->lib.pcre2_match_data_create_8(e->groups + 1, NULL);
	e->limits = e->lib.pcre2_match_context_create_8(NULL);
	if (e->data == NULL || e->limits == NULL)
		exit(EX_TEMPFAIL);
	e->lib.pcre2_set_match_limit_8(e->limits, MATCH_LIMIT);
	e->lib.pcre2_set_heap_limit_8(e->limits, HEAP_LIMIT_KIB);
}

static bool
compile(struct expr *e, struct span pattern, uint32_t how, struct buf *bad)
{
	unsigned char text[256];
	size_t at;
	int err;

	e->code = e->lib.pcre2_compile_8((PCRE2_SPTR)pattern.p, pattern.len,
	    how, &err, &at, NULL);
	if (e->code != NULL) {
		make_room(e);
		return true;
	}
	e->lib.pcre2_get_error_message_8(err, text, sizeof(text));
	buf_addf(bad, "error in regexp at offset %zu: \"%.*s\": %s", at,
	    SPAN_FMT(pattern), (const char *)text);
	return false;
}

static void *
pcre_parse(struct span *rest, unsigned flags, struct buf *bad)
{
	struct span pattern, letters;
	struct expr *e = mem_alloc(sizeof(*e));
	uint32_t how = PCRE2_CASELESS | PCRE2_DOTALL;
	bool good = dynlib_load(PCRE_SONAME, names, NAMES, &e->lib, bad) &&
	    delimited_take(rest, &pattern, &letters, bad);

	for (size_t i = 0; good && i < letters.len; i++)
		if (!take_flag(letters.p[i], &how)) {
			buf_addf(bad, "unknown PCRE option \"%c\"",
			    ascii_print(letters.p[i]) ? letters.p[i] : '?');
			good = false;
		}
	if (good && compile(e, pattern, how, bad))
		return e;
	free(e);
	return NULL;
}

static void
pcre_drop(void *pattern)
{
	struct expr *e = pattern;

	if (e == NULL)
		return;
	e->lib.pcre2_match_context_free_8(e->limits);
	e->lib.pcre2_match_data_free_8(e->data);
	e->lib.pcre2_code_free_8(e->code);
	free(e);
}

static void
pcre_check(const struct rule *r, unsigned flags, struct buf *bad)
{
	delimited_check(r, flags, ((struct expr *)r->pattern)->groups, bad);
}

static const struct ruleset_ops ops = { pcre_parse, pcre_check, pcre_drop };

static struct table *
pcre_open(struct span name, unsigned flags, struct why *w)
{
	struct buf bad = BUF_INIT;
	struct calls lib;
	struct table *t = NULL;

	if (dynlib_load(PCRE_SONAME, names, NAMES, &lib, &bad))
		t = ruleset_open(&ops, name, flags, w);
	else
		why_temp(w, "4.3.5", "pcre: %s", bad.s);
	buf_clear(&bad);
	return t;
}

static void
pcre_close(struct table *t)
{
	ruleset_close(&ops, t);
}

static struct span
part(const void *arg, size_t n)
{
	const struct match *m = arg;

	if (n >= m->n || m->at[2 * n] == PCRE2_UNSET)
		return SPAN("");
	return (struct span){ m->text + m->at[2 * n],
	    m->at[2 * n + 1] - m->at[2 * n] };
}

static enum found
answer(const struct ruleset *rs, const struct rule *r, const struct match *m,
    struct buf *value, struct why *w)
{
	enum found got = ruleset_result(rs, r, w);

	if (got == FOUND && r->kind == RULE_RESULT)
		subst_add(value, r->text, part, m);
	return got;
}

/* FOUND with the value added, if the rule has one. */
static enum found
try(const struct ruleset *rs, const struct rule *r, struct span key,
    struct buf *value, struct why *w)
{
	const struct expr *e = r->pattern;
	const struct calls *lib = &e->lib;
	int n = lib->pcre2_match_8(e->code, (PCRE2_SPTR)key.p, key.len, 0, 0,
	    e->data, e->limits);

	if (n < 0 && n != PCRE2_ERROR_NOMATCH) {
		unsigned char text[256];

		lib->pcre2_get_error_message_8(n, text, sizeof(text));
		return table_fail_at(w, rs->path, r->line, "%s",
		    (const char *)text);
	}
	if ((n > 0) == r->negate)
		return ABSENT;
	struct match m = { key.p, lib->pcre2_get_ovector_pointer_8(e->data),
	    n > 0 ? (size_t)n : 0 };
	return answer(rs, r, &m, value, w);
}

static enum found
pcre_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct ruleset *rs = (struct ruleset *)t;
	const struct rule *r = NULL;
	enum found got = ABSENT;
	bool failed = false;

	while ((r = ruleset_next(rs, r, got == FOUND, &failed, w)) != NULL) {
		got = try(rs, r, key, value, w);
		if (got == FAILED || (got == FOUND && r->kind == RULE_RESULT))
			return got;
	}
	return failed ? FAILED : ABSENT;
}

static bool
pcre_usable(void)
{
	struct calls lib;

	return dynlib_load(PCRE_SONAME, names, NAMES, &lib, NULL);
}

#else

#define pcre_open table_not_built
#define pcre_get NULL
#define pcre_close NULL
#define pcre_usable table_unusable

#endif

const struct table_type table_pcre = {
	.name = "pcre", .text = true, .open = pcre_open, .get = pcre_get,
	.close = pcre_close, .usable = pcre_usable,
};
