"""Random numbers that the tests draw alike (`GoldenNumbers` in Tests/TestSupport), so that a golden file need not hold
what goes in."""
import math


class GoldenNumbers:
    """A linear congruential generator modulo 2^32 (Numerical Recipes in C, 7.1), as numbers from -0.5 to 0.5."""

    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 8) * 2.0**-24 - 0.5

    def tensor(self, shape, dtype):
        """As many of them as a torch tensor of this shape has places."""
        import torch

        return torch.tensor([self.next() for _ in range(math.prod(shape))], dtype=dtype).reshape(shape)
