#!/usr/bin/env python3
"""Mutation testing: changes one thing in the source at a time (mutations.py) and looks whether a test fails.

    mutants.py BUILD FORM2C=PROGRAM NAME=VALUE...

`make mutants` calls it and prints the mutants that no test notices. What it takes:

    N=40            how many mutants; only those count that compile to other code
    SEED=           draws the same mutants again; a new one each time without it
    FOLDER=         draws from this folder or file alone (src/format/recovery)
    BASE=           draws from the lines that changed since this commit; "release" is the last tag before
                    this commit, or the commit before it where there is none. Fails when a survivor is not accepted
    WORKERS=        how many at once (the number of processors)
    TIME=           seconds after which no more is tried, with the preparation (no limit)
    SLOW=60         suites that take more seconds than this are asked last, of what no other suite noticed

The core is built as a shared library, so that a mutant costs one object and one link. A second build notes
which basic blocks a suite runs, in a file that all its processes map, however they end. So a mutant meets
only the suites that run its line. This preparation is kept in BUILD/mutants until a source or a test changes.
"""
import hashlib
import inspect
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutations import ACCEPTED, TOP, accepted_read, base_of, candidates, changed_lines, drawn, git, short

# --- What is built -------------------------------------------------------------------------------------

MAPPER = r"""
/* Notes which basic blocks run, in a file beside this program or library that it maps. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
static unsigned char *map;
static size_t size;
__attribute__((constructor)) static void
map_open(void)
{
	char path[4200] = "";
	struct stat st;
	int fd;
#ifdef LIBRARY
	Dl_info info;
	if (dladdr(__ehdr_start, &info))
		strncpy(path, info.dli_fname, 4000);
#else
	(void)!readlink("/proc/self/exe", path, 4000);
#endif
	fd = open(strcat(path, ".map"), O_RDWR | O_CLOEXEC);
	if (fd == -1)
		return;
	fstat(fd, &st);
	map = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	size = map == MAP_FAILED ? 0 : (size_t)st.st_size;
	close(fd);
}
__attribute__((visibility("hidden"))) void
__sanitizer_cov_trace_pc(void)
{
	size_t at = (size_t)((const char *)__builtin_return_address(0) - __ehdr_start);
	if (at < size)
		map[at] = 1;
}
"""
# What makes a swap of unlike arguments an error, as it is by --enable-werror.
STRICT = ["-Werror=incompatible-pointer-types", "-Werror=int-conversion", "-Werror=discarded-qualifiers"]
# The core, with what the worker does; what asks the worker, which has the same names and is found first.
LIBRARIES = "libmutants.so", "libmutants-ask.so"
ASK = "scepwiz-ask"  # where there is libcurl
PROGRAMS = "scepwiz", "scepwiz-worker", \
    *([ASK] if subprocess.run(["pkg-config", "--exists", "libcurl >= 7.66"]).returncode == 0 else [])
TARGETS = *LIBRARIES, *PROGRAMS


def run(words, cwd, **more):
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          env={**os.environ, "MAKEFLAGS": "", "MFLAGS": "", "MAKELEVEL": ""}, **more)
    if done.returncode:
        sys.exit(f"{short(' '.join(map(str, words)))[:200]} failed in {cwd}:\n{done.stdout[-3000:]}")
    return done.stdout


RUNNING = set()  # the process groups of suites


def kill_group(number):
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        pass


def interrupted(*_):
    for number in list(RUNNING):
        kill_group(number)
    os._exit(130)


