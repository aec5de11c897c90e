/* `rules new`: a rule to begin with, that works and is tested. Its texts lie in src/new. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json_member.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/rules.h"
#include "library.h"

static const char OWN_FOLDER[] = "my-rules"; /* where neither option nor environment names one */
static const char PLACEHOLDER[] = "@NAME@";
static const char *const KINDS[] = {"facts",   "yes_no", "level", "number",
                                    "percent", "items",  "date",  "by_hazard"};
enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };
enum { NAME_MOST = 100 };

static bool is_part_of_name(const char *text, size_t len)
{
    return len > 0 && text[0] >= 'a' && text[0] <= 'z' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") >= len;
}

/* A rule is named by its path, so the name has to be one that every file system takes. */
static int check_name(const char *name, struct err *e)
{
    size_t all = strlen(name);
    bool good = all > 0 && all <= NAME_MOST;
    for (const char *part = name; good; part++) {
        size_t len = strcspn(part, "/");
        good = is_part_of_name(part, len);
        part += len;
        if (*part == '\0') {
            break;
        }
    }
    if (!good) {
        bool ending = all > 4 && strcmp(name + all - 4, ".lua") == 0;
        return err_set(
            e, ERR_USAGE,
            "%.100s: is no name of a rule: %sname it like shelter/toilets, with a-z 0-9 _, each "
            "part beginning with a letter, %d at most",
            name, ending ? "leave out .lua, and " : "", NAME_MOST);
    }
    if (strncmp(name, "lib/", 4) == 0) {
        return err_set(e, ERR_USAGE,
                       "%.100s: lib is the folder of what rules share: name the rule otherwise",
                       name);
    }
    return 0;
}

static int check_kind(const char *kind, struct err *e)
{
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kind, KINDS[i]) == 0) {
            buf_free(&known);
            return 0;
        }
        buf_printf(&known, "%s%s", i == 0 ? "" : ", ", KINDS[i]);
    }
    int rc = strcmp(kind, "parts") == 0
                 ? err_set(e, ERR_USAGE,
                           "--answer: parts have a rule each: write one for the answer of a part, "
                           "and use standard/parts for the whole")
                 : err_set(e, ERR_USAGE, "--answer: %.100s: give one of %s", kind,
                           buf_text(&known));
    buf_free(&known);
    return rc;
}

/* The text of the kind with its name put in. */
static int make_text(const char *kind, const char *name, struct buf *out, struct err *e)
{
    struct buf path = BUF_INIT;
    buf_printf(&path, "src/new/%s.lua", kind);
    const struct embedded_file *f = buf_status(&path) == 0 ? library_embedded(path.data) : NULL;
    if (f != NULL) {
        const char *text = (const char *)f->data, *at = strstr(text, PLACEHOLDER);
        size_t before = at == NULL ? f->len : (size_t)(at - text);
        buf_add(out, text, before);
        if (at != NULL) {
            buf_puts(out, name);
            buf_puts(out, at + strlen(PLACEHOLDER));
        }
    }
    bool failed = path.failed || out->failed;
    buf_free(&path);
    return failed      ? err_set(e, ERR_MEMORY, "out of memory")
           : f == NULL ? err_set(e, ERR_NOT_FOUND, "there is nothing to begin with for %s", kind)
                       : 0;
}

/* Says where another rule of this name lies, which the new one goes before. */
static int tell_other(const struct cli *cli, const char *name, struct err *e)
{
    struct ruleset *r = NULL;
    int rc = library_rules(NULL, 0, true, &r, e);
    const struct rule_info *other = rc == 0 ? ruleset_find(r, name) : NULL;
    if (other != NULL && !cli->quiet) {
        cli_say("%s: has this name, too: yours will go before it wherever your folder is named",
                other->path);
    }
    ruleset_free(r);
    return rc;
}

/* A folder's name for the shell: in quotes where it needs them, with escapes (as most shells know them) where
 * a terminal would not show it. */
static void put_quoted(struct buf *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./+,:@%=";
    struct buf seen = BUF_INIT;
    text_escape(&seen, text, strlen(text), SIZE_MAX);
    bool odd = strcmp(buf_text(&seen), text) != 0 || seen.failed;
    bool bare = text[0] != '\0' && text[strspn(text, plain)] == '\0';
    buf_puts(out, odd ? "$'" : bare ? "" : "'");
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if (odd && (byte < ' ' || byte > '~' || byte == '\'' || byte == '\\')) {
            buf_printf(out, "\\%03o", byte);
        } else if (byte == '\'' && !odd) {
            buf_puts(out, "'\\''");
        } else {
            buf_putc(out, *c);
        }
    }
    buf_puts(out, odd || !bare ? "'" : "");
    out->failed = out->failed || seen.failed;
    buf_free(&seen);
}

