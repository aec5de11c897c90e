#include "cli/opt.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool same(const char *name, const char *text, size_t len)
{
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

/* The option of this letter among the program's and the command's, or NULL. */
static const struct option *find_letter(const struct program *p, const struct command *c,
                                        char letter)
{
    for (size_t i = 0; i < p->option_count; i++) {
        if (p->options[i].letter == letter) {
            return &p->options[i];
        }
    }
    for (size_t i = 0; c != NULL && i < c->option_count; i++) {
        if (c->options[i].letter == letter) {
            return &c->options[i];
        }
    }
    return NULL;
}

static const struct option *find(const struct option *options, size_t count, const char *text,
                                 size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (same(options[i].name, text, len)) {
            return &options[i];
        }
    }
    return NULL;
}

const struct command *opt_command(const struct program *p, const char *name)
{
    for (size_t i = 0; i < p->command_count; i++) {
        if (strcmp(p->commands[i]->name, name) == 0) {
            return p->commands[i];
        }
    }
    return NULL;
}

const char *opt_nearest_command(const struct program *p, const char *name)
{
    const char *names[64];
    size_t count = 0;
    for (; count < p->command_count && count < 64; count++) {
        names[count] = p->commands[count]->name;
    }
    return text_nearest(name, names, count);
}

/* Whether a list such as "show check" holds the word. */
static bool listed(const char *list, const char *word)
{
    while (list != NULL && *list != '\0') {
        size_t len = strcspn(list, " ");
        if (same(word, list, len)) {
            return true;
        }
        list += len + (list[len] == ' ');
    }
    return false;
}

bool opt_for_verb(const struct option *o, const char *verb)
{
    return o->verbs == NULL || listed(o->verbs, verb);
}

bool opt_prints(const struct args *args, const char *format)
{
    const struct command *c = args->command;
    for (size_t i = 0; c != NULL && i < c->print_count; i++) {
        const struct printed *p = &c->prints[i];
        if (strcmp(p->format, format) == 0) {
            return p->verbs == NULL || (args->verb != NULL && listed(p->verbs, args->verb->name));
        }
    }
    return false;
}

void opt_printers(struct buf *out, const struct program *p, const char *format)
{
    for (size_t i = 0; i < p->command_count; i++) {
        const struct command *c = p->commands[i];
        for (size_t k = 0; k < c->print_count; k++) {
            const char *verbs = c->prints[k].verbs == NULL ? "" : c->prints[k].verbs;
            if (strcmp(c->prints[k].format, format) == 0) {
                buf_printf(out, "%s`%s%s%s`", out->len > 0 ? ", " : "", c->name,
                           *verbs == '\0' ? "" : " ", verbs);
            }
        }
    }
}

void opt_free(struct args *args)
{
    free(args->given);
    free(args->operands);
    *args = (struct args){0};
}

bool opt_has(const struct args *args, const char *name)
{
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *opt_value(const struct args *args, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) {
            value = args->given[i].value;
        }
    }
    return value;
}

size_t opt_values(const struct args *args, const char *name, const char **out)
{
    size_t count = 0;
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) {
            out[count++] = args->given[i].value;
        }
    }
    return count;
}

int opt_number(const struct args *args, const char *name, long low, long high, long *out,
               struct err *e)
{
    const char *text = opt_value(args, name);
    if (text == NULL) {
        return 0;
    }
    long value = 0;
    bool fits = *text != '\0' && strlen(text) <= 9 && strspn(text, "0123456789") == strlen(text);
    for (const char *c = text; fits && *c != '\0'; c++) {
        value = value * 10 + (*c - '0');
    }
    if (fits && value >= low && value <= high) {
        *out = value;
        return 0;
    }
    return high == LONG_MAX
               ? err_set(e, ERR_USAGE, "--%s: %.100s: give a whole number from %ld up", name, text,
                         low)
               : err_set(e, ERR_USAGE, "--%s: %.100s: give a whole number from %ld to %ld", name,
                         text, low, high);
}

/* ---- the parser ---- */

