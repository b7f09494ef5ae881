/* SPDX-License-Identifier: ISC
 *
 * postsuper - manages messages in the queue: delete, hold, release, requeue
 *
 * Every act locks the message first, and sees that it still lies where it was
 * found; a message that is being delivered at this moment is left alone, and
 * told. Moves are renames, a deletion is one unlink: nothing is ever half done.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "conf/param.h"
#include "postsuper.h"
#include "queue/wake.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/priv.h"

static const char usage[] =
    "usage: postsuper [-c config_dir] [-psSv] [-d id] [-h id] [-H id] "
    "[-r id] [-e id] [-f id] [queue ...]";

enum { WANTS_MAX = 64, ID_LINE_MAX = 4096 };

struct wish {
	char		what;		/* the option's letter */
	const char	*id;		/* an id, ALL, or - for standard input */
};

struct opts {
	const char	*dir;
	bool		 check;
	struct wish	 wish[WANTS_MAX];
	size_t		 nwishes;
	bool		 in[QUEUE_STATES];	/* queues to look in */
};

static void
add_queue(struct opts *o, const char *name)
{
	for (int s = 0; s < QUEUE_STATES; s++)
		if (strcmp(name, queue_state_name[s]) == 0) {
			o->in[s] = true;
			return;
		}
	app_fatal(EX_USAGE, "no such queue: %s", name);
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	bool named = false;
	int c;

	while ((c = getopt(argc, argv, "c:d:e:f:h:H:pr:sSv")) != -1)
		switch (c) {
		case 'c':
			o->dir = optarg;
			break;
		case 'd': case 'e': case 'f': case 'h': case 'H': case 'r':
			if (o->nwishes == WANTS_MAX)
				app_fatal(EX_USAGE, "too many requests");
			o->wish[o->nwishes++] =
			    (struct wish){ (char)c, optarg };
			break;
		case 'p': case 's': case 'S':
			o->check = true;
			break;
		case 'v':
			break;
		default:
			app_fatal(EX_USAGE, "%s", usage);
		}
	for (int i = optind; i < argc; i++) {
		add_queue(o, argv[i]);
		named = true;
	}
	for (int s = 0; !named && s < QUEUE_STATES; s++)
		o->in[s] = s != QUEUE_CORRUPT;
	if (o->nwishes == 0)
		o->check = true;
}

/* Works as the queue's owner: root would leave files that he cannot read. */
static void
become_owner(void)
{
	struct user owner = USER_INIT;
	uid_t me = geteuid();

	if (user_by_name(&owner, param_str(P_mail_owner)) != USER_FOUND)
		app_fatal(EX_CONFIG, "mail_owner %s: no such user",
		    param_str(P_mail_owner));
	if (me != 0 && me != owner.uid)
		app_fatal(EX_NOPERM, "use of this command is reserved for the "
		    "superuser");
	if (me == 0 && owner.uid != 0 && priv_become(&owner, true) < 0)
		app_fatal(EX_OSERR, "become %s: %s", owner.name.s,
		    strerror(errno));
	user_clear(&owner);
}

/* Ids from standard input, one in each line; words after it are ignored. */
static void
do_from_input(struct super *s, const struct opts *o, char what)
{
	struct buf in = BUF_INIT;
	struct span rest, line, word;

	while (io_read(0, &in, ID_LINE_MAX) > 0)
		;
	rest = buf_span(&in);
	while (span_split(&rest, '\n', &line))
		if (span_word(&line, " \t\r", &word))
			super_one(s, what, word, o->in);
	buf_clear(&in);
}

static void
do_wish(struct super *s, const struct opts *o, const struct wish *w)
{
	if (strcmp(w->id, "-") == 0)
		do_from_input(s, o, w->what);
	else if (strcmp(w->id, "ALL") == 0)
		super_all(s, w->what, o->in);
	else
		super_one(s, w->what, span_str(w->id), o->in);
}

static void
report(const struct super *s)
{
	static const struct {
		char what;
		const char *text;
	} done[] = {
		{ 'd', "Deleted" }, { 'h', "Placed on hold" },
		{ 'H', "Released from hold" }, { 'r', "Requeued" },
		{ 'e', "Force-expired" },
	};

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++) {
		size_t n = s->done[(unsigned char)done[i].what];

		if (n > 0) {
			fprintf(stderr, "postsuper: %s: %zu message%s\n",
			    done[i].text, n, n == 1 ? "" : "s");
			log_info("%s: %zu message%s", done[i].text, n,
			    n == 1 ? "" : "s");
		}
	}
}

int
main(int argc, char **argv)
{
	struct opts o = { .dir = NULL };
	struct queue q;

	app_start("postsuper");
	parse_opts(&o, argc, argv);
	app_config(o.dir);
	become_owner();
	if (!queue_open(&q, param_str(P_queue_directory)))
		app_fatal(EX_UNAVAILABLE, "queue directory %s: %s",
		    param_str(P_queue_directory), strerror(errno));
	struct super s = { .q = &q };
	for (size_t i = 0; i < o.nwishes; i++)
		do_wish(&s, &o, &o.wish[i]);
	if (o.check)
		super_check(&s, o.in);
	report(&s);
	if (s.done['H'] + s.done['r'] + s.done['e'] > 0)
		wake_run(&q);
	queue_close(&q);
	return app_exit(s.failed > 0 ? 1 : EX_OK);
}
