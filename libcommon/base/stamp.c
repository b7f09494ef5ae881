/* SPDX-License-Identifier: ISC */
#include "base/stamp.h"

#include "base/num.h"

static const char day[7][4] = {
	"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"
};
static const char month[12][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

struct stamp
stamp_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct stamp){ ts.tv_sec, (int32_t)(ts.tv_nsec / 1000) };
}

int64_t
stamp_diff_usec(struct stamp later, struct stamp earlier)
{
	return (later.sec - earlier.sec) * 1000000 + later.usec - earlier.usec;
}

int
stamp_cmp(struct stamp a, struct stamp b)
{
	int64_t d = stamp_diff_usec(a, b);

	return (d > 0) - (d < 0);
}

static struct tm
local(int64_t sec)
{
	time_t t = (time_t)sec;
	struct tm tm = { .tm_mday = 1, .tm_year = 70 };

	localtime_r(&t, &tm);
	return tm;
}

/* Minutes east of Greenwich; gmtime and localtime are at most a day apart. */
static int
offset(int64_t sec, const struct tm *lt)
{
	time_t t = (time_t)sec;
	struct tm gm = { .tm_mday = 1, .tm_year = 70 };

	gmtime_r(&t, &gm);
	int days = lt->tm_year != gm.tm_year ?
	    (lt->tm_year > gm.tm_year ? 1 : -1) : lt->tm_yday - gm.tm_yday;
	return (days * 24 + lt->tm_hour - gm.tm_hour) * 60 +
	    lt->tm_min - gm.tm_min;
}

void
stamp_add_rfc5322(struct buf *out, int64_t sec)
{
	struct tm tm = local(sec);
	int off = offset(sec, &tm);
	int abs = off < 0 ? -off : off;
	char zone[32] = "";

	buf_addf(out, "%s, %d %s %d %02d:%02d:%02d %c%02d%02d",
	    day[tm.tm_wday], tm.tm_mday, month[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec,
	    off < 0 ? '-' : '+', abs / 60, abs % 60);
	if (strftime(zone, sizeof(zone), "%Z", &tm) > 0)
		buf_addf(out, " (%s)", zone);
}

void
stamp_add_asctime(struct buf *out, int64_t sec)
{
	struct tm tm = local(sec);

	buf_addf(out, "%s %s %2d %02d:%02d:%02d %d", day[tm.tm_wday],
	    month[tm.tm_mon], tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    tm.tm_year + 1900);
}

void
stamp_add_syslog(struct buf *out, int64_t sec)
{
	struct tm tm = local(sec);

	buf_addf(out, "%s %2d %02d:%02d:%02d", month[tm.tm_mon], tm.tm_mday,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void
stamp_add_decimal(struct buf *out, struct stamp t)
{
	buf_addf(out, "%lld.%06d", (long long)t.sec, (int)t.usec);
}

bool
stamp_read_decimal(struct span s, struct stamp *t)
{
	struct span sec;
	uint64_t whole, usec;

	if (!span_split(&s, '.', &sec) || s.len != 6 ||
	    !num_uint(sec, INT64_MAX / 2000000, &whole) ||
	    !num_uint(s, 999999, &usec))
		return false;
	*t = (struct stamp){ (int64_t)whole, (int32_t)usec };
	return true;
}
