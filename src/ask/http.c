/* One request by libcurl: its limits, its redirects, and who vouches for the server. */
#include <curl/curl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/bundle.h"
#include "base/clock.h"
#include "base/helper.h"
#include "base/xalloc.h"

#include "ask/ask.h"

/* What ends a trip early. libcurl's own limit of a connection comes later: it also limits each address of a name. */
#define CONNECT_MS (FETCH_CONNECT_SECONDS * 1000)
#define LIBCURL_CONNECT_MS (CONNECT_MS + 1000)
/* Bytes of a name in a certificate that are told. */
#define NAME_MAX_TOLD 256

/* The whole of it, which may be several requests. */
struct errand {
	const struct fetch *fetch;
	struct fetched *fetched;
	int socket;
	int64_t end; /* by clock_ms */
};

/* One connection. */
struct trip {
	struct errand *errand;
	CURL *easy;
	CURLcode
		code; /* also of the first option that libcurl does not accept: then nothing is sent */
	struct curl_slist *headers;
	char says[CURL_ERROR_SIZE];
	int64_t connect_end; /* by clock_ms */
	size_t header_bytes;
	bool headers_whole; /* the empty line behind them has come */
	bool left;          /* behind: libcurl still asks for a name */
	struct strbuf body;
};

static bool
is_of_scheme(const char *url, const char *scheme)
{
	size_t len = strlen(scheme);

	return !strncasecmp(url, scheme, len) && url[len] == ':';
}

static bool
is_secure(const char *url)
{
	return is_of_scheme(url, "https");
}

static int
errand_left(const struct errand *errand)
{
	int64_t ms = errand->end - clock_ms();

	return ms > 0 ? (int)ms : 0;
}

/*
 * What comes.
 */

/* Ends it, if it is too long: libcurl then reports CURLE_WRITE_ERROR. */
static size_t
header_comes(char *data, size_t size, size_t n, void *arg)
{
	struct trip *trip = arg;

	if (*data == '\r' || *data == '\n')
		trip->headers_whole = true;
	else if (n > strlen("HTTP/") && !memcmp(data, "HTTP/", strlen("HTTP/")))
		trip->headers_whole = false; /* what came before was an interim answer */
	trip->header_bytes += size * n;
	return trip->header_bytes > FETCH_HEADERS_LIMIT ? 0 : size * n;
}

static size_t
body_comes(char *data, size_t size, size_t n, void *arg)
{
	struct trip *trip = arg;

	if (size * n > FETCH_BODY_LIMIT - trip->body.len) {
		trip->code = CURLE_FILESIZE_EXCEEDED;
		return 0;
	}
	strbuf_add(&trip->body, data, size * n);
	return size * n;
}

/*
 * What is asked for.
 */

#define SET(trip, option, value)                                                      \
	do                                                                            \
		if ((trip)->code == CURLE_OK)                                         \
			(trip)->code = curl_easy_setopt((trip)->easy, option, value); \
	while (0)

/* libcurl's own defaults are among them: what must not change is said here. */
static const struct {
	CURLoption option;
	long value;
} always[] = {
	{ CURLOPT_NOSIGNAL, true },
	{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
	{ CURLOPT_HTTP09_ALLOWED, false },
	{ CURLOPT_FOLLOWLOCATION, false },
	{ CURLOPT_PATH_AS_IS, true },
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_SSL_VERIFYPEER, true },
	{ CURLOPT_SSL_VERIFYHOST, 2 }, /* the name, too */
#if LIBCURL_VERSION_NUM < 0x075500
	{ CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS },
#endif
};

static void
trip_begin(struct trip *trip, const char *url)
{
	trip->easy = curl_easy_init();
	if (!trip->easy)
		out_of_memory();
	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		SET(trip, always[i].option, always[i].value);
#if LIBCURL_VERSION_NUM >= 0x075500
	SET(trip, CURLOPT_PROTOCOLS_STR, "http,https");
#endif
	SET(trip, CURLOPT_URL, url);
	SET(trip, CURLOPT_USERAGENT, "scepwiz/" PACKAGE_VERSION);
	/* an empty one means that there is no proxy, whatever the environment says */
	SET(trip, CURLOPT_PROXY, trip->errand->fetch->proxy.buf);
	SET(trip, CURLOPT_NOPROXY, "");
	SET(trip, CURLOPT_ERRORBUFFER, trip->says);
	SET(trip, CURLOPT_HEADERFUNCTION, header_comes);
	SET(trip, CURLOPT_HEADERDATA, trip);
	SET(trip, CURLOPT_WRITEFUNCTION, body_comes);
	SET(trip, CURLOPT_WRITEDATA, trip);
	SET(trip, CURLOPT_CONNECTTIMEOUT_MS, (long)LIBCURL_CONNECT_MS);
	trip->connect_end = clock_ms() + CONNECT_MS;
}

