/* SPDX-License-Identifier: ISC */
#include "mailbox.h"

#include <string.h>
#include <sys/stat.h>

/* A name that would lead out of the spool directory, or that C cuts short, is
 * nobody's. */
static bool
is_name(struct span s)
{
	return s.len > 0 && s.p[0] != '.' && span_find(s, '/') == SPAN_NONE &&
	    span_find(s, '\0') == SPAN_NONE;
}

static enum user_found
look_up(struct user *u, struct span name, bool lower)
{
	struct buf b = BUF_INIT;
	enum user_found found = USER_ABSENT;

	if (is_name(name)) {
		if (lower)
			buf_addlower(&b, name);
		else
			buf_addspan(&b, name);
		found = user_by_name(u, b.s);
	}
	if (found == USER_FOUND && !is_name(buf_span(&u->name)))
		found = USER_ABSENT;
	buf_clear(&b);
	return found;
}

static enum user_found
any_case(struct user *u, struct span name)
{
	enum user_found found = look_up(u, name, true);

	return found == USER_ABSENT ? look_up(u, name, false) : found;
}

enum user_found
mailbox_user(struct user *u, struct span local, const char *delimiter)
{
	enum user_found found = any_case(u, local);

	for (size_t i = 1; found == USER_ABSENT && i < local.len; i++)
		if (local.p[i] != '\0' && strchr(delimiter, local.p[i]) != NULL)
			return any_case(u, span_head(local, i));
	return found;
}

static struct span
no_slash(struct span path)
{
	while (path.len > 0 && path.p[path.len - 1] == '/')
		path.len--;
	return path;
}

/* Where only its group may write to the spool directory, the user writes with
 * that group; where everybody may, as himself. */
static void
take_group(struct user *u, const char *spool)
{
	struct stat st;

	if (stat(spool, &st) == 0 && (st.st_mode & S_IWGRP) != 0 &&
	    (st.st_mode & S_IWOTH) == 0)
		u->gid = st.st_gid;
}

void
mailbox_find(struct mailbox *m, struct user *u, const struct local *cf)
{
	bool home = cf->home_mailbox[0] != '\0';
	struct span dir = home ? buf_span(&u->home) : span_str(cf->spool);
	struct span name = home ? span_str(cf->home_mailbox) :
	    buf_span(&u->name);

	m->maildir = span_ends(home ? name : dir, SPAN("/"));
	buf_reset(&m->path);
	buf_addspan(&m->path, no_slash(dir));
	m->base = m->path.len;
	buf_addc(&m->path, '/');
	buf_addspan(&m->path, no_slash(name));
	if (!home)
		take_group(u, cf->spool);
}

void
mailbox_clear(struct mailbox *m)
{
	buf_clear(&m->path);
}
