"""What finding mentions costs: `python -m bench.mentions`.

The names are those of the seeds and of a made-up world; the vocabulary's own people are among them
and speak in the generated articles. Times are the processor's: other work on the machine disturbs them less.
"""

import argparse
import gc
import platform
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from bench.bodies import body_of
from bench.commands import ROOT
from bench.growing import LANGUAGES, Dice, grow, named
from kb.text.mentions import Matcher

SEEDS = ROOT / "seeds"
RUNS = 3  # the best of them counts
ARTICLES = 1_000
HOSTILE_CHARS = 1_000_000
SPEAKERS = 400  # the vocabulary's own people, in each language

FIRST = (
    "Anna Bernd Carla Dieter Eva Farid Greta Hakan Ines Jürg Klaus Lena Nora Olaf Petra Urs".split()
)
PARTS = (
    "ach an bach berg brun dal eck fel gar hof ing ker lin man nau ros stein tal vel zim".split()
)
KINDS = "Neue Freie Deutsche Schweizerische Internationale Vereinigte Unabhängige".split()
BODIES = "Bank Partei Union Stiftung Kammer Zeitung Gewerkschaft Akademie".split()

Given = TypeVar("Given")
Result = TypeVar("Result")
Alias = tuple[int, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aliases", type=int, default=100_000)
    aliases = list(islice(many_aliases(), parser.parse_args().aliases))
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"{system}; processor time, the best of {RUNS} runs\n")
    print(f"{'build':32}{'aliases':>10}{'seconds':>10}")
    for count in (len(aliases) // 10, len(aliases)):
        seconds, matcher = best_of(Matcher, aliases[:count])
        print(f"{'':32}{count:>10}{seconds:10.2f}")
    print(f"{'aim':32}{100_000:>10}{'< 3.00':>10}\n")
    print(f"{'find':32}{'MB':>10}{'MB/s':>10}{'mentions/kB':>14}")
    for what, texts in passages():
        seconds, found = best_of(lambda some: sum(len(matcher.find(text)) for text in some), texts)
        size = sum(len(text.encode()) for text in texts) / 1e6
        print(f"{what:32}{size:10.2f}{size / seconds:10.1f}{found / size / 1000:14.2f}")
    print(f"{'aim':42}{'≥ 20.0':>10}")
    return 0


def best_of(work: Callable[[list[Given]], Result], given: list[Given]) -> tuple[float, Result]:
    """Seconds of processor time and what came out."""
    times = []
    for _ in range(RUNS):
        gc.collect()
        start = time.process_time()
        result = work(given)
        times.append(time.process_time() - start)
    return min(times), result


def passages() -> Iterator[tuple[str, list[str]]]:
    yield "generated articles", [body_of(1, number).text for number in range(ARTICLES)]
    for path in sorted(SEEDS.glob("*.txt")):
        yield f"{path.stem[:24]} × 100", [path.read_text(encoding="utf-8")] * 100
    yield "one word, a …", ["a" * HOSTILE_CHARS]
    yield "Anna Bachberg Bachberg …", ["Anna Bachberg Bachberg " * (HOSTILE_CHARS // 23)]


def many_aliases() -> Iterator[Alias]:
    """Without end: those of the seeds, people with their surnames, organisations with acronyms."""
    key = 0
    for path in sorted(SEEDS.glob("*.toml")):
        for actor in tomllib.loads(path.read_text(encoding="utf-8")).get("actor", ()):
            key += 1
            yield from ((key, name) for name in (actor["name"], *actor.get("aliases", ())))
    for language in LANGUAGES:
        for name in named(Dice("speakers"), language, "person", SPEAKERS):
            key += 1
            yield from ((key, name), (key, name.split()[-1]))
    while True:
        key += 1
        yield from ((key, name) for name in _names(Dice("actor", key)))


def _names(dice: Dice) -> tuple[str, ...]:
    made = "".join(dice.one(PARTS) for _ in range(2 + dice.below(3))).capitalize()
    kind = dice.below(10)
    if kind < 6:
        return f"{dice.one(FIRST)} {made}", made
    if kind < 9:
        letters = "".join(dice.one("ABCDEFGHKLMNPRSTVZ") for _ in range(3 + dice.below(3)))
        place = grow(dice, "de", "place")
        return f"{dice.one(KINDS)} {dice.one(BODIES)} {made} {place}", letters
    return (f"{made}-{dice.one(BODIES)}",)


if __name__ == "__main__":
    sys.exit(main())
