/* SPDX-License-Identifier: ISC */
#include "settings.h"

#include <string.h>
#include <sysexits.h>

#include "app/app.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "conf/param.h"
#include "conf/value.h"
#include "msg/mime.h"

static void
read_dropped(struct htab *dropped)
{
	struct span list = span_str(param_str(P_message_drop_headers)), item;
	struct buf b = BUF_INIT;

	while (value_item(&list, &item)) {
		if (span_ends(item, SPAN(":")))
			item.len--;
		buf_reset(&b);
		buf_addlower(&b, item);
		htab_add(dropped, buf_span(&b));
	}
	buf_clear(&b);
}

/* Takes one character, or one written as in C, off the front of *s. */
static int
take_char(struct span *s)
{
	static const char name[] = "abfnrtv", value[] = "\a\b\f\n\r\t\v";
	int c = span_byte(s), n = 0;

	if (c != '\\' || s->len == 0)
		return c;
	c = span_byte(s);
	if (c >= '0' && c <= '7') {
		n = c - '0';
		for (int i = 0; i < 2 && s->len > 0 && s->p[0] >= '0' &&
		    s->p[0] <= '7'; i++)
			n = n * 8 + span_byte(s) - '0';
		return n & 0xff;
	}
	const char *at = c != 0 ? strchr(name, c) : NULL;
	return at != NULL ? (unsigned char)value[at - name] : c;
}

/* Line ends are structure here, not content. */
static void
read_set(struct settings *s, bool set[256], enum param p)
{
	struct span text = span_str(param_str(p));

	while (text.len > 0) {
		int c = take_char(&text);

		if (c != '\n') {
			set[c & 0xff] = true;
			s->filters = true;
		}
	}
}

static void
read_mime(struct settings *s)
{
	bool strict = param_bool(P_strict_8bitmime);

	s->no_mime = param_bool(P_disable_mime_input_processing);
	s->detect_8bit = param_bool(P_detect_8bit_encoding_header);
	s->mime_nesting = (size_t)param_int(P_mime_nesting_limit);
	s->mime_boundary = (size_t)param_int(P_mime_boundary_length_limit);
	s->body_checks_limit = (uint64_t)param_int(P_body_checks_size_limit);
	if (strict || param_bool(P_strict_7bit_headers))
		s->strict_flaws |= MIME_8BIT_HEADER;
	if (strict || param_bool(P_strict_8bitmime_body))
		s->strict_flaws |= MIME_8BIT_IN_7BIT;
	if (param_bool(P_strict_mime_encoding_domain))
		s->strict_flaws |= MIME_BAD_ENCODING;
}

/* Of mail that is made here, what is checked as if it came from outside. */
static void
read_internal(struct settings *s)
{
	struct span list = span_str(
	    param_str(P_internal_mail_filter_classes)), item;

	while (value_item(&list, &item)) {
		s->checks_bounces |= span_is(item, "bounce");
		s->checks_notices |= span_is(item, "notify");
	}
}

/* One of the words in list, which are separated by blanks. */
static int
word(enum param p, const char *list)
{
	struct span value = span_str(param_str(p)), rest = span_str(list), w;

	for (int i = 0; span_split(&rest, ' ', &w); i++)
		if (span_eq(value, w))
			return i;
	app_fatal(EX_CONFIG, "bad value in main.cf: \"%.*s\" is none of: %s",
	    SPAN_FMT(value), list);
}

void
settings_read(struct settings *s, struct mapping *mapping)
{
	mapping_read(mapping);
	*s = (struct settings){
		.mapping = mapping,
		.myhostname = param_str(P_myhostname),
		.mail_name = param_str(P_mail_name),
		.empty_recipient = param_str(P_empty_address_recipient),
		.charset = param_str(P_full_name_encoding_charset),
		.undisclosed = param_str(P_undisclosed_recipients_header),
		.always_add = param_bool(P_always_add_missing_headers),
		.original_recipient = param_bool(P_enable_original_recipient),
		.size_limit = (uint64_t)param_int(P_message_size_limit),
		.minfree = (uint64_t)param_int(P_queue_minfree),
		.header_limit = (size_t)param_int(P_header_size_limit),
		.token_limit = (size_t)param_int(P_header_address_token_limit),
		.dup_limit = (size_t)param_int(P_duplicate_filter_limit),
		.hop_limit = param_int(P_hopcount_limit),
		.filter = param_str(P_content_filter),
		.override = param_str(P_receive_override_options),
		.dropped = HTAB_INIT,
	};
	int end = word(P_non_empty_end_of_header_action,
	    "fix_quietly add_header reject");

	s->reject_header_end = end == 2;
	s->no_mappings = param_words(P_receive_override_options,
	    "no_address_mappings no_unknown_recipient_checks "
	    "no_header_body_checks no_milters") & 1;
	s->obsolete_from = word(P_header_from_format, "standard obsolete") == 1;
	read_mime(s);
	read_internal(s);
	read_dropped(&s->dropped);
	read_set(s, s->strip, P_message_strip_characters);
	read_set(s, s->reject, P_message_reject_characters);
}
