/* SPDX-License-Identifier: ISC */
#include "sys/sandbox.h"

#include <errno.h>

#ifdef SECCOMP_SONAME

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "sys/dynlib.h"
#include "sys/file.h"
#include "sys/io.h"

#define CALLS(X) X(seccomp_init) X(seccomp_rule_add_array) \
	X(seccomp_syscall_resolve_name) X(seccomp_export_bpf) X(seccomp_release)

struct calls { CALLS(DYNLIB_MEMBER) };

static const char *const names[] = { CALLS(DYNLIB_NAME) };

enum { FILTER_MAX = 65536 };

struct maker {
	struct calls	lib;
	scmp_filter_ctx	ctx;
	int		err;
};

/* By name: each architecture has its own, and some that others lack. */
static const char *const forbidden[] = {
	/* programs and processes */
	"execve", "execveat", "fork", "vfork",
	"ptrace", "process_vm_readv", "process_vm_writev", "kcmp",
	"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
	"pidfd_open", "pidfd_send_signal", "pidfd_getfd", "process_madvise",
	/* names and attributes of files */
	"creat", "openat2", "truncate", "truncate64", "ftruncate",
	"ftruncate64", "fallocate",
	"rename", "renameat", "renameat2", "link", "linkat", "unlink",
	"unlinkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir",
	"mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2",
	"chown", "fchown", "lchown", "fchownat",
	"utime", "utimes", "utimensat", "futimesat",
	"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr",
	"fremovexattr", "open_by_handle_at",
	"bind", "listen",
	/* ways around a filter */
	"io_uring_setup", "io_uring_enter", "io_uring_register", "io_submit",
	"userfaultfd", "bpf", "perf_event_open", "seccomp",
	"unshare", "setns", "chroot", "pivot_root", "mount", "umount2",
	"open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick",
	"mount_setattr", "fanotify_init",
	/* the administrator's */
	"add_key", "request_key", "keyctl", "acct", "quotactl",
	"quotactl_fd", "reboot", "swapon", "swapoff", "init_module",
	"finit_module", "delete_module", "kexec_load", "kexec_file_load",
	"settimeofday", "clock_settime", "clock_adjtime", "adjtimex",
	"sethostname", "setdomainname", "ioperm", "iopl", "modify_ldt",
	"syslog", "vhangup", "lookup_dcookie", "nfsservctl",
	"setpriority", "sched_setscheduler", "sched_setattr",
	"migrate_pages", "move_pages", "setpgid", "setsid",
};

static const char *const no_sockets[] = {
	"socket", "socketpair", "connect", "accept", "accept4",
};

static void
rule(struct maker *m, int err, const char *name, unsigned n,
    const struct scmp_arg_cmp *cmp)
{
	int nr = m->lib.seccomp_syscall_resolve_name(name);

	if (m->err != 0 || nr == __NR_SCMP_ERROR)
		return;
	m->err = -m->lib.seccomp_rule_add_array(m->ctx,
	    SCMP_ACT_ERRNO((unsigned)err), nr, n, cmp);
}

static void
rule_if(struct maker *m, const char *name, struct scmp_arg_cmp cmp)
{
	rule(m, EPERM, name, 1, &cmp);
}

static void
forbid(struct maker *m, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rule(m, EPERM, list[i], 0, NULL);
}

/* One bit is enough. */
static void
forbid_bits(struct maker *m, const char *name, unsigned arg,
    const unsigned *bits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rule_if(m, name, SCMP_CMP(arg, SCMP_CMP_MASKED_EQ, bits[i],
		    bits[i]));
}

static void
forbid_some(struct maker *m)
{
	static const unsigned writing[] = { O_WRONLY, O_RDWR, O_CREAT,
	    O_TRUNC };

	forbid_bits(m, "open", 1, writing, 4);
	forbid_bits(m, "openat", 2, writing, 4);
	/* A thread is no process. What clone3 is asked for lies in memory. */
	rule_if(m, "clone", SCMP_CMP(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	rule(m, ENOSYS, "clone3", 0, NULL);
	/* abort(3) */
	rule_if(m, "tgkill", SCMP_CMP(2, SCMP_CMP_NE, SIGABRT));
	rule_if(m, "prlimit64", SCMP_CMP(0, SCMP_CMP_NE, 0));
	rule_if(m, "ioctl", SCMP_CMP(1, SCMP_CMP_MASKED_EQ, 0xffffffff,
	    TIOCSTI));
}

/* What resolvers, name services and databases use. */
static void
forbid_families(struct maker *m)
{
	for (int f = 0; f < AF_NETLINK; f++)
		if (f != AF_UNIX && f != AF_INET && f != AF_INET6)
			rule_if(m, "socket", SCMP_CMP(0, SCMP_CMP_EQ,
			    (unsigned)f));
	rule_if(m, "socket", SCMP_CMP(0, SCMP_CMP_GT, AF_NETLINK));
}

static int
export(struct maker *m, struct sandbox *s)
{
	struct buf b = BUF_INIT;
	int fd = file_anonymous("sandbox"), r = -1;

	if (fd < 0)
		return -1;
	int err = m->lib.seccomp_export_bpf(m->ctx, fd);
	if (err < 0)
		errno = -err;
	else if (io_pread(fd, &b, FILTER_MAX, 0) > 0)
		r = 0;
	io_close(&fd);
	s->len = b.len;
	s->filter = r == 0 ? buf_detach(&b) : NULL;
	buf_clear(&b);
	return r;
}

int
sandbox_prepare(struct sandbox *s, bool sockets)
{
	struct maker m = { .err = 0 };
	int r = -1;

	*s = (struct sandbox){ NULL, 0 };
	if (!dynlib_load(SECCOMP_SONAME, names,
	    sizeof(names) / sizeof(names[0]), &m.lib, NULL))
		return errno = ENOSYS, -1;
	m.ctx = m.lib.seccomp_init(SCMP_ACT_ALLOW);
	if (m.ctx == NULL)
		return errno = ENOMEM, -1;
	forbid(&m, forbidden, sizeof(forbidden) / sizeof(forbidden[0]));
	forbid_some(&m);
	if (sockets)
		forbid_families(&m);
	else
		forbid(&m, no_sockets, sizeof(no_sockets) /
		    sizeof(no_sockets[0]));
	if (m.err == 0)
		r = export(&m, s);
	else
		errno = m.err;
	m.lib.seccomp_release(m.ctx);
	return r;
}

int
sandbox_enter(const struct sandbox *s)
{
	struct sock_fprog p = {
		.len = (unsigned short)(s->len / sizeof(struct sock_filter)),
		.filter = s->filter,
	};

	if (s->filter == NULL)
		return errno = ENOSYS, -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p);
}

void
sandbox_clear(struct sandbox *s)
{
	free(s->filter);
	*s = (struct sandbox){ NULL, 0 };
}

#else

int
sandbox_prepare(struct sandbox *s, bool sockets)
{
	*s = (struct sandbox){ NULL, 0 };
	return errno = ENOSYS, -1;
}

int
sandbox_enter(const struct sandbox *s)
{
	return errno = ENOSYS, -1;
}

void
sandbox_clear(struct sandbox *s)
{
	*s = (struct sandbox){ NULL, 0 };
}

#endif
