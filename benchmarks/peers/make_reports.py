#!/usr/bin/python3
"""Makes reports like those of The ONE's MessageStatsReport, 1 to 2 KB each, the same ones every time.

usage: make_reports.py FOLDER COUNT

Groups are scenario × router × buffer (80); eleven of the nineteen values have 17 digits, round-trip times are NaN, and an
echo of the settings stands as comments. No line is malformed.
"""
import pathlib
import random
import sys

ROUTERS = ("Epidemic", "Prophet", "SprayAndWait", "MaxProp", "FirstContact")
SCENARIOS = ("MyScenario", "Helsinki", "Manhattan", "Rural")
BUFFERS = (2, 5, 10, 50)


def settings(scenario, router, buffer, seed):
    name = f"{scenario}_{router}_seed{seed}_buf{buffer}M"
    return {
        "Scenario.name": name, "Scenario.endTime": "43200", "Scenario.updateInterval": "0.1",
        "Group.router": f"{router}Router", "Group.bufferSize": f"{buffer}M", "Group.nrofHosts": "126",
        "Group.speed": "0.5, 1.5", "Group.waitTime": "0, 120", "Group.msgTtl": "300",
        "btInterface.transmitRange": "10", "btInterface.transmitSpeed": "250k",
        "Events1.class": "MessageEventGenerator", "Events1.interval": "25,35", "Events1.size": "500k,1M",
        "MovementModel.rngSeed": seed, "MovementModel.worldSize": "4500, 3400", "Report.warmup": "0",
        "Report.reportDir": f"reports/{scenario}",
    }


def metrics(numbers):
    def about(mean, deviation):
        return format(abs(numbers.gauss(mean, deviation)), ".17g")

    created = numbers.randint(1300, 1600)
    delivered = int(created * numbers.betavariate(4, 6))
    relayed = numbers.randint(20000, 90000)
    return {
        "sim_time": "43200.1000", "created": created, "started": relayed + numbers.randint(0, 9000),
        "relayed": relayed, "aborted": numbers.randint(0, 9000), "dropped": numbers.randint(10000, 90000),
        "removed": numbers.randint(0, 900), "delivered": delivered, "delivery_prob": format(delivered / created, ".17g"),
        "response_prob": about(0.1, 0.02), "overhead_ratio": format((relayed - delivered) / max(delivered, 1), ".17g"),
        "latency_avg": about(4000, 700), "latency_med": about(3400, 700), "hopcount_avg": about(4, 1),
        "hopcount_med": numbers.randint(2, 6), "buffertime_avg": about(1200, 300), "buffertime_med": about(900, 250),
        "rtt_avg": "NaN", "rtt_med": "NaN",
    }


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True)
    numbers = random.Random(20240607)
    groups = [(scenario, router, buffer) for scenario in SCENARIOS for router in ROUTERS for buffer in BUFFERS]
    for i in range(count):
        scenario, router, buffer = groups[i % len(groups)]
        seed = i // len(groups) + 1
        lines = [f"Message stats for scenario {scenario}_{router}_seed{seed}_buf{buffer}M"]
        lines += [f"# {key} = {value}" for key, value in settings(scenario, router, buffer, seed).items()]
        lines += [f"{key}: {value}" for key, value in metrics(numbers).items()]
        name = f"{scenario}_{router}_seed{seed}_buf{buffer}M_MessageStatsReport.txt"
        (folder / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
