/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/restrict.h"

#include "../suite.h"

START_TEST(knows_what_guards_against_relaying)
{
	static const struct {
		const char	*list;
		bool		 guards;
	} cases[] = {
		{ "", false },
		{ "permit", false },
		{ "permit_mynetworks, permit_auth_destination", false },
		{ "permit_mynetworks, reject_unauth_destination", true },
		{ "permit_mynetworks permit_sasl_authenticated "
		    "defer_unauth_destination", true },
		{ "permit_mynetworks,reject", true },
		{ "reject_unknown_client_hostname, reject_unlisted_recipient",
		    false },
		{ "reject_unauth_destinations", false },
		{ "REJECT_unauth_DESTINATION", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct restrictions r;

		restrict_read(&r, span_str(cases[i].list));
		ck_assert_msg(restrict_guards(&r) == cases[i].guards, "%s",
		    cases[i].list);
		restrict_clear(&r);
	}
}
END_TEST

START_TEST(keeps_order_and_unknown_names)
{
	struct restrictions r;

	restrict_read(&r, SPAN("permit, some_class,\n reject"));
	ck_assert_uint_eq(r.n, 3);
	ck_assert_str_eq(r.names[1], "some_class");
	ck_assert_ptr_null(r.rules[1]);
	ck_assert_ptr_nonnull(r.rules[0]);
	ck_assert_ptr_nonnull(r.rules[2]);
	restrict_clear(&r);
	ck_assert_uint_eq(r.n, 0);
}
END_TEST

SUITE("smtpd/restrict", knows_what_guards_against_relaying,
    keeps_order_and_unknown_names)
