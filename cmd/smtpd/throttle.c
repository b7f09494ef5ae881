/* SPDX-License-Identifier: ISC */
#include "throttle.h"

#include <errno.h>
#include <stdlib.h>

#include "base/crc32c.h"
#include "base/mem.h"
#include "conf/param.h"
#include "net/interfaces.h"
#include "sys/clock.h"
#include "sys/log.h"

void
throttle_init(struct throttle *t)
{
	*t = (struct throttle){ .tally = { -1 } };
}

void
throttle_close(struct throttle *t)
{
	tally_close(&t->tally);
	t->asked = false;
}

const char *
throttle_service(void)
{
	const char *name = param_str(P_service_name);

	return name[0] != '\0' ? name : "smtpd";
}

static void
open_file(struct throttle *t)
{
	char *path = mem_fmt("%s/smtpd_rates", param_str(P_data_directory));

	t->asked = true;
	if (tally_open(&t->tally, path) < 0) {
		log_warn("%s: %s; rates of clients are counted by each "
		    "process", path, strerror(errno));
		tally_open_private(&t->tally);
	}
	free(path);
}

static void
add_client(struct buf *key, const struct peer *p)
{
	bool v6 = p->family == AF_INET6;
	unsigned char ip[16];
	const char *name = throttle_service();
	uint32_t service = crc32c(0, name, strlen(name));

	memcpy(ip, p->ip, sizeof(ip));
	interfaces_mask(ip, v6, (int)(v6 ?
	    param_int(P_smtpd_client_ipv6_prefix_length) :
	    param_int(P_smtpd_client_ipv4_prefix_length)));
	buf_addc(key, v6 ? '6' : '4');
	buf_add(key, &service, sizeof(service));
	buf_add(key, ip, v6 ? 16 : 4);
}

int64_t
throttle_add(struct throttle *t, const struct peer *p, enum event event)
{
	struct buf key = BUF_INIT;

	if (!t->asked)
		open_file(t);
	add_client(&key, p);
	int64_t n = tally_add(&t->tally, buf_span(&key), event,
	    clock_ms() / 1000, param_time(P_anvil_rate_time_unit));
	buf_clear(&key);
	return n;
}
