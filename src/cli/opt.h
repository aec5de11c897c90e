/* Commands and their options as tables. The parser, usage, help, man page and shell completion all
 * come from these rows. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct cli;

struct option {
    const char *name;  /* without "--" */
    const char *value; /* name of the value in help; NULL: a switch */
    const char *help;
    const char *verbs;        /* "show check": those of the command that take it; NULL: all */
    const char *const *words; /* the values there are, ended by NULL; NULL: free */
    char letter;              /* 'v': -v is the same; 0: none */
    bool file;                /* the value is a file or folder (for completion) */
    bool repeat;              /* may be given several times; otherwise the last one wins */
};

/* "list", "check" … of a command such as `checklist`. */
struct verb {
    const char *name;
    const char *arguments; /* "ID CRITERION", "[ID|PATH...]"; "" for none */
    const char *summary;
};

/* A format that not every command prints. */
struct printed {
    const char *format;
    const char *verbs; /* "show check": those that print it; NULL: the command itself */
};

struct command {
    const char *name;
    const char *arguments; /* as of a verb; not used where there are verbs */
    const char *summary;   /* "scores plans and stores the assessments" */
    const char *text;      /* a paragraph or two more, may be NULL */
    const char *examples;  /* lines, may be NULL */
    const struct option *options;
    size_t option_count;
    const struct verb *verbs;
    size_t verb_count;
    const struct printed *prints; /* formats beside text, json and ndjson */
    size_t print_count;
    int (*run)(struct cli *cli);
};

struct note { /* a row of the tables of environment variables and exit codes */
    const char *name, *text;
};

struct program {
    const char *name, *version, *summary, *text;
    const struct option *options; /* before or after the command */
    size_t option_count;
    const struct command *const *commands;
    size_t command_count;
    const struct note *environment;
    size_t environment_count;
    const struct note *codes;
    size_t code_count;
};

struct given {
    const struct option *option;
    const char *value; /* NULL for a switch */
};

/* A command line taken apart. Texts are borrowed from argv. */
struct args {
    const struct command *command; /* NULL: none was given */
    const struct verb *verb;
    struct given *given; /* in order */
    size_t given_count;
    const char **operands; /* what follows command and verb, options taken out */
    size_t operand_count;
};

/* Takes argv (without the program's name) apart. Returns 0, ERR_MEMORY, or ERR_USAGE with a
 * sentence; args->command is filled as far as it was understood. The caller frees args in every
 * case. With --help or --version among the options, nothing is said of operands that are
 * missing. */
int opt_parse(const struct program *p, int argc, char **argv, struct args *args, struct err *e);
/* Releases what opt_parse made. */
void opt_free(struct args *args);

/* Whether the option was given. */
bool opt_has(const struct args *args, const char *name);
/* The last value given, or NULL. */
const char *opt_value(const struct args *args, const char *name);
/* Values of a repeatable option, in order, into out (room for given_count); returns how many. */
size_t opt_values(const struct args *args, const char *name, const char **out);
/* A whole number from low to high. 0, or ERR_USAGE with a sentence. *out stays where it is not
 * given. */
int opt_number(const struct args *args, const char *name, long low, long high, long *out,
               struct err *e);

const struct command *opt_command(const struct program *p, const char *name); /* or NULL */
const char *opt_nearest_command(const struct program *p, const char *name);   /* or NULL */
bool opt_for_verb(const struct option *o, const char *verb); /* whether the verb takes it */
/* Whether what was called prints a format that not every command prints. */
bool opt_prints(const struct args *args, const char *format);
/* Who prints it: "`checklist show`, `rules doc`". */
void opt_printers(struct buf *out, const struct program *p, const char *format);

/* ---- usage.c: the same rows as text ---- */

/* whole false: what follows a wrong command line, short enough that the message stays in sight. */
void usage_program(struct buf *out, const struct program *p, bool whole);
/* The same of one command. */
void usage_command(struct buf *out, const struct program *p, const struct command *c, bool whole);
void usage_man(struct buf *out, const struct program *p);        /* man macros */
void usage_completion(struct buf *out, const struct program *p); /* bash */
/* Words of text, broken before column 96, further lines indented. `at` is the column where it
 * begins. */
void usage_wrap(struct buf *out, const char *text, size_t at, size_t indent);

#endif
