/* The rows of the option tables as usage, help, man page and shell completion. */
#include <string.h>

#include "cli/opt.h"

enum { HELP_COLUMN = 26, LINE = 96 };

/* ---- plain text ---- */

static void spaces(struct buf *out, size_t count)
{
    while (count-- > 0) {
        buf_putc(out, ' ');
    }
}

void usage_wrap(struct buf *out, const char *text, size_t at, size_t indent)
{
    bool first = true;
    while (*text != '\0') {
        if (*text == '\n') {
            buf_putc(out, '\n');
            spaces(out, indent);
            at = indent;
            first = true;
            text++;
            continue;
        }
        size_t len = strcspn(text, " \n");
        if (!first && at + 1 + len > LINE) {
            buf_putc(out, '\n');
            spaces(out, indent);
            at = indent;
        } else if (!first) {
            buf_putc(out, ' ');
            at++;
        }
        buf_add(out, text, len);
        at += len;
        first = false;
        text += len + (text[len] == ' ');
    }
    buf_putc(out, '\n');
}

/* "  left        right", the right column wrapped. */
static void row(struct buf *out, const char *left, const char *right)
{
    size_t start = out->len;
    buf_printf(out, "  %s", left);
    size_t len = out->len - start;
    if (len + 2 > HELP_COLUMN) {
        buf_putc(out, '\n');
        len = 0;
    }
    spaces(out, HELP_COLUMN - len);
    usage_wrap(out, right, HELP_COLUMN, HELP_COLUMN);
}

static void option_name(struct buf *out, const struct option *o)
{
    buf_printf(out, "--%s%s%s", o->name, o->value == NULL ? "" : " ",
               o->value == NULL ? "" : o->value);
    if (o->letter != 0) {
        buf_printf(out, " (-%c)", o->letter);
    }
}

/* What is said of an option: help, values, whether it may be repeated, which verbs take it. */
static void option_help(struct buf *out, const struct option *o)
{
    buf_puts(out, o->help);
    for (size_t i = 0; o->words != NULL && o->words[i] != NULL; i++) {
        buf_printf(out, "%s%s", i == 0 ? ": " : ", ", o->words[i]);
    }
    if (o->repeat) {
        buf_puts(out, " (may be given several times)");
    }
    if (o->verbs != NULL) {
        buf_puts(out, " (");
        for (const char *c = o->verbs; *c != '\0'; c++) {
            if (*c == ' ') {
                buf_putc(out, ',');
            }
            buf_putc(out, *c);
        }
        buf_puts(out, ")");
    }
}

static void option_rows(struct buf *out, const struct option *options, size_t count)
{
    struct buf left = BUF_INIT, right = BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        buf_reset(&left);
        buf_reset(&right);
        option_name(&left, &options[i]);
        option_help(&right, &options[i]);
        row(out, buf_text(&left), buf_text(&right));
        out->failed = out->failed || left.failed || right.failed; /* emptying forgets it */
    }
    buf_free(&left);
    buf_free(&right);
}

static void note_rows(struct buf *out, const struct note *notes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        row(out, notes[i].name, notes[i].text);
    }
}

/* "assess FILE... [--checklist REF] …" without the options: one line a verb. */
static void call_line(struct buf *out, const struct command *c, const struct verb *v)
{
    const char *arguments = v != NULL ? v->arguments : c->arguments;
    buf_puts(out, c->name);
    if (v != NULL) {
        buf_printf(out, " %s", v->name);
    }
    if (arguments[0] != '\0') {
        buf_printf(out, " %s", arguments);
    }
}

void usage_program(struct buf *out, const struct program *p, bool whole)
{
    struct buf left = BUF_INIT;
    buf_printf(out, "usage: %s", p->name);
    for (size_t i = 0; i < p->option_count; i++) {
        const struct option *o = &p->options[i];
        if (strcmp(o->name, "help") != 0 && strcmp(o->name, "version") != 0) {
            buf_puts(out, " [");
            option_name(out, o);
            buf_putc(out, ']');
        }
    }
    buf_puts(out, " COMMAND ...\n\ncommands:\n");
    for (size_t i = 0; i < p->command_count; i++) {
        const struct command *c = p->commands[i];
        buf_reset(&left);
        call_line(&left, c, NULL);
        for (size_t k = 0; k < c->verb_count; k++) {
            buf_printf(&left, "%s%s", k == 0 ? " " : "|", c->verbs[k].name);
        }
        row(out, buf_text(&left), c->summary);
        out->failed = out->failed || left.failed;
    }
    if (whole) {
        buf_puts(out, "\noptions, before or after the command:\n");
        option_rows(out, p->options, p->option_count);
        buf_puts(out, "\nenvironment:\n");
        note_rows(out, p->environment, p->environment_count);
        buf_puts(out, "\nexit codes (where several hold: 64, 1, 2, 3):\n");
        note_rows(out, p->codes, p->code_count);
    }
    buf_printf(out, "\n`%s help COMMAND` says more of one.\n", p->name);
    buf_free(&left);
}

