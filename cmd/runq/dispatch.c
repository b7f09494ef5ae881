/* SPDX-License-Identifier: ISC */
#include "dispatch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

#include "agents.h"
#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "finish.h"
#include "jump.h"
#include "queue/wake.h"
#include "stop.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wish.h"

enum {
	LOADED_MAX = 2000,	/* enough to choose from */
	FDS_KEPT = 200,		/* for agents, doors, scans */
	IDLE_MS = 10000		/* then agents are let go */
};

/* Each message holds a descriptor. */
static size_t
how_many(void)
{
	struct rlimit rl;
	size_t most = (size_t)param_int(P_qmgr_message_active_limit);

	if (most > LOADED_MAX)
		most = LOADED_MAX;
	if (getrlimit(RLIMIT_NOFILE, &rl) < 0)
		return 1;
	if (rl.rlim_cur < LOADED_MAX + FDS_KEPT && rl.rlim_cur < rl.rlim_max) {
		rl.rlim_cur = rl.rlim_max < LOADED_MAX + FDS_KEPT ?
		    rl.rlim_max : LOADED_MAX + FDS_KEPT;
		setrlimit(RLIMIT_NOFILE, &rl);
	}
	if (rl.rlim_cur <= FDS_KEPT)
		return 1;
	return most < rl.rlim_cur - FDS_KEPT ? most : rl.rlim_cur - FDS_KEPT;
}

static void
init(struct runq *rq)
{
	rq->min_backoff = param_time(P_minimal_backoff_time);
	rq->max_backoff = param_time(P_maximal_backoff_time);
	rq->lifetime = param_time(P_maximal_queue_lifetime);
	rq->bounce_lifetime = param_time(P_bounce_queue_lifetime);
	rq->most = how_many();
	supply_init(&rq->supply, rq);
	pickup_init(&rq->pickup, rq);
	inlet_init(&rq->inlet, rq->launcher);
	renew_init(&rq->renew);
	router_open(&rq->router);
	services_read(&rq->services, app_config_dir(), NULL);
	rq->schedule.services = &rq->services;
	progress_init(&rq->progress, rq->opts->verbose);
}

static void
finish(struct runq *rq)
{
	progress_end(&rq->progress);
	agents_close(rq, true);
	while (rq->messages != NULL)
		message_free(rq, rq->messages);
	rq->touched = NULL;
	supply_close(&rq->supply);
	schedule_clear(&rq->schedule);
	router_close(&rq->router);
	services_clear(&rq->services);
}

static bool
is_idle(const struct runq *rq)
{
	return rq->nmessages == 0 && rq->inlet.waiting == 0 &&
	    rq->inlet.busy == 0 && !supply_pending(&rq->supply);
}

static void
begin_pass(struct runq *rq)
{
	struct buf records = BUF_INIT;

	rq->old = rq->opts->watch && rq->nmessages == 0 &&
	    renew_needed(&rq->renew);
	if (rq->old)
		return;
	wakeup_pass_begins(&rq->wakeup);
	wakeup_wishes(&rq->wakeup, &records);
	wish_read(&rq->supply, buf_span(&records));
	supply_look(&rq->supply);
	rq->no_expiry = jump_seen(&rq->q) || rq->no_expiry;
	buf_clear(&records);
}

/* Waits for whatever comes first, and hears it. */
static void
wait_events(struct runq *rq, int timeout)
{
	size_t n = 0, agents, doors;
	struct pollfd *p = mem_array(2 + agents_count(rq) + INLET_DOORS,
	    sizeof(*p));

	p[n++] = (struct pollfd){ .fd = rq->wakeup.run, .events = POLLIN };
	p[n++] = (struct pollfd){ .fd = rq->wakeup.inbox, .events = POLLIN };
	agents = agents_poll(rq, p + n);
	doors = inlet_poll(&rq->inlet, p + n + agents);
	if (poll(p, n + agents + doors, timeout) > 0) {
		if ((p[0].revents | p[1].revents) &&
		    wakeup_drain(&rq->wakeup) && !stop_wanted())
			begin_pass(rq);
		agents_ready(rq, p + n, agents);
		inlet_ready(&rq->inlet, p + n + agents, doors);
	}
	free(p);
}

