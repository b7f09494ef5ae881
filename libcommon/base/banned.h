/* SPDX-License-Identifier: ISC
 *
 * base/banned - makes calls that have no safe use here fail to compile
 *
 * Source:  the house style; the build force-includes it everywhere.
 * Owns:    nothing.
 * Errors:  a compile error that names the call.
 * Effects: none.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* The libc headers must declare these before they are poisoned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fortified headers make macros of some. */
#undef sprintf
#undef vsprintf
/* So must a library's header whose macros use them. */
#ifdef BANNED_BEHIND
#include BANNED_BEHIND
#endif

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf
#pragma GCC poison strtok strtok_r atoi atol atof system popen gets

#endif
