/* SPDX-License-Identifier: ISC */
#include "conf/param.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/htab.h"
#include "base/mem.h"
#include "base/pool.h"
#include "conf/expand.h"
#include "conf/known.h"
#include "conf/maincf.h"
#include "conf/value.h"
#include "sys/file.h"
#include "sys/host.h"
#include "sys/log.h"

enum { FILE_MAX = 64 << 20 };

struct item {
	struct span	 raw;
	const char	*expanded;	/* once asked for */
	int64_t		 number;
	int		 line;		/* of main.cf; 0: by override */
	bool		 set, parsed;
	bool		 computing;	/* its default, right now */
};

struct override {
	struct override	*next;
	struct span	 name, value;
};

static struct {
	struct item	 items[PARAM_COUNT];
	struct htab	 users;		/* struct item of names not in params.def */
	struct maincf	 cf;
	struct buf	 text, file;
	struct pool	 pool;
	struct override	*overrides;
	void		(*compute[PARAM_COUNT])(struct buf *out);
	void		(*bad)(const char *text);
} conf = { .users = HTAB_INIT, .cf = MAINCF_INIT, .text = BUF_INIT,
    .file = BUF_INIT, .pool = POOL_INIT };

static void
bad_default(const char *text)
{
	log_fatal("%s", text);
	exit(EX_CONFIG);
}

static void __attribute__((format(printf, 1, 2), noreturn))
bad(const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	(conf.bad != NULL ? conf.bad : bad_default)(b.s);
	abort();
}

void
param_on_bad(void (*handler)(const char *text))
{
	conf.bad = handler;
}

void
param_on_default(enum param p, void (*compute)(struct buf *out))
{
	conf.compute[p] = compute;
	conf.items[p].expanded = NULL;
	conf.items[p].parsed = false;
}

static void
put(struct span name, struct span value, int line)
{
	enum param p;
	struct item *it;

	if (known_find(name, &p))
		it = &conf.items[p];
	else if ((it = htab_get(&conf.users, name)) == NULL) {
		it = pool_alloc(&conf.pool, sizeof(*it));
		htab_put(&conf.users, name, it);
	}
	*it = (struct item){ .raw = value, .line = line, .set = true };
}

/* Values that were expanded may have used what has changed. */
static void
forget_expanded(void)
{
	size_t at = 0;
	struct span name;
	void *it;

	for (size_t i = 0; i < PARAM_COUNT; i++) {
		conf.items[i].expanded = NULL;
		conf.items[i].parsed = false;
	}
	while (htab_next(&conf.users, &at, &name, &it))
		((struct item *)it)->expanded = NULL;
}

void
param_override(struct span name, struct span value)
{
	struct override *o = mem_alloc(sizeof(*o));

	o->name = span_str(span_dup(name));
	o->value = span_str(span_dup(value));
	o->next = conf.overrides;
	conf.overrides = o;
	forget_expanded();
	put(o->name, o->value, 0);
}

/* Oldest first, so that the newest of a name wins. */
static void
put_overrides(const struct override *o)
{
	if (o == NULL)
		return;
	put_overrides(o->next);
	put(o->name, o->value, 0);
}

static void
list_overrides(struct buf *out, const struct override *o)
{
	if (o == NULL)
		return;
	list_overrides(out, o->next);
	buf_addf(out, "%.*s=%.*s", SPAN_FMT(o->name), SPAN_FMT(o->value));
	buf_addc(out, '\0');
}

void
param_overrides(struct buf *out)
{
	list_overrides(out, conf.overrides);
}

static void
forget(void)
{
	for (size_t i = 0; i < PARAM_COUNT; i++)
		conf.items[i] = (struct item){ .set = false };
	htab_clear(&conf.users);
	maincf_clear(&conf.cf);
	buf_reset(&conf.text);
	buf_reset(&conf.file);
	pool_clear(&conf.pool);
}

enum out
param_load(const char *dir, struct why *w)
{
	enum out o = OUT_OK;

	forget();
	buf_addf(&conf.file, "%s/main.cf", dir);
	if (file_read(AT_FDCWD, conf.file.s, &conf.text, FILE_MAX) == 0)
		o = maincf_parse(&conf.cf, buf_span(&conf.text), conf.file.s, w);
	else if (errno != ENOENT)
		o = why_errno(w, errno, "open %s", conf.file.s);
	for (size_t i = 0; i < conf.cf.n; i++)
		put(conf.cf.entries[i].name, conf.cf.entries[i].value,
		    conf.cf.entries[i].line);
	if (!conf.items[P_config_directory].set)
		conf.items[P_config_directory].raw =
		    pool_span(&conf.pool, span_str(dir));
	put_overrides(conf.overrides);
	return o;
}

