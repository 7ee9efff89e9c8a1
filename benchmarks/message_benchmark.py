"""Messages: through a bounded queue, from rank to rank, and to a master that is slower than what it hears."""
import json
import os
import statistics

from bench import REPEATS, entry, run

SLOW_TASKS = int(os.environ.get("SLOW_TASKS", "60000"))


def measured(command):
    return json.loads(run(command))


def bench_queue(bench):
    results = []
    for count in (1_000, 1_000_000):
        rates = [measured([bench.programs / "message_benchmark", "queue", count])["per_second"] for _ in range(REPEATS)]
        results.append(entry(f"bounded queue between two threads, {count:,} messages", "messages/s",
                             statistics.median(rates), rates=rates))
    return results


def bench_post(bench):
    """Rank 1 writes to rank 0, with ranks as one node and as two; of 1,000 messages a run is over in moments."""
    results = []
    for content in ("tasks", "answers"):
        for place, packing in (("near", "compressed"), ("far", "none"), ("far", "compressed")):
            for count in (1_000, 1_000_000):
                command = bench.on_ranks(2, "message_benchmark", "post", count, place, packing, content)
                all_runs = [measured(command) for _ in range(REPEATS if count > 1_000 else 3 * REPEATS)]
                where = "one node" if place == "near" else f"two nodes, {packing}"
                name = f"post, {content}, {where}, {count:,} messages"
                results.append(entry(name, "messages/s", statistics.median(one["per_second"] for one in all_runs),
                                     runs=all_runs))
            one = all_runs[0]
            results.append(entry(f"{name}: bytes of one, before {one['bytes_before'] / count:.0f}", "B",
                                 one["bytes"] / count))
            results.append(entry(f"{name}: the sender's time for one", "µs",
                                 statistics.median(one["us_of_sender"] for one in all_runs)))
    bench.peaks()
    return results


def bench_slow_master(bench):
    """Three ranks as nodes, and a source that takes 1 ms for each answer of 16 KiB: the memory of each rank above that
    at its start, and the master's in the second tenth of the run and in the last."""
    results = []
    for queue in (100, 1_000_000):
        one = measured(bench.on_ranks(3, "message_benchmark", "slow", SLOW_TASKS, 1e-3, 16_384, queue))
        name = f"slow master, {SLOW_TASKS:,} answers, queue = {queue:,}"
        results.append(entry(f"{name}: growth of the rank that grows most", "MiB", max(one["growth_mib"]), **one))
        results.append(entry(f"{name}: growth of the master, tenth 2 to 10", "MiB",
                             one["master_mib"][-1] - one["master_mib"][1]))
    bench.peaks()
    return results


def bench_messages(bench):
    """Messages between threads, between ranks, and to a master that is slower than what it hears."""
    return bench_queue(bench) + bench_post(bench) + bench_slow_master(bench)
