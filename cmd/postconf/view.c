/* SPDX-License-Identifier: ISC */
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "conf/known.h"
#include "conf/value.h"
#include "sys/env.h"
#include "sys/file.h"
#include "sys/log.h"

enum { FILE_MAX = 64 << 20, FAILURE = 1 };

static bool
is_listed(const struct known *k)
{
	return k->class != KNOWN_legacy && k->class != KNOWN_service;
}

/* A transport has the parameters of suffixes.def; only agents that run other
 * commands have a time limit of their own. */
static void
add_services(struct view *v)
{
	static const char *const agents[] = { "smtp", "lmtp", "local", "virtual",
	    "pipe", "error", "discard", "relay", "retry" };
	const struct known_suffix *s;

	for (size_t i = 0; i < v->mf.n; i++) {
		const struct mastercf_entry *e = &v->mf.entries[i];
		bool agent = false, timed = span_is(e->command, "pipe") ||
		    span_is(e->command, "spawn");

		for (size_t a = 0; a < sizeof(agents) / sizeof(*agents); a++)
			agent |= span_is(e->command, agents[a]);
		for (size_t j = 0; (s = known_suffix_at(j)) != NULL; j++) {
			struct buf b = BUF_INIT;

			buf_addf(&b, "%.*s%s", SPAN_FMT(e->service), s->suffix);
			if (strcmp(s->suffix, "_time_limit") == 0 ? timed : agent)
				htab_add(&v->services, pool_span(&v->pool,
				    buf_span(&b)));
			buf_clear(&b);
		}
	}
}

/* name: in a list, with ldap:name and its like: name_server_host is used. */
static const char *const databases[] = { "ldap", "mysql", "pgsql", "sqlite",
    "memcache", "mongodb" };

static void
use_databases(struct view *v, struct span value)
{
	struct span item;

	while (value_item(&value, &item)) {
		if (span_starts(item, SPAN("proxy:")))
			item = span_from(item, 6);
		size_t colon = span_find(item, ':');
		struct span name = span_from(item, colon == SPAN_NONE ?
		    item.len : colon + 1);

		if (name.len == 0 || name.p[0] == '/' || name.p[0] == '.')
			continue;
		for (size_t i = 0; i < sizeof(databases) / sizeof(*databases); i++)
			if (span_is(span_head(item, colon), databases[i])) {
				struct buf b = BUF_INIT;

				buf_addf(&b, "%.*s_", SPAN_FMT(name));
				htab_add(&v->used, pool_span(&v->pool,
				    buf_span(&b)));
				buf_clear(&b);
			}
	}
}

static bool
is_name(char c)
{
	return ascii_alnum(c) || c == '_';
}

void
view_references(struct span s, void *ctx,
    void (*use)(void *ctx, struct span name))
{
	for (size_t i = 0; i + 1 < s.len; i++) {
		if (s.p[i] != '$')
			continue;
		if (s.p[i + 1] == '$') {
			i++;
			continue;
		}
		size_t at = i + 1, n = 0;
		if (s.p[at] == '{' || s.p[at] == '(')
			for (at++; at < s.len && ascii_space(s.p[at]); at++)
				;
		while (at + n < s.len && is_name(s.p[at + n]))
			n++;
		if (n > 0)
			use(ctx, (struct span){ s.p + at, n });
	}
}

static void
use_name(void *ctx, struct span name)
{
	struct view *v = ctx;

	htab_add(&v->used, name);
}

static void
use_value(struct view *v, struct span name, struct span value)
{
	struct span item;

	view_references(value, v, use_name);
	use_databases(v, value);
	if (span_is(name, "smtpd_restriction_classes"))
		while (value_item(&value, &item))
			htab_add(&v->used, item);
}

static void
use_all(struct view *v)
{
	struct span name, value;

	for (int p = 0; p < PARAM_COUNT; p++)
		use_value(v, span_str(known(p)->name), span_str(known(p)->def));
	for (size_t i = 0; i < v->cf.n; i++) {
		/* What a later line makes void uses nothing. */
		name = v->cf.entries[i].name;
		if (htab_get(&v->set, name) == &v->cf.entries[i])
			use_value(v, name, v->cf.entries[i].value);
	}
	for (size_t i = 0; v->o->overrides[i] != NULL; i++)
		if (maincf_split(span_str(v->o->overrides[i]), &name,
		    &value) == NULL)
			use_value(v, name, value);
	for (size_t i = 0; i < v->mf.n; i++) {
		const struct mastercf_entry *e = &v->mf.entries[i];
		size_t at = 0;

		while (mastercf_option(e, &at, &name, &value))
			use_value(v, name, value);
		for (; at < e->nargs; at++)
			view_references(e->args[at], v, use_name);
	}
}

