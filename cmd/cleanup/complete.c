/* SPDX-License-Identifier: ISC */
#include "complete.h"

#include <time.h>

#include "msg/address.h"
#include "msg/word.h"
#include "sys/log.h"

static const char *
resent(const struct head *h)
{
	return h->resent ? "Resent-" : "";
}

static void
add_message_id(struct head *h)
{
	time_t sec = (time_t)h->env->arrival.sec;
	struct tm tm;
	char when[32];

	if (gmtime_r(&sec, &tm) == NULL ||
	    strftime(when, sizeof(when), "%Y%m%d%H%M%S", &tm) == 0)
		when[0] = '\0';
	buf_addf(h->out, "%sMessage-Id: <%s.%s@%s>\n", resent(h), when,
	    h->id->s, h->set->myhostname);
	log_info("%s: %smessage-id=<%s.%s@%s>", h->id->s,
	    h->resent ? "resent-" : "", when, h->id->s, h->set->myhostname);
}

static void
add_date(struct head *h)
{
	buf_addf(h->out, "%sDate: ", resent(h));
	stamp_add_rfc5322(h->out, h->env->arrival.sec);
	buf_addc(h->out, '\n');
}

void
complete_from(struct buf *out, const struct settings *set,
    struct span address, struct span name)
{
	if (name.len == 0) {
		address_external(out, address);
	} else if (set->obsolete_from) {
		address_external(out, address);
		buf_adds(out, " (");
		word_comment(out, name, set->charset);
		buf_addc(out, ')');
	} else {
		word_phrase(out, name, set->charset);
		buf_adds(out, " <");
		address_external(out, address);
		buf_addc(out, '>');
	}
}

static void
add_from(struct head *h)
{
	struct buf value = BUF_INIT, name = BUF_INIT;
	struct span full = span_trim(envelope_get(h->env, "full_name"));

	if (h->env->sender.len > 0)
		complete_from(&value, h->set, h->env->sender, full);
	else
		rewrite_address(&value, &h->set->mapping->rewrite,
		    REWRITE_LOCAL, SPAN("MAILER-DAEMON"), NULL);
	buf_addf(&name, "%sFrom", resent(h));
	header_add(h->out, name.s, buf_span(&value));
	buf_clear(&value);
	buf_clear(&name);
}

static bool
has_visible_recipient(const struct head *h)
{
	return h->seen[HEADER_TO] || h->seen[HEADER_CC] ||
	    h->seen[HEADER_RESENT_TO] || h->seen[HEADER_RESENT_CC];
}

static void
add_undisclosed(struct head *h)
{
	struct header f;

	if (h->set->undisclosed[0] == '\0' || has_visible_recipient(h))
		return;
	if (!header_parse(span_str(h->set->undisclosed), &f)) {
		log_warn("bad undisclosed_recipients_header parameter "
		    "setting: \"%s\"", h->set->undisclosed);
		return;
	}
	buf_addf(h->out, "%s\n", h->set->undisclosed);
}

void
complete_headers(struct head *h)
{
	bool has_id = h->seen[h->resent ? HEADER_RESENT_MESSAGE_ID :
	    HEADER_MESSAGE_ID];

	if (h->complete) {
		if (!has_id)
			add_message_id(h);
		if (!h->seen[h->resent ? HEADER_RESENT_DATE : HEADER_DATE])
			add_date(h);
		if (!h->seen[h->resent ? HEADER_RESENT_FROM : HEADER_FROM])
			add_from(h);
		add_undisclosed(h);
	} else if (!h->seen[HEADER_MESSAGE_ID] &&
	    !h->seen[HEADER_RESENT_MESSAGE_ID])
		log_info("%s: message-id=<>", h->id->s);
}
