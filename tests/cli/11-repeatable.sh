. "$ROOT/tests/cli/lib.sh"
# The order and number of plans beside a plan do not matter to it.
for i in 1 2 3 4 5 6; do
    plan "o-$i" "s/50/$((i * 13))/" | tr -d '\n'
    echo
done >forward.ndjson
tac forward.ndjson >backward.ndjson
for way in forward backward; do
    banyan --store $way.db assess --checklist "$DATA/worked.json" --format ndjson $way.ndjson
    exits 0 "$way"
    sed 's/"id":"[^"]*","created":"[^"]*",//' out | sort >$way.sorted
done
holds "the order of plans does not matter" cmp forward.sorted backward.sorted
sed -n 4p forward.ndjson >four.ndjson
banyan --store one.db assess --checklist "$DATA/worked.json" --format ndjson four.ndjson
sed 's/"id":"[^"]*","created":"[^"]*",//' out >alone
holds "a plan alone gets the same bytes as among others" grep -qxFf alone forward.sorted

# Key order, white space and escapes of the input do not matter: same digest, same assessment.
plan same >same.json
banyan --store d.db assess --checklist "$DATA/worked.json" --format ndjson same.json
id=$(json out '$.id')
plan same 's/A plan/\\u0041 pl\\u0061n/' 's/  */ /g' 's/50/5.0e1/' >same2.json
banyan --store d.db assess --checklist "$DATA/worked.json" --format ndjson same2.json
is "$(json out '$.id')" "$id" "another spelling of the same document is the same document"
# A bare answer and the same one as {"value": …} give the same result, but are two documents (docs/plan-format.md).
plan same 's/50/{"value": 50}/' >same3.json
cp out bare.json
banyan --store d.db assess --checklist "$DATA/worked.json" --format ndjson same3.json
holds "an answer in its long form: another document" test "$(json out '$.plan.digest')" != "$(json bare.json '$.plan.digest')"
is "$(json out '$.score')" 0.625 "with the same score"

# A changed checklist or a changed rule is another method.
sed 's/"weight": 2, "answer"/"weight": 4, "answer"/' "$DATA/worked.json" >other.json
banyan --store d.db assess --checklist other.json --format ndjson same.json
holds "another checklist text: another assessment" test "$(json out '$.id')" != "$id"
banyan --store d.db store check
exits 0 "both are sound, each under its own method"
finish
