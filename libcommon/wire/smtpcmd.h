/* SPDX-License-Identifier: ISC
 *
 * wire/smtpcmd - SMTP commands: verb, path, parameters
 *
 * Source:  RFC 5321 sections 4.1.1, 4.1.2; RFC 1870 (SIZE), 6152 (BODY), 6531
 *          (SMTPUTF8), 3461 (RET ENVID NOTIFY ORCPT), 4954 (AUTH).
 * Owns:    struct smtpcmd_mail and _rcpt their bufs; spans point into the line.
 * Errors:  enum smtpcmd_bad; *bad is then the text at fault.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpcmd.c.
 *
 * Lenient (the default) takes what Postfix takes without
 * strict_rfc821_envelopes: no <>, blanks behind the colon, unusual local
 * parts. Source routes are dropped, never used. UTF-8 is taken in addresses
 * with SMTPUTF8 or without: a caller who minds asks utf8_is_ascii.
 */
#ifndef WIRE_SMTPCMD_H
#define WIRE_SMTPCMD_H

#include <stdint.h>

#include "base/buf.h"
#include "wire/dsn.h"

enum {
	SMTPCMD_ADDRESS_MAX	= 1000,	/* bytes between < and > */
	SMTPCMD_LOCAL_MAX	= 64,	/* strict only */
	SMTPCMD_PATH_MAX	= 254	/* strict only: 256 with < and > */
};

struct smtpcmd {
	struct span	verb;	/* as typed; compare without case */
	struct span	args;	/* without blanks around */
};

/* False when the line holds a control byte (NUL, CR, ...) but tabs. */
bool	smtpcmd_split(struct span line, struct smtpcmd *c);
/* Takes one argument (up to a blank) off the front of *args. */
bool	smtpcmd_arg(struct span *args, struct span *arg);

enum smtpcmd_bad {
	SMTPCMD_OK,
	SMTPCMD_SYNTAX,		/* 501 5.5.4: no FROM:, no <, ... */
	SMTPCMD_ADDRESS,	/* 501 5.1.7 (MAIL), 5.1.3 (RCPT) */
	SMTPCMD_LONG,		/* 501 5.1.7, 5.1.3: longer than the limits */
	SMTPCMD_OPTION,		/* 555 5.5.4: an unknown parameter */
	SMTPCMD_VALUE		/* 501 5.5.4: a known one with a bad value */
};

enum smtpcmd_body { SMTPCMD_BODY_NONE, SMTPCMD_7BIT, SMTPCMD_8BITMIME,
	SMTPCMD_BINARYMIME };

struct smtpcmd_mail {
	struct buf	address;	/* internal form; empty: the null sender */
	bool		has_size, smtputf8, requiretls, has_auth;
	uint64_t	size;		/* at most INT64_MAX */
	enum smtpcmd_body body;
	enum dsn_ret	ret;
	struct buf	envid;		/* xtext, as it came; empty: not given */
	struct buf	auth;		/* decoded; empty with has_auth: <> */
	struct span	bad;
};

struct smtpcmd_rcpt {
	struct buf	address;
	unsigned	notify;		/* DSN_*; 0: not given */
	struct buf	orcpt;		/* type;xtext, as it came */
	struct span	bad;
};

#define SMTPCMD_MAIL_INIT \
	{ .address = BUF_INIT, .envid = BUF_INIT, .auth = BUF_INIT }
#define SMTPCMD_RCPT_INIT { .address = BUF_INIT, .orcpt = BUF_INIT }

/* args: "FROM:<a@b> SIZE=1", "TO:<a@b> NOTIFY=NEVER". The struct must be
 * initialised; what it held is replaced. */
enum smtpcmd_bad	smtpcmd_mail(struct span args, bool strict,
			    struct smtpcmd_mail *m);
enum smtpcmd_bad	smtpcmd_rcpt(struct span args, bool strict,
			    struct smtpcmd_rcpt *r);
void	smtpcmd_mail_clear(struct smtpcmd_mail *m);
void	smtpcmd_rcpt_clear(struct smtpcmd_rcpt *r);

/* Takes a path (<a@b>, or bare when lenient) off the front of *in and puts
 * the internal form into address. For VRFY as well. */
enum smtpcmd_bad	smtpcmd_path(struct span *in, bool strict,
			    struct buf *address);
/* HELO and EHLO: a host name or a literal. Lenient callers need not ask. */
bool	smtpcmd_helo_ok(struct span name);

#endif
