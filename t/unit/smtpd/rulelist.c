/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/rulelist.h"

#include "../../../cmd/smtpd/rules.h"
#include "../suite.h"
#include "conf/param.h"

static void
classes(struct rulebook *b)
{
	static const struct {
		const char *name, *value;
	} params[] = {
		{ "smtpd_restriction_classes", "strict, open, outer, loop" },
		{ "strict", "reject_unauth_destination" },
		{ "open", "permit_mynetworks" },
		{ "outer", "open, strict" },
		{ "loop", "loop, permit" },
	};

	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++)
		param_override(span_str(params[i].name),
		    span_str(params[i].value));
	*b = (struct rulebook){ .nclasses = 0 };
	rulebook_read(b);
}

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
		{ "defer_if_permit", true },
		{ "permit, reject_unauth_destination", false },
		{ "warn_if_reject reject_unauth_destination", false },
		{ "warn_if_reject reject, reject", true },
		{ "check_client_access reject", false },
		{ "reject_rbl_client reject, permit_mynetworks", false },
		{ "check_policy_service reject", false },
		{ "check_policy_service { inet:x:1, default_action=reject }",
		    false },
		{ "strict", true },
		{ "open", false },
		{ "outer", true },
		{ "loop", false },
		{ "check_recipient_access static:reject", false },
		{ "static:reject", false },
	};
	struct rulebook b;

	classes(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rulelist l = { .n = 0 };

		rulelist_read(&l, &b, span_str(cases[i].list));
		ck_assert_msg(rulelist_guards(&l) == cases[i].guards, "%s",
		    cases[i].list);
		rulelist_clear(&l);
	}
	rulebook_clear(&b);
}
END_TEST

START_TEST(keeps_order_arguments_and_what_it_does_not_know)
{
	struct rulelist l = { .n = 0 };
	struct rulebook b;

	classes(&b);
	rulelist_read(&l, &b, SPAN("permit, some_class,\n strict sleep 3 "
	    "check_client_access { hash:/a, { search_order = x , y } } hash:/a "
	    "check_policy_service {inet:h:1, timeout=3s}, reject_rbl_client"));
	ck_assert_uint_eq(l.n, 8);
	ck_assert_ptr_eq(l.items[0].rule, rules_find(SPAN("PERMIT")));
	ck_assert_str_eq(l.items[1].name, "some_class");
	ck_assert(l.items[1].rule == NULL && l.items[1].class == NULL);
	ck_assert_ptr_eq(l.items[2].class, rulebook_class(&b, SPAN("strict")));
	ck_assert_str_eq(l.items[3].arg, "3");
	ck_assert_ptr_nonnull(l.items[4].table);
	ck_assert_str_eq(l.items[4].table->spec, "hash:/a");
	ck_assert_ptr_eq(l.items[5].rule, rules_bare());
	ck_assert_ptr_eq(l.items[5].table, l.items[4].table);
	ck_assert_ptr_nonnull(l.items[6].policy);
	ck_assert_ptr_nonnull(l.items[7].rule);
	ck_assert_ptr_null(l.items[7].arg);
	rulelist_clear(&l);
	rulebook_clear(&b);
}
END_TEST

/* A result of a table may not make this host ask another table. */
START_TEST(names_without_a_colon_are_no_tables)
{
	struct rulelist l = { .n = 0 };
	struct rulebook b;

	classes(&b);
	rulelist_read(&l, &b, SPAN("check_client_access foo, "
	    "check_policy_service bar"));
	ck_assert_ptr_null(l.items[0].table);
	ck_assert_ptr_null(l.items[1].policy);
	ck_assert_uint_eq(b.ntables, 0);
	ck_assert_uint_eq(b.npolicies, 0);
	rulelist_clear(&l);
	rulebook_clear(&b);
}
END_TEST

SUITE("smtpd/rulelist", knows_what_guards_against_relaying,
    keeps_order_arguments_and_what_it_does_not_know,
    names_without_a_colon_are_no_tables)
