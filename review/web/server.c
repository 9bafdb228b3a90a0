/* The server: opened, asked, closed. */
#include <config.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/shelf.h"
#include "web/doorman.h"
#include "web/take.h"

enum { CONNECTION_MEMORY = 24 << 10, IDLE_SECONDS = 75, MAX_CONNECTIONS = 8192 };

static pthread_mutex_t telling = PTHREAD_MUTEX_INITIALIZER;

void rv_web_log(rv_web *web, const char *format, ...)
{
    char line[1024];
    va_list list;

    if (!web->options.log)
        return;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    pthread_mutex_lock(&telling);
    web->options.log(web->options.user, line);
    pthread_mutex_unlock(&telling);
}

void rv_web_ack(rv_web *web, const char *event, const char *key)
{
    if (!web->options.ack)
        return;
    pthread_mutex_lock(&telling);
    web->options.ack(web->options.user, event, key);
    pthread_mutex_unlock(&telling);
}

/* ---- Where it listens ---------------------------------------------------------------------------------------------------------- */

static bool is_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return (ntohl(((const struct sockaddr_in *)a)->sin_addr.s_addr) >> 24) == 127;
    return a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)a)->sin6_addr);
}

static rv_status listen_at(rv_web *web, int *fd, rv_error *err)
{
    const struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    char port[16];
    int code;

    snprintf(port, sizeof port, "%d", web->options.port);
    if ((code = getaddrinfo(web->options.address, port, &hints, &found)) != 0)
        return rv_fail(err, RV_EUSAGE, "%s: %s", web->options.address, gai_strerror(code));
    *fd = -1;
    if (!is_loopback(found->ai_addr) && !web->options.cert && !web->options.behind_proxy) {
        freeaddrinfo(found);
        return rv_fail(err, RV_EUSAGE, "%s can be reached from other machines: give --tls-cert and --tls-key, or say --behind-proxy when "
                       "a proxy on the way ends TLS", web->options.address);
    }
    *fd = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
    if (*fd < 0 || setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) != 0
        || bind(*fd, found->ai_addr, found->ai_addrlen) != 0 || listen(*fd, 1024) != 0) {
        const rv_status st = rv_fail(err, RV_EIO, "%s:%s: %m", web->options.address, port);
        if (*fd >= 0)
            close(*fd);
        freeaddrinfo(found);
        return st;
    }
    freeaddrinfo(found);
    return RV_OK;
}

static bool add_host(rv_web *web, const char *name, int port)
{
    char **more = realloc(web->hosts, (web->n_hosts + 2) * sizeof *more);
    const bool six = strchr(name, ':') && *name != '[';

    if (!more)
        return false;
    web->hosts = more;
    if (asprintf(&more[web->n_hosts], six ? "[%s]:%d" : "%s:%d", name, port) < 0)
        return false;
    web->n_hosts++;
    if (!web->secure && port != 80)
        return true;
    if (asprintf(&more[web->n_hosts], six ? "[%s]" : "%s", name) < 0)     /* the port that goes without saying */
        return false;
    web->n_hosts++;
    return true;
}

