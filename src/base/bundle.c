#include "base/bundle.h"

#include <stddef.h>
#include <unistd.h>

#include "base/xalloc.h"

static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt",                /* Debian, Arch */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora */
	"/etc/pki/tls/certs/ca-bundle.crt",                  /* older ones */
	"/etc/ssl/ca-bundle.pem",                            /* openSUSE */
	"/var/lib/ca-certificates/ca-bundle.pem",            /* where that leads */
	"/etc/ssl/certs/ca-bundle.crt",                      /* NixOS */
	"/etc/ssl/cert.pem",                                 /* Alpine, macOS, BSD */
	"/usr/local/share/certs/ca-root-nss.crt",            /* FreeBSD */
	"/opt/homebrew/etc/ca-certificates/cert.pem",        /* Homebrew */
	"/home/linuxbrew/.linuxbrew/etc/ca-certificates/cert.pem",
	"/usr/local/etc/ca-certificates/cert.pem",
};

const char *
bundle_find(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(bundles); i++)
		if (access(bundles[i], R_OK) == 0)
			return bundles[i];
	return NULL;
}
