/* SPDX-License-Identifier: ISC
 *
 * cleanup/settings - what main.cf says about accepting messages, read once
 *
 * Source:  postconf(5).
 * Owns:    the table of dropped headers; strings are conf/param's.
 * Errors:  a bad value ends the program (conf/param).
 * Effects: none.
 */
#ifndef CLEANUP_SETTINGS_H
#define CLEANUP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/htab.h"
#include "route/mapping.h"

struct settings {
	struct mapping *mapping;	/* of addresses; read, not opened */
	const char *myhostname, *mail_name;
	const char *empty_recipient;	/* empty_address_recipient */
	const char *charset;		/* full_name_encoding_charset */
	const char *undisclosed;	/* a whole header, or "" */
	bool	always_add, original_recipient;
	bool	obsolete_from;		/* "a@b (Name)" */
	bool	reject_header_end;
	const char *override;		/* the same, as it is written */
	bool	no_mappings;		/* receive_override_options */
	uint64_t size_limit, minfree;	/* 0: none */
	size_t	header_limit, token_limit, dup_limit;
	int64_t	hop_limit;
	/* MIME, and checks of content */
	bool	no_mime, detect_8bit;
	size_t	mime_nesting, mime_boundary;
	unsigned strict_flaws;		/* msg/mime's, that are refused */
	uint64_t body_checks_limit;	/* bytes of each part; 0: all */
	const char *filter;		/* content_filter */
	bool	checks_bounces, checks_notices;
	struct htab dropped;		/* header names, lower case */
	bool	filters;		/* some byte is stripped or rejected */
	bool	strip[256], reject[256];
};

/* mapping: where to put that part. */
void	settings_read(struct settings *s, struct mapping *mapping);

#endif
