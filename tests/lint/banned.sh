#!/bin/bash
# Functions that cannot be used safely, or that would make results depend on the machine.
set -u
status=0
# strncpy and strncat do not end the text; scanf overflows without a word.
banned='strcpy|strcat|stpcpy|sprintf|vsprintf|gets|atoi|atol|atoll|atof|strtok|strncpy|strncat'
banned="$banned|scanf|fscanf|sscanf|setlocale|system|popen|tmpnam|tempnam|mktemp|alloca"
banned="$banned|rand|srand|random"
# What these say rests on the locale or time zone that a host program has set.
banned="$banned|strcasecmp|strncasecmp|strcoll|strxfrm|tolower|toupper|isalpha|isalnum|isspace|isupper|islower"
banned="$banned|isprint|ispunct|isgraph|wcwidth|wcswidth|mbstowcs|localtime|localtime_r|mktime|ctime|asctime"
# The last digits of these differ between machines; src/model/math.c has its own.
banned="$banned|pow|exp|exp2|log|log2|log10"
for file in $(find src -name '*.[ch]'); do
    # Without comments and strings, line numbers kept.
    awk '{
        out = ""
        line = $0
        gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
        while (line != "") {
            if (inside) {
                at = index(line, "*/")
                if (!at) { line = ""; break }
                line = substr(line, at + 2)
                inside = 0
            } else {
                at = index(line, "/*")
                if (!at) { out = out line; line = ""; break }
                out = out substr(line, 1, at - 1)
                line = substr(line, at + 2)
                inside = 1
            }
        }
        print FILENAME ":" FNR ": " out
    }' "$file" | grep -E "(^|[^A-Za-z0-9_>.])($banned) *\(" && status=1
done
# Decimals come from number.h and render.h; script/ formats under a locale of its own.
if grep -rnE "(buf_printf|err_set|diag_add|cli_say|cli_write)\(.*%[-+ 0#]*[0-9*]*(\.[0-9*]+)?[efgEG]" src; then
    status=1
fi
if grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' src rules tests/unit; then
    status=1
fi
exit $status
