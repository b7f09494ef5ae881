/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "route/recipient.h"

static void
set(const char *name, const char *value)
{
	param_override(span_str(name), span_str(value));
}

static void
settings(void)
{
	set("myhostname", "mx.here.example");
	set("mydomain", "here.example");
	set("myorigin", "here.example");
	set("mydestination", "mx.here.example, here.example, !no.example");
	set("virtual_alias_domains", "alias.example");
	set("virtual_mailbox_domains", "inline:{box.example=x}");
	set("relay_domains", "relay.example");
	set("proxy_interfaces", "192.0.2.7, [2001:db8::7]");
	set("append_dot_mydomain", "yes");
}

static void
wants(const char *addr, const char *wanted, enum class class)
{
	struct classes c;
	struct recipient r = RECIPIENT_INIT;
	struct why w = WHY_INIT;

	class_open(&c);
	ck_assert_msg(recipient_find(&c, span_str(addr), &r, NULL, &w) ==
	    FOUND, "%s: %s", addr, w.text.s);
	ck_assert_msg(r.class == class, "%s: class %s", addr,
	    class_word(r.class));
	wants_text(&r.addr, wanted, strlen(wanted), addr);
	recipient_clear(&r);
	why_clear(&w);
	class_close(&c);
}

static void
bad(const char *addr)
{
	struct classes c;
	struct recipient r = RECIPIENT_INIT;

	class_open(&c);
	ck_assert_int_eq(recipient_find(&c, span_str(addr), &r, NULL, NULL),
	    FOUND);
	ck_assert_msg(r.bad, "%s is taken as %s", addr, r.addr.s);
	recipient_clear(&r);
	class_close(&c);
}

START_TEST(classes_of_domains)
{
	settings();
	wants("a@here.example", "a@here.example", CLASS_LOCAL);
	wants("a@HERE.example", "a@HERE.example", CLASS_LOCAL);
	wants("a@here.example.", "a@here.example", CLASS_LOCAL);
	wants("a@alias.example", "a@alias.example", CLASS_ALIAS);
	wants("a@box.example", "a@box.example", CLASS_MAILBOX);
	wants("a@relay.example", "a@relay.example", CLASS_RELAY);
	wants("a@sub.relay.example", "a@sub.relay.example", CLASS_RELAY);
	wants("a@sub.here.example", "a@sub.here.example", CLASS_ELSEWHERE);
	wants("a@no.example", "a@no.example", CLASS_ELSEWHERE);
	wants("a@[192.0.2.7]", "a@[192.0.2.7]", CLASS_LOCAL);
	wants("a@[IPv6:2001:db8::7]", "a@[IPv6:2001:db8::7]", CLASS_LOCAL);
	wants("a@[192.0.2.8]", "a@[192.0.2.8]", CLASS_ELSEWHERE);
	set("parent_domain_matches_subdomains", "");
	wants("a@sub.relay.example", "a@sub.relay.example", CLASS_ELSEWHERE);
}
END_TEST

START_TEST(both_forms_of_a_name)
{
	settings();
	set("mydestination", "r\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s.example");
	set("relay_domains", "xn--bcher-kva.example");
	wants("a@xn--rksmrgs-5wao1o.example", "a@xn--rksmrgs-5wao1o.example",
	    CLASS_LOCAL);
	wants("a@b\xc3\xbc" "cher.example", "a@b\xc3\xbc" "cher.example",
	    CLASS_RELAY);
}
END_TEST

START_TEST(routes_are_followed)
{
	settings();
	wants("a%b.example@here.example", "a@b.example", CLASS_ELSEWHERE);
	wants("a%b@here.example", "a@b.here.example", CLASS_ELSEWHERE);
	wants("b.example!a@here.example", "a@b.example", CLASS_ELSEWHERE);
	wants("b.example!c.example!a@here.example", "c.example!a@b.example",
	    CLASS_ELSEWHERE);
	wants("a@b.example@here.example", "a@b.example", CLASS_ELSEWHERE);
	wants("a%here.example@mx.here.example", "a@here.example",
	    CLASS_LOCAL);
	wants("a b%c.example@here.example", "a b@c.example",
	    CLASS_ELSEWHERE);
	wants("a%b@else.example", "a%b@else.example", CLASS_ELSEWHERE);
	set("resolve_dequoted_address", "no");
	wants("a@b.example@here.example", "a@b.example@here.example",
	    CLASS_LOCAL);
	set("allow_percent_hack", "no");
	set("swap_bangpath", "no");
	wants("a%b!c@here.example", "a%b!c@here.example", CLASS_LOCAL);
}
END_TEST

START_TEST(nobody_and_nowhere)
{
	settings();
	wants("", "MAILER-DAEMON@mx.here.example", CLASS_LOCAL);
	wants("joe", "joe@mx.here.example", CLASS_LOCAL);
	wants("@here.example", "MAILER-DAEMON@here.example", CLASS_LOCAL);
	bad("joe@");
	bad("joe@[x]");
	bad("joe@-x.example");
	bad("joe@a..example");
	bad("joe@192.0.2.7");
	set("resolve_null_domain", "yes");
	wants("joe@", "joe@mx.here.example", CLASS_LOCAL);
	set("resolve_numeric_domain", "yes");
	wants("joe@192.0.2.7", "joe@[192.0.2.7]", CLASS_LOCAL);
	wants("joe@192.0.2.8", "joe@[192.0.2.8]", CLASS_ELSEWHERE);
}
END_TEST

START_TEST(it_ends)
{
	struct classes c;
	struct recipient r = RECIPIENT_INIT;
	struct why w = WHY_INIT;

	settings();
	set("empty_address_recipient", "@here.example");
	class_open(&c);
	ck_assert_int_eq(recipient_find(&c, SPAN(""), &r, NULL, &w), FAILED);
	ck_assert_str_eq(w.dsn, "4.3.0");
	class_close(&c);
	set("mydestination", "fail:x");
	class_open(&c);
	ck_assert_int_eq(recipient_find(&c, SPAN("a@b.example"), &r, NULL,
	    &w), FAILED);
	class_close(&c);
	recipient_clear(&r);
	why_clear(&w);
}
END_TEST

SUITE("route/recipient", classes_of_domains, both_forms_of_a_name,
    routes_are_followed, nobody_and_nowhere, it_ends)
