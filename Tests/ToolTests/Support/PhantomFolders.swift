import Core
import VisionModels

extension Workplace {
    /// Draws phantoms into folders `set/Training` and `set/Testing` with a folder for each class.
    func writePhantoms(training: Int, test: Int) throws {
        let set = Phantoms.dataset(training: training, test: test)
        for (examples, split) in [(set.training, "Training"), (set.test, "Testing")] {
            for number in 0..<examples.count {
                let name = set.classNames[Int(examples.labels[number])]
                let picture = Picture(width: 84, height: 84, channels: 1, pixels: Array(examples.example(number)))
                try write(picture.png(for: ""), to: "set/\(split)/\(name)/\(number).png")
            }
        }
    }
}
