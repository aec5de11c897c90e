/* Writes what is known of the shipped rules as a C file: see src/script/known.h. A part of the build, not of
 * the library. What is refused is left out, so that it is complained of when it is used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "script/known.h"

const struct known_file known_files[] = {{.name = ""}}; /* nothing yet: all are loaded */
const size_t known_count = 0;
const char known_lua[] = "";

static void put_text(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?') {
            buf_printf(out, "\\%03o", c);
        } else {
            buf_putc(out, (char)c);
        }
    }
    buf_putc(out, '"');
}

static void put_list(struct buf *out, const char *kind, size_t number, const char *const *list,
                     size_t count)
{
    if (count > 0) {
        buf_printf(out, "static const char *const %s_%zu[] = {", kind, number);
        for (size_t i = 0; i < count; i++) {
            put_text(out, list[i]);
            buf_printf(out, ", ");
        }
        buf_printf(out, "};\n");
    }
}

static void put_reference(struct buf *out, const char *kind, size_t number, size_t count)
{
    if (count > 0) {
        buf_printf(out, ", .%s = %s_%zu, .%s_count = %zu", kind, kind, number, kind, count);
    }
}

static void put_rule(struct buf *out, const struct rule_info *info, const struct rule_file *f,
                     size_t number)
{
    size_t from = 0, count = 0;
    buf_printf(out, ", .title = ");
    put_text(out, info->title);
    buf_printf(out, ", .source = ");
    put_text(out, info->source);
    buf_printf(out, ", .version = %d, .test_count = %d", info->version, info->test_count);
    put_reference(out, "needs", number, info->needs_count);
    put_reference(out, "use", number, info->use_count);
    if (known_tests(f->text, f->len, &from, &count)) {
        buf_printf(out, ", .tests = %zu, .tests_len = %zu", from, count);
    }
}

/* The bytes of a file, compiled. */
static int put_code(struct buf *out, const struct rule_file *f, size_t number)
{
    struct buf code = BUF_INIT;
    int rc = known_code(f, &code);
    buf_printf(out, "static const unsigned char code_%zu[] = {", number);
    for (size_t i = 0; i < code.len; i++) {
        buf_printf(out, "%s%u,", i % 64 == 0 ? "\n" : "", (unsigned char)code.data[i]);
    }
    buf_printf(out, "};\n");
    buf_free(&code);
    return rc;
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

static bool is_sound(const struct ruleset *r, const struct rule_file *f)
{
    const struct rule_info *info = ruleset_find(r, f->name);
    return info == NULL ? is_used(r, f->name) : info->error == NULL;
}

static void put_file(struct buf *out, const struct ruleset *r, const struct rule_file *f,
                     size_t number)
{
    const struct rule_info *info = ruleset_find(r, f->name);
    uint8_t digest[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    digest_sha256(f->text, f->len, digest);
    digest_hex(digest, hex);
    buf_printf(out, "    {.name = ");
    put_text(out, f->name);
    buf_printf(out, ", .digest = \"%s\", .code = code_%zu, .code_len = sizeof code_%zu", hex,
               number, number);
    if (info != NULL) {
        put_rule(out, info, f, number);
    }
    buf_printf(out, "},\n");
}

static int put_all(struct buf *out, const struct ruleset *r, const struct rule_file *files,
                   size_t count)
{
    int rc = 0;
    buf_printf(out, "#include \"script/known.h\"\n");
    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct rule_info *info = ruleset_find(r, files[i].name);
        if (is_sound(r, &files[i])) {
            rc = put_code(out, &files[i], i);
        }
        if (info != NULL && info->error == NULL) {
            put_list(out, "needs", i, info->needs, info->needs_count);
            put_list(out, "use", i, info->use, info->use_count);
        }
    }
    buf_printf(out, "const struct known_file known_files[] = {\n");
    for (size_t i = 0; i < count; i++) {
        if (is_sound(r, &files[i])) {
            put_file(out, r, &files[i], i);
        }
    }
    buf_printf(out, "    {.name = 0}};\n"
                    "const size_t known_count = sizeof known_files / sizeof *known_files - 1;\n"
                    "const char known_lua[] = ");
    put_text(out, known_maker());
    buf_printf(out, ";\n");
    return rc == 0 ? buf_status(out) : rc;
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
    size_t count = 0;
    if (files != NULL && names != NULL) {
        count = gather(files, names);
        qsort(files, count, sizeof *files, by_name);
        rc = ruleset_new(files, count, false, &r, &e);
    }
    rc = rc == 0 ? ruleset_inspect(r, NULL, &e) : rc;
    struct buf out = BUF_INIT;
    rc = rc == 0 ? put_all(&out, r, files, count) : rc;
    if (rc == 0 && (fwrite(out.data, 1, out.len, stdout) != out.len || fflush(stdout) != 0)) {
        rc = err_set(&e, ERR_IO, "the disk refuses");
    }
    buf_free(&out);
    if (rc != 0) {
        (void)fprintf(stderr, "what is known of the rules cannot be written: %s\n", e.text);
    }
    ruleset_free(r);
    free(names);
    free(files);
    return rc == 0 ? 0 : 1;
}
