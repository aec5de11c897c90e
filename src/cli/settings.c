/* Option, then environment, then default. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "library.h"
#include "model/codes.h"
#include "model/codes_say.h"
#include "worker/worker.h"

const char *const settings_formats[] = {
    "text", "json",     "ndjson",         "html",    "junit", "tap",   "markdown",
    "csv",  "sdmx-csv", "sdmx-structure", "package", "xlsx",  "dhis2", NULL};

static const char *setting(const struct cli *cli, const char *option, const char *variable)
{
    const char *value = opt_value(&cli->args, option);
    if (value == NULL) {
        value = getenv(variable);
    }
    return value == NULL || *value == '\0' ? NULL : value;
}

static bool may_color(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && (no == NULL || *no == '\0') &&
           (term == NULL || strcmp(term, "dumb") != 0);
}

int settings_load(struct cli *cli, struct err *e)
{
    const char *format = opt_value(&cli->args, "format");
    for (int i = 0; format != NULL && settings_formats[i] != NULL;
         i++) { /* one of them: opt_parse saw to it */
        cli->format = strcmp(format, settings_formats[i]) == 0 ? (enum format)i : cli->format;
    }
    if (cli->format > FORMAT_NDJSON && !opt_prints(&cli->args, format) &&
        !opt_has(&cli->args, "help") && !opt_has(&cli->args, "version")) {
        struct buf who = BUF_INIT;
        opt_printers(&who, cli->program, format);
        (void)err_set(e, ERR_USAGE, "--format %s: only by %s: give text, json or ndjson", format,
                      buf_text(&who));
        buf_free(&who);
        return ERR_USAGE;
    }
    cli->store = setting(cli, "store", "BANYAN_STORE");
    cli->quiet = opt_has(&cli->args, "quiet");
    cli->color = cli->format == FORMAT_TEXT && may_color();
    /* Texts without a translation stay as they are written. Only what is no tag is refused. */
    const char *lang = setting(cli, "lang", "BANYAN_LANG");
    if (lang != NULL &&
        strspn(lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@") !=
            strlen(lang)) {
        return err_set(e, ERR_USAGE,
                       "--lang or BANYAN_LANG: %.100s: give a language tag such as en or ne", lang);
    }
    cli->lang = lang == NULL || strcmp(lang, "C") == 0 || strcmp(lang, "POSIX") == 0 ? NULL : lang;
    return 0;
}

/* $XDG_DATA_HOME/banyan/banyan.db, or the same below ~/.local/share. */
static int default_store(struct buf *out, struct err *e)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data != NULL && data[0] == '/') {
        buf_printf(out, "%s/banyan/banyan.db", data);
    } else {
        const struct passwd *user = home == NULL || *home == '\0' ? getpwuid(getuid()) : NULL;
        home = user != NULL ? user->pw_dir : home;
        if (home == NULL || *home == '\0') {
            return err_set(e, ERR_IO, "there is no home folder for the store: give --store PATH");
        }
        buf_printf(out, "%s/.local/share/banyan/banyan.db", home);
    }
    return buf_status(out) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

int settings_store(const struct cli *cli, enum store_mode mode, struct store **out, struct err *e)
{
    struct buf path = BUF_INIT;
    const char *url = cli->store;
    *out = NULL;
    if (url != NULL && (text_alike(url, "postgresql:", 11) || text_alike(url, "postgres:", 9))) {
        return err_set(
            e, ERR_STORE,
            "this build has no PostgreSQL: give --store sqlite:PATH or build one that has it");
    }
    int rc = url == NULL ? default_store(&path, e) : 0;
    if (rc == 0) {
        rc = store_open(url == NULL ? buf_text(&path) : url, mode, out, e);
    }
    buf_free(&path);
    return rc;
}

int settings_is_store(const struct cli *cli, const char *path, bool *same, struct err *e)
{
    struct buf url = BUF_INIT;
    int rc = cli->store == NULL ? default_store(&url, e) : 0;
    const char *text = cli->store == NULL ? buf_text(&url) : cli->store;
    *same = rc == 0 && file_same(path, strncmp(text, "sqlite:", 7) == 0 ? text + 7 : text);
    buf_free(&url);
    return rc;
}

int settings_rules(const struct cli *cli, struct ruleset **out, struct err *e)
{
    const char **folders = calloc(cli->args.given_count + 1, sizeof *folders);
    *out = NULL;
    if (folders == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t count = opt_values(&cli->args, "rules", folders);
    bool isolate = opt_has(&cli->args, "isolate");
    bool trusted = opt_has(&cli->args, "no-isolate");
    int rc = isolate && trusted
                 ? err_set(e, ERR_USAGE, "--isolate and --no-isolate: give one of them")
                 : library_rules(folders, count, opt_has(&cli->args, "allow-untested"), out, e);
    free(folders);
    if (rc == 0 && (isolate || (ruleset_is_foreign(*out) && !trusted))) {
        rc = worker_isolate(*out, NULL, e);
    }
    if (rc != 0) {
        ruleset_free(*out);
        *out = NULL;
    }
    return rc;
}

int settings_checklist(const char *reference, const char *profile, struct arena *arena,
                       struct checklist **out, const char **path, struct err *e)
{
    struct buf text = BUF_INIT;
    const char *name = NULL;
    struct diag d;
    *out = NULL;
    int rc = library_checklist(reference, arena, &text, &name, e);
    if (path != NULL) {
        *path = name;
    }
    if (rc == 0) {
        diag_init(&d, name);
        rc = checklist_parse(buf_text(&text), text.len, profile, &d, out);
        if (rc == ERR_INPUT) {
            cli_complaints(&d);
            (void)err_set(e, rc, "%.300s: cannot be used, for the reasons above", name);
        } else if (rc != 0) {
            (void)err_set(e, rc, "out of memory");
        }
        diag_free(&d);
    }
    buf_free(&text);
    return rc;
}

int settings_country(const char *code, struct err *e)
{
    if (code == NULL || codes_country(code) != NULL) {
        return 0;
    }
    struct buf what = BUF_INIT;
    codes_say_country(&what, code);
    int rc = buf_status(&what) != 0
                 ? err_set(e, ERR_MEMORY, "out of memory")
                 : err_set(e, ERR_USAGE, "--country: \"%.60s\" %s", code, buf_text(&what));
    buf_free(&what);
    return rc;
}

/* Whether one is the other without its first folders: "level", or "my-rules/standard/level.lua". */
static bool names_its_end(const char *given, const char *rule)
{
    size_t len = strlen(given), all = strlen(rule);
    len -= len > 4 && strcmp(given + len - 4, ".lua") == 0 ? 4 : 0;
    const char *longer = len < all ? rule : given, *shorter = len < all ? given : rule;
    size_t most = len < all ? all : len, least = len < all ? len : all;
    const char *end = longer + most - least;
    return least > 0 && strncmp(end, shorter, least) == 0 && (most == least || end[-1] == '/');
}

const char *settings_nearest_rule(const struct ruleset *r, const char *name)
{
    size_t count = ruleset_count(r);
    const char **names = calloc(count + 1, sizeof *names);
    if (names == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = ruleset_info(r, i)->name;
    }
    const char *near = NULL;
    for (size_t i = 0; i < count && near == NULL; i++) {
        near = names_its_end(name, names[i]) ? names[i] : NULL;
    }
    near = near == NULL ? text_nearest(name, names, count) : near;
    free(names);
    return near;
}
