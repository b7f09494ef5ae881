/* SPDX-License-Identifier: ISC */
#include "rights.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "saslconf.h"
#include "sys/file.h"
#include "sys/priv.h"

enum { CONF_MAX = 1 << 16 };

static void
add_group(struct rights *r, gid_t gid)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->group[i] == gid)
			return;
	if (gid != 0 && r->n < RIGHTS_GROUPS)
		r->group[r->n++] = gid;
}

/* want: the bits of "others", 0 to 7. */
static void
add_for(struct rights *r, const char *path, mode_t want)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & want) != want &&
	    (st.st_mode >> 3 & want) == want)
		add_group(r, st.st_gid);
}

/* Each directory on the way must let one through. */
static void
add_path(struct rights *r, const char *path, mode_t want)
{
	char *copy = mem_str(path);

	for (char *p = copy; (p = strchr(p + 1, '/')) != NULL; ) {
		*p = '\0';
		add_for(r, copy, S_IXOTH);
		*p = '/';
	}
	add_for(r, copy, want);
	free(copy);
}

/* Where nothing else is asked for passwords, without it nothing is known. */
static void
note_passwords(struct rights *r, struct span conf, struct span methods,
    struct span plugins)
{
	if (saslconf_lists(methods, "auxprop") && span_is(plugins, "sasldb"))
		saslconf_get(conf, "sasldb_path", "/etc/sasldb2",
		    &r->passwords);
}

static void
add_option(struct rights *r, struct span conf, const char *option,
    const char *otherwise, mode_t want)
{
	struct buf path = BUF_INIT;

	saslconf_get(conf, option, otherwise, &path);
	if (path.len > 1)
		add_path(r, path.s, want);
	buf_clear(&path);
}

/* The first that can be read is the one. */
static void
read_conf(struct buf *out, const char *name, const char *path)
{
	struct span dirs = span_str(path), dir;
	bool got = false;

	while (!got && span_split(&dirs, ':', &dir)) {
		char *file = mem_fmt("%.*s/%s.conf", SPAN_FMT(dir), name);

		got = file_read(AT_FDCWD, file, out, CONF_MAX) >= 0;
		free(file);
	}
}

/* The defaults are those of the library. */
void
rights_find(struct rights *r, const char *name, const char *path)
{
	struct buf conf = BUF_INIT, methods = BUF_INIT, plugins = BUF_INIT;

	read_conf(&conf, name, path);
	struct span text = buf_span(&conf);
	saslconf_get(text, "pwcheck_method", "auxprop", &methods);
	saslconf_get(text, "auxprop_plugin", "sasldb", &plugins);
	if (saslconf_lists(buf_span(&methods), "saslauthd"))
		add_option(r, text, "saslauthd_path",
		    "/var/run/saslauthd/mux", S_IWOTH);
	if (saslconf_lists(buf_span(&methods), "authdaemond"))
		add_option(r, text, "authdaemond_path",
		    "/var/run/courier/authdaemon/socket", S_IWOTH);
	/* mechanisms that need the password look there in any case */
	if (saslconf_lists(buf_span(&plugins), "sasldb"))
		add_option(r, text, "sasldb_path", "/etc/sasldb2", S_IROTH);
	note_passwords(r, text, buf_span(&methods), buf_span(&plugins));
	buf_clear(&plugins);
	buf_clear(&methods);
	buf_wipe(&conf);
}

void
rights_clear(struct rights *r)
{
	buf_clear(&r->passwords);
	r->n = 0;
}

/* Its own group is net_owner's; the others are those that it has, and these. */
static void
take_groups(struct user *u, const struct rights *r)
{
	user_groups(u);
	for (size_t i = 0; i < r->n; i++)
		buf_add(&u->groups, &r->group[i], sizeof(r->group[i]));
}

void
rights_drop(const struct rights *r)
{
	struct user u = USER_INIT;
	const char *name = param_str(P_net_owner);

	if (geteuid() != 0 || app_single_user())
		return;
	if (user_by_name(&u, name) != USER_FOUND)
		app_fatal(EX_CONFIG, "net_owner %s: no such user", name);
	take_groups(&u, r);
	if (priv_become(&u, true) < 0)
		app_fatal(EX_OSERR, "cannot become %s: %s", name,
		    strerror(errno));
	user_clear(&u);
}