static const char	*text_of(enum param p);

/* The host's name; a domain is appended to one without. mydomain may be set to
 * what depends on this, in turn: then it counts for nothing. */
static void
compute_myhostname(struct buf *out)
{
	struct buf host = BUF_INIT;

	if (!host_name(&host) || host.len == 0)
		buf_adds(&host, "localhost");
	buf_addlower(out, buf_span(&host));
	if (span_find(buf_span(&host), '.') == SPAN_NONE) {
		struct item *domain = &conf.items[P_mydomain];
		const char *text = domain->set ? text_of(P_mydomain) : "";

		buf_addf(out, ".%s", text[0] != '\0' ? text : "localdomain");
		domain->expanded = NULL;
	}
	buf_clear(&host);
}

static void
compute_mydomain(struct buf *out)
{
	struct span host = span_str(param_str(P_myhostname));
	size_t dot = span_find(host, '.');

	if (dot == SPAN_NONE)
		buf_adds(out, "localdomain");
	else
		buf_addspan(out, span_from(host, dot + 1));
}

/* Used where nobody has said how to find out the host's addresses. */
static void
compute_mynetworks(struct buf *out)
{
	buf_adds(out, "127.0.0.0/8 [::1]/128");
}

static void
compute_process_id(struct buf *out)
{
	buf_addf(out, "%ld", (long)getpid());
}

static void
(*computes(enum param p))(struct buf *out)
{
	if (conf.compute[p] != NULL)
		return conf.compute[p];
	switch (p) {
	case P_myhostname:	return compute_myhostname;
	case P_mydomain:	return compute_mydomain;
	case P_mynetworks:	return compute_mynetworks;
	case P_process_id:	return compute_process_id;
	default:		return NULL;
	}
}

static struct span
raw_of(enum param p)
{
	struct item *it = &conf.items[p];

	if (it->set || it->raw.p != NULL)
		return it->raw;
	void (*compute)(struct buf *out) = computes(p);
	if (compute == NULL)
		return span_str(known(p)->def);
	if (it->computing)
		return SPAN("");
	struct buf b = BUF_INIT;
	it->computing = true;
	compute(&b);
	it->computing = false;
	it->raw = pool_span(&conf.pool, buf_span(&b));
	buf_clear(&b);
	return it->raw;
}

bool
param_raw(struct span name, struct span *value)
{
	const struct known_suffix *suffix;
	const struct item *it;
	enum param p;

	if (known_find(name, &p)) {
		*value = raw_of(p);
		return known(p)->class != KNOWN_legacy || conf.items[p].set;
	}
	if ((it = htab_get(&conf.users, name)) != NULL) {
		*value = it->raw;
		return true;
	}
	if ((suffix = known_suffix(name)) != NULL) {
		*value = span_str(suffix->ref);
		return true;
	}
	return false;
}

static bool
look_up(void *ctx, struct span name, struct span *value)
{
	return param_raw(name, value);
}

static const struct expand expander = { .value = look_up };

enum out
param_expand(struct buf *out, struct span text, struct why *w)
{
	return expand(out, text, &expander, w);
}

/* "NAME = VALUE (FILE, line N)", for messages. */
static void
add_place(struct buf *b, struct span name, const struct item *it, struct span raw)
{
	buf_addf(b, "%.*s = %.*s", SPAN_FMT(name),
	    SPAN_FMT(span_head(raw, 200)));
	if (it->line > 0)
		buf_addf(b, " (%s, line %d)", conf.file.s, it->line);
}

static void __attribute__((noreturn))
bad_value(const char *what, struct span name, const struct item *it,
    struct span raw)
{
	struct buf b = BUF_INIT;

	add_place(&b, name, it, raw);
	bad("%s: %s", what, b.s);
}

static const char *
expand_item(struct span name, struct item *it, struct span raw)
{
	struct buf b = BUF_INIT;
	struct why w = WHY_INIT;

	if (it->expanded != NULL)
		return it->expanded;
	if (param_expand(&b, raw, &w) != OUT_OK)
		bad_value(w.text.s, name, it, raw);
	it->expanded = pool_str(&conf.pool, buf_span(&b));
	buf_clear(&b);
	return it->expanded;
}

/* A raw value is expanded by its user, who knows more names. */
static const char *
text_of(enum param p)
{
	const struct known *k = known(p);
	struct item *it = &conf.items[p];
	struct span raw = raw_of(p);

	if (it->expanded == NULL && k->type == KNOWN_raw)
		it->expanded = pool_str(&conf.pool, raw);
	return expand_item(span_str(k->name), it, raw);
}

