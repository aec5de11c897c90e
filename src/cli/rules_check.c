/* `rules check`: what is wrong with rules. */
#include "cli/cli.h"
#include "cli/rules.h"

int rules_check(struct cli *cli, const struct ruleset *r)
{
    size_t refused = 0;
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (info->error != NULL) {
            refused++;
            rules_tell_refusal(info);
        }
    }
    if (cli->format == FORMAT_TEXT) {
        buf_printf(&out, "%zu rules, %zu refused\n", ruleset_count(r), refused);
    } else {
        buf_puts(&out, "{");
        member_number(&out, "rules", (int64_t)ruleset_count(r));
        member_number(&out, "refused", (int64_t)refused);
        buf_puts(&out, "}\n");
    }
    int code = cli_print(cli, &out);
    return code == CLI_OK && refused > 0 ? CLI_FAILED : code;
}
