/* `rules try` without a rule: line by line an expression is evaluated, or a command obeyed. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cases/cases.h"
#include "cases/try.h"
#include "cli/asker.h"
#include "cli/rules.h"
#include "report/render.h"

/* Where one is; each is kept until another one is sound. */
struct prompt {
    struct cli *cli;
    const struct ruleset *rules;
    struct ruleset *own; /* rules that were read anew; NULL: those of the program's start */
    struct arena plan_arena, line_arena;
    struct rules_plan plan;
    char *file, *rule, *args, *answer; /* as they were given; NULL: none */
    bool failed;                       /* some line did */
    bool done;
};

static bool set_text(char **to, const char *text)
{
    char *copy = NULL;
    if (text != NULL && (copy = strdup(text)) == NULL) {
        return false;
    }
    free(*to);
    *to = copy;
    return true;
}

static int out_of_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

/* ---- trying ---------------------------------------------------------------------------------- */

/* The chosen rule; NULL: none is. *rc tells whether it cannot be used. */
static const struct rule_info *chosen(const struct prompt *p, int *rc)
{
    const struct rule_info *info = p->rule == NULL ? NULL : rules_find(p->rules, p->rule);
    if (p->rule != NULL && info == NULL) {
        *rc = ERR_RULE;
    } else if (info != NULL && info->error != NULL) {
        rules_tell_refusal(info);
        *rc = ERR_RULE;
    }
    return info;
}

/* What is at hand. */
static int fill(struct prompt *p, struct rule_try *t, struct err *e)
{
    const struct json *answer = NULL;
    int rc = 0;
    t->doc = p->plan.plan.doc;
    t->info = chosen(p, &rc);
    if (rc == 0 && p->answer != NULL) {
        rc = rules_json(&p->line_arena, "answer", p->answer, &answer, e);
        t->answer = rc == 0 ? cases_answer(&p->line_arena, answer) : NULL;
        rc = rc == 0 && t->answer == NULL ? out_of_memory(e) : rc;
    }
    return rc == 0 && p->args != NULL
               ? rules_arguments(&p->line_arena, "args", p->args, &t->args, e)
               : rc;
}

/* The rule, or the expression where one is given. */
static int try_it(struct prompt *p, const char *expression, struct err *e)
{
    struct buf out = BUF_INIT;
    struct rule_try t = {.expression = expression};
    int rc = fill(p, &t, e);
    if (rc == 0 && expression == NULL && t.info == NULL) {
        rc = err_set(e, ERR_USAGE, "no rule is chosen: choose one with :rule NAME");
    }
    t.timed = expression == NULL && p->cli->format == FORMAT_TEXT;
    t.plan = expression == NULL ? p->plan.name : NULL;
    rc = rc == 0 ? try_run(p->rules, &t, &p->line_arena, e) : rc;
    if (rc == 0) {
        if (p->cli->format != FORMAT_TEXT) {
            report_try_json(&out, &t);
            buf_putc(&out, '\n');
        } else if (expression == NULL) {
            report_try_text(&out, &t);
        } else {
            report_try_answer(&out, &t);
        }
        p->failed = p->failed || !try_went_well(&t);
        cli_write(p->cli, &out);
    }
    buf_free(&out);
    return rc;
}

/* ---- commands -------------------------------------------------------------------------------- */

/* Prints one line about what is chosen. */
static int tell(struct prompt *p, const char *what, const char *value)
{
    struct buf out = BUF_INIT;
    buf_printf(&out, "%-10s", what);
    if (value != NULL) { /* nothing is chosen before a first plan */
        text_escape(&out, value, strlen(value), 2000);
    }
    buf_putc(&out, '\n');
    cli_write(p->cli, &out);
    buf_free(&out);
    return 0;
}

static int do_plan(struct prompt *p, const char *file, struct err *e)
{
    if (*file != '\0') {
        struct arena fresh = ARENA_INIT;
        struct rules_plan plan = {.name = NULL};
        int rc = strcmp(file, "-") == 0
                     ? err_set(e, ERR_USAGE, "stdin is where your lines come from: name a file")
                     : rules_plan(p->cli, file, &fresh, &plan, e);
        if (rc == 0 && !set_text(&p->file, file)) {
            rc = out_of_memory(e);
        }
        if (rc != 0) {
            arena_free(&fresh);
            return rc;
        }
        arena_free(&p->plan_arena);
        p->plan_arena = fresh;
        p->plan = plan;
    }
    return p->cli->quiet ? 0 : tell(p, "Plan", p->plan.name);
}

static int do_rule(struct prompt *p, const char *name, struct err *e)
{
    if (*name != '\0') {
        const struct rule_info *info = rules_find(p->rules, name);
        if (info == NULL) {
            return ERR_RULE; /* it was said */
        }
        /* Arguments belong to the rule that they were given for. */
        bool other = p->rule == NULL || strcmp(p->rule, name) != 0;
        if (!set_text(&p->rule, name) || (other && !set_text(&p->args, NULL))) {
            return out_of_memory(e);
        }
    }
    return try_it(p, NULL, e);
}