static void tell_text(const struct cli *cli, const char *path, const char *name, const char *dir,
                      const char *kind, struct buf *out)
{
    bool named = opt_has(&cli->args, "rules") || getenv("BANYAN_RULES") == NULL;
    text_escape(out, path, strlen(path), SIZE_MAX);
    buf_puts(out, "\n");
    if (cli->quiet) {
        return;
    }
    struct buf quoted = BUF_INIT;
    if (named) {
        put_quoted(&quoted, dir);
    }
    const char *option = named ? " --rules " : "", *folder = buf_text(&quoted);
    buf_printf(out, "\nIt works as it stands: an example (%s) to change into your own. Next:\n",
               kind);
    buf_printf(out, "  banyan rules test %s%s%s --watch\n", name, option, folder);
    buf_puts(out, "      tests it again whenever you save the file\n");
    buf_printf(out, "  banyan rules try %s%s%s\n", name, option, folder);
    buf_puts(out, "      runs it on a plan: an example, or yours with --plan FILE\n");
    buf_printf(out, "  banyan rules check%s%s\n", option, folder);
    buf_puts(out, "      says what is wrong with it\n");
    out->failed = out->failed || quoted.failed;
    buf_free(&quoted);
}

/* How much of path is folders that are there. */
static size_t count_there(char *path)
{
    size_t there = 0;
    for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
        *p = '\0';
        there = file_kind(path) == FILE_FOLDER ? (size_t)(p - path) : there;
        *p = '/';
    }
    return there;
}

/* Removes the folders of path beyond those that were there, which are empty. */
static void drop_made(char *path, size_t there)
{
    for (char *p = strrchr(path, '/'); p != NULL && (size_t)(p - path) > there;
         p = strrchr(path, '/')) {
        *p = '\0';
        (void)rmdir(path);
    }
}

static int write_rule(struct cli *cli, const char *dir, const char *name, const char *kind,
                      struct buf *out, struct err *e)
{
    struct buf path = BUF_INIT, text = BUF_INIT;
    size_t len = strlen(dir);
    buf_printf(&path, "%s%s%s.lua", dir, len > 0 && dir[len - 1] == '/' ? "" : "/", name);
    int rc = buf_status(&path) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                    : make_text(kind, name, &text, e);
    if (rc == 0 && file_kind(path.data) != FILE_MISSING) {
        rc = err_set(e, ERR_IO, "%.500s: is there already: choose another name, or remove it",
                     path.data);
    }
    if (rc == 0 && cli->format != FORMAT_TEXT && text_utf8_check(path.data, path.len) != path.len) {
        rc = err_set(e, ERR_USAGE,
                     "--rules: the folder's name is no UTF-8, and cannot stand in JSON: name "
                     "another, or leave --format out");
    }
    size_t there = rc == 0 ? count_there(path.data) : 0;
    rc = rc == 0 ? file_make_parents(path.data, e) : rc; /* BANYAN_RULES may name the new folder */
    if (rc == 0 && tell_other(cli, name, e) != 0) {
        rc = e->code;
        drop_made(path.data, there);
    }
    rc = rc == 0 ? file_write_new(path.data, text.data, text.len, e) : rc;
    if (rc == 0 && cli->format == FORMAT_TEXT) {
        tell_text(cli, path.data, name, dir, kind, out);
    } else if (rc == 0) {
        buf_puts(out, "{");
        member_text(out, "name", name);
        member_text(out, "path", path.data);
        member_text(out, "answer", kind);
        buf_puts(out, "}\n");
    }
    buf_free(&path);
    buf_free(&text);
    return rc;
}

int rules_new(struct cli *cli)
{
    struct err e = {0};
    struct buf out = BUF_INIT;
    struct arena arena = ARENA_INIT;
    const char *name = cli->args.operands[0];
    const char *kind = opt_has(&cli->args, "answer") ? opt_value(&cli->args, "answer") : KINDS[0];
    const char **dirs = calloc(cli->args.given_count + 1, sizeof *dirs);
    size_t count = dirs == NULL ? 0 : opt_values(&cli->args, "rules", dirs);
    int rc = dirs == NULL ? err_set(&e, ERR_MEMORY, "out of memory") : check_name(name, &e);
    rc = rc == 0 ? check_kind(kind, &e) : rc;
    if (rc == 0 && count > 1) {
        rc = err_set(&e, ERR_USAGE, "--rules: a rule is written into one folder: name it once");
    }
    const char *dir = rc == 0 ? library_own_rules(dirs, count, &arena, &e) : NULL;
    rc = e.code;
    if (rc == 0) {
        rc = write_rule(cli, dir == NULL ? OWN_FOLDER : dir, name, kind, &out, &e);
    }
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    arena_free(&arena);
    free(dirs);
    return code;
}
