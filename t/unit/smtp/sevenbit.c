/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtp/sevenbit.h"

#include "../suite.h"

static const struct mime_limits limits = { 102400, 100, 2048 };

/* In pieces of one byte and in one: what comes out must be the same. */
static bool
convert(struct buf *out, struct span in, size_t piece)
{
	struct sevenbit s;

	sevenbit_init(&s, &limits);
	for (; in.len > 0; in = span_from(in, piece))
		sevenbit_push(&s, span_head(in, piece), out);
	sevenbit_end(&s, out);
	bool is_signed = s.is_signed;
	sevenbit_clear(&s);
	return !is_signed;
}

#define GIVES(in, wanted) do {						\
	struct buf b = BUF_INIT;					\
									\
	ck_assert(convert(&b, SPAN(in), SIZE_MAX));			\
	WANTS(&b, wanted, in);						\
	ck_assert(convert(&b, SPAN(in), 1));				\
	WANTS(&b, wanted, in);						\
} while (0)

START_TEST(single)
{
	GIVES("Subject: x\nMIME-Version: 1.0\n"
	    "Content-Transfer-Encoding: 8bit\n"
	    "Content-Type: text/plain; charset=utf-8\n\ncaf\xc3\xa9 = 1\n",
	    "Subject: x\nMIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n"
	    "caf=C3=A9 =3D 1\n");
	GIVES("Subject: x\nMIME-Version: 1.0\n"
	    "Content-Transfer-Encoding: base64\n\nYQ==\n",
	    "Subject: x\nMIME-Version: 1.0\n"
	    "Content-Transfer-Encoding: base64\n\nYQ==\n");
}
END_TEST

START_TEST(unlabelled)
{
	GIVES("Subject: x\n\n\xe9\n",
	    "Subject: x\nMIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=unknown-8bit\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n=E9\n");
}
END_TEST

START_TEST(parts)
{
	GIVES("MIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=b\n"
	    "Content-Transfer-Encoding: 8bit\n\n"
	    "--b\nContent-Transfer-Encoding: 8bit\n\n\xe9\n"
	    "--b\nContent-Type: message/rfc822\n\n"
	    "Subject: inner\n\n\xe8\n"
	    "--b\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n"
	    "--b--\n",
	    "MIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=b\n"
	    "Content-Transfer-Encoding: 7bit\n\n"
	    "--b\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n"
	    "--b\nContent-Type: message/rfc822\n\n"
	    "Subject: inner\nMIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=unknown-8bit\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n=E8\n"
	    "--b\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n"
	    "--b--\n");
}
END_TEST

START_TEST(signed_parts)
{
	struct buf b = BUF_INIT;

	ck_assert(!convert(&b, SPAN("Content-Type: multipart/signed; "
	    "boundary=b\n\n--b\n\n\xe9\n--b--\n"), SIZE_MAX));
	buf_reset(&b);
	ck_assert(convert(&b, SPAN("Content-Type: multipart/signed; "
	    "boundary=b\n\n--b\n\ne = 1\n--b--\n"), SIZE_MAX));
	WANTS(&b, "Content-Type: multipart/signed; "
	    "boundary=b\n\n--b\n\ne = 1\n--b--\n", "signed 7-bit text");
}
END_TEST

SUITE("smtp/sevenbit", single, unlabelled, parts, signed_parts)
