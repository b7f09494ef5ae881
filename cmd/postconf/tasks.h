/* SPDX-License-Identifier: ISC
 *
 * postconf/tasks - from what is asked for to who does it
 */
#ifndef POSTCONF_TASKS_H
#define POSTCONF_TASKS_H

#include "conf/param.h"
#include "opts.h"

typedef int task(const struct opts *o);		/* an exit status */

task	*task_of(const struct opts *o);

#endif
