/* SPDX-License-Identifier: ISC */
#include "app/allowed.h"

#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "sys/priv.h"
#include "table/matchlist.h"

static bool
is_manager(uid_t uid)
{
	struct user owner = USER_INIT;

	if (uid == 0)
		return true;
	bool is = user_by_name(&owner, param_str(P_mail_owner)) ==
	    USER_FOUND && owner.uid == uid;
	user_clear(&owner);
	return is;
}

void
app_require_allowed(enum param list, const char *what)
{
	struct why why = WHY_INIT;
	struct user me = USER_INIT;
	uid_t uid = getuid();

	if (span_is(span_str(param_str(list)), "static:anyone") ||
	    is_manager(uid))
		return;
	if (user_by_uid(&me, uid) != USER_FOUND)
		buf_set(&me.name, SPAN("unknown"));
	struct matchlist *m = matchlist_open(span_str(param_str(list)),
	    MATCH_NAMES);
	switch (matchlist_match(m, buf_span(&me.name), SPAN(""), &why)) {
	case FOUND:
		break;
	case ABSENT:
		app_fatal(EX_NOPERM, "User %s(%ld) is not allowed to %s",
		    me.name.s, (long)uid, what);
	case FAILED:
		app_fatal(EX_TEMPFAIL, "cannot tell whether %s may %s: %s",
		    me.name.s, what, why.text.s);
	}
	matchlist_close(m);
	user_clear(&me);
	why_clear(&why);
}