struct parser {
    const struct program *p;
    int argc, at;
    char **argv;
    struct args *args;
    struct err *e;
};

static int unknown_option(const struct parser *s, const char *text, size_t len)
{
    const char *names[128];
    size_t count = 0;
    char name[64] = "";
    const struct command *c = s->args->command;
    memcpy(name, text, len < sizeof name ? len : sizeof name - 1);
    for (size_t i = 0; i < s->p->option_count && count < 128; i++) {
        names[count++] = s->p->options[i].name;
    }
    for (size_t i = 0; c != NULL && i < c->option_count && count < 128; i++) {
        names[count++] = c->options[i].name;
    }
    const char *near = text_nearest(name, names, count);
    if (near != NULL) {
        return err_set(s->e, ERR_USAGE, "--%s: unknown option: did you mean --%s?", name, near);
    }
    for (size_t i = 0; c == NULL && i < s->p->command_count; i++) {
        const struct command *other = s->p->commands[i];
        if (find(other->options, other->option_count, text, len) != NULL) {
            return err_set(s->e, ERR_USAGE, "--%s: unknown option here: write it after its command",
                           name);
        }
    }
    return err_set(s->e, ERR_USAGE, "--%s: unknown option", name);
}

static int check_word(const struct parser *s, const struct option *o, const char *value)
{
    size_t count = 0;
    struct buf known = BUF_INIT;
    for (; o->words != NULL && o->words[count] != NULL; count++) {
        if (strcmp(o->words[count], value) == 0) {
            buf_free(&known);
            return 0;
        }
        buf_printf(&known, "%s%s", count == 0 ? "" : ", ", o->words[count]);
    }
    int rc = count == 0 ? 0
             : buf_status(&known) != 0
                 ? err_set(s->e, ERR_MEMORY, "out of memory")
                 : err_set(s->e, ERR_USAGE, "--%s: %.100s is unknown: give one of %s", o->name,
                           value, buf_text(&known));
    buf_free(&known);
    return rc;
}

/* One option, with its value from behind '=' or from the next argument. */
static int parse_option(struct parser *s)
{
    const char *text = s->argv[s->at] + 2;
    size_t len = strcspn(text, "=");
    const struct command *c = s->args->command;
    const struct option *o = find(s->p->options, s->p->option_count, text, len);
    if (o == NULL && c != NULL) {
        o = find(c->options, c->option_count, text, len);
    }
    if (o == NULL) {
        return unknown_option(s, text, len);
    }
    const char *value = text[len] == '=' ? text + len + 1 : NULL;
    if (o->value == NULL && value != NULL) {
        return err_set(s->e, ERR_USAGE, "--%s: takes no value: leave %.100s away", o->name,
                       value - 1);
    }
    if (o->value != NULL && value == NULL) {
        const char *next = s->at + 1 < s->argc ? s->argv[s->at + 1] : NULL;
        if (next == NULL || strncmp(next, "--", 2) == 0) {
            return err_set(s->e, ERR_USAGE, "--%s: the value is missing: give --%s=%s", o->name,
                           o->name, o->value);
        }
        value = next;
        s->at++;
    }
    if (value != NULL && *value == '\0') {
        return err_set(s->e, ERR_USAGE, "--%s: the value is empty: give %s", o->name, o->value);
    }
    s->args->given[s->args->given_count++] = (struct given){o, value};
    return value == NULL ? 0 : check_word(s, o, value);
}

/* The first operand is the command, the next one its verb where it has verbs. */
static int parse_operand(struct parser *s, const char *text)
{
    struct args *args = s->args;
    if (args->command == NULL) {
        args->command = opt_command(s->p, text);
        if (args->command != NULL) {
            return 0;
        }
        const char *near = opt_nearest_command(s->p, text);
        return near != NULL ? err_set(s->e, ERR_USAGE, "%.100s: unknown command: did you mean %s?",
                                      text, near)
                            : err_set(s->e, ERR_USAGE, "%.100s: unknown command", text);
    }
    const struct command *c = args->command;
    if (c->verb_count == 0 || args->verb != NULL) {
        args->operands[args->operand_count++] = text;
        return 0;
    }
    const char *names[16];
    for (size_t i = 0; i < c->verb_count && i < 16; i++) {
        names[i] = c->verbs[i].name;
        if (strcmp(names[i], text) == 0) {
            args->verb = &c->verbs[i];
            return 0;
        }
    }
    const char *near = text_nearest(text, names, c->verb_count < 16 ? c->verb_count : 16);
    return near != NULL ? err_set(s->e, ERR_USAGE, "%s: %.100s is unknown: did you mean %s?",
                                  c->name, text, near)
                        : err_set(s->e, ERR_USAGE, "%s: %.100s is unknown", c->name, text);
}

