"""One boot of a guest that is measured."""


class Boot:
    """
    Something to boot, and what its kernels' times count for: added up over all boots by key, 0 leaves one out.
    Of a kernel that runs more than once the last time is taken.
    """

    def __init__(self, content, counts=None):
        self.content, self.counts = content, counts

    def weight(self, key):
        return 1 if self.counts is None else self.counts.get(key, 0)
