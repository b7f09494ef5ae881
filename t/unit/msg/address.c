/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/address.h"

/* "text" or "!text" when bad; with its name behind a slash, "g:" in a group. */
static void
list(struct buf *out, struct span in, size_t max)
{
	struct address_list l;
	struct address a = ADDRESS_INIT;

	address_list_init(&l, in, max);
	while (address_next(&l, &a)) {
		buf_adds(out, out->len > 0 ? " ; " : "");
		buf_adds(out, a.group ? "g:" : "");
		buf_adds(out, a.bad ? "!" : "");
		buf_addspan(out, buf_span(&a.text));
		size_t at = out->len;
		buf_addc(out, '/');
		address_name(out, &a);
		if (out->len == at + 1)
			buf_cut(out, at);
	}
	if (l.full)
		buf_adds(out, " ...");
	address_clear(&a);
}

static void
wants(const char *in, const char *wanted)
{
	struct buf b = BUF_INIT;

	list(&b, span_str(in), 1000);
	wants_text(&b, wanted, strlen(wanted), in);
}

START_TEST(plain)
{
	wants("", "");
	wants(" , ,;", "");
	wants("a@b", "a@b");
	wants(" a@b , c@d", "a@b ; c@d");
	wants("a@b,,c", "a@b ; c");
	wants("a . b @ c . d", "a.b@c.d");
	wants("a@b c@d e", "a@b ; c@d ; e");
	wants("a@b;c@d", "a@b ; c@d");
	wants("a@\n b", "a@b");
	wants("u!v%w@x", "u!v%w@x");
	wants("a@[1.2.3.4], b@[IPv6:::1]", "a@[1.2.3.4] ; b@[IPv6:::1]");
	wants("a@", "a@");
	wants("@b", "@b");
	wants("\xc3\xa4@\xc3\xb6.example", "\xc3\xa4@\xc3\xb6.example");
}
END_TEST

START_TEST(names)
{
	wants("Joe Doe <a@b>", "a@b/Joe Doe");
	wants("\"Doe, Joe\" <a@b>, x@y", "a@b/Doe, Joe ; x@y");
	wants("\"J \\\"Q\\\" D\" <a@b>", "a@b/J \"Q\" D");
	wants("John Q. Public <a@b>", "a@b/John Q. Public");
	wants("a@b (Joe (the) Doe)", "a@b/Joe (the) Doe");
	wants("(first) a@b (second), c", "a@b/first ; c");
	wants("a@b <c@d>", "c@d/a@b");
	wants("<a@b>", "a@b");
	wants("<a@b> (Joe)", "a@b/Joe");
	wants("<>", "");
	wants("<a@b><c@d>", "a@b ; c@d");
	wants("<a@b> c@d", "a@b ; c@d");
	wants("[SPAM] Joe <a@b>", "a@b/[SPAM] Joe");
	wants("Joe (no, \"<) <a@b>", "a@b/Joe");
	wants("Joe\n Doe\n <a@b>", "a@b/Joe Doe");
}
END_TEST

START_TEST(groups)
{
	wants("undisclosed-recipients:;", "");
	wants("g: a@b, c@d; e", "g:a@b ; g:c@d ; e");
	wants("g: Joe <a@b>;, e", "g:a@b/Joe ; e");
	wants("x, my group: a; b", "x ; g:a ; b");
	wants("g: a", "g:a");
	wants("mailto:a@b", "g:a@b");
}
END_TEST

START_TEST(quoting)
{
	wants("\"a b\"@c", "a b@c");
	wants("\"a\\\"b\\\\\"@c", "a\"b\\@c");
	wants("\"a@b\"@c", "a@b@c");
	wants("a\\ b@c", "a b@c");
	wants("\"a\"b@c", "ab@c");
	wants("<joe doe@c>", "joe doe@c");
	wants("a(x)b@c(y)", "a/x ; b@c/y");
	wants("a.(x)b@c", "a.b@c/x");
	wants("\"a\n b\"@c", "a b@c");
	wants("<@r1,@r2:a@b>", "a@b");
	wants("<@r1:\"a b\"@c>, d", "a b@c ; d");
}
END_TEST

/* What has no faithful internal form. */
START_TEST(bad)
{
	wants("\"a@b\"", "!a@b");
	wants("a@\"b@c\"", "!a@b@c");
	wants("a@b\\@c", "!a@b@c");
	wants("a@[b@c]", "!a@[b@c]");
	wants("\"a\x01\"@c", "!a\x01@c");
	wants("<a@b c>", "!a@b c");
}
END_TEST

