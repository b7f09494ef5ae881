/* SPDX-License-Identifier: ISC */
#include "conf/tlsoffer.h"

#include "conf/param.h"

/* The level, where it is set, wins over the two old parameters. */
static bool
read_level(struct tlsoffer *o)
{
	static const struct {
		const char *name;
		bool	    use, enforce, weaker;
	} levels[] = {
		{ "none", false, false, false }, { "may", true, false, false },
		{ "encrypt", true, true, false },
		{ "fingerprint", true, true, true },
		{ "verify", true, true, true }, { "secure", true, true, true },
	};
	struct span level = span_str(param_str(P_smtpd_tls_security_level));

	o->enforce = param_bool(P_smtpd_enforce_tls);
	o->use = param_bool(P_smtpd_use_tls);
	if (level.len == 0 || o->wrapper)
		return true;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (span_caseis(level, levels[i].name)) {
			o->use = levels[i].use;
			o->enforce = levels[i].enforce;
			o->weaker = levels[i].weaker;
			return true;
		}
	return false;
}

static bool
has_cert(void)
{
	static const enum param files[] = { P_smtpd_tls_chain_files,
	    P_smtpd_tls_cert_file, P_smtpd_tls_eccert_file };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (param_str(files[i])[0] != '\0')
			return true;
	return false;
}

bool
tlsoffer_read(struct tlsoffer *o)
{
	*o = (struct tlsoffer){ .wrapper = param_bool(P_smtpd_tls_wrappermode) };
	if (!read_level(o))
		return false;
	o->enforce = o->enforce || o->wrapper;
	o->use = o->use || o->enforce;
	o->require = o->enforce && param_bool(P_smtpd_tls_req_ccert);
	o->ask = o->require || param_bool(P_smtpd_tls_ask_ccert);
	o->auth_only = o->enforce || param_bool(P_smtpd_tls_auth_only);
	o->no_cert = o->use && !has_cert();
	if (o->no_cert && !o->enforce)
		o->use = false;
	return true;
}