class Build:
    """A folder with sources, the core as a shared library, the program and the tests."""
    path = "'-Wl,-rpath,$$ORIGIN:$$ORIGIN/..:$$ORIGIN/../..:$$ORIGIN/../../..'"
    core = f"{path} {LIBRARIES[0]} $(worker_libs) $(library_libs)"
    libraries = f"core_libs={core}", f"asking_libs=-Wl,--no-as-needed {LIBRARIES[1]} {core}", \
        f"scepwiz_worker_LDADD={core}", f"scepwiz_ask_LDADD={core} $(CURL_LIBS)"

    def __init__(self, folder):
        self.folder = folder

    def make(self, *words):
        return run(["make", "-s", "--no-print-directory", f"-j{WORKERS}", *words], self.folder)

    def ask(self):
        """What make knows: {name: value}."""
        names = {"compile": "$(COMPILE)", LIBRARIES[0]: "$(libscepwiz_a_OBJECTS) $(libworker_a_OBJECTS)",
                 LIBRARIES[1]: "$(libask_a_OBJECTS)", "scepwiz": "$(scepwiz_OBJECTS)", "scepwiz libs": "$(scepwiz_LDADD)",
                 "scepwiz-worker": "$(scepwiz_worker_OBJECTS)", "scepwiz-worker libs": "$(scepwiz_worker_LDADD)",
                 ASK: "$(scepwiz_ask_OBJECTS)", f"{ASK} libs": "$(scepwiz_ask_LDADD)",
                 "link": "$(CC) $(CFLAGS) $(LDFLAGS)",
                 "tests": "$(cmocka_tests) $(filter tests/cli/% tests/servers/fetch.sh,$(script_tests))", "cc": "$(CC)",
                 "environment": "$(AM_TESTS_ENVIRONMENT)", "library_libs": "$(worker_libs) $(library_libs)"}
        rule = "mutants-ask: ; " + "".join(f"$(info {name}={value})" for name, value in names.items()) + "@:"
        lines = self.make(f"--eval={rule}", *self.libraries, "mutants-ask").split("\n")
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def link(self, words, target):
        """Links one of TARGETS of words = ask()."""
        what = f"-shared -Wl,-soname,{target} {words[target]} {words['library_libs']}" if target in LIBRARIES else \
            f"{words[target]} {words[target + ' libs']}"
        command = f"{words['link'].removeprefix('ccache ')} {LINKER} -o {target} {words.get('extra', '')} {what}"
        return subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True)

    def linked(self, words, target):
        done = self.link(words, target)
        if done.returncode:
            sys.exit(f"{target} cannot be linked:\n{done.stderr[-3000:]}")

    def suite(self, words, name, limit):
        """Runs one suite: (passed, seconds, output). It has passed when all that it planned is ok."""
        temporary = tempfile.mkdtemp(prefix="m.")
        os.chmod(temporary, 0o1777)  # some tests have other users
        command = words["environment"].replace(words["folder"], str(self.folder)) + \
            f" SCEPWIZ_RANDOM=8; export SCEPWIZ_RANDOM; exec {'sh ' if name.endswith('.sh') else ''}./{name}"
        begin = time.monotonic()
        with open(os.path.join(self.folder, "suite.out"), "w+b") as out:
            child = subprocess.Popen([*NAMESPACE, "sh", "-c", command], cwd=self.folder, stdin=subprocess.DEVNULL,
                                     stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                                     env={**os.environ, "TMPDIR": temporary})
            RUNNING.add(child.pid)
            try:
                status = child.wait(limit)
            except subprocess.TimeoutExpired:
                status = None
            RUNNING.discard(child.pid)
            kill_group(child.pid)
            child.wait()
            out.seek(0)
            text = out.read().decode(errors="replace")
        shutil.rmtree(temporary, ignore_errors=True)
        plan = re.search(r"^1\.\.(\d+)", text, re.M)
        passed = status == 0 and plan and int(plan[1]) == len(re.findall(r"^ok\b", text, re.M)) and \
            not re.search(r"^not ok\b", text, re.M)
        return bool(passed), time.monotonic() - begin, text


def namespace():
    """The words that give a command its own processes and mounts, if the system allows that."""
    words = ["unshare", "--pid", "--mount", "--fork", "--mount-proc", "--kill-child"]
    try:
        return words if subprocess.run([*words, "true"], capture_output=True).returncode == 0 else []
    except OSError:
        return []


def linker():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run("echo 'int main(void){return 0;}' >a.c && cc -fuse-ld=lld a.c", shell=True, cwd=folder,
                              capture_output=True)
    return "-fuse-ld=lld" if done.returncode == 0 else ""


def sources():
    """The files a copy of the tree needs: those that git knows, and what bootstrap makes."""
    made = ["configure", "Makefile.in", "aclocal.m4", "config.h.in", "build-aux"]
    known = (git("ls-files", "--cached", "--others", "--exclude-standard") or "").split("\n")
    return [name for name in known + made if name and (TOP / name).exists()]


def copied(names, folder):
    for name in names:
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, to, dirs_exist_ok=True)
        else:
            shutil.copy2(TOP / name, to)


def prepared(cache, form2c):
    """The kept preparation: a built folder, what make knows of it, and which suites run which lines."""
    how = "".join(map(inspect.getsource, (Build, prepare, mapped, blocks_of)))
    digest = hashlib.sha256(f"{SLOW}{MAPPER}{how}".encode())
    for name in sorted(sources()):
        if name.split("/")[0] in ("src", "tests", "forms", "configure.ac", "Makefile.am") and \
                not name.startswith("tests/tree/") and (TOP / name).is_file():
            digest.update(name.encode() + b"\0" + (TOP / name).read_bytes())
    kept = cache / digest.hexdigest()[:16]
    if not (kept / "map.json").is_file():
        prepare(cache, kept, form2c)
    return kept, json.loads((kept / "map.json").read_text())


