#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

struct rv_claim {
    dev_t     device;
    ino_t     inode;
    rv_claim *next;
};

static pthread_mutex_t claims_lock = PTHREAD_MUTEX_INITIALIZER;
static rv_claim *claims;

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The first 100 bytes of a SQLite file: magic, then at 60 user_version, at 68 application_id. */
static rv_status judge_header(const char *path, int newest, rv_error *err)
{
    unsigned char head[100];
    size_t got = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    uint32_t version;

    if (fd < 0)
        return rv_fail(err, RV_EIO, "%s: %s", path, strerror(errno));
    while (got < sizeof head) {
        ssize_t n = read(fd, head + got, sizeof head - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            rv_fail(err, RV_EIO, "%s: %s", path, strerror(errno));
            close(fd);
            return RV_EIO;
        }
        if (n == 0)
            break;
        got += (size_t)n;
    }
    close(fd);

    if (got == 0)
        return rv_fail(err, RV_ESTORE, "%s is empty; it is not a review file", path);
    if (got < sizeof head || memcmp(head, "SQLite format 3", 16) != 0)
        return rv_fail(err, RV_ESTORE, "%s is not a review file", path);
    if (big_endian(head + 68) != RV_STORE_APPLICATION)
        return rv_fail(err, RV_ESTORE, "%s is a database of another program, not a review file", path);
    version = big_endian(head + 60);
    if (version > (uint32_t)newest)
        return rv_fail(err, RV_ESTORE, "%s was written by a newer review (its schema is %u, this program knows %d); "
                       "update the program", path, version, newest);
    if (version == 0)
        return rv_fail(err, RV_ESTORE, "%s is damaged: its schema has no version", path);
    return RV_OK;
}

rv_status rv_judge(rv_claim **out, const char *path, int newest, rv_error *err)
{
    struct stat about;
    rv_claim *claim, *other;
    rv_status st = RV_OK;

    *out = NULL;
    if (stat(path, &about) != 0)
        return rv_fail(err, errno == ENOENT ? RV_ENOTFOUND : RV_EIO, "%s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return rv_fail(err, RV_ESTORE, "%s is %s, not a review file", path,
                       S_ISDIR(about.st_mode) ? "a folder" : "no ordinary file");
    claim = malloc(sizeof *claim);
    if (!claim)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    claim->device = about.st_dev;
    claim->inode = about.st_ino;

    pthread_mutex_lock(&claims_lock);
    for (other = claims; other; other = other->next)
        if (other->device == about.st_dev && other->inode == about.st_ino)
            break;
    if (!other)
        st = judge_header(path, newest, err);
    if (st == RV_OK) {
        claim->next = claims;
        claims = claim;
    }
    pthread_mutex_unlock(&claims_lock);

    if (st != RV_OK) {
        free(claim);
        return st;
    }
    *out = claim;
    return RV_OK;
}

void rv_judge_release(rv_claim *claim)
{
    if (!claim)
        return;
    pthread_mutex_lock(&claims_lock);
    for (rv_claim **p = &claims; *p; p = &(*p)->next)
        if (*p == claim) {
            *p = claim->next;
            break;
        }
    pthread_mutex_unlock(&claims_lock);
    free(claim);
}

/* The folder that holds `path`, in `folder`. */
static void folder_of(const char *path, char *folder, size_t n)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 1;

    if (!slash)
        path = ".";
    else if (length == 0)
        length = 1;
    if (length >= n)
        length = n - 1;
    memcpy(folder, path, length);
    folder[length] = 0;
}

rv_status rv_judge_place(const char *path, rv_error *err)
{
    static const struct { uint32_t magic; const char *name; } network[] = {
        { 0x6969, "NFS" }, { 0x517b, "SMB" }, { 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB2" }, { 0x5346414f, "AFS" },
        { 0x01021997, "9P" }, { 0x73757245, "Coda" }, { 0x00c36400, "Ceph" }, { 0x65735546, "FUSE" },
        { 0x0bd00bd0, "Lustre" }, { 0x47504653, "GPFS" }, { 0x7461636f, "OCFS2" }, { 0x01161970, "GFS2" },
    };
    char folder[4096];
    struct statfs about;
    const char *allowed = getenv("REVIEW_ALLOW_NETWORK");

    if (allowed && strcmp(allowed, "1") == 0)
        return RV_OK;
    folder_of(path, folder, sizeof folder);
    if (statfs(folder, &about) != 0)
        return rv_fail(err, errno == ENOENT ? RV_ENOTFOUND : RV_EIO, "%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < sizeof network / sizeof *network; i++)
        if ((uint32_t)about.f_type == network[i].magic)
            return rv_fail(err, RV_ESTORE, "%s is on a %s file system, where locks may fail and damage the review; copy it to a "
                           "local disk, or set REVIEW_ALLOW_NETWORK=1 to take the risk", path, network[i].name);
    return RV_OK;
}

rv_status rv_judge_free(const char *path, rv_error *err)
{
    static const char *const left[] = { "", "-wal", "-journal" };

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        struct stat about;
        char *name = rv_store_beside(path, left[i]);
        bool there;

        if (!name)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        there = lstat(name, &about) == 0;
        if (there)
            rv_fail(err, RV_EEXIST, i ? "%s is there, left of an earlier review; move it away first" : "%s is there already", name);
        free(name);
        if (there)
            return RV_EEXIST;
    }
    return RV_OK;
}
