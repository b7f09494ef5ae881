/* SPDX-License-Identifier: ISC */
#include "../../../cmd/saslio/oauth.h"

#include "../suite.h"

START_TEST(chooses_the_better_one)
{
	ck_assert_int_eq(oauth_choose(SPAN("PLAIN XOAUTH2 oauthbearer")),
	    OAUTH_BEARER);
	ck_assert_int_eq(oauth_choose(SPAN("LOGIN xoauth2 XOAUTH")), OAUTH_X2);
	ck_assert_int_eq(oauth_choose(SPAN("PLAIN OAUTHBEARERS")), OAUTH_NONE);
	ck_assert_int_eq(oauth_choose(SPAN("")), OAUTH_NONE);
}
END_TEST

/* The examples of RFC 7628 section 4.1 and of Google's description. */
START_TEST(says_what_others_say)
{
	struct oauth_words w = { SPAN("user@example.com"), SPAN("vF9dft4qmT"),
	    SPAN("server.example.com"), SPAN("143") };
	const char *x2 = "user=someuser@example.com\1auth=Bearer "
	    "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\1\1";
	const char *bearer = "n,a=user@example.com,\1host=server.example.com\1"
	    "port=143\1auth=Bearer vF9dft4qmT\1\1";
	struct buf b = BUF_INIT;

	ck_assert(oauth_first(&b, OAUTH_BEARER, &w));
	wants_text(&b, bearer, strlen(bearer), "OAUTHBEARER");
	oauth_second(&b, OAUTH_BEARER);
	wants_text(&b, "\1", 1, "what ends it");
	w = (struct oauth_words){ SPAN("someuser@example.com"),
	    SPAN("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"),
	    SPAN("x"), SPAN("") };
	ck_assert(oauth_first(&b, OAUTH_X2, &w));
	wants_text(&b, x2, strlen(x2), "XOAUTH2");
	oauth_second(&b, OAUTH_X2);
	wants_text(&b, "", 0, "an empty answer");
}
END_TEST

START_TEST(says_nothing_that_means_more)
{
	static const char *const bad[] = { "", "a\1b", "a\nb", "\177" };
	struct oauth_words w = { SPAN("a=b,c"), SPAN("t"), SPAN(""), SPAN("") };
	struct buf b = BUF_INIT;

	ck_assert(oauth_first(&b, OAUTH_BEARER, &w));
	wants_text(&b, "n,a=a=3Db=2Cc,\1auth=Bearer t\1\1", 30, "a saslname");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		w.token = span_str(bad[i]);
		ck_assert(!oauth_first(&b, OAUTH_X2, &w));
	}
	w.token = SPAN("t");
	w.user = SPAN("a\1auth=Bearer x");
	ck_assert(!oauth_first(&b, OAUTH_X2, &w));
	ck_assert_uint_eq(b.len, 0);
	buf_clear(&b);
}
END_TEST

SUITE("saslio/oauth", chooses_the_better_one, says_what_others_say,
    says_nothing_that_means_more)
