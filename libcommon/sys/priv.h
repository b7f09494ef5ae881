/* SPDX-License-Identifier: ISC
 *
 * sys/priv - who the process runs as
 *
 * Source:  setresuid(2); PITFALLS of changing uid: groups, gid, uid, then proof.
 * Owns:    nothing.
 * Errors:  -1 and errno; after a failed drop the process must end.
 * Effects: the credentials of the process.
 */
#ifndef SYS_PRIV_H
#define SYS_PRIV_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

struct user {
	uid_t		uid;
	gid_t		gid;
	struct buf	name, home, shell, gecos;
	struct buf	groups;		/* gid_t after gid_t, by user_groups */
};

enum user_found { USER_FOUND, USER_ABSENT, USER_FAILED };

#define USER_INIT	{ 0, 0, BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, \
			  BUF_INIT }

enum user_found	user_by_name(struct user *u, const char *name);	/* errno when FAILED */
enum user_found	user_by_uid(struct user *u, uid_t uid);
/* Looks the supplementary groups up before they are needed: a parent's look-up
 * costs less than that of each child. */
void	user_groups(struct user *u);
void	user_clear(struct user *u);
bool	group_by_name(const char *name, gid_t *gid);

/* For ever: supplementary groups of u (none when groups is false), gid, uid,
 * and the proof that there is no way back. Without root it succeeds only when
 * the process is u already. */
int	priv_become(const struct user *u, bool groups);
/* For ever: gives up what set-gid brought. */
int	priv_drop_setgid(void);
bool	priv_is_setid(void);		/* started set-uid or set-gid */
bool	priv_no_new(void);		/* NoNewPrivileges is set */

#endif
