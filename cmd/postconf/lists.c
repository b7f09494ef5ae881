/* SPDX-License-Identifier: ISC */
#include "lists.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "conf/template.h"
#include "sys/file.h"
#include "sys/log.h"
#include "sys/proc.h"
#include "table/table.h"

enum { FAILURE = 1, TEMPLATE_MAX = 1 << 20 };

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
show_types(void)
{
	size_t at = 0, n = 0;
	const char *type, **types;

	while (table_types(&at) != NULL)
		n++;
	types = mem_array(n + 1, sizeof(*types));
	n = at = 0;
	while ((type = table_types(&at)) != NULL)
		types[n++] = type;
	qsort(types, n, sizeof(*types), by_text);
	for (size_t i = 0; i < n; i++)
		puts(types[i]);
	free(types);
}

/* The program that has what is asked for prints it itself. */
static int
ask(const char *program, const char *option, const char *arg)
{
	char *path = app_daemon(program);
	char *argv[] = { mem_str(program), mem_str(option),
	    arg != NULL ? mem_str(arg) : NULL, NULL };
	struct proc p = { .path = path, .argv = argv, .umask = -1 };
	bool expired;
	int status = -1;

	fflush(stdout);
	if (access(path, X_OK) != 0)
		log_warn("%s: %s", path, strerror(errno));
	else {
		pid_t pid = proc_start(&p);
		if (pid < 0)
			log_warn("%s: %s", path, strerror(errno));
		else
			status = proc_wait(pid, -1, &expired);
	}
	for (size_t i = 0; i < sizeof(argv) / sizeof(*argv); i++)
		free(argv[i]);
	free(path);
	return status == 0 ? 0 : FAILURE;
}

struct noting {
	const char *file;
};

static void
tell(void *ctx, int line, const char *what)
{
	const struct noting *n = ctx;

	log_warn("%s, line %d: %s", n->file, line, what);
}

static void
show_raw(struct buf *b, const struct template *t, enum template_kind kind)
{
	buf_addf(b, "%s_template = <<EOF\nCharset: %.*s\nFrom: %.*s\n"
	    "Subject: %.*s\n", template_name(kind), SPAN_FMT(t->charset),
	    SPAN_FMT(t->from), SPAN_FMT(t->subject));
	if (t->copy_subject.len > 0)
		buf_addf(b, "Postmaster-Subject: %.*s\n",
		    SPAN_FMT(t->copy_subject));
	buf_addc(b, '\n');
	buf_addspan(b, t->body);
}

static void
show_expanded(struct buf *b, const struct template *t, enum template_kind kind)
{
	struct why w = WHY_INIT;

	buf_addf(b, "expanded_%s_text = <<EOF\n", template_name(kind));
	if (template_expand(b, t, &w) != OUT_OK) {
		log_warn("%s template: %s", template_name(kind), w.text.s);
		buf_addspan(b, t->body);
	}
	why_clear(&w);
}

/* The file that is named, else bounce_template_file; "" for those built in. */
static void
show_templates(const struct opts *o)
{
	struct noting n = { o->nargs > 0 ? o->args[0] :
	    param_str(P_bounce_template_file) };
	struct template t[TEMPLATES];
	struct buf text = BUF_INIT, b = BUF_INIT;

	template_init(t);
	if (n.file[0] != '\0') {
		if (file_read(AT_FDCWD, n.file, &text, TEMPLATE_MAX) < 0)
			app_fatal(FAILURE, "open %s: %s", n.file, strerror(errno));
		template_parse(t, buf_span(&text), tell, &n);
	}
	for (int i = 0; i < TEMPLATES; i++) {
		buf_adds(&b, i > 0 ? "\n" : "");
		(o->list == 'b' ? show_expanded : show_raw)(&b, &t[i],
		    (enum template_kind)i);
		if (b.s[b.len - 1] != '\n')
			buf_addc(&b, '\n');
		buf_adds(&b, "EOF\n");
	}
	fwrite(b.s, 1, b.len, stdout);
	buf_clear(&text);
	buf_clear(&b);
}

static void
load(const struct opts *o)
{
	struct why w = WHY_INIT;
	char *dir = app_find_config(o->dir);

	if (param_load(dir, &w) != OUT_OK)
		app_fatal(FAILURE, "%s", w.text.s);
	free(dir);
	why_clear(&w);
}

int
lists_show(const struct opts *o)
{
	switch (o->list) {
	case 'a':
#ifdef CYRUS_SASL
		puts("cyrus");
#endif
		puts("dovecot");
		return 0;
	case 'A':
		puts("cyrus");
		return 0;
	case 'l':
		puts("flock\nfcntl\ndotlock");
		return 0;
	case 'm':
		show_types();
		return 0;
	case 'T':
		if (strcmp(o->mode, "compile-version") != 0 &&
		    strcmp(o->mode, "run-version") != 0 &&
		    strcmp(o->mode, "public-key-algorithms") != 0) {
			log_warn("unknown 'postconf -T' mode: %s", o->mode);
			return FAILURE;
		}
		load(o);
		return ask("tlsio", "-T", o->mode);
	default:		/* -b, -t: templates, expanded or as they are */
		load(o);
		show_templates(o);
		return 0;
	}
}
