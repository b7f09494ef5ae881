/* SPDX-License-Identifier: ISC
 *
 * sys/dynlib - shared libraries that are loaded when they are needed
 *
 * Source:  dlopen(3). Linking a program with every library that a table might
 *          need would cost each start of it milliseconds.
 * Owns:    a loaded library stays until the process ends.
 * Errors:  false, and the reason in bad.
 * Effects: loads the library, runs its constructors.
 */
#ifndef SYS_DYNLIB_H
#define SYS_DYNLIB_H

#include <stdbool.h>

#include "base/buf.h"

/* Fills calls, a struct of n function pointers, with the functions of these
 * names, in their order. A module declares both from one list:
 *
 *	#define CALLS(X) X(db_create) X(db_strerror)
 *	struct calls { CALLS(DYNLIB_MEMBER) };
 *	static const char *const names[] = { CALLS(DYNLIB_NAME) };
 */
bool	dynlib_load(const char *soname, const char *const *names, size_t n,
	    void *calls, struct buf *bad);

#define DYNLIB_MEMBER(f)	__typeof__(f) *f;
#define DYNLIB_NAME(f)		#f,

#endif
