/* SPDX-License-Identifier: ISC
 *
 * postconf --check: services, tables, users, directories, domains.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/known.h"
#include "conf/value.h"
#include "findings.h"
#include "sys/priv.h"
#include "table/table.h"

/* Programs of Postfix that have no work here. */
static const char *const no_work[] = { "pickup", "qmgr", "oqmgr", "nqmgr",
    "tlsmgr", "trivial-rewrite", "verify", "flush", "proxymap", "showq", "anvil",
    "scache", "postlogd", "dnsblog", "tlsproxy", "postscreen", "qmqpd", "spawn",
    "nbdb_reindexd", "cleanup", "bounce" };

static bool
has_no_work(struct span command)
{
	for (size_t i = 0; i < sizeof(no_work) / sizeof(*no_work); i++)
		if (span_is(command, no_work[i]))
			return true;
	return false;
}

void
check_services(struct findings *f)
{
	struct why w = WHY_INIT;
	struct mastercf *m = &f->v->mf;

	for (size_t i = 0; i < m->n; i++) {
		const struct mastercf_entry *e = &m->entries[i];
		struct place at = { f->v->master, e->line };

		if (mastercf_check(e, "", &w) != OUT_OK)
			finding_error(f, at, "%s", strstr(w.text.s, ": ") + 2);
		if (mastercf_find(m, e->service, e->type) != e)
			finding_warn(f, at, "%.*s/%.*s is defined again later",
			    SPAN_FMT(e->service), SPAN_FMT(e->type));
		if (has_no_work(e->command))
			continue;
		char *name = span_dup(e->command), *path = app_daemon(name);

		if (access(path, F_OK) != 0)
			finding_warn(f, at, "%.*s/%.*s: %s: %s",
			    SPAN_FMT(e->service), SPAN_FMT(e->type), path,
			    strerror(errno));
		free(name);
		free(path);
	}
	why_clear(&w);
}

static bool
is_type(struct span s)
{
	size_t at = 0;
	const char *type;

	while ((type = table_types(&at)) != NULL)
		if (span_is(s, type))
			return true;
	return false;
}

static void
check_table(struct findings *f, struct span name, struct span spec)
{
	unsigned flags = span_starts(name, SPAN("alias_")) ? TABLE_ALIAS : 0;
	struct why w = WHY_INIT;
	struct table *t = table_open(spec, flags, &w);

	if (t == NULL)
		finding_error(f, finding_place(f, name), "%.*s: %s",
		    SPAN_FMT(name), w.text.s);
	else
		table_close(t);
	why_clear(&w);
}

/* Any list may hold type:name; that which is set is opened, once. */
void
check_tables(struct findings *f)
{
	struct htab seen = HTAB_INIT;

	for (size_t i = 0; i < f->v->cf.n; i++) {
		struct span name = f->v->cf.entries[i].name, item;
		const char *text = param_value(name);
		struct span list = span_str(text);

		while (text != NULL && value_item(&list, &item)) {
			struct span spec = item;

			if (spec.len > 0 && spec.p[0] == '!')
				spec = span_from(spec, 1);
			size_t colon = span_find(spec, ':');
			struct span type = span_head(spec, colon);

			if (colon == SPAN_NONE ||
			    (!is_type(type) && !span_is(type, "proxy")))
				continue;
			if (htab_add(&seen, spec))
				check_table(f, name, spec);
		}
	}
	htab_clear(&seen);
}

static bool
check_user(struct findings *f, enum param p, uid_t *uid)
{
	struct user u = USER_INIT;
	const char *name = param_str(p);
	bool found = user_by_name(&u, name) == USER_FOUND;

	if (!found)
		finding_error(f, finding_place(f, span_str(known(p)->name)),
		    "%s: there is no user %s", known(p)->name, name);
	*uid = u.uid;
	user_clear(&u);
	return found;
}

static void
check_users(struct findings *f, uid_t *owner, bool *known_owner)
{
	uid_t net, tls;
	gid_t group;

	*known_owner = check_user(f, P_mail_owner, owner);
	if (check_user(f, P_net_owner, &net) && *known_owner && net == *owner &&
	    net != getuid())
		finding_warn(f, finding_place(f, SPAN("net_owner")), "net_owner "
		    "is mail_owner: who breaks into smtpd has the queue");
	check_user(f, P_tls_owner, &tls);
	if (!group_by_name(param_str(P_setgid_group), &group))
		finding_error(f, finding_place(f, SPAN("setgid_group")),
		    "setgid_group: there is no group %s",
		    param_str(P_setgid_group));
}