const char *
param_str(enum param p)
{
	const struct known *k = known(p);
	const char *text = text_of(p);

	if (text[0] == '\0' && strcmp(k->range, "non-empty") == 0 &&
	    conf.items[p].set)
		bad_value("bad string length 0 < 1", span_str(k->name),
		    &conf.items[p], raw_of(p));
	return text;
}

bool
param_is_set(enum param p)
{
	return conf.items[p].set;
}

bool
param_bool(enum param p)
{
	struct item *it = &conf.items[p];
	bool yes;

	if (it->parsed)
		return it->number != 0;
	const char *text = text_of(p);
	if (!value_bool(span_str(text), &yes))
		bad_value("bad boolean configuration", span_str(known(p)->name),
		    it, span_str(text));
	it->number = yes;
	it->parsed = true;
	return yes;
}

/* The unit of a time: that of its default, which may hold references. */
static char
unit_of(enum param p)
{
	struct span def = span_str(known(p)->def);
	struct buf b = BUF_INIT;

	if (param_expand(&b, def, NULL) != OUT_OK)
		buf_adds(&b, "s");
	char unit = value_unit(buf_span(&b));
	buf_clear(&b);
	return unit;
}

static int64_t
bounded(enum param p, int64_t n)
{
	const struct known *k = known(p);
	int64_t min, max;

	value_bounds(k->range, &min, &max);
	if (n >= min && n <= max)
		return n;
	char *what = mem_fmt("invalid %s parameter value %lld %s %lld", k->name,
	    (long long)n, n < min ? "<" : ">", (long long)(n < min ? min : max));
	bad_value(what, span_str(k->name), &conf.items[p], raw_of(p));
}

int64_t
param_int(enum param p)
{
	struct item *it = &conf.items[p];

	if (it->parsed)
		return it->number;
	const char *text = text_of(p);
	if (!value_int(span_str(text), &it->number))
		bad_value("bad numerical configuration",
		    span_str(known(p)->name), it, span_str(text));
	bounded(p, it->number);
	it->parsed = true;
	return it->number;
}

unsigned
param_words(enum param p, const char *names)
{
	struct span list = span_str(param_str(p)), word, name;
	unsigned words = 0;

	while (value_item(&list, &word)) {
		struct span rest = span_str(names);
		unsigned bit = 1;

		while (span_split(&rest, ' ', &name) && !span_caseeq(word, name))
			bit <<= 1;
		if (!span_caseeq(word, name))
			bad_value("unknown word", span_str(known(p)->name),
			    &conf.items[p], raw_of(p));
		words |= bit;
	}
	return words;
}

int64_t
param_time(enum param p)
{
	struct item *it = &conf.items[p];

	if (it->parsed)
		return it->number;
	const char *text = text_of(p);
	if (!value_time(span_str(text), unit_of(p), &it->number))
		bad_value("bad time configuration", span_str(known(p)->name), it,
		    span_str(text));
	bounded(p, it->number);
	it->parsed = true;
	return it->number;
}

const char *
param_value(struct span name)
{
	static const struct item unset = { .line = 0 };
	struct span raw;
	enum param p;
	struct item *it;

	if (!param_raw(name, &raw))
		return NULL;
	if (known_find(name, &p))
		return text_of(p);
	if ((it = htab_get(&conf.users, name)) == NULL) {
		struct item once = unset;

		return expand_item(name, &once, raw);
	}
	return expand_item(name, it, raw);
}

/* The full name, in the pool: the value may outlive the call. */
static struct span
name_of(const char *transport, const char *suffix)
{
	char *name = mem_fmt("%s%s", transport, suffix);
	struct span s = pool_span(&conf.pool, span_str(name));

	free(name);
	return s;
}

const char *
param_of_str(const char *transport, const char *suffix)
{
	const char *text = param_value(name_of(transport, suffix));

	if (text == NULL)
		abort();
	return text;
}

int64_t
param_of_int(const char *transport, const char *suffix)
{
	struct span text = span_str(param_of_str(transport, suffix));
	int64_t n;

	if (!value_int(text, &n) || n < 0)
		bad("bad numerical configuration: %s%s = %.*s", transport,
		    suffix, SPAN_FMT(text));
	return n;
}

int64_t
param_of_time(const char *transport, const char *suffix)
{
	struct span text = span_str(param_of_str(transport, suffix));
	int64_t n;

	if (!value_time(text, 's', &n) || n < 0)
		bad("bad time configuration: %s%s = %.*s", transport, suffix,
		    SPAN_FMT(text));
	return n;
}
