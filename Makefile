# Banyan. `make demo` shows what it does; `make test` proves it; `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
ifeq ($(origin CC),default)
CC := gcc
endif
BUILD ?= build
OPT ?= -O2
EXTRA ?=
WERROR ?= -Werror
JOBS ?= $(shell nproc)
MAKEFLAGS += --no-print-directory
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif
.DELETE_ON_ERROR:
# V=1 shows the commands.
Q := $(if $(V),,@)
say = @$(if $(V),:,printf "  %-5s %s\n" $(1) $(2))

PACKAGES = gcc make pkg-config liblua5.4-dev libsqlite3-dev libzstd-dev nettle-dev libcsv-dev zlib1g-dev libedit-dev
TEST_PACKAGES = valgrind libcmocka-dev sqlite3 libjansson-dev locales libxml2-utils perl gettext python3-jsonschema python3-openpyxl
LINT_PACKAGES = clang clang-format clang-tidy cppcheck lua-check binutils shellcheck codespell sqlite3
# A browser and what drives it; none that is there already in another way.
PAGES_PACKAGES = fonts-noto-core $(if $(shell command -v $(or $(CHROMIUM),chromium) 2>/dev/null),,chromium) $(if $(shell command -v npm 2>/dev/null),,nodejs npm)
COVERAGE_PACKAGES = gcovr
CHECK_PACKAGES = clang $(COVERAGE_PACKAGES) $(PAGES_PACKAGES)
BENCH_PACKAGES = libyajl-dev libsimdjson-dev g++ python3 openscap-scanner $(if $(shell command -v npm 2>/dev/null),,nodejs npm)
FUZZ_PACKAGES = clang libclang-rt-14-dev
# Seconds for each target of make fuzz.
FUZZ_SECONDS ?= 120

