/* SPDX-License-Identifier: ISC
 *
 * agent/milter - one milter: its settings, its connection, what it answers
 *
 * Source:  wire/milter; Postfix MILTER_README for settings and defaults.
 * Owns:    its texts, buffers and the descriptor, until milter_clear.
 * Errors:  a milter that cannot be reached, is late or talks nonsense is logged
 *          once, and gives its default action from then on.
 * Effects: connects, reads and writes, each within its time limit.
 */
#ifndef AGENT_MILTER_H
#define AGENT_MILTER_H

#include "wire/milter.h"

enum milter_stage {		/* numbers of the protocol; the last is ours */
	MILTER_AT_CONNECT, MILTER_AT_HELO, MILTER_AT_MAIL, MILTER_AT_RCPT,
	MILTER_AT_DATA, MILTER_AT_EOM, MILTER_AT_EOH, MILTER_AT_UNKNOWN,
	MILTER_STAGES
};

enum milter_says {
	MILTER_GO_ON,
	MILTER_REFUSES,		/* code and text; 421: hang up after it */
	MILTER_DISCARDS,	/* the message */
	MILTER_HOLDS		/* the message; text is the reason */
};

struct milter_verdict {
	enum milter_says says;
	int		code;
	struct buf	text;	/* "5.7.1 Command rejected"; lines with LF */
};

#define MILTER_VERDICT_INIT	{ MILTER_GO_ON, 0, BUF_INIT }

enum milter_state {
	MILTER_NEW,
	MILTER_READY,
	MILTER_PASSED,		/* wants no more of this message */
	MILTER_DONE,		/* nor of this connection: the verdict stays */
	MILTER_BROKEN		/* the same, and nobody is there */
};

struct milter {
	char		*name;		/* "inet:host:port", "unix:path" */
	int64_t		 connect_limit, command_limit, content_limit;
	int		 version;
	char		*fallback;	/* milter_default_action */
	char		*macros[MILTER_STAGES];	/* lists of names */
	enum milter_state state;
	struct milter_verdict last;	/* of MILTER_DONE and MILTER_BROKEN */
	int		 fd;
	uint32_t	 actions, events;
	bool		 borrowed;	/* another process goes on with it */
	bool		 mailed;	/* it has heard of a message */
	bool		 skip;		/* it wants no more of the body */
	struct buf	 rd, wr;
	size_t		 taken;		/* of rd */
	size_t		 begun;		/* in wr: the command that is being put */
	char		 command;
};

/* The value of a macro, "{client_addr}" or "j"; false if it has none. */
typedef bool	milter_value(void *arg, struct span name, struct buf *out);

/* "inet:host:port", or "{ inet:host:port, name = value, ... }". False, with
 * the milter usable all the same, when a setting is bad. */
bool	milter_init(struct milter *m, struct span setting);
void	milter_clear(struct milter *m);		/* says good-bye */

/* Connects, and agrees upon a version. */
void	milter_connect(struct milter *m);
/* Begins a command, its macros first; the caller appends its data to m->wr. */
void	milter_command(struct milter *m, char command, enum milter_stage stage,
	    milter_value *value, void *arg);
/* Sends it. mute: the bit of a milter that does not answer. */
enum milter_says	milter_ask(struct milter *m, uint32_t mute,
			    struct milter_verdict *v);
/* Whether the milter wants to hear of what has this bit. When it does not, its
 * standing verdict is in v. */
bool	milter_wants(struct milter *m, uint32_t no, struct milter_verdict *v);

/* What it wants changed: false when the data cannot be. */
typedef bool	milter_edit(void *arg, char what, struct span data);
/* The end of the message. */
enum milter_says	milter_eom(struct milter *m, milter_value *value,
			    void *arg, milter_edit *edit, void *edit_arg,
			    struct milter_verdict *v);
/* Gives it up: logged, and its default action counts from now on. */
void	milter_fail(struct milter *m, const char *how);
/* The message has ended, however. */
void	milter_abort(struct milter *m);

/* A milter in the middle of a message, for another process that gets its
 * descriptor, too. */
void	milter_pack(struct buf *out, const struct milter *m);
bool	milter_unpack(struct milter *m, struct span packed, int fd);

#endif
