/* SPDX-License-Identifier: ISC */
#include "resume.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "wire/record.h"

enum { DIGEST = 32, HEAD = DIGEST + 2, TOLD_MAX = 4 };

/* All that the verdict on the server depends on. */
static bool
add_demands(struct buf *out, const struct session *s)
{
	const struct buf *parts[] = { &s->asked.host, &s->asked.sni,
	    &s->asked.match, &s->asked.tlsa, &s->asked.anchors,
	    &s->asked.protocols, &s->asked.ciphers, &s->asked.exclude };
	unsigned char sum[EVP_MAX_MD_SIZE];
	struct buf all = BUF_INIT;

	record_addf(&all, 'L', "%d %s %s", (int)s->asked.level,
	    s->c->set->ca_file, s->c->set->ca_path);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		record_add(&all, 'P', buf_span(parts[i]));
	bool good = EVP_Digest(all.s, all.len, sum, NULL, EVP_sha256(),
	    NULL) == 1;
	if (good)
		buf_add(out, sum, DIGEST);
	buf_clear(&all);
	return good;
}

static void
tell(struct session *s, SSL_SESSION *session)
{
	struct buf b = BUF_INIT;
	unsigned char *der = NULL;
	int len = i2d_SSL_SESSION(session, &der);

	if (len > 0 && (size_t)len + HEAD < RECORD_MAX / 2 &&
	    add_demands(&b, s)) {
		buf_addc(&b, s->facts.trusted ? '1' : '0');
		buf_addc(&b, s->facts.matched ? '1' : '0');
		buf_add(&b, der, (size_t)len);
		channel_put(&s->control, 'S', buf_span(&b));
		channel_flush(&s->control);
	}
	OPENSSL_free(der);
	buf_clear(&b);
}

/* Before the server is accepted, what is true of it is not known yet. */
int
resume_keep(SSL *ssl, SSL_SESSION *session)
{
	struct session *s = SSL_get_app_data(ssl);

	if (!s->accepted) {
		SSL_SESSION_free(s->early);
		s->early = session;
		return 1;	/* it is ours now */
	}
	if (s->told++ < TOLD_MAX && SSL_SESSION_is_resumable(session))
		tell(s, session);
	return 0;
}

void
resume_tell(struct session *s)
{
	s->accepted = true;
	if (s->early != NULL && SSL_SESSION_is_resumable(s->early))
		tell(s, s->early);
	SSL_SESSION_free(s->early);
	s->early = NULL;
}

void
resume_try(struct session *s)
{
	struct span saved = buf_span(&s->asked.session);
	struct buf demands = BUF_INIT;

	if (saved.len > HEAD && add_demands(&demands, s) &&
	    span_starts(saved, buf_span(&demands))) {
		const unsigned char *der =
		    (const unsigned char *)saved.p + HEAD;
		SSL_SESSION *session = d2i_SSL_SESSION(NULL, &der,
		    (long)(saved.len - HEAD));

		if (session != NULL)
			SSL_set_session(s->ssl, session);
		SSL_SESSION_free(session);
	}
	ERR_clear_error();
	buf_clear(&demands);
}

void
resume_recall(struct session *s)
{
	s->facts.trusted = s->asked.session.s[DIGEST] == '1';
	s->facts.matched = s->asked.session.s[DIGEST + 1] == '1';
}