VERSION := $(shell sed -n "s|^.define BANYAN_VERSION \"\(.*\)\"|\1|p" src/banyan.h)
WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wvla $(WERROR)
LIBRARIES = lua5.4 sqlite3 libzstd nettle zlib
# Of the program alone.
CLI_LIBRARIES = libedit
# _FORTIFY_SOURCE goes neither with the address sanitizer nor without optimisation.
FORTIFY = $(if $(filter -O0,$(OPT))$(findstring sanitize,$(EXTRA)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE $(WARN) $(OPT) -g -ffp-contract=off -fstack-protector-strong \
  $(FORTIFY) -fPIC -pthread -Isrc $(PC_CFLAGS) $(EXTRA) $(CFLAGS)
PC_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
LIBS := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lcsv -lm -pthread
CLI_LIBS := $(shell pkg-config --libs $(CLI_LIBRARIES) 2>/dev/null)

# src/embed_rules.c is a program that the build runs.
LIB_SOURCES := $(filter-out src/embed_rules.c $(wildcard src/cli/*.c),$(wildcard src/*.c src/*/*.c))
CLI_SOURCES := $(wildcard src/cli/*.c)
# Sources that are made first.
MADE := embedded schema_sql codes_tables outlines known
LIB_OBJECTS := $(LIB_SOURCES:src/%.c=$(BUILD)/obj/%.o) $(MADE:%=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:src/%.c=$(BUILD)/obj/%.o)
CONTENT := $(sort examples/nepal-ward.json $(shell find rules checklists src/i18n src/new -type f -not -path '*/.*' \( -name '*.lua' -o -name '*.json' -o -name '*.po' -o -name '*.csv' \)))
FAULT := $(BUILD)/fault/powercut $(BUILD)/fault/iofail
LOCALES := $(foreach name,de_DE tr_TR fa_IR ps_AF,$(BUILD)/same/locales/$(name).UTF-8/LC_NUMERIC)
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c)) $(addprefix $(BUILD)/bench/,plans floor_simdjson)
ORACLE := $(BUILD)/fuzz/oracle_ours $(BUILD)/fuzz/oracle_jansson

# Remade only when their content changes: flags, the list of sources, the list of embedded files.
same = $(findstring <$(strip $(1))>,<$(strip $(2))>)
remember = $(if $(call same,$(2),$(file <$(BUILD)/$(1).now)),,$(file >$(BUILD)/$(1).now,$(strip $(2))))
ifneq ($(MAKECMDGOALS),clean)
$(shell mkdir -p $(BUILD))
$(call remember,flags,$(CC) $(CFLAGS_ALL) $(LDFLAGS))
$(call remember,sources,$(LIB_SOURCES) $(CLI_SOURCES))
$(call remember,content,$(CONTENT))
endif
$(BUILD)/%.now: ;

all: $(BUILD)/banyan $(BUILD)/libbanyan.a $(BUILD)/libbanyan.so $(BUILD)/banyan.1 $(BUILD)/banyan.bash
.PHONY: po all help budget budgets workload bench-check setup setup-test setup-lint setup-check setup-bench setup-fuzz demo test unit fault oom \
  same same-builds golden lint check pages coverage fuzz fuzz-replay fuzz-targets analyze lint-selftest bench install uninstall clean format conc tsan

help:
	@grep -E '^## ' Makefile | sed 's/^## //'

## setup: install what the build needs (Debian, Ubuntu; as root or with sudo)
setup:
	@sh tests/lint/packages.sh $(PACKAGES)
## setup-test, setup-lint, setup-check, setup-bench, setup-fuzz: the same for what these need
setup-test:
	@sh tests/lint/packages.sh $(PACKAGES) $(TEST_PACKAGES)
setup-lint:
	@sh tests/lint/packages.sh $(PACKAGES) $(TEST_PACKAGES) $(LINT_PACKAGES)
setup-check:
	@sh tests/lint/packages.sh $(PACKAGES) $(TEST_PACKAGES) $(CHECK_PACKAGES)
setup-bench:
	@sh tests/lint/packages.sh $(PACKAGES) $(TEST_PACKAGES) $(BENCH_PACKAGES)
	@bash tests/bench/peers/install.sh $(BUILD)/bench/peers
setup-fuzz:
	@sh tests/lint/packages.sh $(PACKAGES) $(FUZZ_PACKAGES)

# Tells a newcomer what to do, instead of failing at the first header.
$(BUILD)/libraries.found:
	@for tool in $(CC) pkg-config; do command -v $$tool >/dev/null || { echo "$$tool is missing: run make setup" >&2; exit 1; }; done
	@pkg-config --exists $(LIBRARIES) $(CLI_LIBRARIES) && echo '#include <csv.h>' | $(CC) -E -o /dev/null - 2>/dev/null \
	  || { echo "libraries are missing ($(LIBRARIES) $(CLI_LIBRARIES), libcsv): run make setup" >&2; exit 1; }
	@touch $@

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags.now | $(BUILD)/libraries.found
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(MADE:%=$(BUILD)/obj/%.o): $(BUILD)/obj/%.o: $(BUILD)/%.c $(BUILD)/flags.now | $(BUILD)/libraries.found
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CFLAGS_ALL) -c $< -o $@
$(BUILD)/embedded.c: src/embed.sh $(BUILD)/content.now $(CONTENT)
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)sh src/embed.sh $(CONTENT) > $@.tmp && mv $@.tmp $@
# What is known of the shipped rules is found out by loading them with the library itself.
$(BUILD)/embed_rules: src/embed_rules.c $(filter-out $(BUILD)/obj/known.o,$(LIB_OBJECTS)) $(BUILD)/flags.now $(BUILD)/sources.now
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $(filter %.c %.o,$^) $(LIBS)
$(BUILD)/known.c: $(BUILD)/embed_rules
	$(call say,make,$@)
	$(Q)$(BUILD)/embed_rules > $@.tmp && mv $@.tmp $@