def prepare(cache, kept, form2c):
    """Makes kept: the folder plain, and map.json."""
    shutil.rmtree(cache, ignore_errors=True)
    begin = time.monotonic()
    plain = Build(kept / "plain")
    copied(sources(), plain.folder)
    shutil.copy(form2c, plain.folder / "form2c.built")  # newer than its source, which is make's to build
    run(["./configure", "--quiet", "--disable-hardening", f"FORM2C={plain.folder}/form2c.built",
         "CFLAGS=-O0 -g0 -fPIC"], plain.folder)
    plain.make("libscepwiz.a", "libworker.a", "libask.a")
    words = {**plain.ask(), "folder": str(plain.folder)}
    for target in LIBRARIES:
        plain.linked(words, target)
    programs = [name for name in words["tests"].split() if not name.endswith(".sh")]
    plain.make(*PROGRAMS, *programs, *plain.libraries)
    print(f"built in {time.monotonic() - begin:.0f} s", flush=True)
    data = {"words": words, **mapped(kept, plain, words)}
    (kept / "map.json").write_text(json.dumps(data))
    print(f"prepared in {time.monotonic() - begin:.0f} s: {len(data['suites'])} suites", flush=True)


def mapped(kept, plain, words):
    """Runs every suite on a build that notes what runs: "suites", [name, seconds] each, "slow", the names of those
    that take longer, and "lines", {file: {line: the numbers of suites}}."""
    noting = Build(kept / "noting")
    shutil.copytree(plain.folder, noting.folder, symlinks=True)
    objects = [name for target in TARGETS for name in words[target].split()]
    for name in objects:
        (noting.folder / name).unlink()
    (noting.folder / "mapper.c").write_text(MAPPER)
    extra = {}
    for target in TARGETS:
        option = "-DLIBRARY" if target in LIBRARIES else "-DPROGRAM"
        extra[target] = f"mapper{option}.o"
        run(["cc", "-O1", "-fPIC", option, "-c", "mapper.c", "-o", extra[target]], noting.folder)
    noting.make("CFLAGS=-O0 -g1 -fPIC -fsanitize-coverage=trace-pc", *objects)
    for target, mapper in extra.items():
        noting.linked({**words, "extra": mapper}, target)
    maps = {target: blocks_of(noting.folder, target) for target in extra}
    workers = []
    for number in range(WORKERS):
        folder = kept / f"noting{number}"
        shutil.copytree(noting.folder, folder, symlinks=True)
        workers.append(Build(folder))
    shutil.rmtree(noting.folder)
    results, left_out, slow = [], [], []

    def note(name):
        build = workers.pop()
        for target in maps:
            path = build.folder / f"{target}.map"
            with open(path, "wb") as file:
                file.truncate((build.folder / target).stat().st_size + (1 << 20))
            path.chmod(0o666)
        passed, seconds, text = build.suite(words, name, SLOW)
        if passed:
            ran = set()
            for target, lines in maps.items():
                noted = (build.folder / f"{target}.map").read_bytes()
                ran |= {line for line, blocks in lines.items() if any(noted[b] for b in blocks)}
            results.append((name, seconds, ran))
        elif seconds >= SLOW:
            slow.append(name)
        else:
            left_out.append(name)
            wrong = "".join(re.findall(r"^not ok.*", text, re.M)[:1] or text[-200:])
            print(f"left out: {name} fails: {wrong}", flush=True)
        workers.append(build)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(note, words["tests"].split()))
    if len(left_out) * 5 > len(results):
        sys.exit("Too many suites are left out. Build and run make check first.")
    for build in workers:
        shutil.rmtree(build.folder)
    results.sort(key=lambda r: r[1])
    lines = defaultdict(lambda: defaultdict(list))
    for file, line in {at for target in maps.values() for at in target}:
        lines[file][line] = [i for i, (_, _, ran) in enumerate(results) if (file, line) in ran]
    return {"suites": [[name, round(seconds, 2)] for name, seconds, _ in results], "slow": slow, "lines": lines}


