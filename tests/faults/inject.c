/* Runs a program and makes one of its calls to the system go wrong: the k-th below a folder, of the kinds named.
 *
 *   inject FOLDER KINDS WHEN ACTION TRACE PROGRAM [ARGUMENT...]
 *
 * KINDS   create,write,sync,rename,renamenew,link,unlink,mkdir,rmdir,chmod,lock (or `change`: all these),
 *         open,read,list,stat; `renamenew` is a rename that never replaces
 * WHEN    7: the seventh; 7+: the seventh and all after it; 0: none
 * ACTION  a number: the call fails with this errno; kill: the program is killed before it; tear: half of what a write
 *         writes is written, and the program is killed; short: half is written, and the program is told so; anything
 *         else: a shell command that runs while the program waits, after which the call goes on as if nothing were
 * TRACE   a file that gets a line for each call that counts: its kind and its path
 *
 * The system itself holds the program at each call (seccomp's notifications), so it makes no difference by which library
 * or thread a call is made. Exits as the program does, with 137 where it was killed, with 99 where this can't be done
 * here. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_PATH = -1 };

/* Which argument of a call is a path, or (from 10 on) an open file. */
struct call {
    long number;
    const char *kind;
    int where;
};

static const struct call calls[] = {
#ifdef SYS_open
    {SYS_open, "open", 0},
#endif
#ifdef SYS_rename
    {SYS_rename, "rename", 0},
#endif
#ifdef SYS_link
    {SYS_link, "link", 1},
#endif
#ifdef SYS_unlink
    {SYS_unlink, "unlink", 0},
#endif
#ifdef SYS_mkdir
    {SYS_mkdir, "mkdir", 0},
#endif
#ifdef SYS_rmdir
    {SYS_rmdir, "rmdir", 0},
#endif
#ifdef SYS_chmod
    {SYS_chmod, "chmod", 0},
#endif
#ifdef SYS_stat
    {SYS_stat, "stat", 0},
#endif
#ifdef SYS_lstat
    {SYS_lstat, "stat", 0},
#endif
#ifdef SYS_renameat
    {SYS_renameat, "rename", 3},
#endif
#ifdef SYS_newfstatat
    {SYS_newfstatat, "stat", 1},
#endif
    {SYS_openat, "open", 1},      {SYS_write, "write", 10},     {SYS_pwrite64, "write", 10}, {SYS_writev, "write", 10},
    {SYS_fsync, "sync", 10},      {SYS_fdatasync, "sync", 10},  {SYS_renameat2, "rename", 3}, {SYS_linkat, "link", 3},
    {SYS_unlinkat, "unlink", 1},  {SYS_mkdirat, "mkdir", 1},    {SYS_fchmod, "chmod", 10},   {SYS_fchmodat, "chmod", 1},
    {SYS_flock, "lock", 10},      {SYS_read, "read", 10},       {SYS_pread64, "read", 10},   {SYS_getdents64, "list", 10},
    {SYS_statx, "stat", 1},       {SYS_syncfs, "sync", 10},
};
enum { CALLS = sizeof calls / sizeof *calls };

static const char *folder, *kinds;

static void give_up(const char *doing) {
    fprintf(stderr, "inject: can't %s: %s\n", doing, strerror(errno));
    exit(99);
}

static int is_wanted(const char *kind) {
    static const char all[] = ",create,write,sync,rename,renamenew,link,unlink,mkdir,rmdir,chmod,lock,";
    char one[16], list[256];
    snprintf(one, sizeof one, ",%s,", kind);
    snprintf(list, sizeof list, ",%s,", kinds);
    return strstr(list, one) || (strstr(list, ",change,") && strstr(all, one));
}

static void send_file(int socket, int file) {
    char control[CMSG_SPACE(sizeof file)] = {0};
    struct iovec nothing = {"", 1};
    struct msghdr message = {.msg_iov = &nothing, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(header), &file, sizeof file);
    if (sendmsg(socket, &message, 0) < 0) give_up("pass the listener on");
}

static int receive_file(int socket) {
    int file = -1;
    char byte, control[CMSG_SPACE(sizeof file)];
    struct iovec nothing = {&byte, 1};
    struct msghdr message = {.msg_iov = &nothing, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(socket, &message, 0) <= 0) return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header) memcpy(&file, CMSG_DATA(header), sizeof file);
    return file;
}

static void become(char **program, int socket) {
    struct sock_filter filter[2 * CALLS + 2];
    int n = 0;
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < CALLS; i++) {
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1);
        filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    }
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog all = {(unsigned short)n, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) give_up("give up privileges");
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &all);
    if (listener < 0) give_up("listen to calls");
    fcntl(listener, F_SETFD, FD_CLOEXEC);
    send_file(socket, listener);
    execvp(program[0], program);
    give_up("run the program");
}