$(BUILD)/schema_sql.c: src/store/schema.sql src/store/embed_sql.awk
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)awk -f src/store/embed_sql.awk $< > $@.tmp && mv $@.tmp $@
# In the order in which they refer to each other.
CODES := $(patsubst %,checklists/codes/%.csv,countries schemes groups country-groups hips-2025 hips-2020 hips-2020-2025 hazards)
$(BUILD)/codes_tables.c: src/model/codes.awk $(CODES)
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)LC_ALL=C awk -f src/model/codes.awk $(CODES) > $@.tmp && mv $@.tmp $@
$(BUILD)/outlines.c: src/report/map/outlines.csv src/report/map/outlines.awk
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)LC_ALL=C awk -f src/report/map/outlines.awk $< > $@.tmp && mv $@.tmp $@
$(BUILD)/libbanyan.a: $(LIB_OBJECTS) $(BUILD)/sources.now
	@rm -f $@
	$(call say,ar,$@)
	$(Q)ar rcs $@ $(LIB_OBJECTS)
$(BUILD)/libbanyan.so: $(LIB_OBJECTS) $(BUILD)/sources.now src/banyan.map
	$(call say,link,$@)
	$(Q)$(CC) -shared -Wl,-soname,libbanyan.so.1 -Wl,--version-script=src/banyan.map -Wl,-z,relro,-z,now,-z,defs \
	  $(CFLAGS_ALL) $(LDFLAGS) -o $@ $(LIB_OBJECTS) $(LIBS)
$(BUILD)/banyan: $(CLI_OBJECTS) $(BUILD)/libbanyan.a
	$(call say,link,$@)
	$(Q)$(CC) -pie -Wl,-z,relro,-z,now $(CFLAGS_ALL) $(LDFLAGS) -o $@ $(CLI_OBJECTS) $(BUILD)/libbanyan.a $(LIBS) $(CLI_LIBS)
$(BUILD)/banyan.1: $(BUILD)/banyan
	@$(BUILD)/banyan help --man > $@.tmp && mv $@.tmp $@
$(BUILD)/banyan.bash: $(BUILD)/banyan
	@$(BUILD)/banyan help --completion > $@.tmp && mv $@.tmp $@

## demo: set up, build, score the examples into a store, explain one criterion
demo: setup
	@$(MAKE) all
	@bash docs/demo.sh $(BUILD)/banyan $(BUILD)/demo.db

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -Wno-conversion -Itests/unit -MMD -MP -MF $@.d -MT $@ -o $@ $< $(BUILD)/libbanyan.a -lcmocka $(LIBS)
unit: $(UNIT)
$(BUILD)/fault/%.so: tests/fault/%.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -shared -o $@ $<
$(BUILD)/fault/careless: tests/fault/careless.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $<
$(BUILD)/fault/oom: $(BUILD)/fault/oom.o $(BUILD)/fault/kept.o $(BUILD)/libbanyan.a
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LIBS)
ASAN = OPT=-O1 EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
oom: $(addprefix $(BUILD)/fault/,failmalloc.so nothread.so oom careless) $(BUILD)/conc/nolock.so
wraps = $(foreach name,malloc calloc realloc $(1),-Wl,--wrap=$(name))
$(BUILD)/fault/oom_leaks: WRAPS = $(call wraps,strdup strndup)
$(BUILD)/fault/oom_parts: WRAPS = $(call wraps,host_new arena_alloc arena_text arena_strndup arena_strdup arena_join newlocale \
    json_new json_new_string json_new_number json_new_bool json_share json_copy)
