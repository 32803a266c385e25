"""scikit-learn's SVC (LIBSVM) on the first MNIST digits: the seconds of only the fit and of only the prediction, the
support vectors and the accuracy. Prints one JSON object."""

import argparse
import json
import time

from sklearn.svm import SVC

import idx


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--test-examples", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    (images, labels), (tests, answers) = (idx.split(arguments.data, name) for name in ("train", "t10k"))
    x = images[:arguments.examples].reshape(-1, 784) / 255.0
    t = tests[:arguments.test_examples].reshape(-1, 784) / 255.0
    machine = SVC(C=5, gamma=0.02, cache_size=1000)
    start = time.perf_counter()
    machine.fit(x, labels[:arguments.examples])
    fitted = time.perf_counter()
    predicted = machine.predict(t)
    seconds = time.perf_counter() - fitted
    print(json.dumps({
        "seconds": fitted - start, "prediction_seconds": seconds, "support_vectors": int(machine.n_support_.sum()),
        "test_accuracy": float((predicted == answers[:arguments.test_examples]).mean())}))


if __name__ == "__main__":
    main()