def blocks_of(folder, target):
    """{(file, line): the return addresses of the calls that note its blocks}, from the disassembly with lines."""
    found, at, block, waiting = defaultdict(set), None, None, []
    text = run(["objdump", "-dl", "--no-show-raw-insn", target], folder)
    for row in text.split("\n"):
        if re.match(r"[0-9a-f]{8,} <", row):
            at = block = None
            waiting = []
        elif re.match(r"\s+[0-9a-f]+:\t", row):
            if block is None and waiting:
                block = int(row.split(":")[0], 16)
                for line in waiting:
                    found[line].add(block)
                waiting = []
            if "<__sanitizer_cov_trace_pc" in row:
                block, waiting = None, [at] if at else []
            elif at and block is not None:
                found[at].add(block)
        else:
            where = re.match(r"(.*\.c):(\d+)(?: \(discriminator \d+\))?$", row)
            if where:
                name = os.path.relpath(os.path.join(folder, where[1]), folder)
                at = (name, int(where[2])) if name.startswith("src/") else None
    return found


# --- What is tried -------------------------------------------------------------------------------------

class Trial:
    """All mutants of a run, and what became of them."""

    def __init__(self, kept, data, order, wanted, deadline):
        self.kept, self.data, self.deadline = kept, data, deadline
        self.order, self.wanted = iter(order), wanted
        self.lock, self.tried = threading.Lock(), 0
        self.counts, self.survivors, self.killers, self.flaky = defaultdict(Counter), [], Counter(), []
        self.doubtful = []  # passed all but slow suites

    def work(self, number):
        folder = self.kept / f"worker{os.getpid()}.{number}"
        shutil.copytree(self.kept / "plain", folder, symlinks=True)
        build = Build(folder)
        for slow in False, True:
            for mutation in iter(lambda: self.next(slow), None):
                self.note(mutation, slow, *self.outcome(build, mutation, slow))
        shutil.rmtree(folder)

    def next(self, slow):
        """The mutation to try next; None at the end."""
        with self.lock:
            if time.monotonic() > self.deadline:
                return None
            if slow:
                return self.doubtful.pop() if self.doubtful else None
            mutation = next(self.order, None) if self.tried < self.wanted else None
            self.tried += mutation is not None
            return mutation

    def note(self, mutation, slow, result, suites):
        with self.lock:
            if result in ("survived", "never run") and not slow and self.slow_of(mutation):
                self.doubtful.append(mutation)
                return
            self.counts[os.path.dirname(mutation.file)][result] += 1
            if result in ("invalid", "equivalent", "unfinished"):
                self.tried -= 1
            elif result == "killed":
                self.killers[suites] += 1
            else:
                self.survivors.append((mutation, suites))
                print(self.told(mutation, suites), flush=True)

    def told(self, m, suites):
        ran = f"passed: {' '.join(suites)}" if suites else "No suite runs this line."
        return f"\n{m.file}:{m.line} {m.function}\n\t{m.text}\n\t{m.name}\n\t{ran}"

    def outcome(self, build, m, slow):
        """What becomes of one mutant: (killed, the suite), (survived, the suites that passed) ..."""
        words = self.data["words"]
        source, name = build.folder / m.file, m.file[:-2] + ".o"
        original = (self.kept / "plain" / m.file).read_text()
        target = next(target for target in TARGETS if name in words[target].split())
        source.write_text(original[:m.start] + m.new + original[m.end:])
        try:
            if not self.compiled(build, m.file, "-O0", name):
                return "invalid", None
            if (build.folder / name).read_bytes() == (self.kept / "plain" / name).read_bytes():
                return "equivalent", None
            if build.link(words, target).returncode:
                return "invalid", None
            return self.judged(build, m, slow)
        finally:
            source.write_text(original)
            shutil.copy2(self.kept / "plain" / name, build.folder / name)
            (build.folder / target).unlink(missing_ok=True)  # a process may still run it
            shutil.copy2(self.kept / "plain" / target, build.folder / target)

    def compiled(self, build, source, level, to):
        compile = self.data["words"]["compile"].removeprefix("ccache ")
        command = f"{compile} {level} {' '.join(STRICT)} -c {source} -o {to}"
        return subprocess.run(command, shell=True, cwd=build.folder, capture_output=True).returncode == 0

    def judged(self, build, m, slow):
        quick, passed = self.suites_of(m), []
        for name, seconds in self.slow_of(m) if slow else quick:
            begin = time.monotonic()
            limit = min(8 + 6 * seconds, self.deadline - begin)
            if limit <= 0:
                return "unfinished", None
            if not build.suite(self.data["words"], name, limit)[0]:
                if time.monotonic() >= self.deadline:
                    return "unfinished", None
                # a unit test that fails does so again; what waits for others is asked twice
                unit = not name.endswith(".sh") and "/tui/" not in name
                if unit and time.monotonic() - begin < limit or not build.suite(self.data["words"], name, limit)[0]:
                    return "killed", name
                self.flaky.append(name)
            passed.append(name)
        if self.compiled(build, m.file, "-O2", "mutant.o"):
            shutil.copy2(self.kept / "plain" / m.file, build.folder / m.file)
            if self.compiled(build, m.file, "-O2", "original.o") and \
                    (build.folder / "mutant.o").read_bytes() == (build.folder / "original.o").read_bytes():
                return "equivalent", None
        passed = [name for name, _ in quick] + passed if slow else passed
        return "survived" if passed else "never run", passed

    def slow_of(self, m):
        """The suites that were too slow to see which lines they run, as suites_of: those that may run it."""
        return [(name, SLOW) for name in self.data["slow"] if m.file.startswith("src/ui/") or "/tui/" not in name]

    def suites_of(self, m):
        """The suites that run the line (of a table: of the file), the likely and the quick first."""
        lines, suites = self.data["lines"].get(m.file, {}), self.data["suites"]
        ran = lines.get(str(m.line))
        if ran is None:
            ran = sorted({i for line in lines.values() for i in line})
        stem = Path(m.file).stem
        own = {f"test_{stem}", f"test_{stem.split('_')[0]}", f"{stem}.sh", f"test_{Path(m.file).parent.name}_{stem}"}
        return sorted((suites[i] for i in ran),
                      key=lambda suite: (Path(suite[0]).name not in own, suite[1] / (1 + self.killers[suite[0]])))

    def table(self):
        columns = ["killed", "survived", "never run", "unfinished", "equivalent", "invalid"]
        width = max(map(len, self.counts), default=6) + 1
        rows = [f"\n{'':{width}}" + "".join(f"{c:>12}" for c in columns) + f"{'seen':>8}"]
        total = sum(self.counts.values(), Counter())
        for folder, counts in [*sorted(self.counts.items()), ("all", total)]:
            valid = counts["killed"] + counts["survived"] + counts["never run"]
            rows.append(f"{folder:{width}}" + "".join(f"{counts[c]:12}" for c in columns) +
                        (f"{100 * counts['killed'] / valid:7.0f}%" if valid else ""))
        return "\n".join(rows)


