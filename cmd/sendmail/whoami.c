/* SPDX-License-Identifier: ISC */
#include "whoami.h"

#include <stdint.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/ascii.h"
#include "msg/address.h"
#include "sys/env.h"
#include "sys/priv.h"

/* "" and "<>" are the null sender. */
static void
parse_sender(struct buf *sender, const char *text)
{
	struct address a = ADDRESS_INIT;
	struct address_list l;
	int n = 0;

	address_list_init(&l, span_str(text), SIZE_MAX);
	while (address_next(&l, &a)) {
		if (a.bad || n++ > 0)
			app_fatal(EX_USAGE, "-f option specified malformed "
			    "sender: %s", text);
		buf_set(sender, buf_span(&a.text));
	}
	address_clear(&a);
}

/* "Joe &,Room 5": up to the comma, & standing for the login name. */
static void
add_gecos(struct buf *out, const struct user *u)
{
	for (size_t i = 0; i < u->gecos.len; i++) {
		char c = u->gecos.s[i];

		if (c == ',' || c == ';' || c == '%')
			break;
		if (c == '&' && u->name.len > 0) {
			buf_addc(out, ascii_upper(u->name.s[0]));
			buf_addspan(out, span_from(buf_span(&u->name), 1));
		} else
			buf_addc(out, c);
	}
}

static void
set_full_name(struct buf *out, const struct opts *o, const struct user *u)
{
	const char *name = o->full_name != NULL ? o->full_name :
	    env_get("NAME");

	if (name != NULL)
		buf_adds(out, name);
	else
		add_gecos(out, u);
	for (size_t i = 0; i < out->len; i++)
		if (ascii_ctrl(out->s[i]))
			out->s[i] = ' ';
}

void
whoami(const struct opts *o, struct buf *sender, struct buf *full_name)
{
	struct user me = USER_INIT;

	if (user_by_uid(&me, getuid()) == USER_FAILED)
		app_fatal(EX_TEMPFAIL, "cannot look up user ID %ld",
		    (long)getuid());
	if (o->sender != NULL)
		parse_sender(sender, o->sender);
	else if (me.name.len > 0)
		buf_addspan(sender, buf_span(&me.name));
	else
		app_fatal(EX_OSERR, "no login name found for user ID %ld: "
		    "use -f", (long)getuid());
	set_full_name(full_name, o, &me);
	user_clear(&me);
}
