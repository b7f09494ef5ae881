/* SPDX-License-Identifier: ISC */
#include "sevenbit.h"

static void
begin_header(struct sevenbit *s)
{
	s->said_version = s->said_type = s->said_encoding = false;
	s->composite = false;
	s->plain = true;
}

void
sevenbit_init(struct sevenbit *s, const struct mime_limits *limits)
{
	*s = (struct sevenbit){ .qp = QP_INIT };
	mime_init(&s->mime, limits);
	begin_header(s);
}

void
sevenbit_clear(struct sevenbit *s)
{
	mime_clear(&s->mime);
}

static bool
is_identity(enum mime_encoding e)
{
	return e == MIME_7BIT || e == MIME_8BIT || e == MIME_BINARY;
}

/* An identity encoding is said again at the end of the header, when it is known
 * what it shall be. */
static void
header(struct sevenbit *s, const struct mime_event *ev, struct buf *out)
{
	s->plain = is_identity(s->mime.encoding);
	s->composite = mime_is_composite(&s->mime);
	switch (ev->header.id) {
	case HEADER_CONTENT_TRANSFER_ENCODING:
		if (is_identity(mimetype_encoding(ev->header.body))) {
			s->said_encoding = true;
			return;
		}
		break;
	case HEADER_MIME_VERSION:
		s->said_version = true;
		break;
	case HEADER_CONTENT_TYPE:
		s->said_type = true;
		break;
	default:
		break;
	}
	buf_addspan(out, ev->text);
	buf_addc(out, '\n');
}

static void
header_end(struct sevenbit *s, const struct mime_event *ev, struct buf *out)
{
	s->encode = s->plain && !s->composite && !mime_is_signed(&s->mime);
	if (s->encode && ev->where != MIME_PART && !s->said_version)
		buf_adds(out, "MIME-Version: 1.0\n");
	if (s->encode && ev->where != MIME_PART && !s->said_type)
		buf_adds(out, "Content-Type: text/plain; "
		    "charset=unknown-8bit\n");
	if (s->encode)
		buf_adds(out, "Content-Transfer-Encoding: "
		    "quoted-printable\n");
	else if (s->plain && s->said_encoding)
		buf_adds(out, "Content-Transfer-Encoding: 7bit\n");
	buf_addspan(out, ev->text.len > 0 ? ev->text : SPAN("\n"));
	s->qp = (struct qp)QP_INIT;
	begin_header(s);
}

static void
end_part(struct sevenbit *s, struct buf *out)
{
	if (s->encode)
		qp_end(&s->qp, out);
	s->encode = false;
}

static void
body(struct sevenbit *s, const struct mime_event *ev, struct buf *out)
{
	if (s->encode && ev->where != MIME_AROUND)
		qp_push(&s->qp, ev->text, out);
	else
		buf_addspan(out, ev->text);
}

static void
take(struct sevenbit *s, enum mime_got got, const struct mime_event *ev,
    struct buf *out)
{
	switch (got) {
	case MIME_HEADER:
		header(s, ev, out);
		break;
	case MIME_HEADER_END:
		header_end(s, ev, out);
		break;
	case MIME_BODY:
		body(s, ev, out);
		break;
	case MIME_BOUNDARY:
		end_part(s, out);
		buf_addspan(out, ev->text);
		break;
	case MIME_MORE:
	case MIME_END:
		break;
	}
	if ((s->mime.flaws & MIME_8BIT_SIGNED) != 0)
		s->is_signed = true;
}

void
sevenbit_push(struct sevenbit *s, struct span in, struct buf *out)
{
	struct mime_event ev;
	enum mime_got got;

	while ((got = mime_take(&s->mime, &in, &ev)) != MIME_MORE)
		take(s, got, &ev, out);
}

void
sevenbit_end(struct sevenbit *s, struct buf *out)
{
	struct mime_event ev;
	enum mime_got got;

	while ((got = mime_finish(&s->mime, &ev)) != MIME_END)
		take(s, got, &ev, out);
	end_part(s, out);
}
