#!/bin/bash
# Functions that cannot be used safely, or that would make results depend on the machine, the user or
# another thread: name and what to do instead. `cli` are those that only the program may call, `all` are
# banned in the tests' own sources as well.
set -u
status=0
table='
all strcpy      the target has no size: buf_puts, arena_text or snprintf
all strcat      the target has no size: buf_puts
all stpcpy      the target has no size: buf_puts
all strncpy     does not end the text: memcpy and a length
all strncat     counts the wrong thing: buf_add
all sprintf     the target has no size: snprintf or buf_printf
all vsprintf    the target has no size: vsnprintf
all gets        the target has no size: getline
all scanf       overflows without a word: strtol with all its checks, or number_parse
all fscanf      overflows without a word: strtol with all its checks, or number_parse
all sscanf      overflows without a word: strtol with all its checks, or number_parse
all atoi        takes "12x" and overflows: strtol with all its checks
all atol        takes "12x" and overflows: strtol with all its checks
all atoll       takes "12x" and overflows: strtoll with all its checks
all atof        takes "1x", and the decimal mark of the locale: number_parse
all strtok      keeps state between calls: text_* or strcspn
all alloca      a size from a file overflows the stack: arena_alloc
all tmpnam      another may take the name first: mkstemp
all tempnam     another may take the name first: mkstemp
all mktemp      another may take the name first: mkstemp
all asctime     keeps state between threads: strftime
all ctime       keeps state between threads: strftime
all localtime   keeps state between threads: gmtime_r
all gmtime      keeps state between threads: gmtime_r
all gethostbyname  keeps state between threads: getaddrinfo
all vfork       shares memory with the child: posix_spawn
all siglongjmp  leaves what is held behind
lib system      a shell reads the text: nothing is executed here
lib popen       a shell reads the text: nothing is executed here
lib execl       nothing is executed here
lib execlp      nothing is executed here
lib execv       nothing is executed here
lib execve      nothing is executed here
lib execvp      nothing is executed here
lib fork        a copy of the threads locks: nothing is executed here
lib dlopen      code of others: nothing is loaded here
lib setlocale   belongs to the host program; results are the same in every locale
lib setenv      not safe beside other threads that read it
lib putenv      not safe beside other threads that read it
lib unsetenv    not safe beside other threads that read it
lib chdir       belongs to the host program: open by path
lib umask       belongs to the host program: give the mode to open
lib rand        the same in, the same out: no chance; getrandom for identities
lib srand       the same in, the same out: no chance
lib random      the same in, the same out: no chance
lib drand48     the same in, the same out: no chance
lib mktime      asks for the time zone of the machine
lib localtime_r asks for the time zone of the machine: gmtime_r
lib strcoll     order would follow the locale: strcmp
lib strxfrm     order would follow the locale: strcmp
lib strcasecmp  follows the locale that a host program has set: text_*
lib strncasecmp follows the locale that a host program has set: text_*
lib tolower     follows the locale that a host program has set: text_*
lib toupper     follows the locale that a host program has set: text_*
lib isalpha     follows the locale that a host program has set: text_*
lib isalnum     follows the locale that a host program has set: text_*
lib isspace     follows the locale that a host program has set: text_*
lib isupper     follows the locale that a host program has set: text_*
lib islower     follows the locale that a host program has set: text_*
lib isprint     follows the locale that a host program has set: text_*
lib ispunct     follows the locale that a host program has set: text_*
lib isgraph     follows the locale that a host program has set: text_*
lib wcwidth     follows the locale that a host program has set: text_*
lib wcswidth    follows the locale that a host program has set: text_*
lib mbstowcs    follows the locale that a host program has set: text_*
lib setjmp      only Lua jumps, within lua_pcall
lib longjmp     only Lua jumps, within lua_pcall
lib strsignal   keeps state between threads
lib readdir_r   too small for a long name: readdir
lib access      true no more when the file is opened: open it and see
lib pow         the last digit differs between machines: model/math.h
lib exp         the last digit differs between machines: model/math.h
lib exp2        the last digit differs between machines: model/math.h
lib log         the last digit differs between machines: model/math.h
lib log2        the last digit differs between machines: model/math.h
lib log10       the last digit differs between machines: model/math.h
lib sin         the last digit differs between machines
lib cos         the last digit differs between machines
lib cbrt        the last digit differs between machines
cli exit        the library tells its caller and never ends the program
cli _exit       the library tells its caller and never ends the program
cli abort       the library tells its caller and never ends the program
cli signal      belongs to the host program
cli sigaction   belongs to the host program
cli getpwuid    keeps state between threads; the program asks once, before it has any
cli printf      the library prints nothing
cli puts        the library prints nothing
cli putchar     the library prints nothing
cli perror      the library prints nothing
'

# Without comments and texts, line numbers kept.
bare() {
    awk 'FNR == 1 { inside = 0 } {
        out = ""
        line = $0
        gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
        while (line != "") {
            if (inside) {
                at = index(line, "*/")
                if (!at) { line = ""; break }
                line = substr(line, at + 2)
                inside = 0
            } else {
                at = index(line, "/*")
                if (!at) { out = out line; line = ""; break }
                out = out substr(line, 1, at - 1)
                line = substr(line, at + 2)
                inside = 1
            }
        }
        print FILENAME ":" FNR ": " out
    }' "$@"
}

# WHERE KINDS FILE...: calls of the functions of these kinds.
look() {
    local kinds=$1 names hits name
    shift
    names=$(printf '%s\n' "$table" | awk -v kinds="$kinds" 'NF && index(kinds, $1) { print $2 }')
    hits=$(bare "$@" |
        grep -E "(^|[^A-Za-z0-9_>.])($(printf '%s' "$names" | tr '\n' '|')) *\(") || return 0
    printf '%s\n' "$hits"
    for name in $(printf '%s\n' "$hits" | grep -oE '[A-Za-z0-9_]+ *\(' | tr -d ' (' | LC_ALL=C sort -u); do
        printf '%s\n' "$table" | awk -v name="$name" '$2 == name { $1 = ""; print " " $0 }'
    done
    status=1
}
# shellcheck disable=SC2046 # lists of files
{
    look "all lib cli" $(find src -name '*.[ch]' -not -path 'src/cli/*')
    look "all lib" $(find src/cli -name '*.[ch]')
    look "all" $(find tests -name '*.[ch]')
}
# Decimals come from number.h and render.h; script/ formats under a locale of its own.
if grep -rnE "(buf_printf|err_set|diag_add|cli_say|cli_write)\(.*%[-+ 0#]*[0-9*]*(\.[0-9*]+)?[efgEG]" src; then
    status=1
fi
exit $status
