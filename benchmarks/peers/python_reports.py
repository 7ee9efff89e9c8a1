#!/usr/bin/python3
"""The same reduction in plain Python: a dict, Welford's update. usage: python_reports.py FOLDER"""
import math
import os
import re
import sys

SEED = re.compile(r"_seed\d+")


def main():
    folder = sys.argv[1]
    groups = {}
    for entry in os.scandir(folder):
        group = SEED.sub("", entry.name)
        with open(entry.path) as lines:
            next(lines)
            for line in lines:
                if line[0] == "#":
                    continue
                key, _, text = line.partition(": ")
                try:
                    value = float(text)
                except ValueError:
                    continue
                if value != value:
                    continue
                state = groups.get((group, key))
                if state is None:
                    state = groups[group, key] = [0, 0.0, 0.0]
                state[0] += 1
                delta = value - state[1]
                state[1] += delta / state[0]
                state[2] += delta * (value - state[1])
    for (group, key), (count, mean, squares) in groups.items():
        print(group, key, count, mean, math.sqrt(squares / (count - 1)))


if __name__ == "__main__":
    main()