START_TEST(junk)
{
	wants("a@b, \"c@d, e@f", "a@b ; !c@d, e@f");
	wants("a@b, (c@d, e@f", "a@b");
	wants("a@b, <c@d, e@f", "a@b ; c@d ; e@f");
	wants("a@b, c@[d, e", "a@b ; !c@[d, e");
	wants("a@b>, c", "a@b ; c");
	wants("a@b), c", "a@b ; c");
	wants("<a <b@c>", "a ; b@c");
	wants("\\", "\\");
	wants("<", "");
	wants("<@", "@");
	wants(":::;;;<<<>>>,,,", "");
}
END_TEST

START_TEST(limit)
{
	struct buf b = BUF_INIT;

	list(&b, SPAN("a@b, c@d, e@f"), 6);
	WANTS(&b, "a@b ...", "6 tokens");
	list(&b, SPAN("a@b, c@d, e@f"), 11);
	WANTS(&b, "a@b ; c@d ; e@f", "11 tokens");
	list(&b, SPAN("<a@b"), 2);
	WANTS(&b, " ...", "2 tokens");
}
END_TEST

START_TEST(forms)
{
	static const char *const pairs[][2] = {
		{ "a@b", "a@b" }, { "", "" }, { "a", "a" },
		{ "a b@c", "\"a b\"@c" }, { "a@b@c", "\"a@b\"@c" },
		{ "@c", "\"\"@c" }, { "a..b@c", "\"a..b\"@c" },
		{ ".a@c", "\".a\"@c" }, { "a.@c", "\"a.\"@c" },
		{ "a\"\\@c", "\"a\\\"\\\\\"@c" },
		{ "a,b@c", "\"a,b\"@c" },
		{ "\xc3\xa4@c", "\xc3\xa4@c" },
		{ "a@[1.2.3.4]", "a@[1.2.3.4]" }
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		address_external(&b, span_str(pairs[i][0]));
		wants_text(&b, pairs[i][1], strlen(pairs[i][1]), pairs[i][0]);
		if (pairs[i][0][0] == '\0')
			continue;
		ck_assert_msg(address_internal(&b, span_str(pairs[i][1])),
		    "%s", pairs[i][1]);
		wants_text(&b, pairs[i][0], strlen(pairs[i][0]), pairs[i][1]);
	}
	address_external(&b, SPAN("a\nb@c\r\n"));
	WANTS(&b, "\"a?b\"@c??", "control bytes");
	ck_assert(address_internal(&b, SPAN("<>")));
	ck_assert(address_internal(&b, SPAN("Joe <a@b>")));
	WANTS(&b, "a@b", "with a name");
	ck_assert(!address_internal(&b, SPAN("")));
	ck_assert(!address_internal(&b, SPAN("a b")));
	ck_assert(!address_internal(&b, SPAN("a@\"b\"")));
	ck_assert_uint_eq(b.len, 0);
}
END_TEST

START_TEST(splitting)
{
	struct span local, domain;

	ck_assert(address_split(SPAN("a@b@c"), &local, &domain));
	ck_assert(span_is(local, "a@b") && span_is(domain, "c"));
	ck_assert(!address_split(SPAN("a"), &local, &domain));
	ck_assert(span_is(local, "a") && domain.len == 0);
	ck_assert(address_split(SPAN("@"), &local, &domain));
	ck_assert(local.len == 0 && domain.len == 0);
}
END_TEST

static bool
qualify(void *arg, struct span internal, struct buf *out)
{
	if (span_find(internal, '@') != SPAN_NONE)
		return false;
	buf_addspan(out, internal);
	buf_adds(out, "@h");
	return true;
}

static void
rewrites(const char *in, const char *wanted)
{
	struct buf b = BUF_INIT;

	ck_assert_int_eq(address_rewrite(&b, span_str(in), 1000, qualify, NULL),
	    strcmp(in, wanted) != 0);
	wants_text(&b, wanted, strlen(wanted), in);
}

START_TEST(rewriting)
{
	rewrites(" joe", " joe@h");
	rewrites(" Joe Doe <joe>,\n\tx@y,ann (Ann)\n", " Joe Doe <joe@h>,\n"
	    "\tx@y,ann@h (Ann)\n");
	rewrites("\"a b\"", "\"a b\"@h");
	rewrites(" g: a, b@c;", " g: a@h, b@c;");
	rewrites("<@r:joe>", "<joe@h>");
	rewrites("x@y <>", "x@y <>");
	rewrites("a b", "a@h b@h");
	rewrites("\"a@b\"", "\"a@b\"");
	rewrites("", "");
}
END_TEST

SUITE("msg/address", plain, names, groups, quoting, bad, junk, limit, forms,
    splitting, rewriting)
