#include "cli/asker.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <histedit.h>

enum { REMEMBERED = 500 };

struct asker {
    char prompt[8];
    EditLine *edit; /* NULL: lines are read as they come */
    History *history;
    locale_t letters; /* what a letter is on the terminal; of the editor alone */
    bool cancelled;
    bool begun; /* a line was read */
    char *line; /* the one before */
    size_t room;
};

/* Ctrl-C, which is a key like any other while a line is typed. */
static unsigned char cancel(EditLine *e, int key)
{
    struct asker *a = NULL;
    (void)key;
    if (el_get(e, EL_CLIENTDATA, &a) == 0 && a != NULL) {
        a->cancelled = true;
    }
    return CC_EOF;
}

/* Ctrl-Z: the terminal is as others want it until one comes back. */
static unsigned char go_away(EditLine *e, int key)
{
    (void)key;
    (void)el_set(e, EL_PREP_TERM, 0);
    (void)raise(SIGTSTP);
    (void)el_set(e, EL_PREP_TERM, 1);
    return CC_REDISPLAY;
}

static char *prompt_of(EditLine *e)
{
    struct asker *a = NULL;
    return el_get(e, EL_CLIENTDATA, &a) == 0 && a != NULL ? a->prompt : "";
}

/* The locale of the user where it knows letters of several bytes; terminals do today. */
static locale_t letters_of_terminal(void)
{
    locale_t own = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (own != (locale_t)0 && strcmp(nl_langinfo_l(CODESET, own), "UTF-8") == 0) {
        return own;
    }
    locale_t other = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (other == (locale_t)0) {
        return own;
    }
    if (own != (locale_t)0) {
        freelocale(own);
    }
    return other;
}

/* Sets the editor up. Where it cannot be had, lines are read plainly. */
static void open_editor(struct asker *a)
{
    HistEvent event;
    FILE *out = isatty(STDOUT_FILENO) ? stdout : stderr;
    a->edit = el_init("banyan", stdin, out, stderr);
    a->history = history_init();
    if (a->edit == NULL || a->history == NULL) {
        return;
    }
    (void)history(a->history, &event, H_SETSIZE, REMEMBERED);
    (void)history(a->history, &event, H_SETUNIQUE, 1);
    (void)el_set(a->edit, EL_CLIENTDATA, a);
    (void)el_set(a->edit, EL_PROMPT, prompt_of);
    (void)el_set(a->edit, EL_EDITOR, "emacs");
    (void)el_set(a->edit, EL_HIST, history, a->history);
    (void)el_set(a->edit, EL_ADDFN, "cancel-line", "gives the line up", cancel);
    (void)el_set(a->edit, EL_BIND, "^C", "cancel-line", NULL);
    (void)el_set(a->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    (void)el_set(a->edit, EL_ADDFN, "suspend", "goes to the background", go_away);
    (void)el_set(a->edit, EL_BIND, "^Z", "suspend", NULL);
    (void)el_set(a->edit, EL_SETTY, "-d", "-isig",
                 NULL); /* the keys are ours while a line is typed */
}

struct asker *asker_new(const char *prompt, bool terminal)
{
    struct asker *a = calloc(1, sizeof *a);
    if (a == NULL) {
        return NULL;
    }
    (void)snprintf(a->prompt, sizeof a->prompt, "%s", prompt);
    a->letters = terminal ? letters_of_terminal() : (locale_t)0;
    if (a->letters != (locale_t)0) {
        locale_t before = uselocale(a->letters);
        open_editor(a);
        (void)uselocale(before);
    }
    return a;
}

void asker_free(struct asker *a)
{
    if (a == NULL) {
        return;
    }
    if (a->edit != NULL) {
        el_end(a->edit);
    }
    if (a->history != NULL) {
        history_end(a->history);
    }
    if (a->letters != (locale_t)0) {
        freelocale(a->letters);
    }
    free(a->line);
    free(a);
}

/* Without an editor. */
static enum asked plain_line(struct asker *a, const char **line)
{
    errno = 0;
    ssize_t len = getline(&a->line, &a->room, stdin);
    if (len < 0) {
        return feof(stdin) && errno == 0 ? ASKED_END : ASKED_FAILED;
    }
    if (len > 0 && a->line[len - 1] == '\n') {
        a->line[--len] = '\0';
    }
    if (strlen(a->line) != (size_t)len) { /* a zero byte is no text */
        a->line[strlen(a->line)] = '\x1a';
    }
    bool marked = !a->begun && strncmp(a->line, "\xef\xbb\xbf", 3) == 0; /* of other systems */
    a->begun = true;
    *line = a->line + (marked ? 3 : 0);
    return ASKED_LINE;
}

/* While a line is typed, a signal that ends the program first gives the terminal back its echo. The
 * editor's own handlers would signal all programs of the group. */
struct guard {
    sigset_t signals, before;
    struct termios terminal;
    pthread_t thread;
    bool works;
};

static void *wait_for_end(void *context)
{
    const struct guard *g = context;
    int got = 0;
    if (sigwait(&g->signals, &got) == 0) {
        (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &g->terminal);
        (void)pthread_sigmask(SIG_UNBLOCK, &g->signals, NULL);
        (void)raise(got);
    }
    return NULL;
}

static void guard_begin(struct guard *g)
{
    static const int ends[] = {SIGTERM, SIGHUP};
    struct sigaction now;
    (void)sigemptyset(&g->signals);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            (void)sigaddset(&g->signals, ends[i]);
        }
    }
    g->works = tcgetattr(STDIN_FILENO, &g->terminal) == 0 &&
               pthread_sigmask(SIG_BLOCK, &g->signals, &g->before) == 0;
    if (g->works && pthread_create(&g->thread, NULL, wait_for_end, g) != 0) {
        (void)pthread_sigmask(SIG_SETMASK, &g->before, NULL);
        g->works = false;
    }
}

static void guard_end(struct guard *g)
{
    if (g->works) {
        (void)pthread_cancel(g->thread);
        (void)pthread_join(g->thread, NULL);
        (void)pthread_sigmask(SIG_SETMASK, &g->before, NULL);
    }
}

static enum asked edited_line(struct asker *a, const char **line)
{
    HistEvent event;
    int count = 0;
    a->cancelled = false;
    el_resize(a->edit);
    struct guard guard;
    guard_begin(&guard);
    const char *text = el_gets(a->edit, &count);
    guard_end(&guard);
    if (a->cancelled || text == NULL || count <= 0) {
        (void)fputs(a->cancelled ? "^C\n" : "\n", isatty(STDOUT_FILENO) ? stdout : stderr);
        return a->cancelled ? ASKED_CANCEL : ASKED_END;
    }
    free(a->line);
    a->line = strndup(text, strcspn(text, "\n"));
    if (a->line == NULL) {
        return ASKED_FAILED;
    }
    if (strspn(a->line, " \t") < strlen(a->line)) {
        (void)history(a->history, &event, H_ENTER, a->line);
    }
    *line = a->line;
    return ASKED_LINE;
}

enum asked asker_line(struct asker *a, const char **line)
{
    if (a->edit == NULL || a->history == NULL) {
        return plain_line(a, line);
    }
    locale_t before = uselocale(a->letters);
    enum asked got = edited_line(a, line);
    (void)uselocale(before);
    return got;
}