void usage_command(struct buf *out, const struct program *p, const struct command *c, bool whole)
{
    const char *options = c->option_count > 0 ? " [OPTION...]" : "";
    for (size_t i = 0; i < c->verb_count; i++) {
        buf_puts(out, i == 0 ? "usage: " : "       ");
        buf_printf(out, "%s ", p->name);
        call_line(out, c, &c->verbs[i]);
        buf_printf(out, "%s\n", options);
    }
    if (c->verb_count == 0) {
        buf_printf(out, "usage: %s ", p->name);
        call_line(out, c, NULL);
        buf_printf(out, "%s\n", options);
    }
    if (!whole) { /* what was wrong stands above, and must not leave a small screen */
        buf_printf(out, "\n`%s help %s` says more.\n", p->name, c->name);
        return;
    }
    buf_puts(out, "\n");
    usage_wrap(out, c->summary, 0, 0);
    if (c->text != NULL) {
        buf_puts(out, "\n");
        usage_wrap(out, c->text, 0, 0);
    }
    if (c->verb_count > 0) {
        struct buf left = BUF_INIT;
        buf_puts(out, "\n");
        for (size_t i = 0; i < c->verb_count; i++) {
            buf_reset(&left);
            call_line(&left, c, &c->verbs[i]);
            row(out, buf_text(&left), c->verbs[i].summary);
            out->failed = out->failed || left.failed;
        }
        buf_free(&left);
    }
    if (c->option_count > 0) {
        buf_puts(out, "\noptions:\n");
        option_rows(out, c->options, c->option_count);
    }
    buf_puts(out, "\noptions of all commands:\n");
    option_rows(out, p->options, p->option_count);
    if (c->examples != NULL) {
        buf_printf(out, "\nexamples:\n%s", c->examples);
    }
}

/* ---- man page ---- */

/* Text that troff leaves as it is. */
static void man_text(struct buf *out, const char *text)
{
    bool line_start = true;
    for (const char *c = text; *c != '\0'; c++) {
        if (line_start && (*c == '.' || *c == '\'')) {
            buf_puts(out, "\\&");
        }
        if (*c == '\\') {
            buf_puts(out, "\\e");
        } else if (*c == '-') {
            buf_puts(out, "\\-");
        } else if (*c == '`') {
            buf_puts(out, "\\(ga");
        } else if (*c == '\'') {
            buf_puts(out, "\\(aq");
        } else if (*c == '~') {
            buf_puts(out, "\\(ti");
        } else {
            buf_putc(out, *c);
        }
        line_start = *c == '\n';
    }
}

static void man_item(struct buf *out, const char *left, const char *right)
{
    buf_puts(out, ".TP\n\\fB");
    man_text(out, left);
    buf_puts(out, "\\fR\n");
    man_text(out, right);
    buf_puts(out, "\n");
}

static void man_options(struct buf *out, const struct option *options, size_t count)
{
    struct buf left = BUF_INIT, right = BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        buf_reset(&left);
        buf_reset(&right);
        option_name(&left, &options[i]);
        option_help(&right, &options[i]);
        man_item(out, buf_text(&left), buf_text(&right));
        out->failed = out->failed || left.failed || right.failed;
    }
    buf_free(&left);
    buf_free(&right);
}

static void man_notes(struct buf *out, const char *title, const struct note *notes, size_t count)
{
    buf_printf(out, ".SH %s\n", title);
    for (size_t i = 0; i < count; i++) {
        man_item(out, notes[i].name, notes[i].text);
    }
}

static void man_command(struct buf *out, const struct program *p, const struct command *c)
{
    buf_printf(out, ".SS %s\n", c->name);
    for (size_t i = 0; i == 0 || i < c->verb_count; i++) {
        struct buf line = BUF_INIT;
        buf_printf(&line, "%s ", p->name);
        call_line(&line, c, c->verb_count == 0 ? NULL : &c->verbs[i]);
        if (c->option_count > 0) {
            buf_puts(&line, " [OPTION...]");
        }
        man_item(out, buf_text(&line), c->verb_count == 0 ? c->summary : c->verbs[i].summary);
        out->failed = out->failed || line.failed;
        buf_free(&line);
    }
    if (c->text != NULL) {
        buf_puts(out, ".PP\n");
        man_text(out, c->text);
        buf_puts(out, "\n");
    }
    man_options(out, c->options, c->option_count);
    if (c->examples != NULL) {
        buf_puts(out, ".PP\n.nf\n");
        man_text(out, c->examples);
        buf_puts(out, ".fi\n");
    }
}

