/* SPDX-License-Identifier: ISC */
#include "../unit.h"
#include "table/template.h"

static void
brackets(void *arg, struct buf *out, struct span s)
{
	buf_addf(out, "[%.*s]", SPAN_FMT(s));
}

static void
query(const char *format, const char *key, const char *wanted)
{
	struct buf out = BUF_INIT;
	bool good = template_query(&out, format, span_str(key), brackets, NULL);

	ck_assert_msg(good == (wanted != NULL), "%s of %s", format, key);
	ck_assert_str_eq(out.s, good ? wanted : "");
	buf_clear(&out);
}

START_TEST(queries)
{
	query("%s", "u@d.example", "[u@d.example]");
	query("%u at %d 100%%", "u@d.example", "[u] at [d.example] 100%");
	query("%U%D%S", "u@d", "[u][d][u@d]");
	query("%1 %2 %3", "u@mail.d.example", "[example] [d] [mail]");
	query("%u", "plain", "[plain]");
	query("%d", "plain", NULL);
	query("%u", "@d", NULL);
	query("%d", "u@", NULL);
	query("%1", "plain", NULL);
	query("%3", "u@d.example", NULL);
	query("%2", "u@d..example", NULL);
	query("%s", "", NULL);
	query("fixed", "", "fixed");
	query("%u@%d", "a@b@c", "[a@b]@[c]");
}
END_TEST

static void
result(const char *format, const char *value, const char *key,
    const char *wanted)
{
	struct buf out = BUF_INIT;
	bool good = template_result(&out, format, span_str(value),
	    span_str(key));

	ck_assert_msg(good == (wanted != NULL), "%s of %s", format, value);
	ck_assert_str_eq(out.s, good ? wanted : "");
	buf_clear(&out);
}

START_TEST(results)
{
	result("%s", "v", "k", "v");
	result("%u/%d/%U/%D/%1", "v@w", "k@l.m", "v/w/k/l.m/m");
	result("%d", "v", "k@l", NULL);
	result("%U", "v", "k", "k");
	result("%D", "v", "k", NULL);
	ck_assert(template_fits("%s%u%d", span_str("k")));
	ck_assert(!template_fits("%s%D", span_str("k")));
	ck_assert(!template_fits("%2", span_str("k@l")));
	ck_assert_ptr_null(template_check("%s %% %9"));
	ck_assert_ptr_nonnull(template_check("%x"));
	ck_assert_ptr_nonnull(template_check("100%"));
	ck_assert_ptr_nonnull(template_check("%0"));
}
END_TEST

UNIT("table/template", queries, results)
