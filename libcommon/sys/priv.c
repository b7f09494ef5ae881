/* SPDX-License-Identifier: ISC */
#include "sys/priv.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ENTRY_MAX = 1 << 20 };	/* bytes of one passwd or group entry */

void
user_clear(struct user *u)
{
	buf_clear(&u->name);
	buf_clear(&u->home);
	buf_clear(&u->shell);
	buf_clear(&u->gecos);
	buf_clear(&u->groups);
}

static void
take_entry(struct user *u, const struct passwd *pw)
{
	u->uid = pw->pw_uid;
	u->gid = pw->pw_gid;
	buf_set(&u->name, span_str(pw->pw_name));
	buf_set(&u->home, span_str(pw->pw_dir));
	buf_set(&u->shell, span_str(pw->pw_shell));
	buf_set(&u->gecos, span_str(pw->pw_gecos));
	buf_reset(&u->groups);
}

/* Some name services answer "no such user" with one of these. */
static bool
means_absent(int err)
{
	return err == 0 || err == ENOENT || err == ESRCH || err == EBADF ||
	    err == EPERM;
}

static enum user_found
user_by(struct user *u, const char *name, uid_t uid)
{
	struct buf room = BUF_INIT;
	struct passwd pw, *found = NULL;
	int err = ERANGE;

	for (size_t n = 4096; err == ERANGE && n <= ENTRY_MAX; n *= 4) {
		char *p = buf_room(&room, n);

		err = name != NULL ? getpwnam_r(name, &pw, p, n, &found) :
		    getpwuid_r(uid, &pw, p, n, &found);
	}
	if (found != NULL)
		take_entry(u, found);
	buf_clear(&room);
	if (found != NULL)
		return USER_FOUND;
	errno = err;
	return means_absent(err) ? USER_ABSENT : USER_FAILED;
}

enum user_found
user_by_name(struct user *u, const char *name)
{
	return user_by(u, name, 0);
}

enum user_found
user_by_uid(struct user *u, uid_t uid)
{
	return user_by(u, NULL, uid);
}

bool
group_by_name(const char *name, gid_t *gid)
{
	struct buf room = BUF_INIT;
	struct group gr, *found = NULL;
	int err = ERANGE;

	for (size_t n = 4096; err == ERANGE && n <= ENTRY_MAX; n *= 4)
		err = getgrnam_r(name, &gr, buf_room(&room, n), n, &found);
	if (found != NULL)
		*gid = found->gr_gid;
	buf_clear(&room);
	errno = err;
	return found != NULL;
}

void
user_groups(struct user *u)
{
	int n = 32, room;

	do {
		room = n;
		buf_reset(&u->groups);
		buf_room(&u->groups, (size_t)n * sizeof(gid_t));
	} while (getgrouplist(u->name.s, u->gid,
	    (gid_t *)(void *)u->groups.s, &n) < 0 && n > room);
	if (n <= room)
		buf_grew(&u->groups, (size_t)n * sizeof(gid_t));
}

static int
take_groups(const struct user *u)
{
	if (u->groups.len == 0)
		return initgroups(u->name.s, u->gid);
	return setgroups(u->groups.len / sizeof(gid_t),
	    (const gid_t *)(const void *)u->groups.s);
}

static bool
is_now(uid_t uid, gid_t gid)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;

	return getresuid(&r, &e, &s) == 0 && getresgid(&rg, &eg, &sg) == 0 &&
	    r == uid && e == uid && s == uid &&
	    rg == gid && eg == gid && sg == gid;
}

int
priv_become(const struct user *u, bool groups)
{
	if (geteuid() != 0)
		return is_now(u->uid, u->gid) ? 0 : (errno = EPERM, -1);
	if (groups ? take_groups(u) < 0 : setgroups(0, NULL) < 0)
		return -1;
	if (setresgid(u->gid, u->gid, u->gid) < 0 ||
	    setresuid(u->uid, u->uid, u->uid) < 0)
		return -1;
	if (!is_now(u->uid, u->gid))
		return errno = EPERM, -1;
	if (u->uid != 0 && setresuid((uid_t)-1, 0, (uid_t)-1) == 0)
		return errno = EPERM, -1;
	return 0;
}

int
priv_drop_setgid(void)
{
	gid_t gid = getgid();

	if (setresgid(gid, gid, gid) < 0)
		return -1;
	return getegid() == gid ? 0 : (errno = EPERM, -1);
}

bool
priv_is_setid(void)
{
	return getauxval(AT_SECURE) != 0;
}

bool
priv_no_new(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}
