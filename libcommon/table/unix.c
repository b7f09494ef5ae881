/* SPDX-License-Identifier: ISC
 *
 * unix:passwd.byname and unix:group.byname
 */
#include "table/type.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>

#include "sys/priv.h"

enum { GROUP_MAX = 1 << 20 };		/* bytes of one group entry */

struct unix_table {
	struct table	 t;
	bool		 group;
};

static struct table *
unix_open(struct span name, unsigned flags, struct why *w)
{
	bool group = span_is(name, "group.byname");

	if (!group && !span_is(name, "passwd.byname")) {
		why_temp(w, "4.3.5", "unknown table: unix:%.*s (there are "
		    "passwd.byname and group.byname)", SPAN_FMT(name));
		return NULL;
	}
	struct unix_table *u = mem_alloc(sizeof(*u));
	buf_init(&u->t.folded);
	u->t.fixed = true;
	u->t.owned = true;
	u->group = group;
	return &u->t;
}

/* The second field is never the real one: nobody here needs a password hash. */
static enum found
get_user(const char *name, struct buf *value, struct why *w)
{
	struct user u = USER_INIT;
	enum user_found got = user_by_name(&u, name);
	int err = errno;

	if (got == USER_FOUND)
		buf_addf(value, "%s:x:%lu:%lu:%s:%s:%s", u.name.s,
		    (unsigned long)u.uid, (unsigned long)u.gid, u.gecos.s,
		    u.home.s, u.shell.s);
	user_clear(&u);
	if (got == USER_FAILED)
		return table_fail_errno(w, err, "unix:passwd.byname");
	return got == USER_FOUND ? FOUND : ABSENT;
}

static void
add_group(struct buf *value, const struct group *gr)
{
	buf_addf(value, "%s:x:%lu:", gr->gr_name, (unsigned long)gr->gr_gid);
	for (char **m = gr->gr_mem; *m != NULL; m++)
		buf_addf(value, "%s%s", m == gr->gr_mem ? "" : ",", *m);
}

static enum found
get_group(const char *name, struct buf *value, struct why *w)
{
	struct buf room = BUF_INIT;
	struct group gr, *found = NULL;
	int err = ERANGE;

	for (size_t n = 4096; err == ERANGE && n <= GROUP_MAX; n *= 4)
		err = getgrnam_r(name, &gr, buf_room(&room, n), n, &found);
	if (found != NULL)
		add_group(value, found);
	buf_clear(&room);
	if (found != NULL)
		return FOUND;
	/* Some name services say so when there is no such group. */
	if (err == 0 || err == ENOENT || err == ESRCH)
		return ABSENT;
	return table_fail_errno(w, err, "unix:group.byname");
}

static enum found
unix_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	/* No account's name contains a NUL, but the C string might be one's. */
	if (key.len == 0 || span_find(key, '\0') != SPAN_NONE)
		return ABSENT;
	char *name = span_dup(key);
	enum found got = ((struct unix_table *)t)->group ?
	    get_group(name, value, w) : get_user(name, value, w);
	free(name);
	return got;
}

const struct table_type table_unix = {
	.name = "unix", .fixed = true, .open = unix_open, .get = unix_get,
};
