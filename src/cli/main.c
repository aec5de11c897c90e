/* The command table, and the way from a command line to a command. */
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "banyan.h"
#include "cli/cli.h"
#include "worker/worker.h"

static const struct option global_options[] = {
    {.name = "store",
     .value = "URL",
     .file = true,
     .help = "where assessments are kept: sqlite:PATH or a plain path"},
    {.name = "format",
     .value = "FORMAT",
     .words = settings_formats,
     .help =
         "how results are printed (default text); html by `show`, `checklist show`, `compare` "
         "and `rules doc` only, markdown by `rules doc` only, junit and tap by `rules test` only, "
         "csv by `compare`, `trend` and `store sql`, what follows it by `compare` only"},
    {.name = "lang",
     .value = "TAG",
     .help = "language of texts, such as en; texts without a translation stay English"},
    {.name = "quiet", .help = "no progress and no remarks: results and errors only"},
    {.name = "help", .letter = 'h', .help = "say how the program or the command is used"},
    {.name = "version", .help = "say which version this is"},
};

static const struct command *const commands[] = {
    &command_assess,  &command_show,    &command_explain,   &command_advise,  &command_list,
    &command_compare, &command_trend,   &command_checklist, &command_rules,   &command_store,
    &command_verify,  &command_rescore, &command_help,      &command_version,
};

static const struct note environment[] = {
    {"BANYAN_STORE", "the store, where --store is not given; without both, banyan/banyan.db in the "
                     "folder XDG_DATA_HOME (~/.local/share)"},
    {"BANYAN_LANG", "the language, where --lang is not given"},
    {"BANYAN_RULES", "folders with rules, separated by ':', looked up after --rules and before the "
                     "shipped ones"},
    {"BANYAN_CHECKLISTS",
     "folders with checklists (ID/checklist.json), frameworks "
     "(frameworks/ID.json) and place codes (codes/pcodes/NPL.csv), separated by "
     "':', looked up before the shipped ones"},
    {"NO_COLOR", "when set, no colours on a terminal"},
};

static const struct note codes[] = {
    {"0", "done"},
    {"1", "done in part, or not at all: an input was refused, a rule broke, a test failed, a file "
          "could not be read or written"},
    {"2", "done, but below what was demanded (--require, --threshold)"},
    {"3", "done, but a plan has no score: too little is covered, nothing was assessed, or nothing "
          "applies"},
    {"64", "the command line is wrong"},
};

static const struct program program = {
    .name = "banyan",
    .version = BANYAN_VERSION,
    .summary = "score community development plans for children's safety from disasters",
    .text = "Banyan runs the rules of a checklist over plans of communities, gives each plan a "
            "score with "
            "its lowest and highest possible value, says why, and keeps the assessments in a file. "
            "Results go to stdout, everything else to stderr; - is stdin.",
    .options = global_options,
    .option_count = sizeof global_options / sizeof *global_options,
    .commands = commands,
    .command_count = sizeof commands / sizeof *commands,
    .environment = environment,
    .environment_count = sizeof environment / sizeof *environment,
    .codes = codes,
    .code_count = sizeof codes / sizeof *codes,
};

/* A file opened by the program must not land on a closed standard descriptor. */
static void hold_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void)open("/dev/null", O_RDONLY); /* reads nothing; writing to it is an error */
        }
    }
}

static int show_usage(const struct cli *cli, FILE *to, bool whole)
{
    struct buf text = BUF_INIT;
    if (cli->args.command != NULL) {
        usage_command(&text, cli->program, cli->args.command, whole);
    } else {
        usage_program(&text, cli->program, whole);
    }
    int code = buf_status(&text) == 0 ? CLI_OK : cli_memory();
    if (code == CLI_OK) {
        (void)fwrite(buf_text(&text), 1, text.len, to);
    }
    buf_free(&text);
    return code;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct err e = {0};
    int rc = opt_parse(cli->program, argc - 1, argv + 1, &cli->args, &e);
    if (rc == 0) {
        rc = settings_load(cli, &e);
    }
    if (rc != 0) {
        return cli_fail(&e);
    }
    if (opt_has(&cli->args, "help")) {
        return show_usage(cli, stdout, true);
    }
    if (opt_has(&cli->args, "version")) {
        return command_version.run(cli);
    }
    return cli->args.command->run(cli);
}

/* Parsers and rules recurse to a bound, and that needs stack: 8 MiB where they are to be had, 1 MiB at
 * least. */
static bool enough_stack(void)
{
    struct rlimit limit;
    const rlim_t wanted = 8 << 20;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= wanted) {
        return true;
    }
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    return setrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur >= 1 << 20;
}

/* Each thread's own heap takes 64 MiB of addresses, used or not: where they are few, threads share one. */
static void spare_addresses(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        (void)mallopt(M_ARENA_MAX, 1);
    }
}

int main(int argc, char **argv)
{
    struct cli cli = {.program = &program};
    if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0 && worker_is_asked()) {
        _exit(worker_serve());
    }
    hold_standard_files();
    (void)signal(SIGPIPE, SIG_IGN); /* a reader that goes away is a write error, not the end; */
    (void)signal(SIGXFSZ, SIG_IGN); /* so is a file that must not grow */
    if (!enough_stack()) {
        cli_say("the stack may not grow: allow 8 MiB (ulimit -s 8192)");
        return CLI_FAILED;
    }
    spare_addresses();
    int code = argc < 1 ? CLI_USAGE : run(&cli, argc, argv);
    if (cli_flush(&cli) != CLI_OK && code != CLI_USAGE) {
        code = CLI_FAILED;
    }
    if (code == CLI_USAGE) {
        (void)show_usage(&cli, stderr, false);
    }
    opt_free(&cli.args);
    return code;
}
