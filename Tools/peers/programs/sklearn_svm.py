"""scikit-learn's SVC (LIBSVM), or that of its extension for Intel's processors (oneDAL), on the first MNIST digits in
float32: the seconds of the fit and of the prediction alone, the support vectors and the accuracy. Prints one JSON
object."""

import argparse
import json

import numpy

import clock
import idx


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--test-examples", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    parser.add_argument("--library", choices=["sklearn", "sklearnex"], default="sklearn")
    arguments = parser.parse_args()
    if arguments.library == "sklearnex":
        from sklearnex.svm import SVC
    else:
        from sklearn.svm import SVC
    (images, labels), (tests, answers) = (idx.split(arguments.data, name) for name in ("train", "t10k"))
    x = images[:arguments.examples].reshape(-1, 784) / numpy.float32(255)
    t = tests[:arguments.test_examples].reshape(-1, 784) / numpy.float32(255)
    machine = SVC(C=5, gamma=0.02, cache_size=1000)
    start = clock.now()
    machine.fit(x, labels[:arguments.examples])
    fitted = clock.now()
    predicted = machine.predict(t)
    seconds = clock.now() - fitted
    print(json.dumps({
        "seconds": fitted - start, "prediction_seconds": seconds, "support_vectors": int(machine.n_support_.sum()),
        "test_accuracy": float((predicted == answers[:arguments.test_examples]).mean())}))


if __name__ == "__main__":
    main()
