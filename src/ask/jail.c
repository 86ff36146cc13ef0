/* What is left to a program that talks to strangers over the network. */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>
#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H
#include <sched.h>
#include <sys/socket.h>
#endif

#include "base/sandbox.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

#include "ask/ask.h"

/* Libraries that are loaded on demand (of the resolver, of OpenSSL), how names are resolved, and whom the system trusts;
 * also as NixOS, openSUSE and systemd have them. Private keys are often beside such certificates. A path that is a link
 * means its target. */
static const char *const readable[] = {
	"/usr",
	"/lib",
	"/lib64",
	"/nix/store",
	"/gnu/store",
	"/home/linuxbrew/.linuxbrew",
	"/etc/ssl/certs",
	"/etc/ssl/cert.pem",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/openssl.cnf",
	"/etc/pki/ca-trust",
	"/etc/pki/tls/certs",
	"/etc/pki/tls/cert.pem",
	"/etc/pki/tls/openssl.cnf",
	"/etc/pki/tls/openssl.d",
	"/etc/ca-certificates",
	"/etc/crypto-policies",
	"/etc/gnutls",
	"/etc/pkcs11",
	"/etc/static",
	"/var/lib/ca-certificates",
	"/etc/hosts",
	"/etc/host.conf",
	"/etc/resolv.conf",
	"/etc/nsswitch.conf",
	"/etc/gai.conf",
	"/etc/services",
	"/etc/protocols",
	"/etc/ld.so.cache",
	"/etc/localtime",
	"/run/systemd/resolve",
	"/run/resolvconf",
	"/run/NetworkManager/resolv.conf",
	"/dev/null",
	"/dev/random",
	"/dev/urandom",
	NULL,
};

#ifdef SECCOMP_ARCH
/* A resolver that is asked through a socket of this machine (nscd, systemd) is left out, and names are asked for over the
 * network. Threads are for the resolver. A child would outlive the limits of time. */
static const struct call_row refused[] = {
	{ SYS_socket, CALL_IS, 0, AF_UNIX, EAFNOSUPPORT },
	{ SYS_execve },
	{ SYS_execveat },
	{ SYS_ptrace },
	{ SYS_process_vm_readv },
	{ SYS_process_vm_writev },
	{ SYS_kill },
	{ SYS_tkill },
	{ SYS_tgkill, CALL_IS_NOT_SELF, 0, 0 },
	{ SYS_rt_sigqueueinfo },
	{ SYS_rt_tgsigqueueinfo },
	{ CALL_PIDFD_SEND_SIGNAL },
	{ CALL_PIDFD_GETFD },
	{ SYS_prlimit64, CALL_IS_NOT_SELF, 0, 0 },
#ifdef SYS_fork
	{ SYS_fork },
#endif
#ifdef SYS_vfork
	{ SYS_vfork },
#endif
	{ SYS_clone, CALL_LACKS, CLONE_FLAGS, CLONE_THREAD },
	{ SYS_clone, CALL_HAS, CLONE_FLAGS, CLONE_NAMESPACES },
	/* its flags are in memory; libc takes clone then */
	{ CALL_CLONE3, CALL_ANY, 0, 0, ENOSYS },
	{ SYS_add_key },
	{ SYS_request_key },
	{ SYS_keyctl },
	{ SYS_io_uring_setup },
	{ SYS_io_uring_enter },
	{ SYS_io_uring_register },
	{ SYS_bpf },
	{ SYS_perf_event_open },
	{ SYS_userfaultfd },
	{ SYS_unshare },
	{ SYS_setns },
	{ SYS_mount },
};
#endif

/* libcurl and its libraries have 20 MB of addresses, and reserve 140 more for a thread that resolves a name. */
#define MEMORY ((rlim_t)256 * 1024 * 1024)
#define CPU_SECONDS 20
#define DESCRIPTORS 32

static void
limit(int resource, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(resource, &limit);
}

void
jail_enter(void)
{
	sandbox_close_others();
	if (chdir("/") < 0)
		_exit(1);
	if (UNJAILED)
		return;
	sandbox_hold_reading(readable);
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, DESCRIPTORS);
#if defined RLIMIT_AS
	limit(RLIMIT_AS, MEMORY);
#endif
#ifdef SECCOMP_ARCH
	seccomp_refuse(refused, ARRAY_SIZE(refused));
#endif
#if defined(HAVE_PLEDGE) && HAVE_PLEDGE
	pledge("stdio rpath inet dns", NULL);
#endif
}