static long read_memory(pid_t process, unsigned long long at, char *into, size_t size) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/mem", process);
    int memory = open(name, O_RDONLY | O_CLOEXEC);
    if (memory < 0) return -1;
    long got = pread(memory, into, size, (off_t)at);
    close(memory);
    return got;
}

/* What a call is about, if that is below the folder. */
static const char *kind_of(const struct seccomp_notif *heard, char *path) {
    const struct call *call = NULL;
    for (int i = 0; i < CALLS && !call; i++)
        if (calls[i].number == heard->data.nr) call = &calls[i];
    if (!call) return NULL;
    const char *kind = call->kind;
    if (call->where >= 10) {
        char name[64];
        snprintf(name, sizeof name, "/proc/%d/fd/%d", heard->pid, (int)heard->data.args[call->where - 10]);
        long got = readlink(name, path, PATH_MAX - 1);
        if (got < 0) return NULL;
        path[got] = 0;
    } else {
        long got = read_memory((pid_t)heard->pid, heard->data.args[call->where], path, PATH_MAX - 1);
        if (got <= 0) return NULL;
        path[got] = 0;
    }
    if (!strcmp(kind, "open")) {
        unsigned long long flags = heard->data.args[call->where + 1];
        if (flags & (O_WRONLY | O_RDWR | O_CREAT)) kind = "create";
    }
    if (call->number == SYS_renameat2 && heard->data.args[4]) kind = "renamenew";
    if (call->number == SYS_unlinkat && heard->data.args[2] & AT_REMOVEDIR) kind = "rmdir";
    if ((path[0] == '/' || call->where >= 10) && strncmp(path, folder, strlen(folder))) return NULL;
    return is_wanted(kind) && path[0] ? kind : NULL;
}

/* Writes the first half of what a call would write, where the program's own next write goes on. */
static long half(const struct seccomp_notif *heard, pid_t child) {
    size_t size = (size_t)heard->data.args[2] / 2;
    char *bytes = malloc(size + 1);
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    int file = (int)syscall(SYS_pidfd_getfd, process, (int)heard->data.args[0], 0);
    long done = -1;
    if (process < 0 || file < 0) give_up("share an open file");
    if (bytes && read_memory((pid_t)heard->pid, heard->data.args[1], bytes, size) == (long)size)
        done = write(file, bytes, size);
    close(file);
    close(process);
    free(bytes);
    return done;
}

/* What a call is answered with. */
static void act(const char *action, const struct seccomp_notif *heard, struct seccomp_notif_resp *answer, pid_t child) {
    char *end;
    long number = strtol(action, &end, 10);
    int is_write = heard->data.nr == SYS_write;
    answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    if (!*end) {
        answer->flags = 0;
        answer->error = (int)-number;
    } else if (!strcmp(action, "kill")) {
        answer->id = 0;
        kill(child, SIGKILL);
    } else if (!strcmp(action, "tear")) {
        if (is_write) half(heard, child);
        answer->id = 0;
        kill(child, SIGKILL);
    } else if (!strcmp(action, "short")) {
        long done = is_write && heard->data.args[2] > 1 ? half(heard, child) : -1;
        if (done > 0) {
            answer->flags = 0;
            answer->val = done;
        }
    } else if (system(action) < 0) {
        give_up("run the command");
    }
}

int main(int count, char **words) {
    if (count < 7) {
        fprintf(stderr, "inject FOLDER KINDS WHEN ACTION TRACE PROGRAM [ARGUMENT...]\n");
        return 99;
    }
    folder = words[1];
    kinds = words[2];
    long when = strtol(words[3], NULL, 10), calls_so_far = 0;
    int from_then_on = strchr(words[3], '+') != NULL, sockets[2], status;
    FILE *trace = fopen(words[5], "we");
    if (!trace || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets)) give_up("start");
    pid_t child = fork();
    if (child < 0) give_up("fork");
    if (!child) become(words + 6, sockets[1]);
    close(sockets[1]);
    int listener = receive_file(sockets[0]);
    struct pollfd waiting = {listener, POLLIN, 0};
    while (listener >= 0 && poll(&waiting, 1, -1) >= 0 && !(waiting.revents & POLLHUP)) {
        struct seccomp_notif heard = {0};
        struct seccomp_notif_resp answer = {0};
        char path[PATH_MAX];
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &heard)) continue;
        answer.id = heard.id;
        answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        const char *kind = kind_of(&heard, path);
        if (kind) {
            calls_so_far++;
            fprintf(trace, "%s %s\n", kind, path);
            if (when && (calls_so_far == when || (from_then_on && calls_so_far > when)))
                act(words[4], &heard, &answer, child);
        }
        /* One that is killed is not answered: its call must not happen. */
        if (answer.id) ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
    fclose(trace);
    if (waitpid(child, &status, 0) < 0) give_up("wait");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
