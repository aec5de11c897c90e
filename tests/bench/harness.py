"""What the groups of the benchmark share: sizes, running programs, the best of several, figures and rows."""
import os
import shutil
import subprocess
import tempfile


class Run:
    """How one program went: seconds by the clock and of the processor, the most memory in bytes, what it printed."""

    def __init__(self, wall, cpu, rss, out, err, code):
        self.wall, self.cpu, self.rss, self.out, self.err, self.code = wall, cpu, rss, out, err, code

    def numbers(self):
        """Lines "name number" as a dictionary; others are passed over."""
        found = {}
        for line in self.out.splitlines():
            words = line.split()
            if len(words) == 2:
                try:
                    found[words[0]] = float(words[1]) if "." in words[1] else int(words[1])
                except ValueError:
                    pass
        return found

    def last(self):
        return float(self.out.split()[-1])


class Failed(Exception):
    pass


def reason(said):
    """The line of what a program complained of that says most."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "error" in line or line.startswith("banyan:")]
    return (telling or lines or ["no word"])[0][:300]


class Bench:
    def __init__(self, build, sizes):
        self.build = os.path.abspath(build)
        self.program = os.path.join(self.build, "banyan")
        self.workload = os.path.join(self.build, "bench", "workload")
        self.peers = os.path.join(self.build, "bench", "peers")
        self.sizes = sizes
        self.work = tempfile.mkdtemp(prefix="banyan-bench-", dir=os.environ.get("TMPDIR"))
        self.rows, self.figures, self.missing = [], {}, {}
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("BANYAN_")}
        self.environment["LC_ALL"] = "C"

    def close(self):
        shutil.rmtree(self.work, ignore_errors=True)

    # ---- files

    def path(self, name):
        return os.path.join(self.work, name)

    def tool(self, name):
        return os.path.join(self.build, "bench", name)

    def clear(self, name):
        """Takes a store and what lies beside it away."""
        for end in ("", "-wal", "-shm", ".lock"):
            if os.path.exists(self.path(name) + end):
                os.remove(self.path(name) + end)

    def plans(self, count, first=0):
        """A file with so many plans of the workload; made once."""
        path = self.path("plans-%d-%d.ndjson" % (count, first))
        if not os.path.exists(path):
            with open(path, "wb") as out:
                subprocess.run([self.tool("plans"), str(count), "1", str(first)], stdout=out, check=True)
        return path

    # ---- running

    def begin(self, command):
        """Starts a program whose output is the input of a run."""
        return subprocess.Popen([str(x) for x in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=self.environment)

    def run(self, command, codes=(0,), source=None, keep=True, environment=None, alone=False):
        """Runs a program to its end. Its time and memory are those of it alone, not of what feeds it. alone: on one processor."""
        report = self.path("run.report")
        if os.path.exists(report):
            os.remove(report)
        with tempfile.TemporaryFile() if keep else open(os.devnull, "wb") as out, tempfile.TemporaryFile() as err:
            subprocess.run([self.tool("launch"), report] + [str(x) for x in command], stdin=source.stdout if source else subprocess.DEVNULL,
                           stdout=out, stderr=err, env={**self.environment, **(environment or {})}, check=False,
                           preexec_fn=self.keep_to_one if alone else None)
            if source:
                source.stdout.close()
                source.wait()
            text = self.text(out) if keep else ""
            said = self.text(err)
        name = os.path.basename(str(command[0]))
        if not os.path.exists(report):
            raise Failed("%s: %s" % (name, reason(said)))
        with open(report, encoding="ascii") as lines:
            wall, cpu, rss, code = map(int, lines.read().split())
        if code not in codes:
            raise Failed("%s: exit code %d: %s" % (name, code, reason(said)))
        return Run(wall / 1e9, cpu / 1e9, rss, text, said, code)

    @staticmethod
    def keep_to_one():
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    @staticmethod
    def text(file):
        file.seek(0)
        return file.read().decode("utf-8", "replace")

    def best(self, ways, times=3):
        """The best of several of each way, taken in turns so that a busy moment hits all of them: {name: function that
        gives a Run}. A way that fails is missing, and why is noted."""
        best = {}
        for _ in range(times):
            for name, way in ways.items():
                if name in self.missing:
                    continue
                try:
                    run = way()
                except (Failed, OSError) as why:
                    self.lack(name, why)
                    best.pop(name, None)
                    continue
                if name not in best:
                    best[name] = run
                else:
                    best[name].wall = min(best[name].wall, run.wall)
                    best[name].cpu = min(best[name].cpu, run.cpu)
                    best[name].rss = max(best[name].rss, run.rss)
        return best

    def assess(self, store, plans, *options, checklist=None, rules=None, codes=(0, 3), source=None, alone=False):
        """assess of a file into a store (None: --dry-run), the rules in the program's own process."""
        command = [self.program]
        if store:
            command += ["--store", self.path(store)]
        command += ["--quiet", "assess", "--no-isolate", "--checklist", checklist or os.path.join(self.workload, "checklist.json")]
        if checklist is None:
            command += ["--rules", os.path.join(self.workload, rules or "rules")]
        if not store:
            command += ["--dry-run"]
        return self.run(command + list(options) + [plans], codes=codes, source=source, keep=False, alone=alone)

    def has(self, *command):
        """Whether the program knows this command."""
        done = subprocess.run([self.program, "help", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment)
        return done.returncode == 0

    # ---- what comes of it

    def lack(self, name, why):
        self.missing[name] = str(why)

    def figure(self, name, value):
        """Keeps a figure, in seconds, bytes or a plain number."""
        self.figures[name] = value
        return value

    def agree(self, what, *values):
        """Check sums that must be the same, or the bench has compared different things."""
        if len(set(values)) != 1:
            raise SystemExit("bench: %s: check sums differ: %s" % (what, ", ".join(str(v) for v in values)))

    def least(self, what, value, against, other, goal, better, program="this program"):
        """What a goal leaves to a program that does the least that has to be done, in seconds a plan."""
        asked = other / goal if better == ">=" else other * goal
        left = "leaves %.1f us for all that it lacks" % ((asked - value) * 1e6) if asked >= value else "%s misses it too" % program
        self.row("least", what, value, "s", against, other, invert=better == ">=",
                 note="%s %g asks for %.1f us: %s" % ("≥" if better == ">=" else "≤", goal, asked * 1e6, left))

    def row(self, group, what, value=None, unit="s", against="", other=None, goal=None, better=None, on=None, invert=False, note=""):
        """A line of the table: ours, what stands beside it, and their ratio, theirs over ours where `invert`. goal, with better
        ">=" or "<=", is on the ratio where something stands beside it, unless on is "value"."""
        ratio = None if value is None or other is None or on == "value" else other / value if invert else value / other
        on = on or ("ratio" if against else "value")
        judged = ratio if on == "ratio" else value
        reached = None if goal is None or judged is None else judged >= goal if better == ">=" else judged <= goal
        self.rows.append({"group": group, "what": what, "value": value, "unit": unit, "against": against, "other": other, "ratio": ratio,
                          "goal": goal, "better": better, "on": on, "reached": reached, "note": note,
                          "missing": value is None or (bool(against) and other is None)})
