/* SPDX-License-Identifier: ISC */
#include "../../../cmd/saslio/rights.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../suite.h"
#include "base/mem.h"
#include "sys/file.h"
#include "sys/io.h"

enum { SOME_GROUP = 12345 };

/* Only root can give a file to another group; our own will do as well. */
static gid_t
group(void)
{
	return geteuid() == 0 ? SOME_GROUP : getegid();
}

struct place {
	char	 dir[32];
	char	*file, *conf;
};

static void
make(struct place *p, const char *conf, mode_t mode, gid_t gid)
{
	snprintf(p->dir, sizeof(p->dir), "/tmp/rights.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(p->dir));
	ck_assert_int_eq(chmod(p->dir, 0755), 0);
	p->file = mem_fmt("%s/db", p->dir);
	p->conf = mem_fmt("%s/x.conf", p->dir);
	int fd = open(p->file, O_CREAT | O_WRONLY, 0600);

	ck_assert(fd >= 0 && fchown(fd, (uid_t)-1, gid) == 0 &&
	    fchmod(fd, mode) == 0);
	close(fd);
	struct buf b = BUF_INIT;
	buf_addf(&b, "%s\nsasldb_path: %s\nsaslauthd_path: %s\n", conf,
	    p->file, p->file);
	fd = open(p->conf, O_CREAT | O_WRONLY, 0600);
	ck_assert(fd >= 0 && io_write(fd, buf_span(&b)) == 0);
	close(fd);
	buf_clear(&b);
}

static void
unmake(struct place *p)
{
	unlink(p->file);
	unlink(p->conf);
	rmdir(p->dir);
	free(p->file);
	free(p->conf);
}

START_TEST(groups_that_are_needed)
{
	static const struct {
		const char	*conf;
		mode_t		 mode;
		bool		 root;		/* it is root's group */
		bool		 wanted, passwords;
	} cases[] = {
		{ "pwcheck_method: auxprop", 0660, false, true, true },
		{ "auxprop_plugin: sasldb", 0660, false, true, true },
		{ "auxprop_plugin: sasldb", 0666, false, false, true },
		{ "auxprop_plugin: sasldb", 0600, false, false, true },
		{ "auxprop_plugin: sasldb", 0640, false, true, true },
		{ "auxprop_plugin: sasldb", 0660, true, false, true },
		{ "auxprop_plugin: sql", 0660, false, false, false },
		{ "pwcheck_method: saslauthd", 0660, false, true, false },
		{ "pwcheck_method: saslauthd\nauxprop_plugin: sql", 0640,
		    false, false, false },
		{ "pwcheck_method: saslauthd\nauxprop_plugin: sql", 0660,
		    false, true, false },
		{ "pwcheck_method: authdaemond\nauxprop_plugin: sql\n"
		    "authdaemond_path: /nonexistent/x", 0660, false, false,
		    false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rights r = RIGHTS_INIT;
		struct place p;

		if (cases[i].root && geteuid() != 0)
			continue;
		make(&p, cases[i].conf, cases[i].mode,
		    cases[i].root ? 0 : group());
		char *path = mem_fmt("/nonexistent:%s", p.dir);
		rights_find(&r, "x", path);
		ck_assert_msg(r.n == (cases[i].wanted && group() != 0),
		    "case %zu: %zu groups", i, r.n);
		if (r.n > 0)
			ck_assert_uint_eq(r.group[0], group());
		ck_assert_msg((r.passwords.len > 0) == cases[i].passwords,
		    "case %zu: %s", i, r.passwords.s);
		rights_clear(&r);
		free(path);
		unmake(&p);
	}
}
END_TEST

SUITE("saslio/rights", groups_that_are_needed)
