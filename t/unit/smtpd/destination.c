/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/destination.h"

#include "../suite.h"
#include "conf/param.h"

static void
set_up(struct lists *l)
{
	static const struct {
		const char *name, *value;
	} params[] = {
		{ "myhostname", "mx.example.com" },
		{ "myorigin", "example.com" },
		{ "mydestination", "example.com, localhost" },
		{ "virtual_alias_domains", "alias.example" },
		{ "virtual_alias_maps", "inline:{{x@alias.example=joe}}" },
		{ "virtual_mailbox_domains", "box.example" },
		{ "virtual_mailbox_maps", "inline:{{ann@box.example=ann/}}" },
		{ "relay_domains", "relay.example, .sub.example" },
		{ "relay_recipient_maps", "" },
		{ "local_recipient_maps", "inline:{{joe=x}}" },
		{ "mynetworks", "192.0.2.0/24" },
		{ "recipient_delimiter", "+" },
		{ "parent_domain_matches_subdomains", "" },
	};

	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++)
		param_override(span_str(params[i].name),
		    span_str(params[i].value));
	ck_assert_int_eq(param_load("/nonexistent", NULL), OUT_OK);
	lists_prepare(l);
	lists_complete(l);
}

START_TEST(every_address_has_a_class)
{
	static const struct {
		const char	*address;
		enum class	 class;
		enum found	 has;
	} cases[] = {
		{ "joe@example.com",	CLASS_LOCAL,	FOUND },
		{ "joe+x@example.com",	CLASS_LOCAL,	FOUND },
		{ "JOE@EXAMPLE.COM",	CLASS_LOCAL,	FOUND },
		{ "joe",		CLASS_LOCAL,	FOUND },
		{ "ann@example.com",	CLASS_LOCAL,	ABSENT },
		{ "joe@[127.0.0.1]",	CLASS_LOCAL,	FOUND },
		{ "x@alias.example",	CLASS_ALIAS,	FOUND },
		{ "y@alias.example",	CLASS_ALIAS,	ABSENT },
		{ "ann@box.example",	CLASS_MAILBOX,	FOUND },
		{ "joe@box.example",	CLASS_MAILBOX,	ABSENT },
		{ "any@relay.example",	CLASS_RELAY,	FOUND },
		{ "any@a.sub.example",	CLASS_RELAY,	FOUND },
		{ "any@a.relay.example", CLASS_ELSEWHERE, FOUND },
		{ "joe@sub.example.com", CLASS_ELSEWHERE, FOUND },
		{ "joe@[192.0.2.77]",	CLASS_ELSEWHERE, FOUND },
		{ "joe@[IPv6:2001:db8::77]", CLASS_ELSEWHERE, FOUND },
	};
	struct lists l;

	set_up(&l);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span address = span_str(cases[i].address);
		enum class class;

		ck_assert_int_eq(destination_class(&l, address, &class, NULL),
		    FOUND);
		ck_assert_msg(class == cases[i].class, "class of %s: %d",
		    cases[i].address, (int)class);
		ck_assert_msg(destination_has(&l, address, class, NULL) ==
		    cases[i].has, "%s", cases[i].address);
	}
	lists_close(&l);
}
END_TEST

START_TEST(a_table_that_fails_is_no_absence)
{
	struct lists l;
	struct why w = WHY_INIT;
	enum class class;

	param_override(SPAN("local_recipient_maps"), SPAN("fail:broken"));
	param_override(SPAN("relay_domains"), SPAN("fail:broken"));
	param_override(SPAN("mydestination"), SPAN("example.com"));
	ck_assert_int_eq(param_load("/nonexistent", NULL), OUT_OK);
	lists_prepare(&l);
	lists_complete(&l);
	ck_assert_int_eq(destination_has(&l, SPAN("joe@example.com"),
	    CLASS_LOCAL, &w), FAILED);
	ck_assert_int_eq(destination_class(&l, SPAN("joe@x.example"), &class,
	    &w), FAILED);
	why_clear(&w);
	lists_close(&l);
}
END_TEST

START_TEST(addresses_within_addresses)
{
	static const struct {
		const char	*address;
		bool		 local, relay;
	} cases[] = {
		{ "joe@example.com",		false,	false },
		{ "a%b.example@example.com",	true,	true },
		{ "b.example!a@example.com",	true,	true },
		{ "a@b.example@example.com",	true,	true },
		{ "SRS0=x=y=z=a@example.com",	false,	false },
	};

	ck_assert_int_eq(param_load("/nonexistent", NULL), OUT_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span s = span_str(cases[i].address);

		ck_assert_msg(destination_is_routed(s, CLASS_LOCAL) ==
		    cases[i].local, "local: %s", cases[i].address);
		ck_assert_msg(destination_is_routed(s, CLASS_RELAY) ==
		    cases[i].relay, "relay: %s", cases[i].address);
	}
}
END_TEST

SUITE("smtpd/destination", every_address_has_a_class,
    a_table_that_fails_is_no_absence, addresses_within_addresses)
