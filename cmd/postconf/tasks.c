/* SPDX-License-Identifier: ISC */
#include "tasks.h"

#include "completion.h"
#include "edit.h"
#include "explain.h"
#include "findings.h"
#include "lists.h"
#include "master.h"
#include "medit.h"
#include "presets.h"
#include "show.h"

static int
show_main(const struct opts *o)
{
	struct view v;

	view_load(&v, o);
	return show(&v);
}

static int
show_master(const struct opts *o)
{
	struct view v;

	view_load(&v, o);
	return master_show(&v);
}

static int
explain_names(const struct opts *o)
{
	struct view v;

	view_load(&v, o);
	return explain(&v);
}

static int
check_all(const struct opts *o)
{
	struct view v;

	view_load(&v, o);
	return check(&v);
}

task *
task_of(const struct opts *o)
{
	bool shows = o->action == ACT_SHOW;

	switch (o->about) {
	case ABOUT_MAIN:	return shows ? show_main : edit_main;
	case ABOUT_SERVICES:
	case ABOUT_FIELDS:
	case ABOUT_OPTIONS:	return shows ? show_master : edit_master;
	case ABOUT_LIST:	return lists_show;
	case ABOUT_CHECK:	return check_all;
	case ABOUT_EXPLAIN:	return explain_names;
	case ABOUT_COMPLETION:	return completion;
	case ABOUT_NULL_CLIENT:	return preset_null_client;
	case ABOUT_FROM_ENV:	return preset_from_env;
	default:		return show_main;
	}
}
