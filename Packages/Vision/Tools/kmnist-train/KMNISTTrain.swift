import ArgumentParser

@main
struct KMNISTTrain: ParsableCommand {}
