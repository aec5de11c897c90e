#include "worker/cage.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define CAGE_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAGE_SANITIZED
#endif

/* Numbers of system calls mean different things on different processors: the filter looks at both. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define CAGE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && !defined(__ILP32__) && !defined(__AARCH64EB__)
#define CAGE_ARCH AUDIT_ARCH_AARCH64
#endif

const char *cage_missing(void)
{
#if defined(CAGE_SANITIZED)
    return "this build has a sanitizer, which needs what the filter forbids";
#elif !defined(CAGE_ARCH)
    return "there is no filter for this kind of processor";
#else
    return NULL;
#endif
}

static int refused(const char *what, struct err *e)
{
    return err_set(e, ERR_IO, "%s: %s", what, strerror(errno));
}

static int limit(int resource, uint64_t most)
{
    struct rlimit l;
    if (getrlimit((__rlimit_resource_t)resource, &l) != 0) {
        return -1;
    }
    l.rlim_max = l.rlim_max < most ? l.rlim_max : most; /* whoever started us may be stricter */
    l.rlim_cur = l.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &l);
}

int cage_limit(pid_t parent, uint64_t memory, struct err *e)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
        return err_set(e, ERR_IO, "who started the worker is gone");
    }
    if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return refused("prctl", e);
    }
    if (syscall(SYS_close_range, 1U, ~0U, 0U) != 0) {
        return refused("close_range", e);
    }
    if (limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_FSIZE, 0) != 0 || limit(RLIMIT_NPROC, 0) != 0 ||
        limit(RLIMIT_NOFILE, 0) != 0 || limit(RLIMIT_MEMLOCK, 0) != 0) {
        return refused("setrlimit", e);
    }
    /* Sanitizers take terabytes of addresses that they never use. */
    if (cage_missing() == NULL && limit(RLIMIT_AS, memory) != 0) {
        return refused("setrlimit", e);
    }
    return 0;
}

#ifdef CAGE_ARCH

#define LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
/* Goes on with the next line where the loaded number is this one, else passes it over. */
#define IF(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(number), 0, 1)
#define MAY(call) IF(SYS_##call), ALLOW

/* Both processors are little-endian: the lower half of an argument comes first. */
static const struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CAGE_ARCH, 1, 0),
    KILL,
    LOAD(nr),
    MAY(read),
    MAY(write),
    MAY(brk),
    MAY(munmap),
    MAY(mremap),
    MAY(madvise),
    MAY(clock_gettime),
    MAY(exit_group),
    MAY(exit),
    MAY(rt_sigreturn),
    /* mmap, but for memory that can be executed */
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
    KILL,
    LOAD(args[2]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
    KILL,
    ALLOW,
};

int cage_close(struct err *e)
{
    const struct sock_fprog program = {.len = sizeof filter / sizeof *filter,
                                       .filter = (struct sock_filter *)filter};
    if (cage_missing() != NULL) {
        return err_set(e, ERR_IO, "%s", cage_missing());
    }
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        return err_set(e, ERR_IO, "this system gives no filter of system calls: %s",
                       strerror(errno));
    }
    return 0;
}

#else

int cage_close(struct err *e)
{
    return err_set(e, ERR_IO, "%s", cage_missing());
}

#endif
