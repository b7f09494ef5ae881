/* SPDX-License-Identifier: ISC */
#include "table/dbconf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "conf/param.h"
#include "conf/value.h"
#include "sys/file.h"
#include "table/type.h"

enum { FILE_MAX = 1 << 20 };

static enum found
read_file(struct dbconf *c, struct table *t, struct why *w)
{
	struct buf text = BUF_INIT;
	struct stat st;
	enum found got = FOUND;

	if (stat(c->name, &st) < 0 ||
	    file_read(AT_FDCWD, c->name, &text, FILE_MAX) < 0) {
		got = table_fail_errno(w, errno, "open %s", c->name);
	} else {
		struct span kept = pool_span(&c->strings, buf_span(&text));

		table_watch(t, c->name, &st);
		if (maincf_parse(&c->options, kept, c->name, w) != OUT_OK) {
			w->out = OUT_TEMP;
			got = FAILED;
		}
	}
	buf_clear(&text);
	return got;
}

enum found
dbconf_open(struct dbconf *c, struct table *t, struct span name, struct why *w)
{
	static const struct maincf none = MAINCF_INIT;

	c->name = span_dup(name);
	c->options = none;
	c->strings = (struct pool)POOL_INIT;
	c->file = name.len > 0 && (name.p[0] == '/' || name.p[0] == '.');
	if (c->file)
		return read_file(c, t, w);
	t->owned = true;	/* main.cf is root's */
	return FOUND;
}

void
dbconf_clear(struct dbconf *c)
{
	maincf_clear(&c->options);
	pool_clear(&c->strings);
	free(c->name);
}

/* Of several lines with the same name the last counts, as in main.cf. */
const char *
dbconf_str(struct dbconf *c, const char *name, const char *def)
{
	struct buf full = BUF_INIT;
	const char *value = def;

	if (!c->file) {
		buf_addf(&full, "%s_%s", c->name, name);
		value = param_value(buf_span(&full));
		buf_clear(&full);
		return value != NULL ? value : def;
	}
	for (size_t i = c->options.n; i > 0; i--)
		if (span_is(c->options.entries[i - 1].name, name))
			return pool_str(&c->strings,
			    c->options.entries[i - 1].value);
	return value;
}

static enum found
bad_value(struct dbconf *c, const char *name, const char *value,
    const char *need, struct why *w)
{
	return table_fail_at(w, c->name, 0, "bad value \"%s\" of %s: need %s",
	    value, name, need);
}

enum found
dbconf_int(struct dbconf *c, const char *name, int64_t def, int64_t min,
    int64_t max, int64_t *value, struct why *w)
{
	const char *s = dbconf_str(c, name, NULL);

	*value = def;
	if (s == NULL)
		return FOUND;
	if (!value_int(span_str(s), value) || *value < min || *value > max)
		return bad_value(c, name, s, "a number in bounds", w);
	return FOUND;
}

enum found
dbconf_bool(struct dbconf *c, const char *name, bool def, bool *value,
    struct why *w)
{
	const char *s = dbconf_str(c, name, NULL);

	*value = def;
	if (s == NULL || value_bool(span_str(s), value))
		return FOUND;
	return bad_value(c, name, s, "yes or no", w);
}
