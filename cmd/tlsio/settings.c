/* SPDX-License-Identifier: ISC */
#include "settings.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "conf/tlsoffer.h"
#include "conf/value.h"

/* Of the parameter that begins with the role: "" when there is none. */
static const char *
text(const struct settings *s, const char *suffix)
{
	char *name = mem_fmt("%s_%s", s->role, suffix);
	const char *value = param_value(span_str(name));

	free(name);
	return value != NULL ? value : "";
}

static int64_t
number(const struct settings *s, const char *suffix)
{
	int64_t n = 0;

	if (!value_time(span_str(text(s, suffix)), 's', &n) || n < 0)
		app_fatal(EX_CONFIG, "bad value for %s_%s: %s", s->role,
		    suffix, text(s, suffix));
	return n;
}

static void
read_both(struct settings *s)
{
	s->chain_files = text(s, "tls_chain_files");
	s->cert_file = text(s, "tls_cert_file");
	s->key_file = text(s, "tls_key_file");
	s->eccert_file = text(s, "tls_eccert_file");
	s->eckey_file = text(s, "tls_eckey_file");
	s->dcert_file = text(s, "tls_dcert_file");
	s->dkey_file = text(s, "tls_dkey_file");
	s->ca_file = text(s, "tls_CAfile");
	s->ca_path = text(s, "tls_CApath");
	s->protocols = text(s, "tls_protocols");
	s->ciphers = text(s, "tls_ciphers");
	s->exclude = text(s, "tls_exclude_ciphers");
	s->mandatory_protocols = text(s, "tls_mandatory_protocols");
	s->mandatory_ciphers = text(s, "tls_mandatory_ciphers");
	s->mandatory_exclude = text(s, "tls_mandatory_exclude_ciphers");
	s->digest = text(s, "tls_fingerprint_digest");
	s->cache_time = number(s, "tls_session_cache_timeout");
	s->handshake_time = number(s, "starttls_timeout");
	if (strcmp(s->cert_file, "none") == 0)	/* meant, not forgotten */
		s->cert_file = "";
}

static void
read_server(struct settings *s)
{
	struct tlsoffer o;

	if (!tlsoffer_read(&o))
		app_fatal(EX_CONFIG, "Invalid TLS level \"%s\"",
		    param_str(P_smtpd_tls_security_level));
	s->enforce = o.enforce;
	s->ask = o.ask;
	s->require = o.require;
	s->depth = param_int(P_smtpd_tls_ccert_verifydepth);
	s->session_ids = param_bool(P_smtpd_tls_always_issue_session_ids);
	s->dh_file = param_str(P_smtpd_tls_dh1024_param_file);
	s->ecdh_grade = param_str(P_smtpd_tls_eecdh_grade);
	s->service = param_str(P_service_name);
}

void
settings_read(struct settings *s, const char *role)
{
	*s = (struct settings){ .role = role, .dh_file = "",
	    .ecdh_grade = "auto", .service = "" };
	s->server = strcmp(role, "smtpd") == 0;
	if (!s->server && strcmp(role, "smtp") != 0 &&
	    strcmp(role, "lmtp") != 0)
		app_fatal(EX_USAGE, "no such role: %s", role);
	read_both(s);
	if (s->server)
		read_server(s);
	else
		s->depth = number(s, "tls_scert_verifydepth");
}
