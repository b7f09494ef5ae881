/* SPDX-License-Identifier: ISC */
#include "services.h"

#include <sysexits.h>

#include "app/app.h"
#include "conf/mastercf.h"
#include "conf/param.h"

static const struct mastercf_entry *
find(const struct mastercf *m, struct span service)
{
	const struct mastercf_entry *e = mastercf_find(m, service,
	    SPAN("unix"));

	return e != NULL ? e : mastercf_find(m, service, SPAN("fifo"));
}

/* Mail by SMTP brings these along: here they are for the rest alone. */
static bool
is_of_pickup(struct span name)
{
	return span_is(name, "content_filter") ||
	    span_is(name, "receive_override_options");
}

static void
apply(const struct mastercf_entry *e, bool pickup)
{
	struct span name, value;
	size_t at = 0;

	while (e != NULL && mastercf_option(e, &at, &name, &value))
		if (!pickup || is_of_pickup(name))
			param_override(name, value);
}

void
services_apply(const char *dir)
{
	struct mastercf m = MASTERCF_INIT;
	struct why w = WHY_INIT;

	if (mastercf_load(&m, dir, &w) != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	apply(find(&m, SPAN("cleanup")), false);
	apply(find(&m, SPAN("pickup")), true);
	mastercf_clear(&m);
	why_clear(&w);
}
