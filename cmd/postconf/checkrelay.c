/* SPDX-License-Identifier: ISC
 *
 * postconf --check: would smtpd relay a stranger's mail to a stranger?
 *
 * A stranger is in no network but 0.0.0.0/0, has not logged in, and what tables
 * and services say of him is not known: they are taken to say nothing, which
 * is what they say of most.
 */
#include <stdlib.h>

#include "conf/known.h"
#include "conf/value.h"
#include "findings.h"
#include "service.h"

enum verdict { NOTHING, PERMITS, REFUSES };

static const char *const refusing[] = { "reject", "defer",
    "reject_unauth_destination", "defer_unauth_destination",
    "reject_plaintext_session" };

static bool
is_one_of(struct span s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_caseis(s, list[i]))
			return true;
	return false;
}

/* Whether the list of networks has all there are. */
static bool
is_everybody(const char *networks)
{
	struct span list = span_str(networks), item;

	while (value_item(&list, &item))
		if (span_ends(item, SPAN("/0")) || span_is(item, "static:all"))
			return true;
	return false;
}

static enum verdict	verdict_of(struct findings *f, struct span list, int depth);

/* A name of smtpd_restriction_classes stands for its value. */
static enum verdict
class_verdict(struct findings *f, struct span name, int depth)
{
	struct span list = span_str(param_str(P_smtpd_restriction_classes)), item;
	enum param p;

	if (known_find(name, &p))
		return NOTHING;
	while (value_item(&list, &item))
		if (span_eq(item, name)) {
			const char *text = param_value(name);

			return verdict_of(f, span_str(text), depth + 1);
		}
	return NOTHING;
}

static enum verdict
verdict_of(struct findings *f, struct span list, int depth)
{
	enum { DEEPEST = 20 };
	struct span item;

	while (depth < DEEPEST && value_item(&list, &item)) {
		enum verdict v = NOTHING;

		if (span_caseis(item, "permit"))
			return PERMITS;
		if (span_caseis(item, "permit_mynetworks") &&
		    is_everybody(param_str(P_mynetworks)))
			return PERMITS;
		if (is_one_of(item, refusing,
		    sizeof(refusing) / sizeof(*refusing)))
			return REFUSES;
		if ((v = class_verdict(f, item, depth)) != NOTHING)
			return v;
	}
	return NOTHING;
}

/* The value as the service has it. Heap. */
static char *
value_for(const struct mastercf_entry *e, enum param p)
{
	struct span name = span_str(known(p)->name), option, value, raw;
	struct buf b = BUF_INIT;
	size_t at = 0;

	if (!param_raw(name, &raw))
		raw = SPAN("");
	while (e != NULL && mastercf_option(e, &at, &option, &value))
		if (span_eq(option, name))
			raw = value;
	service_expand_why(&b, e, raw, NULL);
	return buf_detach(&b);
}

static void
check_service(struct findings *f, const struct mastercf_entry *e)
{
	char *relay = value_for(e, P_smtpd_relay_restrictions);
	char *rcpt = value_for(e, P_smtpd_recipient_restrictions);
	struct place at = e != NULL ? (struct place){ f->v->master, e->line } :
	    finding_place(f, SPAN("smtpd_relay_restrictions"));

	if (verdict_of(f, span_str(relay), 0) != REFUSES &&
	    verdict_of(f, span_str(rcpt), 0) != REFUSES)
		finding_error(f, at, "%s%.*s relays mail for strangers: neither "
		    "smtpd_relay_restrictions nor smtpd_recipient_restrictions "
		    "refuses what is not for here", e != NULL ? "service " :
		    "smtpd", e != NULL ? (int)e->service.len : 0,
		    e != NULL ? e->service.p : "");
	free(relay);
	free(rcpt);
}

void
check_relay(struct findings *f)
{
	bool any = false;

	if (is_everybody(param_str(P_mynetworks)))
		finding_error(f, finding_place(f, SPAN("mynetworks")),
		    "mynetworks has everybody in it");
	for (size_t i = 0; i < f->v->mf.n; i++)
		if (span_is(f->v->mf.entries[i].command, "smtpd")) {
			check_service(f, &f->v->mf.entries[i]);
			any = true;
		}
	if (!any)
		check_service(f, NULL);
}
