"""Measures Pentimento beside other emulators by what guests write to port E9h."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GUESTS = os.path.join(ROOT, 'benchmarks', 'guest')


class CannotMeasure(Exception):
    """What is missing and what to do, in one sentence."""
