/* A preloaded library that lets one file-system call go wrong: the FAULT_AT-th of those that touch FAULT_UNDER.
 *
 * FAULT_KIND is what happens to it:
 *   a number       the call is not made and fails with that errno (close is made, then fails, as on a network disk)
 *   short          only calls of write count; half of the bytes are written
 *   kill-before    the process is killed just before the call
 *   kill-after     the process is killed just after it
 * FAULT_MARK is a file that is made when it happens, so that the test knows when it has been through all calls.
 * FAULT_EXCHANGE, if set, is the errno that every exchange of two names fails with: a disk that cannot do it.
 * FAULT_LINK, if set, is the errno that every hard link fails with.
 * FAULT_MEANWHILE, if set, is a shell command that is run just before two names are exchanged.
 * FAULT_SAY, if set, is a file to which the name of the call is written when the fault happens.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef long (*caller)(long, ...);
static caller real_syscall;
static const char *under, *mark, *say, *meanwhile;
static size_t under_len;
static long at = -1;
static int number, kill_before, kill_after, half, no_exchange, no_link;
static atomic_long count;

__attribute__((constructor)) static void begin(void)
{
    real_syscall = (caller)dlsym(RTLD_NEXT, "syscall");
    under = getenv("FAULT_UNDER");
    under_len = under ? strlen(under) : 0;
    mark = getenv("FAULT_MARK");
    say = getenv("FAULT_SAY");
    meanwhile = getenv("FAULT_MEANWHILE");
    if (getenv("FAULT_AT")) at = atol(getenv("FAULT_AT"));
    if (getenv("FAULT_EXCHANGE")) no_exchange = atoi(getenv("FAULT_EXCHANGE"));
    if (getenv("FAULT_LINK")) no_link = atoi(getenv("FAULT_LINK"));
    const char *kind = getenv("FAULT_KIND");
    if (!kind) return;
    half = !strcmp(kind, "short");
    kill_before = !strcmp(kind, "kill-before");
    kill_after = !strcmp(kind, "kill-after");
    number = atoi(kind);
}

/* Whether a path, seen from an open folder, is below FAULT_UNDER. With a null path the open file itself is meant. */
static int touches(int fd, const char *path)
{
    char whole[PATH_MAX * 2], link[64];
    size_t len = 0;
    if (!under || !real_syscall) return 0;
    if (!path || path[0] != '/') {
        if (fd == AT_FDCWD) strcpy(link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        long read = real_syscall(SYS_readlinkat, AT_FDCWD, link, whole, (long)PATH_MAX);
        if (read <= 0) return 0;
        len = (size_t)read;
        whole[len++] = '/';
    }
    whole[len] = 0;
    if (path) strncat(whole, path, PATH_MAX - 1);
    return !strncmp(whole, under, under_len) && (whole[under_len] == '/' || whole[under_len] == 0);
}

static void note(const char *file, const char *text)
{
    if (!file) return;
    int fd = (int)real_syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666L);
    if (fd < 0) return;
    real_syscall(SYS_write, fd, text, strlen(text));
    real_syscall(SYS_close, fd);
}

/* Whether this call is the one. */
static int chosen(const char *name, int is_write, int fd, const char *path)
{
    if (at < 0 || (half && !is_write) || !touches(fd, path)) return 0;
    if (atomic_fetch_add(&count, 1) != at) return 0;
    note(mark, "");
    note(say, name);
    if (kill_before) kill(getpid(), SIGKILL);
    return 1;
}

static void after(int hit)
{
    if (hit && kill_after) kill(getpid(), SIGKILL);
}

#define REAL(name) ((typeof(&name))real_of(#name))
static void *real_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* The call as it is, with the fault in front of it or behind it. */
#define FAULTY(result, fail, name, fd, path, call)      \
    int hit = chosen(name, 0, fd, path);                \
    if (hit && number) { errno = number; return fail; } \
    result r = call;                                    \
    int saved = errno;                                  \
    after(hit);                                         \
    errno = saved;                                      \
    return r