static void
header_add(struct trip *trip, const char *header)
{
	struct curl_slist *longer = curl_slist_append(trip->headers, header);

	if (!longer)
		out_of_memory();
	trip->headers = longer;
}

/* Without "Expect: 100-continue": it costs a second with servers that do not know it. */
static void
trip_post(struct trip *trip)
{
	const struct fetch *fetch = trip->errand->fetch;
	STRBUF(type);

	strbuf_addf(&type, "Content-Type: %s", fetch->type.buf);
	header_add(trip, type.buf);
	header_add(trip, "Expect:");
	SET(trip, CURLOPT_POST, 1L);
	SET(trip, CURLOPT_POSTFIELDS, fetch->body.buf);
	SET(trip, CURLOPT_POSTFIELDSIZE, (long)fetch->body.len);
	SET(trip, CURLOPT_HTTPHEADER, trip->headers);
}

static void
trip_release(struct trip *trip)
{
	if (!trip->left) {
		curl_easy_cleanup(trip->easy);
		curl_slist_free_all(trip->headers);
	}
	strbuf_release(&trip->body);
}

#define TRIP(name, of)                                                              \
	__attribute__((cleanup(trip_release))) struct trip name = { .errand = (of), \
		.body = STRBUF_INIT }

/*
 * Whom to trust.
 */

/* Whether libcurl's own file of the system's roots is there. */
static bool
own_bundle_is_there(void)
{
#if LIBCURL_VERSION_NUM >= 0x074600
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return info->cainfo && access(info->cainfo, R_OK) == 0;
#else
	return true;                                 /* it does not say */
#endif
}

static void
trust_system(struct trip *trip)
{
	/* libcurl may have been built for another system */
	const char *bundle = own_bundle_is_there() ? NULL : bundle_find();

	if (bundle)
		SET(trip, CURLOPT_CAINFO, bundle);
}

/* In the place of the system's. */
static void
trust_root(struct trip *trip)
{
#if LIBCURL_VERSION_NUM >= 0x074d00
	const struct strbuf *root = &trip->errand->fetch->root;
	struct curl_blob blob = { root->buf, root->len, CURL_BLOB_COPY };
	CURLcode folder = curl_easy_setopt(trip->easy, CURLOPT_CAPATH, NULL);

	/* not every TLS library can be told; one without folders of roots uses none */
	if (!trip->code &&
		((folder != CURLE_OK && folder != CURLE_NOT_BUILT_IN) ||
			curl_easy_setopt(trip->easy, CURLOPT_CAINFO_BLOB, &blob) != CURLE_OK))
		trip->code = CURLE_PEER_FAILED_VERIFICATION;
#else
	trip->code = CURLE_PEER_FAILED_VERIFICATION; /* it cannot be told: not trusted */
#endif
}

/*
 * Going there.
 */

/* Whether a step has been reached: a CURLINFO of a time. */
static bool
trip_has(const struct trip *trip, CURLINFO step)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(trip->easy, step, &microseconds);
	return microseconds > 0;
}

/* Milliseconds until it is too late. A connection is made when its request goes out: names, proxies and TLS are before. */
static int
trip_left(const struct trip *trip)
{
	int left = errand_left(trip->errand);
	int64_t connect = trip->connect_end - clock_ms();

	if (trip_has(trip, CURLINFO_PRETRANSFER_TIME_T) || connect > left)
		return left;
	return connect > 0 ? (int)connect : 0;
}

/* The session closes its socket to call it off, and never sends anything else. */
static void
multi_wait(CURLM *multi, int socket, int ms)
{
	struct curl_waitfd session = { .fd = socket, .events = CURL_WAIT_POLLIN };

	if (curl_multi_poll(multi, &session, 1, ms, NULL) != CURLM_OK || session.revents)
		_exit(HELPER_DONE);
}

static CURLcode
multi_result(CURLM *multi)
{
	const struct CURLMsg *message;
	int n;

	while ((message = curl_multi_info_read(multi, &n)))
		if (message->msg == CURLMSG_DONE)
			return message->data.result;
	return CURLE_FAILED_INIT;
}

/* libcurl's own end of time would wait for a thread that asks for a name. So would its release. */
static CURLM *left_behind;

