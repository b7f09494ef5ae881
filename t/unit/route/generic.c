/* SPDX-License-Identifier: ISC */
#include "route.h"
#include "route/generic.h"
#include "sys/log.h"

static const struct log_conf no_log = { .syslog_name = "test",
    .facility = "mail", .file = "/dev/null" };

static void
check(const char *list, bool propagate, const char *in, enum out out,
    const char *wanted)
{
	struct generic g = { route_maps(list), P_smtp_generic_maps, propagate };
	struct buf b = BUF_INIT;
	struct why w = WHY_INIT;

	log_configure(&no_log);
	buf_adds(&b, in);
	ck_assert_int_eq(generic_apply(&g, &route_how, &b, NULL, &w), out);
	ck_assert_str_eq(b.s, wanted);
	maps_close(g.maps);
	buf_clear(&b);
	why_clear(&w);
}

START_TEST(outside)
{
	const char *t = "inline:{ {joe@here.example = joe.doe@isp.example}, "
	    "{joe.doe@isp.example = again@isp.example}, "
	    "{ann = ann@isp.example}, {two = a@b.example, c@d.example}, "
	    "{@lan.example = @isp.example} }";

	check(t, false, "joe@here.example", OUT_OK, "joe.doe@isp.example");
	check(t, false, "joe+x@here.example", OUT_OK, "joe.doe@isp.example");
	check(t, true, "joe+x@here.example", OUT_OK, "joe.doe+x@isp.example");
	check(t, false, "ann@here.example", OUT_OK, "ann@isp.example");
	check(t, false, "ann@there.example", OUT_OK, "ann@there.example");
	check(t, false, "bob@lan.example", OUT_OK, "bob@isp.example");
	check(t, false, "two@here.example", OUT_OK, "a@b.example");
	check(t, false, "", OUT_OK, "");
	check("fail:no", false, "joe@here.example", OUT_TEMP,
	    "joe@here.example");
	check("fail:no", false, "", OUT_OK, "");
}
END_TEST

UNIT("route/generic", outside)
