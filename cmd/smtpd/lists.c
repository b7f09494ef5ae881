/* SPDX-License-Identifier: ISC */
#include "lists.h"

#include "base/ascii.h"
#include "conf/param.h"
#include "sys/log.h"

static const struct {
	enum param	 param;
	unsigned	 kinds;
	const char	*feature;	/* of parent_domain_matches_subdomains */
} list_of[LISTS] = {
	[LIST_MYNETWORKS] = { P_mynetworks, MATCH_DOMAINS | MATCH_ADDRESSES,
	    "mynetworks" },
	[LIST_FORBIDDEN_COMMANDS] = { P_smtpd_forbidden_commands, MATCH_NAMES,
	    NULL },
	[LIST_NOOP_COMMANDS] = { P_smtpd_noop_commands, MATCH_NAMES, NULL },
	[LIST_FAST_FLUSH] = { P_fast_flush_domains, MATCH_DOMAINS,
	    "fast_flush_domains" },
	[LIST_XCLIENT] = { P_smtpd_authorized_xclient_hosts,
	    MATCH_DOMAINS | MATCH_ADDRESSES, "smtpd_authorized_xclient_hosts" },
	[LIST_XFORWARD] = { P_smtpd_authorized_xforward_hosts,
	    MATCH_DOMAINS | MATCH_ADDRESSES, "smtpd_authorized_xforward_hosts" },
	[LIST_BARE_LF_EXCLUSIONS] = { P_smtpd_forbid_bare_newline_exclusions,
	    MATCH_DOMAINS | MATCH_ADDRESSES, "mynetworks" },
	[LIST_LIMIT_EXCEPTIONS] = { P_smtpd_client_event_limit_exceptions,
	    MATCH_DOMAINS | MATCH_ADDRESSES,
	    "smtpd_client_event_limit_exceptions" },
	[LIST_SASL_EXCEPTIONS] = { P_smtpd_sasl_exceptions_networks,
	    MATCH_DOMAINS | MATCH_ADDRESSES,
	    "smtpd_sasl_exceptions_networks" },
	[LIST_SASL_MECHANISMS] = { P_smtpd_sasl_mechanism_filter, MATCH_NAMES,
	    NULL },
	[LIST_LOGGED_PERMITS] = { P_smtpd_log_access_permit_actions,
	    MATCH_NAMES, NULL },
	[LIST_MX_BACKUP_NETWORKS] = { P_permit_mx_backup_networks,
	    MATCH_DOMAINS | MATCH_ADDRESSES, "permit_mx_backup_networks" },
};

static const enum param maps_of[MAPS_COUNT] = {
	[MAPS_CANONICAL]	= P_canonical_maps,
	[MAPS_RCPT_CANONICAL]	= P_recipient_canonical_maps,
	[MAPS_VIRTUAL_ALIAS]	= P_virtual_alias_maps,
	[MAPS_LOCAL_RCPT]	= P_local_recipient_maps,
	[MAPS_RELAY_RCPT]	= P_relay_recipient_maps,
	[MAPS_MAILBOX]		= P_virtual_mailbox_maps,
	[MAPS_REJECT_FOOTER]	= P_smtpd_reject_footer_maps,
	[MAPS_COMMAND_FILTER]	= P_smtpd_command_filter,
	[MAPS_NO_KEYWORDS]	= P_smtpd_discard_ehlo_keyword_address_maps,
	[MAPS_TLS_LOG]		= P_smtpd_tls_loglevel_maps,
	[MAPS_MILTER]		= P_smtpd_milter_maps,
	[MAPS_SENDER_CANONICAL]	= P_sender_canonical_maps,
	[MAPS_LOGINS]		= P_smtpd_sender_login_maps,
	[MAPS_RBL_REPLY]	= P_rbl_reply_maps,
	[MAPS_CLIENT_CERTS]	= P_relay_clientcerts,
};

static const enum param stage_of[STAGES] = {
	[STAGE_CLIENT]		= P_smtpd_client_restrictions,
	[STAGE_HELO]		= P_smtpd_helo_restrictions,
	[STAGE_SENDER]		= P_smtpd_sender_restrictions,
	[STAGE_RELAY]		= P_smtpd_relay_restrictions,
	[STAGE_RCPT]		= P_smtpd_recipient_restrictions,
	[STAGE_DATA]		= P_smtpd_data_restrictions,
	[STAGE_END_OF_DATA]	= P_smtpd_end_of_data_restrictions,
	[STAGE_ETRN]		= P_smtpd_etrn_restrictions,
	[STAGE_REWRITE]		= P_local_header_rewrite_clients,
};