static CURLcode
multi_go(CURLM *multi, struct trip *trip)
{
	int running = 1, left = 1;

	while (left && curl_multi_perform(multi, &running) == CURLM_OK && running) {
		left = trip_left(trip);
		if (left)
			multi_wait(multi, trip->errand->socket, left);
	}
	if (running && !trip_has(trip, CURLINFO_NAMELOOKUP_TIME_T))
		left_behind = multi;
	return running ? CURLE_OPERATION_TIMEDOUT : multi_result(multi);
}

static void
trip_go(struct trip *trip)
{
	CURLM *multi = trip->code == CURLE_OK ? curl_multi_init() : NULL;
	CURLcode code = CURLE_FAILED_INIT;

	if (multi && curl_multi_add_handle(multi, trip->easy) == CURLM_OK)
		code = multi_go(multi, trip);
	trip->left = multi && multi == left_behind;
	if (multi && !trip->left) {
		curl_multi_remove_handle(multi, trip->easy);
		curl_multi_cleanup(multi);
	}
	if (trip->code == CURLE_OK) /* or what ended it is known better */
		trip->code = code;
}

/* A CURLINFO of a number. */
static long
trip_number(const struct trip *trip, CURLINFO what)
{
	long number = 0;

	curl_easy_getinfo(trip->easy, what, &number);
	return number;
}

static const char *
trip_text(const struct trip *trip, CURLINFO what)
{
	const char *text = NULL;

	curl_easy_getinfo(trip->easy, what, &text);
	return text ? text : "";
}

static void
add_part(struct strbuf *out, const char *text)
{
	size_t len = strlen(text);

	strbuf_add(out, text, len > FETCH_TEXT_LIMIT ? FETCH_TEXT_LIMIT : len);
}

/*
 * Whose certificate it is.
 */

/* "Nov 30 08:29:43 2026 GMT", as OpenSSL writes it, as 2026-11-30; another form as it is. */
static void
add_day(struct strbuf *out, const char *date)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = "";
	int day, year;
	const char *found;

	if (sscanf(date, "%3[A-Za-z] %2d %*2d:%*2d:%*2d %4d", month, &day, &year) == 3 &&
		strlen(month) == 3 && (found = strstr(months, month)))
		strbuf_addf(out, "%04d-%02d-%02d", year, (int)(found - months) / 3 + 1, day);
	else
		strbuf_add(out, date, strcspn(date, " "));
}

/* What a line of curl_certinfo tells behind its key ("Subject:"); NULL if it is another line. */
static const char *
line_value(const char *line, const char *key)
{
	size_t len = strlen(key);

	return !strncmp(line, key, len) ? line + len : NULL;
}

static const char *
certinfo_find(const struct curl_slist *line, const char *key)
{
	const char *value;

	for (; line; line = line->next)
		if ((value = line_value(line->data, key)))
			return value;
	return "";
}

static void
whose_tell(const struct curl_slist *certificate, struct strbuf *whose)
{
	const char *date = certinfo_find(certificate, "Expire date:");

	strbuf_addf(whose, "%.*s, issued by %.*s", NAME_MAX_TOLD,
		certinfo_find(certificate, "Subject:"), NAME_MAX_TOLD,
		certinfo_find(certificate, "Issuer:"));
	if (*date) {
		strbuf_addstr(whose, ", until ");
		add_day(whose, date);
	}
}

/* A handshake alone, with the server that was not trusted: nothing is sent, and nothing of it is trusted. */
static void
learn_whose(struct errand *errand, const char *url)
{
	struct curl_certinfo *info = NULL;
	TRIP(trip, errand);

	trip_begin(&trip, url);
	SET(&trip, CURLOPT_CONNECT_ONLY, 1L);
	SET(&trip, CURLOPT_CERTINFO, 1L);
	SET(&trip, CURLOPT_SSL_VERIFYPEER, 0L);
	SET(&trip, CURLOPT_SSL_VERIFYHOST, 0L);
	trip_go(&trip);
	if (trip.code == CURLE_OK &&
		curl_easy_getinfo(trip.easy, CURLINFO_CERTINFO, &info) == CURLE_OK && info &&
		info->num_of_certs > 0)
		whose_tell(info->certinfo[0], &errand->fetched->whose);
}

/*
 * What came of it.
 */

