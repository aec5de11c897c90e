# Questions in SQL: what they give, in every form, and that they can change, reach and take no more than they may.
. "$ROOT/tests/cli/lib.sh"
for i in 1 2 3 4 5; do
    plan "p-$i" "s/: 50/: $((i * 10))/" | tr -d '\n'
    echo
done >five.ndjson
banyan --store s.db assess --checklist "$DATA/worked.json" five.ndjson
exits 0 "five plans"
cp s.db before.db

sql() { banyan --store s.db store sql "$@"; }

# What is there.
sql 'SELECT seq, id, country, round, score, current FROM result ORDER BY seq'
exits 0 "assessments as people read them"
is "$(wc -l <out)" 6 "a head and five rows"
says out '^seq id +country round +score current$' "the head names the columns"
banyan --store s.db list --format ndjson
list=$(sed -n 's/.*"id":"\([^"]*\)","created":"\([^"]*\)".*"score":\([0-9.]*\),.*/\1,\2,\3/p' out)
sql --format csv 'SELECT id, created, score FROM result ORDER BY seq'
is "$(sed 1d out)" "$list" "ids, times and scores are those of list"
sql --format ndjson "SELECT criterion, outcome, credit, rule FROM finding(3)"
is "$(wc -l <out)" 5 "findings of one assessment"
banyan --store s.db show "$(echo "$list" | sed -n '3s/,.*//p')" --format json
for i in 0 1 2 3 4; do
    json out "\$.findings[$i].criterion"
    json out "\$.findings[$i].credit"
done | paste -d: - - >wanted
sql --format csv "SELECT criterion || ':' || coalesce(credit, '') AS x FROM finding(3)"
is "$(sed '1d;s/\.0\>//g' out)" "$(cat wanted)" "criteria and credits are those of show"
banyan --store s.db show "$(echo "$list" | sed -n '3s/,.*//p')" --format json
for i in 0 1; do
    for key in id score low high coverage; do json out "\$.nodes[$i].$key"; done | paste -sd:
done >wanted
sql --format csv "SELECT node || ':' || score || ':' || low || ':' || high || ':' || coverage AS x FROM node(3) WHERE depth = 1"
is "$(sed '1d;s/\.0\>//g' out)" "$(cat wanted)" "domains are those of show"
sql --format json "SELECT json_extract(document_text(plan), '\$.plan.id') AS plan FROM assessment WHERE seq = 2"
is "$(cat out)" '[{"plan":"p-2"}]' "the plan as text, and SQLite's own functions for JSON"
sql "SELECT key FROM json_each('{\"a\":1}')"
exits 0 "SQLite's own tables of JSON"
sql --format csv "SELECT a.round, f.criterion, count(*) AS n, avg(f.credit) AS mean FROM assessment a, finding(a.seq) f
    WHERE f.outcome = 'scored' AND NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq) GROUP BY 1, 2"
exits 0 "means of criteria"
says out '^2026,P-b,5,0\.3$' "of all plans"

# Forms.
odd="SELECT 1 AS a, 2 AS a, NULL AS n, x'00ff' AS b, 'x' || char(0) || 'y' AS t, 9e999 AS i, '' AS e, 1.0 AS r, 'p,\"q' AS \"c,d\""
sql --format csv "$odd"
is "$(cat out)" 'a,a_2,n,b,t,i,e,r,"c,d"
1,2,,00ff,x�y,,"",1.0,"p,""q"' "CSV: nothing is empty, an empty text is quoted, a fraction stays one, no name twice"
sql --format ndjson "$odd"
is "$(cat out)" '{"a":1,"a_2":2,"n":null,"b":"00ff","t":"x�y","i":null,"e":"","r":1.0,"c,d":"p,\"q"}' "NDJSON"
sql --format json 'SELECT 1 AS a WHERE 0'
is "$(cat out)" '[]' "JSON without rows"
sql --format csv 'SELECT seq, score FROM result WHERE 0'
is "$(cat out)" 'seq,score' "CSV without rows"
sql 'SELECT seq FROM result WHERE 0'
is "$(cat out)" 'seq' "a table without rows"
sql "SELECT char(27) || '[2J' AS \"$(printf '\033')[2J\""
fails "no escape reaches a terminal" grep -q "$(printf '\033')" out
sql "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 100000) SELECT n, n || '' AS text FROM t"
is "$(wc -l <out) $(sed -n '$s/ .*//p' out)" "100001 100000" "many rows"
sql --format csv 'SELECT 9223372036854775807 AS big, 0.1 + 0.2 AS sum, 1e300 AS huge'
is "$(sed 1d out)" '9223372036854775807,0.30000000000000004,1e+300' "numbers in full"
echo 'SELECT count(*) AS n FROM result -- all' >question.sql
"$BANYAN" --store s.db store sql - --format csv <question.sql >out 2>err
is "$(cat out)" "n
5" "a question on standard input"
sql --tables
exits 0 "what there is"
says out '^finding\(seq\): ' "functions"
says out '^  credit +0 to 1' "columns"
banyan --store none.db store sql --tables --format csv
exits 0 "needs no store"
is "$(head -n 2 out)" 'table,column,meaning
result,,"assessments as people read them: credits from 0 to 1, dates as texts"' "what there is, as CSV"

# Slips.
slip() { # NAME WANTED SQL...
    local name=$1 wanted=$2
    shift 2
    sql "$@"
    exits 1 "refused: $name"
    is "$(wc -l <err)" 1 "in one line: $name"
    says err "$wanted" "says so: $name"
    silent out "no answer: $name"
}
slip "a mistyped column" 'line 2, column 8: no such column: cuntry: did you mean country\?' 'SELECT
       cuntry FROM result'
