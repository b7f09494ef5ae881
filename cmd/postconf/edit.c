/* SPDX-License-Identifier: ISC */
#include "edit.h"

#include <stdlib.h>

#include "app/app.h"
#include "base/htab.h"
#include "base/mem.h"
#include "conf/maincf.h"
#include "rewrite.h"
#include "sys/log.h"

enum { FAILURE = 1 };

struct change {
	struct span	name, value;
	int		found;		/* entries of that name */
};

struct edit {
	const struct opts *o;
	struct change	*changes;
	size_t		 n;
	struct htab	 by_name;
	char		*file;
};

void
edit_refuse(const char *arg)
{
	if (strchr(arg, '\n') != NULL)
		app_fatal(FAILURE, "-e, -X, or -# accepts no multi-line input");
	while (*arg == ' ' || *arg == '\t')
		arg++;
	if (*arg == '#')
		app_fatal(FAILURE, "-e, -X, or -# accepts no comment input");
}

static void
take_arg(struct edit *e, const char *arg)
{
	struct change *c = &e->changes[e->n], *old;

	edit_refuse(arg);
	if (e->o->action == ACT_EDIT) {
		const char *wrong = maincf_split(span_str(arg), &c->name,
		    &c->value);

		if (wrong != NULL)
			app_fatal(FAILURE, "%s: \"%s\"", wrong, arg);
	} else {
		if (strchr(arg, '=') != NULL)
			app_fatal(FAILURE, "-X or -# requires names without "
			    "value");
		c->name = span_trim(span_str(arg));
		if (c->name.len == 0)
			app_fatal(FAILURE, "missing attribute name: \"%s\"", arg);
	}
	if ((old = htab_put(&e->by_name, c->name, c)) != NULL)
		log_warn("ignoring earlier request: '%.*s = %.*s'",
		    SPAN_FMT(old->name), SPAN_FMT(old->value));
	e->n++;
}

static struct change *
change_for(const struct edit *e, struct span line)
{
	struct span name, value;

	/* Without its value on this line it has a name all the same. */
	if (maincf_split(line, &name, &value) != NULL && name.len == 0)
		return NULL;
	return htab_get(&e->by_name, name);
}

static void
add_setting(struct buf *out, const struct change *c)
{
	buf_addf(out, "%.*s =%s%.*s\n", SPAN_FMT(c->name),
	    c->value.len > 0 ? " " : "", SPAN_FMT(c->value));
}

static void
change_line(struct edit *e, struct buf *out, struct span line, bool first,
    struct change *c)
{
	if (c == NULL) {
		buf_addspan(out, line);
		return;
	}
	if (first && ++c->found == 2)
		log_warn("%s: multiple entries for \"%.*s\"", e->file,
		    SPAN_FMT(c->name));
	if (e->o->action == ACT_EDIT && first)
		add_setting(out, c);
	else if (e->o->action == ACT_COMMENT) {
		buf_addc(out, '#');
		buf_addspan(out, line);
	}
}

static int
by_name(const void *a, const void *b)
{
	return span_cmp(((const struct change *)a)->name,
	    ((const struct change *)b)->name);
}

/* Names that were not there, at the end of the file. */
static void
add_new(struct edit *e, struct buf *out)
{
	/* What was asked for first of a name counts as found: it is void. */
	for (size_t i = 0; i < e->n; i++)
		if (htab_get(&e->by_name, e->changes[i].name) != &e->changes[i])
			e->changes[i].found = 1;
	qsort(e->changes, e->n, sizeof(*e->changes), by_name);
	for (size_t i = 0; i < e->n; i++) {
		if (e->changes[i].found > 0)
			continue;
		if (out->len > 0 && out->s[out->len - 1] != '\n')
			buf_addc(out, '\n');
		add_setting(out, &e->changes[i]);
	}
}

static void
change_text(struct edit *e, struct span text, struct buf *out)
{
	struct change *c = NULL;
	enum line_kind kind;
	struct span line;

	while (rewrite_line(&text, &line, &kind)) {
		if (kind == LINE_START)
			c = change_for(e, line);
		change_line(e, out, line, kind == LINE_START,
		    kind == LINE_SILENT ? NULL : c);
	}
	if (e->o->action == ACT_EDIT)
		add_new(e, out);
}

int
edit_main(const struct opts *o)
{
	struct edit e = { .o = o, .by_name = HTAB_INIT };
	struct buf out = BUF_INIT;
	struct rewrite r;
	char *dir = app_find_config(o->dir);

	if (o->nargs == 0)
		app_fatal(FAILURE, o->action == ACT_EDIT ?
		    "-e requires name=value argument" : "missing service "
		    "argument");
	e.changes = mem_array(o->nargs, sizeof(*e.changes));
	for (size_t i = 0; i < o->nargs; i++)
		take_arg(&e, o->args[i]);
	e.file = mem_fmt("%s/main.cf", dir);
	rewrite_open(&r, e.file);
	change_text(&e, buf_span(&r.text), &out);
	rewrite_commit(&r, buf_span(&out));
	buf_clear(&out);
	htab_clear(&e.by_name);
	free(e.changes);
	free(e.file);
	free(dir);
	return 0;
}