static const struct {
	CURLcode code;
	enum fetch_failure failure;
} meanings[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, FETCH_NAME_UNKNOWN },
	{ CURLE_COULDNT_RESOLVE_PROXY, FETCH_PROXY },
	{ CURLE_COULDNT_CONNECT, FETCH_REFUSED },
	{ CURLE_OPERATION_TIMEDOUT, FETCH_TIMEOUT },
	{ CURLE_SSL_CONNECT_ERROR, FETCH_TLS },
	{ CURLE_SSL_CIPHER, FETCH_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS },
	{ CURLE_SSL_ISSUER_ERROR, FETCH_TLS },
	{ CURLE_SSL_CACERT_BADFILE, FETCH_TLS },
	{ CURLE_SSL_CERTPROBLEM, FETCH_TLS },
	{ CURLE_SSL_INVALIDCERTSTATUS, FETCH_TLS },
	{ CURLE_GOT_NOTHING, FETCH_CUT },
	{ CURLE_PARTIAL_FILE, FETCH_CUT },
	{ CURLE_RECV_ERROR, FETCH_CUT },
	{ CURLE_SEND_ERROR, FETCH_CUT },
	{ CURLE_FILESIZE_EXCEEDED, FETCH_TOO_LARGE },
	{ CURLE_WRITE_ERROR, FETCH_HEADERS },           /* by header_comes */
	{ CURLE_UNSUPPORTED_PROTOCOL, FETCH_NOT_HTTP }, /* of HTTP/0.9, which has no status */
	{ CURLE_WEIRD_SERVER_REPLY, FETCH_NOT_HTTP },
	{ CURLE_HTTP2, FETCH_NOT_HTTP },
#if LIBCURL_VERSION_NUM >= 0x074900
	{ CURLE_PROXY, FETCH_PROXY },
#endif
};

/* libcurl has a buffer for a line of the headers. Before 8.6 it reports that it has no memory. */
static bool
header_is_too_long(const struct trip *trip)
{
#if LIBCURL_VERSION_NUM >= 0x080600
	if (trip->code == CURLE_TOO_LARGE)
		return true;
#endif
	return trip->code == CURLE_OUT_OF_MEMORY && !trip->headers_whole &&
	       trip_has(trip, CURLINFO_PRETRANSFER_TIME_T);
}

static bool
proxy_wants_login(const struct trip *trip)
{
	return trip_number(trip, CURLINFO_RESPONSE_CODE) == 407;
}

static enum fetch_failure
trip_failure(const struct trip *trip, const char *url)
{
	bool proxy = trip->errand->fetch->proxy.len > 0;
	long connected = trip_number(trip, CURLINFO_HTTP_CONNECTCODE);
	enum fetch_failure failure = FETCH_OTHER;

	if (trip->code == CURLE_OK && !trip->headers_whole)
		return FETCH_CUT;
	if (trip->code == CURLE_OK)
		return proxy && proxy_wants_login(trip) ? FETCH_PROXY : FETCH_DONE;
	if (header_is_too_long(trip))
		return FETCH_HEADERS;
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (meanings[i].code == trip->code)
			failure = meanings[i].failure;
	if (proxy && (failure == FETCH_REFUSED || (connected && connected / 100 != 2)))
		return FETCH_PROXY;
	if (failure == FETCH_CUT && is_secure(url) && !trip_has(trip, CURLINFO_APPCONNECT_TIME_T))
		return FETCH_TLS;
	return failure;
}

/* Of what failed. */
static const char *
trip_says(const struct trip *trip)
{
	if (trip->code == CURLE_OK && !trip->headers_whole)
		return "the connection ended in the headers";
	if (trip->code == CURLE_OK)
		return "the proxy wants a login";
	if (header_is_too_long(trip))
		return "one header is too long";
	if (trip->code == CURLE_OPERATION_TIMEDOUT)
		return trip_has(trip, CURLINFO_PRETRANSFER_TIME_T) ? "no complete answer in time"
								   : "no connection in time";
	return *trip->says ? trip->says : curl_easy_strerror(trip->code);
}

static void
trip_tell(struct trip *trip, const char *url)
{
	struct fetched *fetched = trip->errand->fetched;

	fetched->failure = trip_failure(trip, url);
	fetched->status = (int)trip_number(trip, CURLINFO_RESPONSE_CODE);
	strbuf_clear(&fetched->type);
	add_part(&fetched->type, trip_text(trip, CURLINFO_CONTENT_TYPE));
	strbuf_clear(&fetched->body);
	if (fetched->failure == FETCH_DONE)
		strbuf_add(&fetched->body, trip->body.buf, trip->body.len);
	else
		add_part(&fetched->says, trip_says(trip));
}

/*
 * One request after another.
 */

static bool
is_mistrust(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

/* Where it leads, if that is a redirect. */
static void
redirect_of(const struct trip *trip, struct strbuf *to)
{
	static const long statuses[] = { 301, 302, 303, 307, 308 };
	long status = trip_number(trip, CURLINFO_RESPONSE_CODE);

	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++)
		if (status == statuses[i])
			strbuf_addstr(to, trip_text(trip, CURLINFO_REDIRECT_URL));
}

