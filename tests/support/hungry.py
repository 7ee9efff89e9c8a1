#!/usr/bin/python3
"""Holds memory, as other people's programs do: all of it touched.

usage: hungry.py evaluate MEGABYTES SECONDS X    holds it for so long, and prints (X - 0.3)²
       hungry.py waves MEGABYTES PERIOD          until it is killed: for half a period it takes it bit by bit, and for
                                                 a quarter it keeps it; then it gives all back, and rests
"""
import mmap
import sys
import time

STEPS = 20


def touch(block, begin, end):
    for at in range(begin, end, mmap.PAGESIZE):
        block[at] = 1


def evaluate(size, seconds, x):
    block = mmap.mmap(-1, size)
    touch(block, 0, size)
    time.sleep(seconds)
    print((x - 0.3) ** 2)


def waves(size, period):
    while True:
        with mmap.mmap(-1, size) as block:
            for step in range(STEPS):
                touch(block, size * step // STEPS, size * (step + 1) // STEPS)
                time.sleep(period / 2 / STEPS)
            time.sleep(period / 4)
        time.sleep(period / 4)


if __name__ == "__main__":
    size = int(sys.argv[2]) * 1_000_000
    if sys.argv[1] == "evaluate":
        evaluate(size, float(sys.argv[3]), float(sys.argv[4]))
    else:
        waves(size, float(sys.argv[3]))
