"""Ranks with their uncertainty beside plain kernels, and how often what is said of means, ranks and pairs is true."""

GROUP = "statistics"


def group(bench):
    for name, command in (("ranks", [bench.tool("rank"), "1"]), ("truth", [bench.tool("truth"), str(bench.sizes["worlds"])])):
        print(bench.figure(name, bench.run(command).out.rstrip()), end="\n\n")
