/* SPDX-License-Identifier: ISC */
#include "local.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "child.h"
#include "conf/param.h"
#include "conf/value.h"
#include "sys/priv.h"

enum {
	CHILDREN_MOST = 20,	/* at a time */
	DELIVERY_SECONDS = 300	/* beside the time to wait for locks */
};

/* Only where the process is the one user of the instance. */
static bool
is_single(void)
{
	struct user u = USER_INIT;
	bool is = app_single_user() &&
	    user_by_name(&u, param_str(P_mail_owner)) == USER_FOUND &&
	    u.uid == geteuid();

	user_clear(&u);
	return is;
}

static bool
lists(enum param p, const char *word)
{
	struct span list = span_str(param_str(p)), item;

	while (value_item(&list, &item))
		if (span_is(item, word))
			return true;
	return false;
}

static void
init_locks(struct mboxlock_rules *r)
{
	const char *styles = param_str(P_mailbox_delivery_lock);

	if (!mboxlock_styles(r, span_str(styles)))
		app_fatal(EX_CONFIG, "bad value of mailbox_delivery_lock: %s",
		    styles);
	r->attempts = param_int(P_deliver_lock_attempts);
	r->delay = param_time(P_deliver_lock_delay);
	r->stale = param_time(P_stale_lock_time);
}

void
local_init(struct local *cf)
{
	*cf = (struct local){
		.single = is_single(),
		.home_mailbox = param_str(P_home_mailbox),
		.spool = param_str(P_mail_spool_directory),
		.delimiter = param_str(P_recipient_delimiter),
		.double_bounce = param_str(P_double_bounce_sender),
		.mbox.limit = (uint64_t)param_int(P_mailbox_size_limit),
		.mbox.strict_owner = param_bool(P_strict_mailbox_ownership),
		.original_to = param_bool(P_enable_original_recipient),
		.delivered_to = lists(P_prepend_delivered_header, "file"),
	};
	init_locks(&cf->mbox.lock);
	cf->seconds = DELIVERY_SECONDS +
	    cf->mbox.lock.attempts * cf->mbox.lock.delay;
}

/* The recipients of jobs first to last at once, each by its own process. */
static void
by_children(struct job *jobs, struct child *children, size_t n, int sock)
{
	for (size_t i = 0; i < n; i++)
		if (!jobs[i].done)
			child_start(&children[i], &jobs[i], sock);
	for (size_t i = 0; i < n; i++)
		if (!jobs[i].done)
			child_collect(&children[i], &jobs[i]);
}

/* All are stored before the first is synced: one commit of the file system may
 * then do for all. */
static void
by_itself(struct job *jobs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!jobs[i].done)
			job_store(&jobs[i]);
	for (size_t i = 0; i < n; i++)
		job_sync(&jobs[i]);
}

void
local_deliver(void *arg, const struct request *rq, int fd, struct report *rp)
{
	const struct local *cf = arg;
	struct job jobs[CHILDREN_MOST];
	struct child children[CHILDREN_MOST];

	for (size_t at = 0, n; at < rq->env.nrcpts; at += n) {
		n = rq->env.nrcpts - at;
		if (n > CHILDREN_MOST)
			n = CHILDREN_MOST;
		for (size_t i = 0; i < n; i++)
			job_begin(&jobs[i], cf, rq, &rq->env.rcpts[at + i], fd);
		if (cf->single)
			by_itself(jobs, n);
		else
			by_children(jobs, children, n, rp->sock);
		for (size_t i = 0; i < n; i++) {
			report_result(rp, at + i, "local", &jobs[i].why);
			job_clear(&jobs[i]);
		}
	}
}