static void
read_main(struct view *v)
{
	struct why w = WHY_INIT;

	if (file_read(AT_FDCWD, v->main, &v->text, FILE_MAX) < 0) {
		if (errno == EFBIG)
			app_fatal(FAILURE, "%s is larger than %d bytes", v->main,
			    FILE_MAX);
		app_fatal(FAILURE, "open %s: %s", v->main, strerror(errno));
	}
	if (maincf_parse(&v->cf, buf_span(&v->text), v->main, &w) != OUT_OK ||
	    param_load(v->dir, &w) != OUT_OK)
		app_fatal(FAILURE, "%s", w.text.s);
	for (size_t i = 0; i < v->cf.n; i++)
		htab_put(&v->set, v->cf.entries[i].name, &v->cf.entries[i]);
}

static void
add_overrides(struct view *v)
{
	struct span name, value;

	for (size_t i = 0; v->o->overrides[i] != NULL; i++) {
		const char *wrong = maincf_split(span_str(v->o->overrides[i]),
		    &name, &value);

		if (wrong != NULL)
			app_fatal(FAILURE, "%s: \"%s\"", wrong,
			    v->o->overrides[i]);
		param_override(name, value);
		htab_add(&v->set, name);
	}
}

void
view_load(struct view *v, const struct opts *o)
{
	struct why w = WHY_INIT;

	*v = (struct view){ .o = o, .pool = POOL_INIT, .text = BUF_INIT,
	    .cf = MAINCF_INIT, .mf = MASTERCF_INIT };
	v->dir = app_find_config(o->dir);
	v->elsewhere = o->dir != NULL || env_get("MAIL_CONFIG") != NULL;
	v->main = mem_fmt("%s/main.cf", v->dir);
	v->master = mem_fmt("%s/master.cf", v->dir);
	if (!o->defaults)
		read_main(v);
	add_overrides(v);
	if (mastercf_load(&v->mf, v->dir, &w) != OUT_OK) {
		if (o->about != ABOUT_MAIN && o->about != ABOUT_CHECK)
			app_fatal(FAILURE, "%s", w.text.s);
		log_warn("%s", w.text.s);
	}
	add_services(v);
	use_all(v);
}

/* name_server_host, where ldap:name or the like is in use. */
static bool
is_of_database(const struct view *v, struct span name)
{
	for (size_t n = name.len; n > 1; n--)
		if (name.p[n - 1] == '_' && htab_has(&v->used, span_head(name, n)))
			return true;
	return false;
}

bool
view_class(const struct view *v, struct span name, enum class *class)
{
	enum param p;

	if (htab_has(&v->services, name)) {
		*class = CLASS_SERVICE;
		return true;
	}
	if (known_find(name, &p) && known(p)->class != KNOWN_legacy) {
		*class = is_listed(known(p)) ? CLASS_BUILTIN : CLASS_SERVICE;
		return true;
	}
	*class = CLASS_USER;
	return htab_has(&v->set, name) &&
	    (htab_has(&v->used, name) || is_of_database(v, name));
}

static int
by_name(const void *a, const void *b)
{
	return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

struct span *
view_names(struct view *v, unsigned classes, size_t *n)
{
	struct span name, *list = mem_array(PARAM_COUNT + v->services.n +
	    v->set.n + 1, sizeof(*list));
	enum class class;
	size_t at = 0;
	void *none;

	*n = 0;
	for (int p = 0; p < PARAM_COUNT && (classes & CLASS_BUILTIN); p++)
		if (is_listed(known(p)) && !htab_has(&v->services,
		    span_str(known(p)->name)))
			list[(*n)++] = span_str(known(p)->name);
	while ((classes & CLASS_SERVICE) &&
	    htab_next(&v->services, &at, &name, &none))
		list[(*n)++] = name;
	at = 0;
	while (htab_next(&v->set, &at, &name, &none))
		if (view_class(v, name, &class) && (classes & class) != 0 &&
		    (class == CLASS_USER || (class == CLASS_SERVICE &&
		    !htab_has(&v->services, name))))
			list[(*n)++] = name;
	qsort(list, *n, sizeof(*list), by_name);
	return list;
}
