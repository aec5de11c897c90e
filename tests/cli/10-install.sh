. "$ROOT/tests/cli/lib.sh"
# The built tree is copied, so that the project's own build folder is not touched.
make_() { make -s -C "$ROOT" -o setup "$@"; }
stage=$WORK/stage
holds "make install" make_ install PREFIX=/usr DESTDIR="$stage"
for file in bin/banyan include/banyan.h lib/libbanyan.a lib/libbanyan.so lib/pkgconfig/banyan.pc share/man/man1/banyan.1 \
    share/bash-completion/completions/banyan share/banyan/rules/standard/level.lua \
    share/banyan/checklists/child-drr/checklist.json; do
    holds "installed: $file" test -s "$stage/usr/$file"
done
plan one >one.json
BANYAN_CHECKLISTS='' "$stage/usr/bin/banyan" --store s.db assess --checklist "$DATA/worked.json" one.json >out 2>err
is $? 0 "the installed program works"

# A program of somebody else's, against the installed header and library.
cat >client.c <<'C'
#include <banyan.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct banyan_options options = BANYAN_OPTIONS_INIT;
    struct banyan_message message;
    banyan_engine *engine = NULL;
    char *out = NULL;
    static char text[65536];
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (file == NULL) {
        return 2;
    }
    size_t len = fread(text, 1, sizeof text, file);
    fclose(file);
    options.checklist = argv[1];
    if (banyan_engine_new(&options, &engine, &message) != BANYAN_OK ||
        banyan_assess(engine, NULL, argv[2], text, len, &out, &message) != BANYAN_OK) {
        fprintf(stderr, "%s\n", message.text);
        return 1;
    }
    puts(out);
    banyan_free(out);
    banyan_engine_free(engine);
    return strcmp(banyan_version(), BANYAN_VERSION) != 0;
}
C
find_installed() {
    PKG_CONFIG_SYSROOT_DIR=$stage PKG_CONFIG_PATH=$stage/usr/lib/pkgconfig PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 \
        PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs banyan
}
# shellcheck disable=SC2046
holds "a client compiles with pkg-config" gcc -o client client.c $(find_installed)
LD_LIBRARY_PATH=$stage/usr/lib ./client "$DATA/worked.json" one.json >out 2>err
is $? 0 "the client runs against the shared library"
is "$(json out '$.score')" 0.625 "and gets the same score"
holds "it needs the library by its SONAME" sh -c "objdump -p client | grep -q 'NEEDED.*libbanyan\.so\.[0-9]'"
holds "make uninstall" make_ uninstall PREFIX=/usr DESTDIR="$stage"
is "$(find "$stage" -type f -o -type l | wc -l)" 0 "nothing is left behind"
holds "a second make does nothing" make_ -q all
finish
