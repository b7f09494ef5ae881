/* SPDX-License-Identifier: ISC */
#include "table/type.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "conf/param.h"
#include "sys/log.h"
#include "table/filevalue.h"

enum found
table_fail_at(struct why *w, const char *path, size_t line,
    const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	if (line > 0)
		why_temp(w, "4.3.5", "%s, line %zu: %s", path, line, text.s);
	else
		why_temp(w, "4.3.5", "%s: %s", path, text.s);
	buf_clear(&text);
	return FAILED;
}

enum found
table_fail_errno(struct why *w, int err, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	why_errno(w, err, "%s", text.s);
	buf_clear(&text);
	return FAILED;
}

/* There is no daemon that would keep tables open for others. */
static struct span
without_proxy(struct span spec)
{
	const struct span proxy = SPAN("proxy:");

	while (span_starts(spec, proxy))
		spec = span_from(spec, proxy.len);
	return spec;
}

static bool
split_spec(struct span spec, struct span *type, struct span *name)
{
	size_t colon = span_find(spec, ':');

	if (colon == SPAN_NONE || colon == 0) {
		*type = span_str(param_str(P_default_database_type));
		*name = colon == 0 ? span_from(spec, 1) : spec;
		return name->len > 0;
	}
	*type = span_head(spec, colon);
	*name = span_from(spec, colon + 1);
	return true;
}

static struct table *
open_type(const struct table_type *type, struct span spec, struct span name,
    unsigned flags, struct why *w)
{
	struct table *t = type->open(name, flags, w);

	if (t == NULL)
		return NULL;
	if (t->type == NULL)
		t->type = type;
	t->flags = flags;
	t->spec = mem_strn(spec.p, spec.len);
	return t;
}

struct table *
table_open(struct span spec, unsigned flags, struct why *w)
{
	struct span type_name, name;

	spec = span_trim(spec);
	if (!split_spec(without_proxy(spec), &type_name, &name)) {
		why_temp(w, "4.3.5", "bad table name: \"%.*s\": "
		    "need \"type:name\"", SPAN_FMT(spec));
		return NULL;
	}
	const struct table_type *type = table_type(type_name);
	if (type == NULL) {
		why_temp(w, "4.3.5", "unsupported table type \"%.*s\" in "
		    "\"%.*s\"", SPAN_FMT(type_name), SPAN_FMT(spec));
		return NULL;
	}
	return open_type(type, spec, name, flags, w);
}

static void
watch_name(struct table *t, struct span spec)
{
	struct span name = span_from(spec, span_find(spec, ':') + 1);
	char *path;

	if (name.len == 0 || name.p[0] != '/')
		return;
	path = span_dup(name);
	table_watch(t, path, NULL);
	free(path);
}

/* The aliases that the default of alias_maps names: a host on which nobody has
 * written any has none. */
static bool
is_never_written(struct span spec)
{
	struct span type, name;
	struct buf path = BUF_INIT;
	bool is = !param_is_set(P_alias_maps) &&
	    span_is(spec, param_str(P_alias_maps)) &&
	    split_spec(spec, &type, &name);

	if (is) {
		buf_addspan(&path, name);
		is = access(path.s, F_OK) < 0 && errno == ENOENT;
		buf_addc(&path, '.');
		buf_addspan(&path, span_is(type, "btree") ||
		    span_is(type, "hash") ? SPAN("db") : type);
		is = is && access(path.s, F_OK) < 0 && errno == ENOENT;
	}
	buf_clear(&path);
	return is;
}

static struct table *
open_nothing(struct span spec, unsigned flags, struct why *w)
{
	struct table *t = open_type(table_type(SPAN("texthash")), spec,
	    SPAN("/dev/null"), flags, w);

	if (t == NULL)
		return NULL;
	log_warn("%.*s does not exist: there are no aliases", SPAN_FMT(spec));
	free(t->path);
	watch_name(t, spec);
	return t;
}

