"""What the figures were measured on: processor, memory, system, versions."""
import json
import os
import platform
import re
import subprocess
import time


def said(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def first_version(*command):
    found = re.search(r"\d+(\.\d+)+\S*", said(*command))
    return found.group(0).rstrip(",;:)") if found else None


def read(path):
    try:
        with open(path, encoding="utf-8") as text:
            return text.read()
    except OSError:
        return ""


def filesystem(folder):
    """The kind of file system below the stores: what a sync costs hangs on it."""
    line = said("df", "--output=fstype", folder).splitlines()
    return line[-1].strip() if line else None


def peers(folder):
    names = ("better-sqlite3", "json-rules-engine", "@gorules/zen-engine", "@duckdb/node-api")
    return {name: json.loads(read(os.path.join(folder, "node_modules", name, "package.json")) or "{}").get("version") for name in names}


def facts(bench):
    model = re.search(r"model name\s*:\s*(.*)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", read("/proc/meminfo"))
    system = re.search(r'PRETTY_NAME="([^"]*)"', read("/etc/os-release"))
    versions = {"banyan": first_version(bench.program, "version"), "gcc": first_version("gcc", "-dumpfullversion"),
                "python": platform.python_version(), "node": first_version("node", "--version"),
                "openscap": first_version("oscap", "--version")}
    for name, package in (("lua", "lua5.4"), ("sqlite", "sqlite3"), ("zstd", "libzstd"), ("nettle", "nettle"),
                          ("simdjson", "simdjson"), ("yajl", "yajl")):
        versions[name] = first_version("pkg-config", "--modversion", package)
    versions.update(peers(bench.peers))
    return {"date": time.strftime("%Y-%m-%d", time.gmtime()), "processors": os.cpu_count(), "processor": model.group(1) if model else None,
            "memory": int(memory.group(1)) * 1024 if memory else None, "system": system.group(1) if system else platform.system(),
            "kernel": platform.release(), "file system": filesystem(bench.work), "versions": versions}


def load():
    return round(os.getloadavg()[0], 2)