void usage_man(struct buf *out, const struct program *p)
{
    buf_printf(out, ".TH %s 1 \"\" \"%s %s\" \"User Commands\"\n.SH NAME\n%s \\- ", p->name,
               p->name, p->version, p->name);
    man_text(out, p->summary);
    buf_printf(out, "\n.SH SYNOPSIS\n.B %s\n[\\fIOPTION\\fR...] \\fICOMMAND\\fR ...\n", p->name);
    buf_puts(out, ".SH DESCRIPTION\n");
    man_text(out, p->text);
    buf_puts(out, "\n.SH OPTIONS\nThese stand before or after the command.\n");
    man_options(out, p->options, p->option_count);
    buf_puts(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < p->command_count; i++) {
        man_command(out, p, p->commands[i]);
    }
    man_notes(out, "ENVIRONMENT", p->environment, p->environment_count);
    man_notes(out, "EXIT STATUS", p->codes, p->code_count);
    buf_puts(out, ".PP\nWhere several hold, the order is 64, 1, 2, 3.\n");
}

/* ---- completion for bash ---- */

static void value_names(struct buf *out, const struct option *options, size_t count,
                        bool files_only)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].value != NULL && (!files_only || options[i].file)) {
            buf_printf(out, "|--%s", options[i].name);
        }
    }
}

/* "--store|--format|…": all options with a value, of all commands. */
static void all_value_names(struct buf *out, const struct program *p, bool files_only)
{
    struct buf names = BUF_INIT;
    value_names(&names, p->options, p->option_count, files_only);
    for (size_t i = 0; i < p->command_count; i++) {
        value_names(&names, p->commands[i]->options, p->commands[i]->option_count, files_only);
    }
    buf_puts(out, names.len > 0 ? buf_text(&names) + 1 : "''");
    out->failed = out->failed || names.failed;
    buf_free(&names);
}

static void completion_words(struct buf *out, const struct option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].words == NULL) {
            continue;
        }
        buf_printf(out, "    --%s) words=\"", options[i].name);
        for (size_t k = 0; options[i].words[k] != NULL; k++) {
            buf_printf(out, "%s%s", k == 0 ? "" : " ", options[i].words[k]);
        }
        buf_puts(out, "\" ;;\n");
    }
}

static void option_names(struct buf *out, const struct option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, " --%s", options[i].name);
    }
}

static void completion_commands(struct buf *out, const struct program *p)
{
    buf_puts(out, "    case $command in\n    '') words=\"");
    for (size_t i = 0; i < p->command_count; i++) {
        buf_printf(out, "%s%s", i == 0 ? "" : " ", p->commands[i]->name);
    }
    option_names(out, p->options, p->option_count);
    buf_puts(out, "\" ;;\n");
    for (size_t i = 0; i < p->command_count; i++) {
        const struct command *c = p->commands[i];
        buf_printf(out, "    %s)\n        words=\"", c->name);
        option_names(out, c->options, c->option_count);
        option_names(out, p->options, p->option_count);
        buf_puts(out, "\"\n");
        if (c->verb_count > 0) {
            buf_puts(out, "        if [ -z \"$verb\" ]; then words=\"$words");
            for (size_t k = 0; k < c->verb_count; k++) {
                buf_printf(out, " %s", c->verbs[k].name);
            }
            buf_puts(out, "\"; fi\n");
        }
        buf_puts(out, "        ;;\n");
    }
    buf_puts(out, "    esac\n");
}

void usage_completion(struct buf *out, const struct program *p)
{
    const char *n = p->name;
    buf_printf(out, "# bash completion for %s\n_%s()\n{\n", n, n);
    buf_puts(out, "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    local command= verb= words= i\n"
                  "    if [ \"$word\" = \"=\" ]; then word=; fi\n"
                  "    if [ \"$before\" = \"=\" ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                  "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                  "        case ${COMP_WORDS[i]} in\n        ");
    all_value_names(out, p, false);
    buf_puts(out, ") ((i++)); if [ \"${COMP_WORDS[i]}\" = \"=\" ]; then ((i++)); fi ;;\n"
                  "        -*) ;;\n"
                  "        *) if [ -z \"$command\" ]; then command=${COMP_WORDS[i]}\n"
                  "           elif [ -z \"$verb\" ]; then verb=${COMP_WORDS[i]}; fi ;;\n"
                  "        esac\n"
                  "    done\n"
                  "    case $before in\n");
    completion_words(out, p->options, p->option_count);
    for (size_t i = 0; i < p->command_count; i++) {
        completion_words(out, p->commands[i]->options, p->commands[i]->option_count);
    }
    buf_puts(out, "    ");
    all_value_names(out, p, true);
    buf_puts(out, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n    ");
    all_value_names(out, p, false);
    buf_puts(out,
             ") return ;;\n    esac\n"
             "    if [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\")); "
             "return; fi\n");
    completion_commands(out, p);
    buf_printf(out,
               "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
               "    case $word in -*) ;; *) COMPREPLY+=($(compgen -f -- \"$word\")) ;; esac\n}\n"
               "complete -o filenames -F _%s %s\n",
               n, n);
}
