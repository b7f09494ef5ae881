/* SPDX-License-Identifier: ISC
 *
 * conf/param - the parameters of main.cf, typed
 *
 * Source:  Postfix postconf(5) for names, meanings and defaults; params.def.
 * Owns:    the parsed main.cf and all returned strings, until param_load is
 *          called again. Besides sys/log the only module with state.
 * Errors:  a bad value ends the program through the handler of param_on_bad
 *          (EX_CONFIG by default); an unreadable main.cf is param_load's error.
 * Effects: param_load reads main.cf; myhostname asks for the host's name.
 */
#ifndef CONF_PARAM_H
#define CONF_PARAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"

/* One P_name for each row of params.def. */
enum param {
#define PARAM(name, type, def, range, class, meaning) P_##name,
#include "conf/params.def"
#undef PARAM
	PARAM_COUNT
};

/* Reads DIR/main.cf. A missing main.cf is an empty one. */
enum out	param_load(const char *dir, struct why *w);
/* As -o name=value in master.cf: wins over main.cf. Also before param_load,
 * which keeps it; again for the same name replaces it. */
void	param_override(struct span name, struct span value);
/* What was overridden so, oldest first, for a program that must see the same:
 * "name=value", added as strings that each end in a NUL. */
void	param_overrides(struct buf *out);

/* Values, expanded; each is expanded and parsed when it is first asked for. */
const char *param_str(enum param p);		/* "" when empty */
bool	param_bool(enum param p);
int64_t	param_int(enum param p);
int64_t	param_time(enum param p);		/* seconds */
/* A list of words out of names (which blanks separate): bit i stands for the
 * i-th of them. Another word is a bad value. */
unsigned	param_words(enum param p, const char *names);

/* Of a delivery transport: "smtp", "_destination_concurrency_limit" of
 * suffixes.def. Its own value if set, else that of the suffix's default. */
const char *param_of_str(const char *transport, const char *suffix);
int64_t	param_of_int(const char *transport, const char *suffix);
int64_t	param_of_time(const char *transport, const char *suffix);

/* Any name, user-defined ones too: NULL when neither set nor known. */
const char *param_value(struct span name);
/* The same before expansion, as override, main.cf or default have it. */
bool	param_raw(struct span name, struct span *value);
bool	param_is_set(enum param p);		/* in main.cf or by override */
/* Replaces $name in text by values. */
enum out	param_expand(struct buf *out, struct span text, struct why *w);

/* What to do about a bad value: log text and exit. Must not return. */
void	param_on_bad(void (*handler)(const char *text));

/* Where the default of p comes from when it is not a text: mynetworks needs
 * the network's layer. Appends the value. */
void	param_on_default(enum param p, void (*compute)(struct buf *out));

#endif
