/* What is known of the rules that come with the program before one of them is loaded: it was found out
 * when the program was built, by loading them all (src/embed_rules.c). A file is told by its name and
 * the digest of its text, so that one that was changed is looked at like any other. Private to script/,
 * and to what makes the table. */
#ifndef SCRIPT_KNOWN_H
#define SCRIPT_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct rule_file;

struct known_file {
    const char *name;
    const char *digest;         /* SHA-256 of the text, in hex digits */
    const char *title, *source; /* NULL: a library */
    int version, test_count;
    const char *const *needs;
    size_t needs_count;
    const char *const *use;
    size_t use_count;
    size_t tests, tests_len;   /* of the text, what only tests read: nothing is lost without it */
    const unsigned char *code; /* the text without it, compiled */
    size_t code_len;
};
extern const struct known_file known_files[]; /* build/known.c, sorted by name */
extern const size_t known_count;
extern const char known_lua[]; /* the version of Lua that compiled them: no other takes the code */

/* The file of that name, where its text has that digest; else NULL. */
const struct known_file *known_find(const char *name, const char *digest);
/* Where the entries of `tests` stand in the text of a rule, without the braces. They hold values and names
 * alone: nothing is called, so nothing that a rule does depends on them. False: there is no such place. */
bool known_tests(const char *text, size_t len, size_t *from, size_t *count);
/* Appends the text of a sound rule or library, compiled. 0 or ERR_MEMORY. */
int known_code(const struct rule_file *f, struct buf *out);
/* The version of Lua that compiles, as it says of itself. */
const char *known_maker(void);

#endif