/* Takes a JSON text, or "none"; nothing tells the one there is. */
static int do_json(struct prompt *p, const char *what, char **to, const char *text, struct err *e)
{
    const struct json *value = NULL;
    bool none = strcmp(text, "none") == 0, args = to == &p->args;
    if (*text == '\0') {
        return tell(p, what, *to == NULL ? "none" : *to);
    }
    int rc = none   ? 0
             : args ? rules_arguments(&p->line_arena, what, text, &value, e)
                    : rules_json(&p->line_arena, what, text, &value, e);
    if (rc != 0) {
        return rc;
    }
    return set_text(to, none ? NULL : text) ? 0 : out_of_memory(e);
}

static int do_args(struct prompt *p, const char *text, struct err *e)
{
    return do_json(p, "args", &p->args, text, e);
}

static int do_answer(struct prompt *p, const char *text, struct err *e)
{
    return do_json(p, "answer", &p->answer, text, e);
}

static void put_fact(struct buf *out, const char *path, const struct json *value)
{
    struct buf text = BUF_INIT;
    buf_puts(&text, path);
    if (value->key != NULL) {
        buf_printf(&text, "%s%s", *path == '\0' ? "" : ".", value->key);
    }
    buf_puts(&text, " = ");
    render_value(&text, value);
    text_escape(out, buf_text(&text), text.len, 2000);
    buf_putc(out, '\n');
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

/* Facts by their paths, as `needs` names them; with a path what lies there. */
static int do_facts(struct prompt *p, const char *path, struct err *e)
{
    static const char *const tops[] = {"plan", "community", "assessment", "facts", "answers"};
    const struct json *doc = p->plan.plan.doc;
    struct buf out = BUF_INIT;
    for (size_t i = 0; *path == '\0' && i < sizeof tops / sizeof *tops; i++) {
        const struct json *top = json_get(doc, tops[i]);
        for (const struct json *m = top == NULL ? NULL : top->first; m != NULL; m = m->next) {
            put_fact(&out, tops[i], m);
        }
    }
    if (*path != '\0') {
        const struct json *at = json_path(doc, path);
        if (at == NULL && strncmp(path, "plan.", 5) == 0) { /* as it stands in a rule */
            path += 5;
            at = json_path(doc, path);
        }
        if (at == NULL) {
            buf_free(&out);
            return err_set(e, ERR_NOT_FOUND, "%.200s: is not in the plan: see :facts", path);
        }
        for (const struct json *m = at->first; m != NULL; m = m->next) {
            put_fact(&out, path, m);
        }
        if (at->first == NULL) {
            const struct json alone = {.type = at->type,
                                       .boolean = at->boolean,
                                       .number = at->number,
                                       .text = at->text,
                                       .len = at->len};
            put_fact(&out, path, &alone);
        }
    }
    cli_write(p->cli, &out);
    buf_free(&out);
    return 0;
}

static int do_reload(struct prompt *p, const char *rest, struct err *e)
{
    struct ruleset *fresh = NULL;
    (void)rest;
    int rc = settings_rules(p->cli, &fresh, e);
    rc = rc == 0 ? ruleset_inspect(fresh, NULL, e) : rc;
    if (rc != 0) {
        ruleset_free(fresh);
        return rc;
    }
    ruleset_free(p->own);
    p->own = fresh;
    p->rules = fresh;
    rc = p->file == NULL ? 0 : do_plan(p, p->file, e);
    return rc == 0 && p->rule != NULL ? try_it(p, NULL, e) : rc;
}

static int do_quit(struct prompt *p, const char *rest, struct err *e)
{
    (void)rest;
    (void)e;
    p->done = true;
    return 0;
}

static int do_help(struct prompt *p, const char *rest, struct err *e);

static const struct command_row {
    const char *name, *value, *help;
    int (*run)(struct prompt *p, const char *rest, struct err *e);
} commands[] = {
    {"plan", "FILE", "takes the plan from a file, or `example`; without FILE says which it is",
     do_plan},
    {"rule", "NAME",
     "runs a rule on the plan, and puts its libraries and arguments at hand; without NAME "
     "runs it again",
     do_rule},
    {"args", "JSON", "arguments for the rule, such as {\"people\": 50}; none: its own", do_args},
    {"answer", "JSON", "an answer, such as 3 or {\"value\": 2, \"max\": 3}; none: none", do_answer},
    {"facts", "PATH", "what the plan holds, or what lies at a path such as community.places",
     do_facts},
    {"reload", "", "reads rules and plan anew, and runs the rule again", do_reload},
    {"help", "", "says this", do_help},
    {"quit", "", "ends; so does Ctrl-D", do_quit},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int do_help(struct prompt *p, const char *rest, struct err *e)
{
    struct buf out = BUF_INIT;
    (void)rest;
    (void)e;
    buf_puts(&out,
             "An expression is evaluated, with plan, answer and args at hand as in a rule:\n"
             "  plan.budget.drr / plan.budget.total\n"
             "  #plan.community.places\n"
             "  for _, a in ipairs(plan.actions) do if a.cost == nil then return a.id end end\n"
             "A line that begins with : is a command; its first letters do.\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        size_t at = out.len;
        buf_printf(&out, "  :%s %s", commands[i].name, commands[i].value);
        buf_printf(&out, "%*s", out.len - at < 16 ? (int)(16 - (out.len - at)) : 1, "");
        usage_wrap(&out, commands[i].help, 16, 16);
    }
    cli_write(p->cli, &out);
    buf_free(&out);
    return 0;
}

/* The command that begins so, where it is but one. */
static int obey(struct prompt *p, const char *text, struct err *e)
{
    size_t len = strcspn(text, " \t");
    const char *rest = text + len + strspn(text + len, " \t");
    const struct command_row *row = NULL;
    const char *names[COMMANDS], *near = NULL;
    size_t fit = 0;
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
        if (len > 0 && strncmp(names[i], text, len) == 0) {
            row = &commands[i];
            fit++;
        }
    }
    if (fit == 1) {
        return row->run(p, rest, e);
    }
    char word[32];
    (void)snprintf(word, sizeof word, "%.*s", (int)(len < 31 ? len : 31), text);
    near = fit == 0 ? text_nearest(word, names, COMMANDS) : NULL;
    return err_set(e, ERR_USAGE, ":%s: %s%s%s", word,
                   fit > 1        ? "several commands begin so"
                   : near != NULL ? "no such command: did you mean :"
                                  : "no such command",
                   near != NULL ? near : "", near != NULL ? "?" : ": see :help");
}

/* ---- line by line ---------------------------------------------------------------------------- */

static void take_line(struct prompt *p, char *line)
{
    struct err e = {0};
    char *end = line + strlen(line);
    while (end > line && strchr(" \t\r", end[-1]) != NULL) {
        *--end = '\0';
    }
    line += strspn(line, " \t");
    if (*line == '\0') {
        return;
    }
    arena_reset(&p->line_arena);
    int rc = strchr(line, '\x1a') != NULL /* what the asker puts for a zero byte */
                 ? err_set(&e, ERR_INPUT, "this line holds a zero byte, or Ctrl-Z: leave it out")
                 : *line == ':' ? obey(p, line + 1, &e) : try_it(p, line, &e);
    if (rc != 0) {
        p->failed = true;
        if (e.code != 0) {
            (void)cli_fail(&e);
        }
    }
    (void)cli_flush(p->cli);
}

static int ask(struct prompt *p, bool terminal)
{
    struct asker *a = asker_new("> ", terminal);
    const char *line = NULL;
    if (a == NULL) {
        return cli_memory();
    }
    int code = CLI_OK;
    while (!p->done && !p->cli->broken) {
        enum asked got = asker_line(a, &line);
        if (got == ASKED_END || got == ASKED_FAILED) {
            if (got == ASKED_FAILED) {
                cli_say("stdin: cannot be read: %s", strerror(errno));
                code = CLI_FAILED;
            }
            break;
        }
        char *own = got == ASKED_LINE ? strdup(line) : NULL;
        if (got == ASKED_LINE && own == NULL) {
            code = cli_memory();
            break;
        }
        if (own != NULL) {
            take_line(p, own);
        }
        free(own);
    }
    asker_free(a);
    code = p->cli->broken ? CLI_FAILED : code;
    return code == CLI_OK && !terminal && p->failed ? CLI_FAILED : code;
}

/* What the command line gives. */
static int begin(struct prompt *p, struct err *e)
{
    const struct args *args = &p->cli->args;
    const char *file = opt_value(args, "plan");
    int rc = do_plan(p, file == NULL ? "example" : file, e);
    if (rc == 0 && opt_has(args, "args")) {
        rc = do_args(p, opt_value(args, "args"), e);
    }
    if (rc == 0 && opt_has(args, "answer")) {
        rc = do_answer(p, opt_value(args, "answer"), e);
    }
    return rc;
}

int rules_prompt(struct cli *cli, const struct ruleset *r)
{
    struct err e = {0};
    struct prompt p = {.cli = cli, .rules = r};
    bool terminal = isatty(STDIN_FILENO);
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
    if (terminal && !cli->quiet) {
        cli_say("an expression is evaluated; :help says more; Ctrl-D ends");
    }
    bool was_quiet = cli->quiet;
    cli->quiet = cli->quiet || !terminal;
    int code = begin(&p, &e) == 0 ? CLI_OK : e.code == 0 ? CLI_FAILED : cli_fail(&e);
    cli->quiet = was_quiet;
    (void)cli_flush(cli);
    if (code == CLI_OK) {
        /* What runs is ended by its budget; Ctrl-C is for the line that is typed. */
        (void)sigemptyset(&ignored.sa_mask);
        if (terminal) {
            (void)sigaction(SIGINT, &ignored, &before);
        }
        code = ask(&p, terminal);
        if (terminal) {
            (void)sigaction(SIGINT, &before, NULL);
        }
    }
    arena_free(&p.plan_arena);
    arena_free(&p.line_arena);
    ruleset_free(p.own);
    free(p.file);
    free(p.rule);
    free(p.args);
    free(p.answer);
    return code;
}
