/* SPDX-License-Identifier: ISC
 *
 * postconf/presets - settings that do not come as arguments: --null-client,
 * --from-env
 */
#ifndef POSTCONF_PRESETS_H
#define POSTCONF_PRESETS_H

#include "opts.h"

int	preset_null_client(const struct opts *o);	/* exit statuses */
int	preset_from_env(const struct opts *o);

#endif
