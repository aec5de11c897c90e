/* Says of each file whether a JSON reader takes it: a line "accept FILE" or "refuse FILE". Two programs
 * say so, one a reader, and must say the same. Whole files, up to 8 MiB; shares nothing with src. */
#ifndef TESTS_FUZZ_ORACLE_H
#define TESTS_FUZZ_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static bool oracle_accepts(const char *text, size_t len); /* each program has its own */

static inline int oracle_main(int argc, char **argv)
{
    enum { LARGEST = 8 << 20 };
    char *text = malloc(LARGEST);
    for (int i = 1; i < argc && text != NULL; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            free(text);
            return 2;
        }
        size_t len = fread(text, 1, LARGEST, file);
        (void)fclose(file);
        printf("%s %s\n", oracle_accepts(text, len) ? "accept" : "refuse", argv[i]);
    }
    free(text);
    return 0;
}

#endif