/* Returns whether the server was trusted, or was not at fault. */
static bool
request_once(struct errand *errand, const char *url, bool own_root, struct strbuf *redirect)
{
	TRIP(trip, errand);

	trip_begin(&trip, url);
	if (own_root)
		trust_root(&trip);
	else
		trust_system(&trip);
	if (errand->fetch->post)
		trip_post(&trip);
	trip_go(&trip);
	strbuf_clear(&errand->fetched->says);
	trip_tell(&trip, url);
	if (trip.code == CURLE_OK)
		redirect_of(&trip, redirect);
	return !is_mistrust(trip.code);
}

/* The weakest of all servers that had a part in it. */
static void
trust_lower(struct errand *errand, bool first, enum fetch_trust trust)
{
	static const int strength[] = {
		[FETCH_TRUST_NONE] = 0,
		[FETCH_TRUST_ROOT] = 1,
		[FETCH_TRUST_SYSTEM] = 2,
	};
	struct fetched *fetched = errand->fetched;

	if (first || strength[trust] < strength[fetched->trust])
		fetched->trust = trust;
}

/* Either may be what matters: a name that does not match is found only after a chain that does. */
static void
says_both(struct fetched *fetched, const char *system)
{
	STRBUF(both);

	if (!strcmp(fetched->says.buf, system))
		return;
	strbuf_addf(&both, "%s (with the root: %s)", system, fetched->says.buf);
	strbuf_clear(&fetched->says);
	add_part(&fetched->says, both.buf);
}

/* What is sent is sent to a server that is trusted: libcurl ends a handshake that fails before. */
static void
request(struct errand *errand, const char *url, struct strbuf *redirect)
{
	bool first = !errand->fetched->redirects.n;
	enum fetch_trust trust = is_secure(url) ? FETCH_TRUST_SYSTEM : FETCH_TRUST_NONE;
	bool trusted = request_once(errand, url, false, redirect);

	if (!trusted && errand->fetch->root.len) {
		STRBUF(system);

		strbuf_addstr(&system, errand->fetched->says.buf);
		trust = FETCH_TRUST_ROOT;
		trusted = request_once(errand, url, true, redirect);
		if (!trusted)
			says_both(errand->fetched, system.buf);
	}
	if (!trusted)
		learn_whose(errand, url);
	trust_lower(errand, first, errand->fetched->status ? trust : FETCH_TRUST_NONE);
}

/* Whether it is followed. */
static bool
redirect_judge(struct errand *errand, const char *from, const char *to)
{
	struct fetched *fetched = errand->fetched;
	STRBUF(server);

	if (errand->fetch->post) /* told, as a device would tell it */
		return false;
	if (fetched->redirects.n > FETCH_REDIRECTS_MAX)
		fetched->failure = FETCH_REDIRECTS;
	else if (!is_of_scheme(to, "http") && !is_secure(to))
		fetched->failure = FETCH_REDIRECT_SCHEME;
	else if (is_secure(from) && !is_secure(to))
		fetched->failure = FETCH_REDIRECT_DOWNGRADE;
	else if (!fetch_server(to, &server)) {
		fetched->failure = FETCH_OTHER;
		strbuf_addstr(&fetched->says, "it redirects to a URL that cannot be asked");
	}
	if (fetched->failure != FETCH_DONE)
		strbuf_clear(&fetched->body);
	return fetched->failure == FETCH_DONE;
}

static void
redirect_note(struct errand *errand, const char *to)
{
	STRBUF(line);
	STRBUF(told);

	strbuf_addf(&line, "%d %s", errand->fetched->status, to);
	add_part(&told, line.buf);
	strvec_push(&errand->fetched->redirects, told.buf);
}

void
http_fetch(const struct fetch *fetch, int socket, struct fetched *fetched)
{
	int64_t begin = clock_ms();
	struct errand errand = { fetch, fetched, socket, begin + fetch->seconds * INT64_C(1000) };
	bool goes_on = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	STRBUF(url);

	if (!goes_on)
		fetched->failure = FETCH_OTHER;
	strbuf_addstr(&url, fetch->url.buf);
	while (goes_on) {
		STRBUF(redirect);

		request(&errand, url.buf, &redirect);
		goes_on = fetched->failure == FETCH_DONE && redirect.len > 0;
		if (goes_on) {
			redirect_note(&errand, redirect.buf);
			goes_on = redirect_judge(&errand, url.buf, redirect.buf);
			strbuf_set(&url, redirect.buf);
		}
	}
	fetched->ms = (unsigned)(clock_ms() - begin);
}