$(BUILD)/fault/oom_parts: $(BUILD)/fault/oom_cases.o
$(BUILD)/fault/oom_leaks $(BUILD)/fault/oom_parts: $(BUILD)/fault/%: $(BUILD)/fault/%.o $(BUILD)/fault/wrapped.o $(BUILD)/libbanyan.a
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) $(WRAPS) -o $@ $(filter %.o,$^) $(BUILD)/libbanyan.a $(LIBS)
# A target under libFuzzer, and the same with a main that feeds it files.
$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer -MMD -MP -MF $@.d -MT $@ -o $@ $< $(BUILD)/libbanyan.a $(LIBS)
$(BUILD)/fuzz/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d -MT $@ -o $@ $< tests/fuzz/replay.c $(BUILD)/libbanyan.a $(LIBS)
# jansson's names clash with ours: each reader has a program of its own.
$(BUILD)/fuzz/oracle_ours: tests/fuzz/oracle_ours.c tests/fuzz/oracle.h $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $< $(BUILD)/libbanyan.a $(LIBS)
$(BUILD)/fuzz/oracle_jansson: tests/fuzz/oracle_jansson.c tests/fuzz/oracle.h $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $< -ljansson
fuzz-targets: $(FUZZ:%=$(BUILD)/fuzz/%)
fuzz-replay: $(FUZZ:fuzz_%=$(BUILD)/fuzz/replay_%) $(ORACLE)
# The workload of the benchmark: its rules in each language, what makes its plans, and one program a limit or step.
WORKLOAD := $(BUILD)/bench/workload/rules.c
$(WORKLOAD): $(wildcard tests/bench/workload/*.py)
	@mkdir -p $(@D)
	$(call say,make,$(@D))
	$(Q)PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/workload/make.py $(@D)
	@touch $@
WORKLOAD_PARTS := $(patsubst tests/bench/workload/%.c,$(BUILD)/bench/workload/%.o,$(filter-out %/plans.c,$(wildcard tests/bench/workload/*.c)))
BENCH_CFLAGS = $(CFLAGS_ALL) -Itests/bench/workload -MMD -MP -MF $@.d -MT $@
$(BUILD)/bench/workload/%.o: tests/bench/workload/%.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(BENCH_CFLAGS) -c $< -o $@
$(BUILD)/bench/workload/rules.o: $(WORKLOAD) $(BUILD)/flags.now
	$(call say,cc,$<)
	$(Q)$(CC) $(BENCH_CFLAGS) -c $< -o $@
$(BUILD)/bench/plans: tests/bench/workload/plans.c $(BUILD)/bench/workload/workload.o $(BUILD)/flags.now
	$(call say,link,$@)
	$(Q)$(CC) $(BENCH_CFLAGS) -o $@ $(filter %.c %.o,$^) -lm
workload: $(WORKLOAD) $(BUILD)/bench/plans
bench-check: workload $(addprefix $(BUILD)/bench/,floor_steps floor_pipeline ours_check)
$(BUILD)/bench/libworkload.a: $(WORKLOAD_PARTS) $(BUILD)/bench/workload/rules.o
	@rm -f $@
	$(call say,ar,$@)
	$(Q)ar rcs $@ $^
$(BUILD)/bench/floor_simdjson: tests/bench/floor_simdjson.cpp
	$(call say,link,$@)
	$(Q)$(CXX) -std=c++17 -Wall -Wextra $(OPT) -o $@ $< -lsimdjson
$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/bench/libworkload.a $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(BENCH_CFLAGS) -o $@ $< $(BUILD)/bench/libworkload.a $(BUILD)/libbanyan.a $(LIBS) $(if $(findstring floor_parse,$@),-lyajl)

# The system calls that the store makes past SQLite are caught when linking.
FAULT_PARTS := $(patsubst tests/fault/%.c,$(BUILD)/fault/%.o,$(addprefix tests/fault/,disk.c shim.c scenario.c verify.c))
$(BUILD)/fault/%.o: tests/fault/%.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(FAULT): $(BUILD)/fault/%: $(BUILD)/fault/%.o $(FAULT_PARTS) $(BUILD)/libbanyan.a
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -Wl,--wrap=open,--wrap=fsync,--wrap=pwrite,--wrap=renameat2,--wrap=sqlite3_wal_hook -o $@ $< $(FAULT_PARTS) \
	  $(BUILD)/libbanyan.a -lcmocka $(LIBS)
# The worker's cage and memory, and the stacks of rules, need a build without a sanitizer, too.
fault: $(FAULT) $(addprefix $(BUILD)/fault/,saving.so slow.so) $(addprefix $(BUILD)/tests/,test_worker test_threats test_banyan)

# What budgets are counted on.
budget: all $(BUILD)/bench/generate workload
## budgets: make the budgets of counted instructions anew, after a change that is meant to cost more or less
budgets: setup-test
	@$(MAKE) budget
	@bash tests/budget/budget.sh $(BUILD) write

# What would make results differ from machine to machine: a preload, a control program, locales.
$(BUILD)/same/%.so: tests/same/%.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -shared -o $@ $<
$(BUILD)/same/differs: tests/same/differs.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $< -lm
$(BUILD)/same/forms: tests/same/forms.c tests/same/forms_value.c tests/same/forms.h $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ tests/same/forms.c tests/same/forms_value.c $(BUILD)/libbanyan.a $(LIBS)
$(BUILD)/same/orders: tests/same/orders.c $(BUILD)/libbanyan.a $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $< $(BUILD)/libbanyan.a $(LIBS)
$(BUILD)/same/locales/%.UTF-8/LC_NUMERIC:
	@mkdir -p $(BUILD)/same/locales
	$(call say,make,$(@D))
	$(Q)localedef -i $* -f UTF-8 $(@D)
same: $(BUILD)/same/preload.so $(BUILD)/same/differs $(BUILD)/same/forms $(BUILD)/same/orders $(BUILD)/bench/generate $(LOCALES)
## golden: make the golden results of the examples anew; read tests/golden/README.md first
golden: all
	@bash tests/golden/golden.sh $(BUILD)/banyan write
# The program as each compiler makes it: COMPILER-LEVEL[-PROCESSOR].
SAME_BUILDS = gcc-O0 gcc-O2 gcc-O3 clang-O0 clang-O2 clang-O3 gcc-O3-haswell clang-O3-haswell
built = $(BUILD)/same/builds/$(1)
same-builds: $(SAME_BUILDS:%=same-build-%)
same-build-%:
	@$(MAKE) BUILD=$(call built,$*) CC=$(word 1,$(subst -, ,$*)) OPT=-$(word 2,$(subst -, ,$*)) WERROR= \
	  CFLAGS="-U_FORTIFY_SOURCE $(addprefix -march=,$(word 3,$(subst -, ,$*)))" \
	  $(call built,$*)/banyan $(call built,$*)/same/differs

conc: $(BUILD)/conc/nolock.so
$(BUILD)/conc/%.so: tests/conc/%.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -shared -o $@ $<
# A program with a race, by which it is seen that races are found.
$(BUILD)/conc/race: tests/conc/race.c $(BUILD)/flags.now
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $<

## test: unit tests and saved fuzz inputs under the sanitizers, faults, command line, published numbers, rules, identical bytes, budgets
test: setup-test
	@$(MAKE) all oom fault same conc bench-check budget
	@$(MAKE) BUILD=$(BUILD)/asan $(ASAN) unit fuzz-replay $(addprefix $(BUILD)/asan/fault/,oom_leaks oom_parts)
	@bash tests/run.sh $(BUILD)

## lint: layout, layers, sizes, warnings and paths (gcc, clang-tidy, cppcheck), documents, rules; some minutes
lint: setup-lint
	@$(MAKE) all
	@CC="$(CC)" CFLAGS_ALL="$(CFLAGS_ALL)" bash tests/lint/lint.sh $(BUILD)

## check: failing allocations, writes and syncs, power cuts; valgrind; builds by two compilers; long. PARTS=memory only that
check: setup-check
	@$(MAKE) all unit oom fault same conc
	@$(MAKE) same-builds
	@$(MAKE) BUILD=$(BUILD)/asan $(ASAN) $(addprefix $(BUILD)/asan/fault/,oom_leaks oom_parts)
	@MAKE="$(MAKE)" bash tests/check.sh $(BUILD) $(PARTS)

## pages: guides, assessments and reports in a real browser: narrow, by keyboard, light and dark, right to left, on paper
pages: setup-check
	@$(MAKE) all $(BUILD)/bench/generate
	@bash tests/pages/run.sh $(BUILD)

TSAN = OPT=-O1 EXTRA="-fsanitize=thread -fno-omit-frame-pointer"
## tsan: the program's threads and the unit tests under the thread sanitizer; some minutes
tsan: setup-test
	@$(MAKE) $(BUILD)/bench/generate
	@$(MAKE) BUILD=$(BUILD)/tsan $(TSAN) all unit $(BUILD)/tsan/conc/race
	@bash tests/conc/tsan.sh $(BUILD)/tsan $(BUILD)/bench/generate

# Atomic, because threads of one program count into the same places.
COVERAGE = OPT=-O0 EXTRA="--coverage -fprofile-update=atomic"
## coverage: which lines and branches of src the tests reach; fails below its marks; some minutes
coverage:
	@sh tests/lint/packages.sh $(PACKAGES) $(TEST_PACKAGES) $(COVERAGE_PACKAGES)
	@$(MAKE) BUILD=$(BUILD)/cov $(COVERAGE) all unit fault fuzz-replay $(addprefix $(BUILD)/cov/fault/,oom_leaks oom_parts)
	@bash tests/coverage/run.sh $(BUILD)/cov

## fuzz: each target for FUZZ_SECONDS (120) from the saved inputs, under clang's sanitizers
fuzz: setup-fuzz
	@$(MAKE) CC=clang BUILD=$(BUILD)/fuzz OPT=-O1 EXTRA="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer" fuzz-targets
	@FUZZ_SECONDS=$(FUZZ_SECONDS) bash tests/fuzz/fuzz.sh $(BUILD)/fuzz $(FUZZ:fuzz_%=%)

## analyze: clang-tidy on the tests, and further into src than make lint goes; some minutes, a part of make check
analyze: setup-lint
	@CFLAGS_ALL="$(CFLAGS_ALL)" bash tests/lint/analyze.sh

## lint-selftest: plants what each check of make lint forbids, in a copy; a minute, a part of make check
lint-selftest: setup-lint
	@$(MAKE) all
	@CC="$(CC)" CFLAGS_ALL="$(CFLAGS_ALL)" bash tests/lint/selftest.sh $(BUILD)

## bench: how fast, as ratios in one run against limits and other programs; some minutes. FULL=1: millions, half an hour
bench: setup-bench
	@$(MAKE) all $(BENCH)
	@PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/bench.py $(BUILD) $(GROUPS)

## install: PREFIX and DESTDIR are honoured
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
	  $(DESTDIR)$(PREFIX)/share/banyan $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BUILD)/banyan $(DESTDIR)$(PREFIX)/bin/banyan
	install -m 644 $(BUILD)/libbanyan.a $(DESTDIR)$(PREFIX)/lib/libbanyan.a
	install -m 755 $(BUILD)/libbanyan.so $(DESTDIR)$(PREFIX)/lib/libbanyan.so.1
	ln -sf libbanyan.so.1 $(DESTDIR)$(PREFIX)/lib/libbanyan.so
	install -m 644 src/banyan.h $(DESTDIR)$(PREFIX)/include/banyan.h
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' banyan.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/banyan.pc
	cp -R rules checklists $(DESTDIR)$(PREFIX)/share/banyan/
	install -m 644 $(BUILD)/banyan.1 $(DESTDIR)$(PREFIX)/share/man/man1/banyan.1
	install -m 644 $(BUILD)/banyan.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/banyan
## uninstall: what install put there
uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/banyan $(DESTDIR)$(PREFIX)/lib/libbanyan.* $(DESTDIR)$(PREFIX)/include/banyan.h \
	  $(DESTDIR)$(PREFIX)/lib/pkgconfig/banyan.pc $(DESTDIR)$(PREFIX)/share/banyan \
	  $(DESTDIR)$(PREFIX)/share/man/man1/banyan.1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions/banyan

## po: bring the translations up to date with the texts: new ones are added, empty, old ones go
po: $(BUILD)/banyan
	@bash tests/lint/po.sh $(BUILD) update
## format: lay the code out (clang-format 14)
format:
	@bash tests/lint/format.sh write
## clean: remove build
clean:
	rm -rf $(BUILD)

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(UNIT:=.d) $(FUZZ:%=$(BUILD)/fuzz/%.d) $(FUZZ:fuzz_%=$(BUILD)/fuzz/replay_%.d) \
  $(wildcard $(BUILD)/fault/*.d $(BUILD)/bench/*.d $(BUILD)/bench/workload/*.d)
