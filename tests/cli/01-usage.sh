. "$ROOT/tests/cli/lib.sh"

banyan
exits 64 "no command: the command line is wrong"
says err '[Uu]sage|usage' "no command: the usage follows, on stderr"
silent out "no command: nothing on stdout"
banyan frobnicate
exits 64 "an unknown command"
banyan asses x.json
says err 'assess' "a misspelt command: the nearest one is named or the list is shown"
banyan list --nonsense
exits 64 "an unknown option"
banyan list --limit
exits 64 "an option without its value"
banyan list --limit many
exits 64 "a limit that is no number"
banyan list --format smoke
exits 64 "an unknown format"
banyan assess
exits 64 "assess without a file"
banyan show
exits 64 "show without an id"
banyan explain x
exits 64 "explain without a criterion"
banyan checklist frobnicate
exits 64 "an unknown subcommand"

for command in assess show explain advise list checklist rules store help; do
    banyan $command --nonsense
    is "$(head -n 1 err)" "banyan: --nonsense: unknown option" "$command: what is wrong comes first"
    holds "$command: it stays in sight on a small screen" test "$(wc -l <err)" -le 12
    says err "^.banyan help $command. says more" "$command: where the options are told"
done

banyan version
exits 0 "version"
says out '^banyan [0-9]+\.[0-9]+\.[0-9]+' "version: name and number"
banyan --version
exits 0 "--version"
banyan help
exits 0 "help"
silent err "help: nothing on stderr"
for command in assess show explain list checklist rules store help version; do
    banyan help
    says out "(^| )$command( |\$)" "help lists $command"
    banyan help "$command"
    exits 0 "help $command"
    says out "$command" "help $command names it"
done
banyan help frobnicate
exits 64 "help for an unknown command"

# Every option that the manual page names is understood, and the other way round for completion.
banyan help --man
exits 0 "the manual page"
says out '^\.TH BANYAN 1|^\.TH banyan 1|^\.Dt BANYAN 1' "the manual page is one"
tr -d "\\\\" <out >man
banyan help --completion
exits 0 "shell completion"
cp out completion
holds "shell completion is bash" bash -n completion
for option in store format lang quiet checklist profile rules allow-untested round dry-run jobs reject require \
    country community limit; do
    holds "the manual page has --$option" grep -q -- "--$option" man
    holds "completion has --$option" grep -q -- "--$option" completion
done

"$BANYAN" help >/dev/full 2>err
is $? 1 "a write error on stdout is an error: help"
"$BANYAN" checklist show child-drr >/dev/full 2>err
is $? 1 "a write error on stdout is an error: checklist show"
banyan --store s.db list --format ndjson
exits 1 "a store that is not there"
says err "there is no store" "a store that is not there: said so"
fails "a store that is not there: reading does not make it" test -e s.db
finish
