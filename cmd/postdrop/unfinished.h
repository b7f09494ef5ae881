/* SPDX-License-Identifier: ISC
 *
 * postdrop/unfinished - a signal removes the file that is not complete
 *
 * Source:  signal-safety(7).
 * Owns:    the name of that file: state of the process, since a signal handler
 *          is given nothing.
 * Errors:  none.
 * Effects: dispositions of the signals that end a program from outside.
 */
#ifndef POSTDROP_UNFINISHED_H
#define POSTDROP_UNFINISHED_H

/* Holds these signals back, or lets them come. */
void	unfinished_hold(void);
void	unfinished_release(void);
/* From now on each of them removes name (below directory dir) and ends the
 * process. Call it while they are held back. */
void	unfinished_set(int dir, const char *name);
/* It is complete, or gone: from now on the signals are ignored. */
void	unfinished_done(void);

#endif