static void
open_list(struct lists *l, size_t i)
{
	unsigned kinds = list_of[i].kinds;

	if (list_of[i].feature != NULL && maps_parents_match(list_of[i].feature))
		kinds |= MATCH_PARENTS;
	l->list[i] = matchlist_open(span_str(param_str(list_of[i].param)),
	    kinds);
}

static void
open_maps(struct lists *l, size_t i)
{
	l->maps[i] = maps_open(span_str(param_str(maps_of[i])), TABLE_FOLD);
}

/* Opened once for nothing: the libraries stay, and each session need not load
 * them again. */
static void
prepare(struct lists *l)
{
	class_prepare(&l->classes);
	for (size_t i = 0; i < LISTS; i++) {
		open_list(l, i);
		if (matchlist_plain(span_str(param_str(list_of[i].param))))
			continue;
		matchlist_close(l->list[i]);
		l->list[i] = NULL;
	}
	for (size_t i = 0; i < MAPS_COUNT; i++) {
		open_maps(l, i);
		if (matchlist_plain(span_str(param_str(maps_of[i]))))
			continue;
		maps_close(l->maps[i]);
		l->maps[i] = NULL;
	}
}

static void
open_access(struct access *a)
{
	if (a->maps == NULL)
		a->maps = maps_open(span_str(a->spec), TABLE_FOLD);
}

static void
prepare_book(struct lists *l)
{
	for (size_t i = 0; i < l->book.ntables; i++) {
		struct access *a = l->book.tables[i];

		open_access(a);
		if (matchlist_plain(span_str(a->spec)))
			continue;
		maps_close(a->maps);
		a->maps = NULL;
	}
}

/* Without any rule about relaying, this is the one. */
static void
guard_relay(struct lists *l)
{
	struct rulelist *relay = &l->stage[STAGE_RELAY];
	struct rulelist *rcpt = &l->stage[STAGE_RCPT];

	if (relay->n == 0 && rcpt->n == 0)
		rulelist_read(relay, &l->book, SPAN("permit_mynetworks, "
		    "permit_sasl_authenticated, reject_unauth_destination"));
	l->open_relay = !rulelist_guards(relay) && !rulelist_guards(rcpt);
	if (l->open_relay)
		log_error("in parameter smtpd_relay_restrictions or "
		    "smtpd_recipient_restrictions, specify at least one working "
		    "instance of: reject_unauth_destination, "
		    "defer_unauth_destination, reject, defer, "
		    "defer_if_permit or check_relay_domains");
}

void
lists_prepare(struct lists *l)
{
	*l = (struct lists){ .origin = param_str(P_myorigin),
	    .delimiters = param_str(P_recipient_delimiter) };
	prepare(l);
	rulebook_read(&l->book);
	for (size_t i = 0; i < STAGES; i++)
		rulelist_read(&l->stage[i], &l->book,
		    span_str(param_str(stage_of[i])));
	guard_relay(l);
	prepare_book(l);
	if (!interfaces_get(&l->own))
		l->own = (struct interfaces){ NULL, 0 };
}

void
lists_complete(struct lists *l)
{
	class_complete(&l->classes);
	for (size_t i = 0; i < LISTS; i++)
		if (l->list[i] == NULL)
			open_list(l, i);
	for (size_t i = 0; i < MAPS_COUNT; i++)
		if (l->maps[i] == NULL)
			open_maps(l, i);
	for (size_t i = 0; i < l->book.ntables; i++)
		open_access(l->book.tables[i]);
}

bool
lists_changed(const struct lists *l)
{
	bool changed = class_changed(&l->classes);

	for (size_t i = 0; !changed && i < LISTS; i++)
		changed = matchlist_changed(l->list[i]);
	for (size_t i = 0; !changed && i < MAPS_COUNT; i++)
		changed = maps_changed(l->maps[i]);
	for (size_t i = 0; !changed && i < l->book.ntables; i++)
		changed = maps_changed(l->book.tables[i]->maps);
	return changed;
}

void
lists_close(struct lists *l)
{
	class_close(&l->classes);
	for (size_t i = 0; i < LISTS; i++)
		matchlist_close(l->list[i]);
	for (size_t i = 0; i < MAPS_COUNT; i++)
		maps_close(l->maps[i]);
	for (size_t i = 0; i < STAGES; i++)
		rulelist_clear(&l->stage[i]);
	rulebook_clear(&l->book);
	resolver_free(l->resolver);
	interfaces_clear(&l->own);
	*l = (struct lists){ .origin = "" };
}

struct resolver *
lists_resolver(struct lists *l)
{
	if (l->resolver == NULL)
		l->resolver = resolver_new(false);
	return l->resolver;
}
