/* Where a case stands in the text of a rule. Lua keeps no line of a table, so the text is searched for the
 * name of the case: the next string that reads so. */
#include <string.h>

#include "cases/cases.h"
#include "script/token.h"

int cases_line(const char *text, size_t len, const char *name, size_t *from)
{
    size_t wanted = strlen(name);
    for (int round = 0; round < 2; round++) { /* names made by a function may stand before */
        size_t start = round == 0 ? *from : 0;
        struct lexer x = {text, text + len, 1};
        for (struct token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
            bool quoted = t.kind == TOKEN_STRING && t.len >= 2 && t.text[0] != '[';
            size_t at = (size_t)(t.text - text);
            if (quoted && at >= start && t.len - 2 == wanted &&
                memcmp(t.text + 1, name, wanted) == 0) {
                *from = at + t.len;
                return t.line;
            }
        }
    }
    return 0;
}