slip "a mistyped column of a table" 'did you mean credit\?' 'SELECT f.credti FROM finding(1) f'
slip "a mistyped table" 'no such table: reslt: did you mean result\?' 'SELECT * FROM reslt'
slip "a mistyped function" 'line 1, column 8: no such function: cuont: did you mean count\?' 'SELECT cuont(*) FROM result'
slip "a name that is like none" 'no such column: xyzzy: .*--tables' 'SELECT xyzzy FROM result'
slip "half a question" 'SQL: incomplete input' 'SELECT'
slip "a text in double quotes" 'no such column' 'SELECT "AFG" FROM result'
slip "two questions" 'more than one statement' 'SELECT 1; SELECT 2'
slip "none" 'there is no SQL' ' -- '
sql
exits 64 "no question at all is a wrong command line"
sql --timeout soon 'SELECT 1'
exits 64 "and so is a time that is none"

# Nothing is written, and nothing else is reached.
for hostile in "DELETE FROM assessment" "UPDATE assessment SET score = 1" "INSERT INTO shape VALUES (1)" "DROP TABLE assessment" \
    "CREATE TABLE x (a)" "CREATE TEMP TABLE x AS SELECT 1" "CREATE TEMP VIEW x AS SELECT 1" "ALTER TABLE document ADD x" "VACUUM" \
    "VACUUM INTO 'copy.db'" "REINDEX" "ANALYZE" "BEGIN" "COMMIT" "SAVEPOINT x" "ATTACH 'other.db' AS other" "DETACH main" \
    "PRAGMA journal_mode = DELETE" "PRAGMA user_version = 9" "PRAGMA writable_schema = 1" "PRAGMA trusted_schema = 1" \
    "PRAGMA wal_checkpoint" "PRAGMA hard_heap_limit = 1" "PRAGMA query_only = 0" "PRAGMA integrity_check" "PRAGMA temp_store_directory = '.'" \
    "EXPLAIN DELETE FROM assessment" "WITH x AS (SELECT 1) DELETE FROM assessment" "SELECT load_extension('x')" "SELECT readfile('s.db')" \
    "SELECT writefile('x', 'y')" "SELECT edit('x')" "SELECT sqlite_log(1, 'x')" "SELECT * FROM sqlite_dbpage('other')" \
    "SELECT * FROM pragma_journal_mode" "SELECT fts3_tokenizer('x', x'00')" "INSERT INTO chain_head DEFAULT VALUES RETURNING *"; do
    sql "$hostile"
    exits 1 "refused: $hostile"
done
holds "the store is as it was" cmp s.db before.db
fails "no other file came to be" ls copy.db other.db x

# What takes too much ends.
depth=$(printf '(%.0s' $(seq 1 5000))1$(printf ')%.0s' $(seq 1 5000))
for greedy in "SELECT zeroblob(1000000000)" "SELECT length(randomblob(1000000000))" "SELECT $depth" \
    "SELECT replace(hex(zeroblob(10000000)), '0', hex(zeroblob(10000000)))" "SELECT '$(head -c 40000 /dev/zero | tr '\0' x)' LIKE '$(head -c 40000 /dev/zero | tr '\0' %)'" \
    "$(printf 'SELECT 1 UNION ALL %.0s' $(seq 1 1000))SELECT 1" \
    "WITH RECURSIVE t(n) AS (SELECT zeroblob(30000000) UNION ALL SELECT n FROM t) SELECT count(*) FROM (SELECT n FROM t ORDER BY n)"; do
    timeout 60 "$BANYAN" --store s.db store sql --timeout 20 "$greedy" >out 2>err
    code=$?
    exits 1 "refused: $(echo "$greedy" | cut -c1-60)"
    is "$(wc -l <err)" 1 "in one line"
done
start=$(date +%s)
sql --timeout 1 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t'
exits 1 "a question without end is given up"
says err 'took longer than 1 second' "and that is said"
is "$(($(date +%s) - start < 20))" 1 "in time"
"$BANYAN" --store s.db store sql --timeout 60 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t' >out 2>err &
asking=$!
sleep 1
kill -INT "$asking" 2>/dev/null || :
kill -TERM "$asking"
wait "$asking"
code=$?
exits 1 "a signal ends it"
says err 'stopped by a signal' "and that is said"
holds "who reads only the beginning" bash -c "'$BANYAN' --store s.db store sql --format csv 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t' 2>/dev/null | head -n 3 | grep -q ^2"

# While another writes.
for i in $(seq 6 60); do
    plan "p-$i" "s/: 50/: $((i % 100))/" | tr -d '\n'
    echo
done >more.ndjson
"$BANYAN" --store s.db assess --checklist "$DATA/worked.json" more.ndjson >/dev/null 2>&1 &
writing=$!
for i in 1 2 3 4 5; do
    "$BANYAN" --store s.db store sql --format csv 'SELECT count(*) >= 5 AND count(*) = max(seq) AND sum(n) = 5 * count(*) AS whole
        FROM (SELECT a.seq, (SELECT count(*) FROM finding(a.seq)) AS n FROM assessment a)' >"out.$i" 2>"err.$i"
done
wait "$writing"
is "$(cat out.? | sort -u | paste -sd:)" "1:whole" "what is read is whole while another writes"
sql --format csv 'SELECT count(*) AS n FROM result'
is "$(sed 1d out)" 60 "and then all is there"
finish