struct table *
table_open_soft(struct span spec, unsigned flags)
{
	struct why w = WHY_INIT;
	struct table *t = table_open(spec, flags, &w);

	if (t == NULL && is_never_written(spec))
		t = open_nothing(spec, flags, &w);
	if (t == NULL)
		t = open_type(&table_fail, spec, buf_span(&w.text), flags, &w);
	if (t->type == &table_fail)
		watch_name(t, spec);
	why_clear(&w);
	return t;
}

void
table_drop(struct table *t)
{
	buf_clear(&t->folded);
	free(t->spec);
	free(t->path);
	free(t);
}

struct table_watched
table_state(const struct stat *st)
{
	return (struct table_watched){ st->st_dev, st->st_ino, st->st_size,
	    st->st_mtim };
}

bool
table_same(struct table_watched a, struct table_watched b)
{
	return a.dev == b.dev && a.ino == b.ino && a.size == b.size &&
	    a.mtime.tv_sec == b.mtime.tv_sec &&
	    a.mtime.tv_nsec == b.mtime.tv_nsec;
}

/* A file that is not there has a state, too. */
static struct table_watched
state_of(const char *path, const struct stat *st)
{
	struct stat now;

	if (st == NULL && stat(path, &now) < 0)
		return (struct table_watched){ 0 };
	return table_state(st != NULL ? st : &now);
}

void
table_watch(struct table *t, const char *path, const struct stat *st)
{
	t->owned = st != NULL;
	t->owner = st != NULL ? st->st_uid : 0;
	t->path = mem_str(path);
	t->seen = state_of(path, st);
}

bool
table_changed(const struct table *t)
{
	if (t->type->changed != NULL)
		return t->type->changed(t);
	if (t->path == NULL)
		return false;
	return !table_same(state_of(t->path, NULL), t->seen);
}

char *
table_path(struct span name, const char *suffix)
{
	struct buf path = BUF_INIT;

	if (name.len == 0 || name.p[0] != '/') {
		size_t room = 256;

		while (getcwd(buf_room(&path, room), room) == NULL &&
		    errno == ERANGE)
			room *= 2;
		buf_grew(&path, strlen(path.s));
		buf_addc(&path, '/');
	}
	buf_addspan(&path, name);
	buf_adds(&path, suffix);
	return buf_detach(&path);
}

void
table_close(struct table *t)
{
	if (t == NULL)
		return;
	if (t->type->close != NULL)
		t->type->close(t);
	table_drop(t);
}

/* Tables made of tables have done it already. */
static enum found
content(const struct table *t, struct buf *value, struct why *w)
{
	if (!(t->flags & TABLE_BASE64) || t->type->changed != NULL)
		return FOUND;
	return t->type->text ? filevalue_read(value, w) :
	    filevalue_decode(value, w);
}

enum found
table_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	unsigned fold = t->fixed ? TABLE_FOLD | TABLE_FOLD_ALL : TABLE_FOLD_ALL;

	buf_reset(value);
	t->line = 0;
	if (t->flags & fold) {
		buf_reset(&t->folded);
		buf_addlower(&t->folded, key);
		key = buf_span(&t->folded);
	}
	enum found got = t->type->get(t, key, value, w);
	return got == FOUND ? content(t, value, w) : got;
}

enum found
table_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	if (t->type->next != NULL) {
		enum found got = t->type->next(t, first, key, value, w);

		return got == FOUND ? content(t, value, w) : got;
	}
	why_temp(w, "4.3.5", "%s: a table of this type cannot be listed",
	    t->spec);
	return FAILED;
}

const char *
table_spec(const struct table *t)
{
	return t->spec;
}

bool
table_is_fixed(const struct table *t)
{
	return t->fixed;
}

bool
table_in_memory(const struct table *t)
{
	return t->type->text;
}

size_t
table_line(const struct table *t)
{
	return t->line;
}

bool
table_owner(const struct table *t, uid_t *uid)
{
	*uid = t->owner;
	return t->owned;
}