static rv_status name_hosts(rv_web *web, int fd, rv_error *err)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    bool good;
    int number;

    if (getsockname(fd, (struct sockaddr *)&at, &n) != 0
        || getnameinfo((struct sockaddr *)&at, n, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return rv_fail(err, RV_EIO, "the address cannot be told: %m");
    number = atoi(port);
    good = add_host(web, host, number);
    if (is_loopback((struct sockaddr *)&at))
        good = good && add_host(web, "localhost", number) && add_host(web, "127.0.0.1", number) && add_host(web, "::1", number);
    for (size_t i = 0; web->options.hosts && web->options.hosts[i] && good; i++)
        good = add_host(web, web->options.hosts[i], number);
    if (!good || asprintf(&web->address, "%s://%s", web->options.cert ? "https" : "http", web->hosts[0]) < 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

/* ---- libmicrohttpd -------------------------------------------------------------------------------------------------------------- */

static void connection(void *user, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
    rv_web *web = user;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = info ? rv_watch_add(web->watch, info->connect_fd) : NULL;
    } else {
        rv_watch_drop(web->watch, *context);
        *context = NULL;
    }
}

/* Paths and queries are decoded by parts, later. */
static size_t as_it_is(void *user, struct MHD_Connection *c, char *text)
{
    (void)user;
    (void)c;
    return strlen(text);
}

static void say_fault(void *user, const char *format, va_list list)
{
    char line[400];

    vsnprintf(line, sizeof line, format, list);
    line[strcspn(line, "\n")] = 0;
    rv_web_log(user, "http: %s", line);
}

static unsigned connections_possible(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 512;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max < MAX_CONNECTIONS + 128 ? limit.rlim_max : MAX_CONNECTIONS + 128;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur > MAX_CONNECTIONS + 128 ? MAX_CONNECTIONS : (unsigned)limit.rlim_cur - 64;
}

static rv_status begin_http(rv_web *web, int fd, rv_error *err)
{
    rv_buf cert = RV_BUF_INIT, key = RV_BUF_INIT;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem more[4] = { { MHD_OPTION_END, 0, NULL } };
    rv_status st = RV_OK;

    if (web->options.cert) {
        if ((st = rv_file_read(web->options.cert, 1 << 20, &cert, err)) == RV_OK)
            st = rv_file_read(web->options.key ? web->options.key : web->options.cert, 1 << 20, &key, err);
        flags |= MHD_USE_TLS;
        more[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)rv_buf_str(&cert) };
        more[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)rv_buf_str(&key) };
        more[2] = (struct MHD_OptionItem){ MHD_OPTION_LISTEN_SOCKET, fd, NULL };
        more[3] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    } else {
        flags |= MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC;        /* the doorman takes connections in */
    }
    if (st == RV_OK) {
        web->daemon = MHD_start_daemon(flags, 0, NULL, NULL, rv_exchange_access, web,
                                       MHD_OPTION_EXTERNAL_LOGGER, say_fault, web,
                                       MHD_OPTION_CONNECTION_LIMIT, connections_possible(),
                                       MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                                       MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                                       MHD_OPTION_STRICT_FOR_CLIENT, 1,
                                       MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
                                       MHD_OPTION_NOTIFY_COMPLETED, rv_exchange_completed, web,
                                       MHD_OPTION_NOTIFY_CONNECTION, connection, web,
                                       MHD_OPTION_ARRAY, more,
                                       MHD_OPTION_END);
        if (!web->daemon)
            st = rv_fail(err, RV_EIO, web->options.cert ? "the server could not be begun; are certificate and key a pair in PEM?"
                                                        : "the server could not be begun");
        else if (!web->options.cert)
            st = rv_doorman_start(&web->doorman, fd, web->daemon, connections_possible(), err);
    }
    rv_buf_free(&cert);
    rv_buf_free(&key);
    return st;
}

/* ---- From beginning to end --------------------------------------------------------------------------------------------------------- */

rv_status rv_web_start(rv_web **out, const rv_web_options *options, rv_error *err)
{
    rv_web *web = calloc(1, sizeof *web);
    rv_store *store = NULL;
    char *people = NULL;
    int fd = -1;
    rv_status st;

    *out = NULL;
    if (!web)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    web->options = *options;
    web->secure = options->cert || options->behind_proxy;
    if (!(web->review = strdup(options->review)) || asprintf(&people, "%s.people", options->review) < 0
        || !(web->shelf = rv_shelf_new(2 * options->max_upload)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else if ((st = rv_store_open(&store, options->review, err)) == RV_OK     /* brings it up to date, once */
             && (st = rv_people_open(&web->people, people, options, err)) == RV_OK && (st = listen_at(web, &fd, err)) == RV_OK
             && (st = name_hosts(web, fd, err)) == RV_OK && (st = rv_watch_start(&web->watch, err)) == RV_OK
             && (st = rv_work_start(&web->work, web, err)) == RV_OK)
        st = begin_http(web, fd, err);
    rv_store_close(store);
    free(people);
    if (st != RV_OK && fd >= 0 && !web->daemon)
        close(fd);
    if (st == RV_OK)
        *out = web;
    else
        rv_web_stop(web);
    return st;
}

const char *rv_web_address(const rv_web *web)
{
    return web->address;
}

void rv_web_stop(rv_web *web)
{
    if (!web)
        return;
    rv_doorman_stop(web->doorman);
    if (web->daemon) {
        const int fd = MHD_quiesce_daemon(web->daemon);
        if (fd >= 0)
            close(fd);
    }
    rv_work_stop(web->work);                  /* every call that waits is answered, and none is suspended after that */
    if (web->daemon)
        MHD_stop_daemon(web->daemon);
    rv_work_free(web->work);
    rv_watch_stop(web->watch);
    rv_people_close(web->people);
    rv_shelf_free(web->shelf);
    for (size_t i = 0; i < web->n_hosts; i++)
        free(web->hosts[i]);
    free(web->hosts);
    free(web->address);
    free(web->review);
    free(web);
}
