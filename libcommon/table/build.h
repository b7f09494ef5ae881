/* SPDX-License-Identifier: ISC
 *
 * table/build - makes and changes indexed files, for postmap and postalias
 *
 * Source:  none. The new file grows beside the old one under a name that
 *          builders lock, so there is one at a time, and is renamed over it
 *          when it is complete and on disk: readers see the old or the new.
 * Owns:    the new file, until build_close.
 * Errors:  FAILED and the reason; then nothing has changed.
 * Effects: NAME.SUFFIX.new and NAME.SUFFIX in the directory of the source.
 */
#ifndef TABLE_BUILD_H
#define TABLE_BUILD_H

#include <stdint.h>
#include <sys/stat.h>

#include "table/table.h"

enum build_how {
	BUILD_NEW,		/* from nothing */
	BUILD_EDIT,		/* begins with what the file holds now */
	BUILD_EDIT_OR_NEW	/* one that is missing is made */
};
enum build_dup { BUILD_DUP_WARN, BUILD_DUP_IGNORE, BUILD_DUP_REPLACE };

struct build;

/* Whether files of this type can be made, or changed. */
bool	build_can(struct span type, bool edit);

/* The mode is for a file that is new; one that exists keeps its own, but is
 * not readable for the world unless mode says so. source: whose file it will
 * be when root builds it; NULL: that stays as it is. */
struct build	*build_open(struct span spec, unsigned flags,
		    enum build_how how, mode_t mode, const struct stat *source,
		    struct why *w);
/* Who owns the new file, and may write it. */
void	build_owner(const struct build *b, uid_t *uid, gid_t *gid);
/* The first call of the process that writes; before it the file's content has
 * not been looked at. */
enum found	build_begin(struct build *b, struct why *w);
/* Abandons what was not committed. */
void	build_close(struct build *b);

/* Not with edit: the records wait until build_write puts them in order. */
enum found	build_add(struct build *b, struct span key, struct span value,
		    size_t line, struct why *w);
/* Writes all that was added. Of equal keys the first counts, or with
 * BUILD_DUP_REPLACE the last; those that do not are told, by line. */
enum found	build_write(struct build *b, enum build_dup dup,
		    void (*tell)(void *arg, size_t line, struct span key),
		    void *arg, struct why *w);

/* With edit. build_put: ABSENT when the key is new. */
enum found	build_put(struct build *b, struct span key, struct span value,
		    enum build_dup dup, struct why *w);
enum found	build_del(struct build *b, struct span key, struct why *w);

/* A record that is not folded, and that replaces what an edit finds. */
enum found	build_mark(struct build *b, struct span key, struct span value,
		    struct why *w);

/* Ends writing; then build_commit may follow, in the same process or in the
 * parent of the one that wrote. */
enum found	build_end(struct build *b, struct why *w);
enum found	build_commit(struct build *b, struct why *w);

#endif