static int check_verb(const struct args *args, struct err *e)
{
    const struct command *c = args->command;
    if (c->verb_count > 0 && args->verb == NULL) {
        struct buf names = BUF_INIT;
        for (size_t i = 0; i < c->verb_count; i++) {
            buf_printf(&names, "%s%s", i == 0 ? "" : ", ", c->verbs[i].name);
        }
        int rc = buf_status(&names) != 0
                     ? err_set(e, ERR_MEMORY, "out of memory")
                     : err_set(e, ERR_USAGE, "%s: say what to do: %s", c->name, buf_text(&names));
        buf_free(&names);
        return rc;
    }
    for (size_t i = 0; args->verb != NULL && i < args->given_count; i++) {
        const struct option *o = args->given[i].option;
        if (!opt_for_verb(o, args->verb->name)) {
            return err_set(e, ERR_USAGE, "--%s: is no option of `%s %s`: it goes with %s", o->name,
                           c->name, args->verb->name, o->verbs);
        }
    }
    return 0;
}

/* Counts operands against "ID CRITERION", "FILE...", "[NAME...]". */
static int check_operands(const struct args *args, struct err *e)
{
    const char *at = args->verb != NULL ? args->verb->arguments : args->command->arguments;
    const char *what = args->verb != NULL ? args->verb->name : args->command->name;
    size_t count = 0;
    while (*at != '\0') {
        size_t len = strcspn(at, " ");
        bool many = len > 3 && memmem(at, len, "...", 3) != NULL;
        if (*at != '[' && args->operand_count <= count) {
            return err_set(e, ERR_USAGE, "%s: %.*s is missing", what, (int)(many ? len - 3 : len),
                           at);
        }
        if (many) {
            return 0;
        }
        count++;
        at += len + (at[len] == ' ');
    }
    return args->operand_count <= count ? 0
                                        : err_set(e, ERR_USAGE, "%s: %.100s: one argument too many",
                                                  what, args->operands[count]);
}

int opt_parse(const struct program *p, int argc, char **argv, struct args *args, struct err *e)
{
    *args = (struct args){.given = calloc((size_t)argc + 1, sizeof *args->given),
                          .operands = calloc((size_t)argc + 1, sizeof *args->operands)};
    if (args->given == NULL || args->operands == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    struct parser s = {.p = p, .argc = argc, .argv = argv, .args = args, .e = e};
    bool ended = false;
    int rc = 0;
    for (; s.at < argc && rc == 0; s.at++) {
        const char *text = argv[s.at];
        if (ended || text[0] != '-' || text[1] == '\0') {
            rc = parse_operand(&s, text);
        } else if (strcmp(text, "--") == 0) {
            ended = true;
        } else if (text[1] != '-' && text[2] == '\0' &&
                   find_letter(p, args->command, text[1]) != NULL) { /* letters take no value */
            args->given[args->given_count++].option = find_letter(p, args->command, text[1]);
        } else if (text[1] != '-') {
            rc = err_set(e, ERR_USAGE, "%.100s: unknown option: options begin with --", text);
        } else {
            rc = parse_option(&s);
        }
    }
    if (rc != 0 || opt_has(args, "help") || opt_has(args, "version")) {
        return rc;
    }
    if (args->command == NULL) {
        return err_set(e, ERR_USAGE, "the command is missing");
    }
    rc = check_verb(args, e);
    return rc != 0 ? rc : check_operands(args, e);
}