static void
check_directory(struct findings *f, enum param p, bool known_owner, uid_t owner)
{
	const char *name = known(p)->name, *dir = param_str(p);
	struct place at = finding_place(f, span_str(name));
	struct stat st;

	if (stat(dir, &st) < 0)
		finding_error(f, at, "%s: %s: %s", name, dir, strerror(errno));
	else if (!S_ISDIR(st.st_mode))
		finding_error(f, at, "%s: %s is not a directory", name, dir);
	else if ((st.st_mode & S_IWOTH) != 0)
		finding_error(f, at, "%s: everybody may write to %s", name, dir);
	else if (known_owner && st.st_uid != owner && st.st_uid != 0)
		finding_error(f, at, "%s: %s belongs neither to root nor to "
		    "mail_owner", name, dir);
}

static void
check_file(struct findings *f, const char *path)
{
	struct place at = { path, 0 };
	struct stat st;

	if (stat(path, &st) < 0)
		return;
	if ((st.st_mode & S_IWOTH) != 0)
		finding_error(f, at, "everybody may write to it");
	else if ((st.st_mode & S_IWGRP) != 0 && st.st_gid != 0)
		finding_warn(f, at, "a group may write to it");
	if (st.st_uid != 0 && st.st_uid != getuid())
		finding_warn(f, at, "it does not belong to root");
}

static void
check_key(struct findings *f, enum param p)
{
	const char *path = param_str(p), *name = known(p)->name;
	struct place at = finding_place(f, span_str(name));
	struct stat st;

	if (path[0] == '\0' || strcmp(path, "none") == 0)
		return;
	if (stat(path, &st) < 0)
		finding_error(f, at, "%s: %s: %s", name, path, strerror(errno));
	else if ((st.st_mode & S_IROTH) != 0)
		finding_error(f, at, "%s: everybody may read the key %s", name,
		    path);
}

void
check_host(struct findings *f)
{
	static const enum param keys[] = { P_smtpd_tls_key_file,
	    P_smtpd_tls_eckey_file, P_smtp_tls_key_file, P_smtp_tls_eckey_file };
	uid_t owner;
	bool known_owner;

	check_file(f, f->v->main);
	check_file(f, f->v->master);
	check_users(f, &owner, &known_owner);
	check_directory(f, P_queue_directory, known_owner, owner);
	check_directory(f, P_data_directory, known_owner, owner);
	check_directory(f, P_daemon_directory, false, 0);
	check_directory(f, P_command_directory, false, 0);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		check_key(f, keys[i]);
	int64_t message = param_int(P_message_size_limit);
	int64_t box = param_int(P_mailbox_size_limit);
	if (box > 0 && (message == 0 || message > box))
		finding_error(f, finding_place(f, SPAN("mailbox_size_limit")),
		    "mailbox_size_limit is smaller than message_size_limit");
	const char *style = param_str(P_mynetworks_style);
	if (strcmp(style, "host") != 0 && strcmp(style, "subnet") != 0 &&
	    strcmp(style, "class") != 0)
		finding_error(f, finding_place(f, SPAN("mynetworks_style")),
		    "mynetworks_style: \"%s\" is not host, subnet or class",
		    style);
	if (span_find(span_str(param_str(P_myhostname)), '.') == SPAN_NONE)
		finding_warn(f, finding_place(f, SPAN("myhostname")),
		    "myhostname has no domain: %s", param_str(P_myhostname));
}

/* Names in two lists that each say what is to become of a domain. */
static void
check_pair(struct findings *f, enum param a, enum param b)
{
	struct span first = span_str(param_str(a)), one, two;

	while (value_item(&first, &one)) {
		struct span second = span_str(param_str(b));

		if (one.p[0] == '!' || one.p[0] == '/' ||
		    span_find(one, ':') != SPAN_NONE)
			continue;
		while (value_item(&second, &two))
			if (span_caseeq(one, two))
				finding_error(f, finding_place(f,
				    span_str(known(b)->name)), "%.*s is in %s "
				    "and in %s", SPAN_FMT(one), known(a)->name,
				    known(b)->name);
	}
}

void
check_domains(struct findings *f)
{
	static const enum param lists[] = { P_mydestination,
	    P_virtual_alias_domains, P_virtual_mailbox_domains, P_relay_domains };
	enum { LISTS = sizeof(lists) / sizeof(*lists) };

	for (size_t i = 0; i < LISTS; i++)
		for (size_t j = i + 1; j < LISTS; j++)
			check_pair(f, lists[i], lists[j]);
}