static mode_t mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...)                                 \
    {                                                                          \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = mode_of(flags, rest);                                    \
        va_end(rest);                                                          \
        FAULTY(int, -1, #name, AT_FDCWD, path, REAL(name)(path, flags, mode)); \
    }
#define OPENAT(name)                                                           \
    int name(int fd, const char *path, int flags, ...)                         \
    {                                                                          \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = mode_of(flags, rest);                                    \
        va_end(rest);                                                          \
        FAULTY(int, -1, #name, fd, path, REAL(name)(fd, path, flags, mode));   \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

long syscall(long call, ...)
{
    long a[6];
    va_list rest;
    va_start(rest, call);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    if (!real_syscall) real_syscall = (caller)dlsym(RTLD_NEXT, "syscall");
    if (call == SYS_openat2) {
        FAULTY(long, -1, "openat2", (int)a[0], (const char *)a[1], real_syscall(call, a[0], a[1], a[2], a[3]));
    }
    if (call == SYS_getdents64) {
        FAULTY(long, -1, "getdents64", (int)a[0], NULL, real_syscall(call, a[0], a[1], a[2]));
    }
    return real_syscall(call, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int close(int fd)
{
    int hit = chosen("close", 0, fd, NULL);
    int r = REAL(close)(fd);
    after(hit);
    if (hit && number) { errno = number; return -1; }
    return r;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    int hit = chosen("write", 1, fd, NULL);
    if (hit && number) { errno = number; return -1; }
    /* A killed writer leaves half of the bytes behind. */
    if (hit && (half || kill_after) && n > 1) n /= 2;
    ssize_t r = REAL(write)(fd, bytes, n);
    after(hit);
    return r;
}

ssize_t read(int fd, void *bytes, size_t n) { FAULTY(ssize_t, -1, "read", fd, NULL, REAL(read)(fd, bytes, n)); }
off64_t lseek64(int fd, off64_t to, int how) { FAULTY(off64_t, -1, "lseek", fd, NULL, REAL(lseek64)(fd, to, how)); }
off_t lseek(int fd, off_t to, int how) { FAULTY(off_t, -1, "lseek", fd, NULL, REAL(lseek)(fd, to, how)); }
int ftruncate(int fd, off_t to) { FAULTY(int, -1, "ftruncate", fd, NULL, REAL(ftruncate)(fd, to)); }
int ftruncate64(int fd, off64_t to) { FAULTY(int, -1, "ftruncate", fd, NULL, REAL(ftruncate64)(fd, to)); }
int fsync(int fd) { FAULTY(int, -1, "fsync", fd, NULL, REAL(fsync)(fd)); }
int fdatasync(int fd) { FAULTY(int, -1, "fdatasync", fd, NULL, REAL(fdatasync)(fd)); }
int syncfs(int fd) { FAULTY(int, -1, "syncfs", fd, NULL, REAL(syncfs)(fd)); }
int flock(int fd, int how) { FAULTY(int, -1, "flock", fd, NULL, REAL(flock)(fd, how)); }
int fchmod(int fd, mode_t mode) { FAULTY(int, -1, "fchmod", fd, NULL, REAL(fchmod)(fd, mode)); }
int mkdir(const char *path, mode_t mode) { FAULTY(int, -1, "mkdir", AT_FDCWD, path, REAL(mkdir)(path, mode)); }
int mkdirat(int fd, const char *path, mode_t mode) { FAULTY(int, -1, "mkdirat", fd, path, REAL(mkdirat)(fd, path, mode)); }
int unlink(const char *path) { FAULTY(int, -1, "unlink", AT_FDCWD, path, REAL(unlink)(path)); }
int rmdir(const char *path) { FAULTY(int, -1, "rmdir", AT_FDCWD, path, REAL(rmdir)(path)); }
int unlinkat(int fd, const char *path, int flags) { FAULTY(int, -1, "unlinkat", fd, path, REAL(unlinkat)(fd, path, flags)); }
int rename(const char *old, const char *new) { FAULTY(int, -1, "rename", AT_FDCWD, old, REAL(rename)(old, new)); }
int renameat(int fd, const char *old, int to, const char *new)
{
    FAULTY(int, -1, "renameat", fd, old, REAL(renameat)(fd, old, to, new));
}
int renameat2(int fd, const char *old, int to, const char *new, unsigned flags)
{
    if (no_exchange && flags == RENAME_EXCHANGE && touches(fd, old)) { errno = no_exchange; return -1; }
    if (meanwhile && flags == RENAME_EXCHANGE && touches(fd, old) && system(meanwhile)) abort();
    FAULTY(int, -1, "renameat2", fd, old, REAL(renameat2)(fd, old, to, new, flags));
}
int link(const char *old, const char *new) { FAULTY(int, -1, "link", AT_FDCWD, old, REAL(link)(old, new)); }
int linkat(int fd, const char *old, int to, const char *new, int flags)
{
    if (no_link && touches(fd, old)) { errno = no_link; return -1; }
    FAULTY(int, -1, "linkat", fd, old, REAL(linkat)(fd, old, to, new, flags));
}
int symlinkat(const char *target, int fd, const char *path)
{
    FAULTY(int, -1, "symlinkat", fd, path, REAL(symlinkat)(target, fd, path));
}
ssize_t readlink(const char *path, char *to, size_t n)
{
    FAULTY(ssize_t, -1, "readlink", AT_FDCWD, path, REAL(readlink)(path, to, n));
}
ssize_t readlinkat(int fd, const char *path, char *to, size_t n)
{
    FAULTY(ssize_t, -1, "readlinkat", fd, path, REAL(readlinkat)(fd, path, to, n));
}
char *realpath(const char *path, char *to) { FAULTY(char *, NULL, "realpath", AT_FDCWD, path, REAL(realpath)(path, to)); }
int stat(const char *path, struct stat *to) { FAULTY(int, -1, "stat", AT_FDCWD, path, REAL(stat)(path, to)); }
int stat64(const char *path, struct stat64 *to) { FAULTY(int, -1, "stat", AT_FDCWD, path, REAL(stat64)(path, to)); }
int lstat(const char *path, struct stat *to) { FAULTY(int, -1, "lstat", AT_FDCWD, path, REAL(lstat)(path, to)); }
int lstat64(const char *path, struct stat64 *to) { FAULTY(int, -1, "lstat", AT_FDCWD, path, REAL(lstat64)(path, to)); }
int fstat(int fd, struct stat *to) { FAULTY(int, -1, "fstat", fd, NULL, REAL(fstat)(fd, to)); }
int fstat64(int fd, struct stat64 *to) { FAULTY(int, -1, "fstat", fd, NULL, REAL(fstat64)(fd, to)); }
int fstatat(int fd, const char *path, struct stat *to, int flags)
{
    FAULTY(int, -1, "fstatat", fd, path, REAL(fstatat)(fd, path, to, flags));
}
int fstatat64(int fd, const char *path, struct stat64 *to, int flags)
{
    FAULTY(int, -1, "fstatat", fd, path, REAL(fstatat64)(fd, path, to, flags));
}
int statx(int fd, const char *restrict path, int flags, unsigned mask, struct statx *restrict to)
{
    FAULTY(int, -1, "statx", fd, path, REAL(statx)(fd, path, flags, mask, to));
}
DIR *opendir(const char *path) { FAULTY(DIR *, NULL, "opendir", AT_FDCWD, path, REAL(opendir)(path)); }
DIR *fdopendir(int fd) { FAULTY(DIR *, NULL, "fdopendir", fd, NULL, REAL(fdopendir)(fd)); }
int closedir(DIR *dir)
{
    int hit = chosen("closedir", 0, dirfd(dir), NULL);
    int r = REAL(closedir)(dir);
    after(hit);
    if (hit && number) { errno = number; return -1; }
    return r;
}
struct dirent *readdir(DIR *dir) { FAULTY(struct dirent *, NULL, "readdir", dirfd(dir), NULL, REAL(readdir)(dir)); }
struct dirent64 *readdir64(DIR *dir)
{
    FAULTY(struct dirent64 *, NULL, "readdir64", dirfd(dir), NULL, REAL(readdir64)(dir));
}
