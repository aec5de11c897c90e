/* How often what is said of means, ranks and pairs is true: truth [WORLDS [SEED]]. Fails where an interval
 * holds less often than it says. */
#include "../unit/truth.h"
#include "floor.h"

static int line(const char *what, enum truth_open how, struct rank_settings s, long worlds,
                uint64_t seed, struct truth_count *c)
{
    *c = (struct truth_count){0};
    for (long i = 0; i < worlds; i++) {
        if (truth_world(seed, (uint64_t)i, how, &s, c) != 0) {
            return floor_fail("truth", "a world could not be simulated");
        }
    }
    printf("%-44s %6.1f %6.1f %6.1f %6.2f %6.1f %6.1f\n", what, truth_share(c->held, c->means),
           truth_share(c->wide_held, c->means), truth_share(c->ranks_held, c->ranks),
           c->rank_width / (double)(c->ranks > 0 ? c->ranks : 1), truth_share(c->apart, c->pairs),
           truth_share(c->apart_right, c->apart));
    return 0;
}

int main(int argc, char **argv)
{
    long worlds = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct rank_settings s = truth_settings(), all = s;
    static const char *const worlds_of[] = {"open at random", "open where it is worse",
                                            "open otherwise in each group"};
    int rc = 0;
    bool good = true;
    printf("%ld worlds of %d groups; in %%, but width: in places\n", worlds, TRUTH_GROUPS);
    printf("%-44s %6s %6s %6s %6s %6s %6s\n", "", "mean", "low-hi", "rank", "width", "apart",
           "right");
    for (int how = TRUTH_AT_RANDOM; rc == 0 && how <= TRUTH_DIFFERS; how++) {
        struct truth_count c;
        rc = line(worlds_of[how], (enum truth_open)how, s, worlds, seed, &c);
        if (how == TRUTH_AT_RANDOM) {
            good = good && c.held * 100 >= c.means * 88 && c.held * 100 <= c.means * 92;
        }
        good = good && c.wide_held * 10 >= c.means * 9 && c.ranks_held * 10 >= c.ranks * 9 &&
               c.apart_right * 20 >= c.apart * 19;
    }
    /* Other ways, to see what they would promise. */
    for (int how = TRUTH_AT_RANDOM; rc == 0 && how <= TRUTH_DIFFERS; how++) {
        struct truth_count c;
        struct rank_settings by_row = s, by_answer = s, left_out = s, no_raters = s;
        by_row.open = OPEN_BY_ROW;
        by_answer.open = OPEN_BY_ANSWER;
        left_out.on[SOURCE_MISSING] = false;
        no_raters.on[SOURCE_RATER] = false;
        printf("%s\n", worlds_of[how]);
        rc |= line("  one number a row", (enum truth_open)how, by_row, worlds / 4, seed, &c);
        rc |= line("  one number an answer", (enum truth_open)how, by_answer, worlds / 4, seed, &c);
        rc |= line("  open answers left out", (enum truth_open)how, left_out, worlds / 4, seed, &c);
        rc |= line("  without raters", (enum truth_open)how, no_raters, worlds / 4, seed, &c);
    }
    struct truth_count c;
    all.on[SOURCE_WEIGHTS] = all.on[SOURCE_AGGREGATE] = true;
    rc |= line("open at random, all sources", TRUTH_AT_RANDOM, all, worlds / 4, seed, &c);
    return rc != 0 || !good;
}
