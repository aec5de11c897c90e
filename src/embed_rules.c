/* Writes what is known of the shipped rules as a C file: see src/script/known.h. A part of the build, not of
 * the library. What is refused is left out, so that it is complained of when it is used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "script/known.h"

const struct known_file known_files[] = {{.name = ""}}; /* nothing yet: all are loaded */
const size_t known_count = 0;

static void put_text(const char *text)
{
    (void)putchar('"');
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?') {
            (void)printf("\\%03o", c);
        } else {
            (void)putchar(c);
        }
    }
    (void)putchar('"');
}

static void put_list(const char *kind, size_t number, const char *const *list, size_t count)
{
    if (count > 0) {
        (void)printf("static const char *const %s_%zu[] = {", kind, number);
        for (size_t i = 0; i < count; i++) {
            put_text(list[i]);
            (void)printf(", ");
        }
        (void)printf("};\n");
    }
}

static void put_reference(const char *kind, size_t number, size_t count)
{
    if (count > 0) {
        (void)printf(", .%s = %s_%zu, .%s_count = %zu", kind, kind, number, kind, count);
    }
}

static void put_rule(const struct rule_info *info, const struct rule_file *f, size_t number)
{
    size_t from = 0, count = 0;
    (void)printf(", .title = ");
    put_text(info->title);
    (void)printf(", .source = ");
    put_text(info->source);
    (void)printf(", .version = %d, .test_count = %d", info->version, info->test_count);
    put_reference("needs", number, info->needs_count);
    put_reference("use", number, info->use_count);
    if (known_tests(f->text, f->len, &from, &count)) {
        (void)printf(", .tests = %zu, .tests_len = %zu", from, count);
    }
}

/* Whether a library is sound is known where a rule that uses it is. */
static bool is_used(const struct ruleset *r, const char *library)
{
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        for (size_t k = 0; info->error == NULL && k < info->use_count; k++) {
            if (strcmp(info->use[k], library) == 0) {
                return true;
            }
        }
    }
    return false;
}

static int put_file(const struct ruleset *r, const struct rule_file *f, size_t number)
{
    const struct rule_info *info = ruleset_find(r, f->name);
    uint8_t digest[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    if (info == NULL ? !is_used(r, f->name) : info->error != NULL) {
        return 0;
    }
    if (digest_sha256(f->text, f->len, digest) != 0) {
        return ERR_MEMORY;
    }
    digest_hex(digest, hex);
    (void)printf("    {.name = ");
    put_text(f->name);
    (void)printf(", .digest = \"%s\"", hex);
    if (info != NULL) {
        put_rule(info, f, number);
    }
    (void)printf("},\n");
    return 0;
}

static int put_all(const struct ruleset *r, const struct rule_file *files, size_t count)
{
    int rc = 0;
    (void)printf("#include \"script/known.h\"\n");
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = ruleset_find(r, files[i].name);
        if (info != NULL && info->error == NULL) {
            put_list("needs", i, info->needs, info->needs_count);
            put_list("use", i, info->use, info->use_count);
        }
    }
    (void)printf("const struct known_file known_files[] = {\n");
    for (size_t i = 0; i < count && rc == 0; i++) {
        rc = put_file(r, &files[i], i);
    }
    (void)printf("    {.name = 0}};\n"
                 "const size_t known_count = sizeof known_files / sizeof *known_files - 1;\n");
    return rc == 0 && fflush(stdout) == 0 ? 0 : ERR_IO;
}

/* The shipped files under the names that rules have, sorted as a rule set sorts them. */
static size_t gather(struct rule_file *files, char *names)
{
    size_t count = 0;
    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded_file *f = &embedded_files[i];
        size_t len = strlen(f->path);
        if (strncmp(f->path, "rules/", 6) != 0 || len < 10 ||
            strcmp(f->path + len - 4, ".lua") != 0) {
            continue;
        }
        memcpy(names, f->path + 6, len - 10);
        names[len - 10] = '\0';
        files[count++] = (struct rule_file){
            .name = names, .path = f->path, .text = (const char *)f->data, .len = f->len};
        names += len - 9;
    }
    return count;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct rule_file *)a)->name, ((const struct rule_file *)b)->name);
}

int main(void)
{
    struct ruleset *r = NULL;
    struct err e = {0};
    size_t room = 1;
    for (size_t i = 0; i < embedded_count; i++) {
        room += strlen(embedded_files[i].path) + 1;
    }
    struct rule_file *files = calloc(embedded_count + 1, sizeof *files);
    char *names = malloc(room);
    int rc = files == NULL || names == NULL ? err_set(&e, ERR_MEMORY, "out of memory") : 0;
    size_t count = rc == 0 ? gather(files, names) : 0;
    if (rc == 0) {
        qsort(files, count, sizeof *files, by_name);
        rc = ruleset_new(files, count, false, &r, &e);
    }
    rc = rc == 0 ? ruleset_inspect(r, NULL, &e) : rc;
    rc = rc == 0 ? put_all(r, files, count) : rc;
    if (rc != 0) {
        (void)fprintf(stderr, "what is known of the rules cannot be written: %s\n", e.text);
    }
    ruleset_free(r);
    free(names);
    free(files);
    return rc == 0 ? 0 : 1;
}