def main_run(build, options):
    begin = time.monotonic()
    accepted = accepted_read()
    seed, lines = options.get("SEED") or str(random.randrange(10**6)), None
    wanted = int(options.get("N") or 40)
    if options.get("BASE"):
        name, base = base_of(options["BASE"])
        seed = options.get("SEED") or git("rev-parse", "HEAD").strip()
        lines = changed_lines(base)
        print(f"since {name}: {sum(map(len, lines.values()))} lines of {len(lines)} files changed or are new")
    order = drawn(candidates(options.get("FOLDER"), lines), seed)
    if not order and lines is not None:
        print("Nothing to try: no line of code is new.")
        return 0
    if not order:
        sys.exit(f"{options.get('FOLDER')}: no source there. Give a folder or file such as src/base.")
    print(f"SEED={seed}: {wanted} of {len(order)} mutations", flush=True)
    kept, data = prepared(Path(build).resolve() / "mutants", options["FORM2C"])
    trial = Trial(kept, data, order, wanted, begin + float(options.get("TIME") or 10**9))
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(trial.work, range(WORKERS)))
    for mutation in trial.doubtful:
        trial.note(mutation, True, "unfinished", None)
    print(trial.table())
    if trial.flaky:
        print(f"failed once and passed again: {' '.join(sorted(set(trial.flaky)))}")
    total = sum(trial.counts.values(), Counter())
    left = [m for m, _ in trial.survivors if (m.file, m.function, m.text, m.name) not in accepted]
    print(f"{trial.tried} mutants, {total['killed']} killed, {len(trial.survivors)} survived, "
          f"{len(trial.survivors) - len(left)} of them accepted ({time.monotonic() - begin:.0f} s)")
    if trial.tried >= 8 and not total["killed"]:
        sys.exit("No mutant was killed. Something is wrong with the set-up.")
    if not trial.tried and time.monotonic() > trial.deadline:
        sys.exit("No mutant was finished. Give it more TIME.")
    if left and options.get("BASE"):
        print(f"A changed line needs a test that fails without it, or an entry in {ACCEPTED.relative_to(TOP)}.")
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    given = dict(word.split("=", 1) for word in sys.argv[2:])
    WORKERS, SLOW = int(given.get("WORKERS") or os.cpu_count()), float(given.get("SLOW") or 60)
    NAMESPACE, LINKER = namespace(), linker()
    signal.signal(signal.SIGINT, interrupted)
    signal.signal(signal.SIGTERM, interrupted)
    sys.exit(main_run(sys.argv[1], given))
