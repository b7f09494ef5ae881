/* SPDX-License-Identifier: ISC
 *
 * An address, whatever it is, leads to somebody: local@domain, found in time,
 * and who is found so is found again when asked for.
 */
#include <stdint.h>
#include <stdlib.h>

#include "route/recipient.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
set(const char *name, const char *value)
{
	param_override(span_str(name), span_str(value));
}

static struct classes *
classes(void)
{
	static struct classes c;
	static bool ready;

	if (ready)
		return &c;
	set("myhostname", "mx.here");
	set("mydomain", "here");
	set("mydestination", "mx.here, here");
	set("append_dot_mydomain", "yes");
	set("resolve_numeric_domain", "yes");
	class_open(&c);
	ready = true;
	return &c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct recipient r = RECIPIENT_INIT, again = RECIPIENT_INIT;

	if (recipient_find(classes(), in, &r, NULL, NULL) != FOUND)
		abort();
	if (span_find(buf_span(&r.addr), '@') == SPAN_NONE)
		abort();
	if (recipient_find(classes(), buf_span(&r.addr), &again, NULL, NULL) !=
	    FOUND || (!r.bad && again.bad) ||
	    (!r.bad && r.class != again.class))
		abort();
	recipient_clear(&again);
	recipient_clear(&r);
	return 0;
}