/* One turn of the loop. timeout: how long to wait when nothing is at hand. */
static void
turn(struct runq *rq, int timeout)
{
	bool more = supply_run(&rq->supply);

	agents_run(rq);
	inlet_run(&rq->inlet);
	if (more || rq->touched != NULL || is_idle(rq))
		timeout = 0;
	int delay = agents_delay(rq);
	if (delay >= 0 && (timeout < 0 || delay < timeout))
		timeout = delay;
	wait_events(rq, timeout);
	pickup_finish(&rq->pickup);
	finish_touched(rq);
	progress_show(&rq->progress, rq->nmessages);
}

/* What is with an agent or the door comes to its end, nothing else begins. */
static void
wind_up(struct runq *rq)
{
	while (rq->schedule.running > 0 || rq->inlet.busy > 0) {
		inlet_run(&rq->inlet);
		wait_events(rq, agents_delay(rq));
		agents_watch(rq);
		pickup_finish(&rq->pickup);
		finish_touched(rq);
	}
}

static void
run_until_idle(struct runq *rq)
{
	while (!is_idle(rq) && !stop_wanted())
		turn(rq, -1);
	if (stop_wanted())
		wind_up(rq);
	schedule_forget(&rq->schedule);
	wakeup_pass_ends(&rq->wakeup);
	jump_note(&rq->q);
	rq->no_expiry = false;
}

/* Between two passes of a run that stays. */
static void
rest(struct runq *rq)
{
	int64_t every = rq->opts->every > 0 ? rq->opts->every :
	    param_time(P_queue_run_delay);
	int64_t until = clock_ms() +
	    supply_next_due(&rq->supply, every) * 1000;
	bool busy = agents_count(rq) > 0 || rq->inlet.doors != NULL;
	uint64_t pass = rq->wakeup.started;

	progress_end(&rq->progress);
	while (rq->wakeup.started == pass && !rq->old && !stop_wanted()) {
		int left = clock_left(until);

		if (left == 0) {
			begin_pass(rq);
			return;
		}
		if (busy && left > IDLE_MS)
			left = IDLE_MS;
		wait_events(rq, left);
		if (busy && rq->wakeup.started == pass) {
			agents_close(rq, false);
			inlet_close(&rq->inlet);
			busy = false;
		}
	}
}

static void
ask_for(struct runq *rq)
{
	if (rq->opts->flush)
		wish_flush(&rq->supply);
	for (size_t i = 0; i < rq->opts->nids; i++)
		wish_id(&rq->supply, &rq->opts->ids[i]);
}

/* The exit status. */
static int
run(struct runq *rq)
{
	ask_for(rq);
	do {
		begin_pass(rq);
		run_until_idle(rq);
		while (rq->opts->watch && !rq->old && !stop_wanted()) {
			rest(rq);
			run_until_idle(rq);
		}
	} while (wakeup_end(&rq->wakeup) && !rq->old && !stop_wanted());
	return rq->old && !stop_wanted() ? RENEW_STATUS : EX_OK;
}

/* Another run holds the lock. True when it has done what was asked for. */
static bool
hand_over(struct runq *rq, const struct opts *o)
{
	if (o->cron)
		return true;
	if (o->flush)
		wake_flush_all(&rq->q);
	for (size_t i = 0; i < o->nids; i++)
		wake_flush_id(&rq->q, &o->ids[i]);
	return wakeup_wait(&rq->wakeup, o->watch);
}

int
dispatch(const struct opts *o, int launcher)
{
	struct runq rq = { .opts = o, .launcher = launcher };
	struct why w = WHY_INIT;
	bool held = false;
	int status = EX_OK;

	stop_on_signals();
	if (!queue_open(&rq.q, param_str(P_queue_directory))) {
		log_fatal("open %s: %s", param_str(P_queue_directory),
		    strerror(errno));
		return EX_TEMPFAIL;
	}
	if (wakeup_open(&rq.wakeup, &rq.q, &w) != OUT_OK ||
	    wakeup_begin(&rq.wakeup, &held, &w) != OUT_OK) {
		log_fatal("%s", w.text.s);
		status = EX_TEMPFAIL;
	} else if (held || !hand_over(&rq, o)) {
		init(&rq);
		status = run(&rq);
		finish(&rq);
	}
	wakeup_close(&rq.wakeup);
	queue_close(&rq.q);
	why_clear(&w);
	return status;
}
