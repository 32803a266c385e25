"""A vanilla character RNN in NumPy by Karpathy's recipe of 2015: 100 hidden units, stretches of 25 characters with the
state carried over, gradients within ±5, AdaGrad at 0.1, first weights of deviation 0.01, in float32. Prints one JSON
object with the smoothed loss along the way."""

import argparse
import json

import numpy as np

import clock

hidden, length, rate = 100, 25, 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", required=True)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)  # The products are too small to share.
    arguments = parser.parse_args()
    text = open(arguments.text, encoding="utf-8").read()
    numbers = {symbol: number for number, symbol in enumerate(sorted(set(text)))}
    data, symbols = np.array([numbers[symbol] for symbol in text]), len(numbers)
    random = np.random.default_rng(arguments.seed)
    weights = {
        "xh": random.normal(0, 0.01, (symbols, hidden)), "hh": random.normal(0, 0.01, (hidden, hidden)),
        "hy": random.normal(0, 0.01, (hidden, symbols)), "bh": np.zeros(hidden), "by": np.zeros(symbols),
    }
    weights = {name: weight.astype(np.float32) for name, weight in weights.items()}
    squares = {name: np.zeros_like(weight) for name, weight in weights.items()}
    state, at, smoothed, curve = np.zeros(hidden, np.float32), 0, length * np.log(symbols), {}
    start = clock.now()
    for step in range(1, arguments.steps + 1):
        if at + length + 1 > len(data):
            state, at = np.zeros(hidden, np.float32), 0
        x, y = data[at:at + length], data[at + 1:at + length + 1]
        states = np.empty((length + 1, hidden), np.float32)
        states[-1] = state
        for t in range(length):
            states[t] = np.tanh(weights["xh"][x[t]] + states[t - 1] @ weights["hh"] + weights["bh"])
        logits = states[:length] @ weights["hy"] + weights["by"]
        logits -= logits.max(1, keepdims=True)
        share = np.exp(logits)
        share /= share.sum(1, keepdims=True)
        loss = -np.log(share[np.arange(length), y]).sum()
        share[np.arange(length), y] -= 1
        gradients = {name: np.zeros_like(weight) for name, weight in weights.items()}
        gradients["hy"], gradients["by"] = states[:length].T @ share, share.sum(0)
        by_states, carried = share @ weights["hy"].T, np.zeros(hidden, np.float32)
        for t in reversed(range(length)):
            by_sum = (by_states[t] + carried) * (1 - states[t] ** 2)
            gradients["xh"][x[t]] += by_sum
            gradients["bh"] += by_sum
            gradients["hh"] += np.outer(states[t - 1], by_sum)
            carried = weights["hh"] @ by_sum
        for name, gradient in gradients.items():
            np.clip(gradient, -5, 5, out=gradient)
            squares[name] += gradient * gradient
            weights[name] -= rate * gradient / np.sqrt(squares[name] + 1e-8)
        state, at, smoothed = states[length - 1], at + length, 0.999 * smoothed + 0.001 * loss
        if step % 10_000 == 0 or step == arguments.steps:
            curve[step] = round(float(smoothed), 3)
    print(json.dumps({
        "smoothed_loss": float(smoothed), "curve": curve,
        "seconds_per_step": (clock.now() - start) / arguments.steps}))


if __name__ == "__main__":
    main()
