/* SPDX-License-Identifier: ISC */
#include "presets.h"

#include <stdlib.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/known.h"
#include "edit.h"

enum { FAILURE = 1 };

extern char **environ;

static int
edit(const struct opts *o, char *const *args, size_t n)
{
	struct opts e = { .about = ABOUT_MAIN, .action = ACT_EDIT,
	    .dir = o->dir, .args = args, .nargs = n };

	return edit_main(&e);
}

int
preset_null_client(const struct opts *o)
{
	if (o->nargs != 1 || o->args[0][0] == '\0')
		app_fatal(FAILURE, "--null-client needs the host to relay to");
	char *args[] = {
		mem_fmt("relayhost=%s", o->args[0]),
		mem_str("mydestination="),
		mem_str("inet_interfaces=loopback-only"),
	};
	int status = edit(o, args, sizeof(args) / sizeof(*args));

	for (size_t i = 0; i < sizeof(args) / sizeof(*args); i++)
		free(args[i]);
	return status;
}

/* The parameter that the name is, in whatever case; variables are mostly
 * written in capitals. NULL if none. */
static char *
parameter_of(struct span name)
{
	const struct known_suffix *s;
	struct buf low = BUF_INIT;

	for (int p = 0; p < PARAM_COUNT; p++)
		if (span_caseeq(name, span_str(known(p)->name)))
			return mem_str(known(p)->name);
	buf_addlower(&low, name);
	s = known_suffix(buf_span(&low));
	if (s != NULL)
		return buf_detach(&low);
	buf_clear(&low);
	return NULL;
}

/* NAME=value without the prefix; NULL for other variables. */
static char *
setting_of(const char *variable, struct span prefix)
{
	struct span s = span_str(variable);
	size_t eq = span_find(s, '=');

	if (eq == SPAN_NONE || !span_starts(span_head(s, eq), prefix))
		return NULL;
	struct span name = span_from(span_head(s, eq), prefix.len);
	/* What Postern's programs tell each other. */
	if (span_is(prefix, "POSTERN_") && span_is(name, "LOG_FD"))
		return NULL;
	char *is = parameter_of(name);
	if (is == NULL)
		app_fatal(FAILURE, "%.*s: there is no such parameter",
		    SPAN_FMT(span_head(s, eq)));
	char *setting = mem_fmt("%s=%s", is, s.p + eq + 1);
	free(is);
	return setting;
}

int
preset_from_env(const struct opts *o)
{
	struct span prefix = o->nargs > 0 ? span_str(o->args[0]) :
	    SPAN("POSTERN_");
	size_t most = 0, n = 0;
	int status = 0;

	while (environ[most] != NULL)
		most++;
	char **args = mem_array(most + 1, sizeof(*args));
	for (size_t i = 0; i < most; i++)
		if ((args[n] = setting_of(environ[i], prefix)) != NULL)
			n++;
	if (n > 0)
		status = edit(o, args, n);
	for (size_t i = 0; i < n; i++)
		free(args[i]);
	free(args);
	return status;
}
