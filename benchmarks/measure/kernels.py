"""The kernels of an image in two emulators by turns: medians, their spread, the ratio."""
import math, os, statistics

from measure.emulators import markers

MOST_SPREAD = 0.10  # beyond this a figure is void
JUDGED = ['rmode real'] + [name + ' paged' for name in ('sieve', 'crc32', 'dhry', 'sort', 'interp', 'icall', 'ptr')]
# Adds up memory that firmware leaves as it likes.
OF_FIRMWARE = {'rmode real'}
SAME, DIFFER, VOID = 0, 1, 3


def spread(times):
    """The distance between the quartiles, in parts of the median."""
    if len(times) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(times, n=4, method='inclusive')
    return (high - low) / middle if middle > 0 else math.inf


def note(spreads):
    """What stands behind a line of figures."""
    return '  void' if max(spreads) > MOST_SPREAD else ''


def steady(emulator, image, cpu, memory, warm, scale):
    """Wall seconds and checksum by kernel: the time of warm + scale less that of warm, each in a process of its own."""
    before = rows(emulator, image.boots(warm), cpu, memory) if warm else {}
    whole = rows(emulator, image.boots(warm + scale), cpu, memory)
    return {key: (row[0] - before.get(key, (0.0,))[0], row[3]) for key, row in whole.items()}


def rows(emulator, boots, cpu, memory):
    return {key: row for content in boots for key, row in markers(emulator, content, cpu, memory).items()}


def geomean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def judged(keys):
    """What the geometric mean is of: the kernels that issue 4 names if the image has them, else all."""
    named = [key for key in JUDGED if key in keys]
    return named if set(JUDGED) - {'rmode real'} <= set(named) else list(keys)


def compare(ours, peer, image, cpu, memory, rounds, warm, scale, say=print):
    say('%d rounds by turns; times of scale %d after warming up with %d; spread: between quartiles, in %% of the median; load %.1f'
        % (rounds, scale, warm, os.getloadavg()[0]))
    seen = {}
    for _ in range(rounds):
        for emulator in (ours, peer):
            for key, row in steady(emulator, image, cpu, memory, warm, scale).items():
                seen.setdefault(key, {}).setdefault(emulator.name, []).append(row)
    say('%-15s %9s %7s %9s %7s %7s  %s' % ('kernel', ours.name + ' ms', 'spread', peer.name + ' ms', 'spread', 'ratio', 'checksum'))
    ratios, outcome, void = {}, SAME, 0
    for key, by_name in seen.items():
        if len(by_name) < 2:
            say('%-15s only %s has run it' % (key, *by_name))
            outcome = DIFFER
            continue
        rows = [by_name[ours.name], by_name[peer.name]]
        times = [[time for time, _ in of] for of in rows]
        medians, spreads = [statistics.median(t) for t in times], [spread(t) for t in times]
        is_void = max(spreads) > MOST_SPREAD or min(medians) <= 0
        if min(medians) > 0:
            ratios[key] = medians[1] / medians[0]
        void += is_void
        same = len({checksum for of in rows for _, checksum in of}) == 1
        if not same and key not in OF_FIRMWARE:
            outcome = DIFFER
        say('%-15s %9.1f %5.1f %% %9.1f %5.1f %% %7s  %s%s'
            % (key, medians[0] * 1e3, spreads[0] * 100, medians[1] * 1e3, spreads[1] * 100,
               '%.2f' % ratios[key] if key in ratios else '-',
               'same' if same else 'of firmware' if key in OF_FIRMWARE else 'DIFFERS', '  void' if is_void else ''))
    if void:
        say('%d void: the spread exceeds 10 %% or nothing remains; repeat on a quiet host or raise --scale' % void)
    modes = list(dict.fromkeys(key.split()[1] for key in ratios))
    if len(modes) > 1:
        for mode in modes:
            say('of %-12s %s' % (mode, summary(ratios[key] for key in ratios if key.split()[1] == mode)))
    say(summary(ratios[key] for key in judged(seen) if key in ratios))
    return outcome or (VOID if void else SAME)


def summary(ratios):
    ratios = list(ratios)
    return 'geomean %.2f worst %.2f' % (geomean(ratios), min(ratios)) if ratios else 'geomean - worst -'
