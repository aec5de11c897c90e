/* What the driver must turn red on: a program that takes a failed allocation lightly. The word says
 * how: "crash" writes through the null pointer, "lie" prints a result all the same, "silent" ends
 * with 1 and without a word, "half" blames the memory after a wrong line. "careful" is how it should
 * be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *how)
{
    if (strcmp(how, "lie") == 0) {
        (void)puts("score 0");
        return 0;
    }
    if (strcmp(how, "half") == 0) {
        (void)puts("score 0");
    }
    if (strcmp(how, "silent") != 0) {
        (void)fputs("careless: out of memory\n", stderr);
    }
    return 1;
}

int main(int argc, char **argv)
{
    static char out[256];
    const char *how = argc > 1 ? argv[1] : "careful";
    (void)setvbuf(stdout, out, _IOFBF, sizeof out);
    for (int i = 0; i < 5; i++) {
        volatile char *block = malloc(64);
        if (block == NULL && strcmp(how, "crash") != 0) {
            return fail(how);
        }
        block[0] = 'x'; /* NOLINT(clang-analyzer-core.NullDereference): its purpose */
        free((void *)block);
    }
    (void)puts("score 1");
    return 0;
}
