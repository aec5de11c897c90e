/* For LD_PRELOAD: locks that hold nobody back. Each request for one is granted, none is made. A control:
 * what tells programs at work together from programs that damage each other's work must turn red. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

int flock(int fd, int operation)
{
    (void)operation;
    return fcntl(fd, F_GETFD) < 0 ? -1 : 0; /* a descriptor that is none stays an error */
}

static int without_locks(int fd, int command, void *argument)
{
    switch (command) {
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
        return 0;
    case F_GETLK:
    case F_OFD_GETLK:
        ((struct flock *)argument)->l_type = F_UNLCK;
        return 0;
    default:
        return (int)syscall(SYS_fcntl, fd, command, argument);
    }
}

int fcntl(int fd, int command, ...)
{
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return without_locks(fd, command, argument);
}

int fcntl64(int fd, int command, ...)
{
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return without_locks(fd, command, argument);
}
