"""The kernels of an image in two emulators by turns: medians, their spread, the ratio."""
import math, os, statistics, sys

from measure import CannotMeasure
from measure.emulators import markers
from measure.images import FULL

MOST_SPREAD = 0.10  # beyond this a figure is void
JUDGED = ['rmode real'] + [name + ' paged' for name in ('sieve', 'crc32', 'dhry', 'sort', 'interp', 'icall', 'ptr')]
# Adds up memory that firmware leaves as it likes.
OF_FIRMWARE = {'rmode real'}
SAME, DIFFER, VOID = 0, 1, 3
PARTS = 4  # of a full run: what is looked at to learn the peer's speed
LEAST = 0.001  # seconds, of a kernel that takes no time
MOST_WARM = 5  # times as many passes before the timed ones as the peer needs


def spread(values):
    """The distance between the quartiles, in parts of the median; infinite where it is not known."""
    if len(values) < 2:
        return math.inf
    low, middle, high = statistics.quantiles(values, n=4, method='inclusive')
    return (high - low) / middle if middle > 0 else math.inf


def percent(value):
    return '- ' if math.isinf(value) else '%.1f %%' % (value * 100)


def note(spreads):
    """What stands behind a line of figures."""
    return '  void' if max(spreads) > MOST_SPREAD else ''


def times(emulator, boots, cpu, memory):
    """Wall seconds and checksum by kernel."""
    walls, sums = {}, {}
    for boot in boots:
        for key, (wall, _, _, checksum) in markers(emulator, boot.content, cpu, memory).items():
            weight = boot.weight(key)
            if weight:
                walls[key] = walls.get(key, 0.0) + weight * wall
            if weight > 0:
                sums[key] = checksum
    return {key: (walls[key], sums[key]) for key in sums}


def plan(ours, peer, image, cpu, memory, warm, timed):
    """
    The boots of a round, by how long the peer takes for a part of a full run. What runs before the timed passes takes the peer
    some seconds, and ours too, which may be several times as fast and has more to warm up.
    """
    part = times(peer, image.boots(FULL // PARTS), cpu, memory)
    if not part:
        raise CannotMeasure('no kernel has written its two markers; see benchmarks/guest/README.md.')
    full = {key: max(wall, LEAST) * PARTS for key, (wall, _) in part.items()}
    once = times(ours, image.steady(full, dict.fromkeys(full, warm), timed), cpu, memory)
    faster = {key: timed / max(once[key][0], LEAST) if key in once else 1 for key in full}
    return image.steady(full, {key: warm * min(max(faster[key], 1), MOST_WARM) for key in full}, timed)


def geomean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def judged(keys):
    """What the geometric mean is of: the kernels that issue 4 names if the image has them, else all."""
    named = [key for key in JUDGED if key in keys]
    return named if set(JUDGED) - {'rmode real'} <= set(named) else list(keys)


def compare(ours, peer, image, cpu, memory, rounds, warm, timed, say=print):
    say('%d rounds by turns; passes that take %s some %g s, after some that take both %g s; spread: between quartiles, in %% of the median; load %.1f'
        % (rounds, peer.name, timed, warm, os.getloadavg()[0]))
    boots, seen = plan(ours, peer, image, cpu, memory, warm, timed), {}
    for number in range(rounds):
        for emulator in (ours, peer):
            print('round %d of %d: %s' % (number + 1, rounds, emulator.name), file=sys.stderr, flush=True)
            for key, row in times(emulator, boots, cpu, memory).items():
                seen.setdefault(key, {}).setdefault(emulator.name, []).append(row)
    say('%-15s %9s %7s %9s %7s %7s  %s' % ('kernel', ours.name + ' ms', 'spread', peer.name + ' ms', 'spread', 'ratio', 'checksum'))
    ratios, outcome, void = {}, SAME, 0
    for key, by_name in seen.items():
        if len(by_name) < 2:
            say('%-15s only %s has run it' % (key, *by_name))
            outcome = DIFFER
            continue
        rows = [by_name[ours.name], by_name[peer.name]]
        walls = [[wall for wall, _ in of] for of in rows]
        medians, spreads = [statistics.median(w) for w in walls], [spread(w) for w in walls]
        is_void = max(spreads) > MOST_SPREAD or min(medians) <= 0
        if min(medians) > 0:
            ratios[key] = medians[1] / medians[0]
        void += is_void
        same = len({checksum for of in rows for _, checksum in of}) == 1
        if not same and key not in OF_FIRMWARE:
            outcome = DIFFER
        say('%-15s %9.1f %7s %9.1f %7s %7s  %s%s'
            % (key, medians[0] * 1e3, percent(spreads[0]), medians[1] * 1e3, percent(spreads[1]),
               '%.2f' % ratios[key] if key in ratios else '-',
               'same' if same else 'of firmware' if key in OF_FIRMWARE else 'DIFFERS', '  void' if is_void else ''))
    if void:
        say('%d void: the spread exceeds 10 %% or nothing remains; repeat on a quiet host or raise --seconds' % void)
    modes = list(dict.fromkeys(key.split()[1] for key in ratios))
    if len(modes) > 1:
        for mode in modes:
            say('of %-12s %s' % (mode, summary(ratios[key] for key in ratios if key.split()[1] == mode)))
    say(summary(ratios[key] for key in judged(seen) if key in ratios))
    return outcome or (VOID if void else SAME)


def summary(ratios):
    ratios = list(ratios)
    return 'geomean %.2f worst %.2f' % (geomean(ratios), min(ratios)) if ratios else 'geomean - worst -'
