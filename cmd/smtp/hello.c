/* SPDX-License-Identifier: ISC */
#include "hello.h"

#include "base/num.h"
#include "conf/value.h"
#include "starttls.h"
#include "sys/log.h"

enum { KEYWORDS_MOST = 100, MECHANISMS_MOST = 1000 };

static const struct {
	const char	*name;
	unsigned	 can;
} keywords[] = {
	{ "PIPELINING",		CAN_PIPELINE },
	{ "SIZE",		CAN_SIZE },
	{ "8BITMIME",		CAN_8BIT },
	{ "DSN",		CAN_DSN },
	{ "SMTPUTF8",		CAN_UTF8 },
	{ "STARTTLS",		CAN_STARTTLS },
	{ "AUTH",		CAN_AUTH },
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

static bool
in_list(struct span list, struct span word)
{
	struct span item;

	while (value_item(&list, &item))
		if (span_caseeq(item, word))
			return true;
	return false;
}

static bool
is_discarded(const struct session *s, struct span word)
{
	return in_list(buf_span(&s->discard), word);
}

static void
read_size(struct session *s, struct span args)
{
	uint64_t n;

	if (num_uint(args, INT64_MAX, &n))
		s->size_limit = n;
}

void
hello_keyword(struct session *s, struct span line)
{
	struct span word;

	if (!span_word(&line, " \t=", &word) || is_discarded(s, word))
		return;
	line = span_trim(line);
	for (size_t i = 0; i < KEYWORDS; i++) {
		if (!span_caseis(word, keywords[i].name))
			continue;
		s->can |= keywords[i].can;
		if (keywords[i].can == CAN_SIZE)
			read_size(s, line);
		if (keywords[i].can == CAN_AUTH &&
		    s->mechanisms.len + line.len < MECHANISMS_MOST)
			buf_addf(&s->mechanisms, "%s%.*s",
			    s->mechanisms.len > 0 ? " " : "", SPAN_FMT(line));
	}
}

/* The first line has the server's name. */
static void
take_line(struct session *s, struct span line, size_t n)
{
	struct span name;

	if (n > 1 && n <= KEYWORDS_MOST)
		hello_keyword(s, line);
	if (n == 1 && span_word(&line, " \t", &name) &&
	    span_caseis(name, s->set->hostname))
		log_warn("host %s greeted me with my own hostname %s",
		    s->name.s, s->set->hostname);
}

/* smtp_discard_ehlo_keyword_address_maps comes before the list. */
static bool
find_discarded(struct session *s)
{
	struct span addr = span_head(span_from(buf_span(&s->name),
	    s->host.len + 1), s->name.len - s->host.len - 2);
	struct buf found = BUF_INIT;
	enum found got = maps_get(s->set->discard_maps, addr, &found, &s->why);

	if (got == FAILED) {
		log_warn("%s", s->why.text.s);
		why_temp(&s->why, "4.3.0", "table lookup failure");
	}
	buf_set(&s->discard, got == FOUND ? buf_span(&found) :
	    span_str(s->set->discard));
	buf_clear(&found);
	return got != FAILED;
}

static bool
refused(struct session *s, const char *command)
{
	session_refused(s, command);
	return false;
}

static bool
ehlo(struct session *s)
{
	const char *verb = s->set->lmtp ? "LHLO" : "EHLO";

	s->can = 0;
	s->size_limit = 0;
	buf_reset(&s->mechanisms);
	session_say(s, "%s %s", verb, s->set->hello);
	return session_hear_lines(s, s->set->hello_time, s->set->lmtp ?
	    "performing the LHLO handshake" : "performing the EHLO handshake",
	    take_line);
}

static bool
helo(struct session *s)
{
	s->can = 0;
	session_say(s, "HELO %s", s->set->hello);
	if (!session_hear(s, s->set->hello_time,
	    "performing the HELO handshake"))
		return false;
	return s->reply.code / 100 == 2 || refused(s, "HELO");
}

/* A server that does not know EHLO may know HELO. */
bool
hello_again(struct session *s)
{
	if (s->set->never_ehlo && !s->set->lmtp)
		return helo(s);
	if (!ehlo(s))
		return false;
	if (s->reply.code / 100 == 2)
		return true;
	if (s->reply.code / 100 == 5 && !s->set->lmtp && !s->gone)
		return helo(s);
	return refused(s, s->set->lmtp ? "LHLO" : "EHLO");
}

/* What is permanent for one server need not be for the next. */
static bool
greeted(struct session *s)
{
	if (!session_hear(s, s->set->hello_time,
	    "receiving the initial server greeting"))
		return false;
	if (s->reply.code / 100 == 2)
		return true;
	why_set(&s->why, OUT_TEMP, span_str(s->reply.dsn), SPAN(""));
	buf_addf(&s->why.text, "host %s refused to talk to me: %s",
	    s->name.s, s->reply.text.s);
	if (s->reply.code / 100 == 5 && !s->set->skip_5xx_greeting)
		s->why.out = OUT_PERM;
	else
		s->why.dsn[0] = '4';
	return false;
}

/* What was said in clear counts for nothing afterwards. */
static bool
encrypted(struct session *s)
{
	bool had = s->tls.on;

	if (!starttls(s))
		return false;
	return had == s->tls.on || hello_again(s);
}

bool
hello(struct session *s)
{
	if (s->set->tls.wrapper && !starttls_wrap(s))
		return false;
	return greeted(s) && find_discarded(s) && hello_again(s) &&
	    encrypted(s);
}
