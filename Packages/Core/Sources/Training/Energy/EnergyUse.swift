/// The energy of a time, in joules, and whether it was read or estimated.
package struct EnergyUse: Codable, Equatable, Sendable {
    /// The energy of a part of the machine.
    package struct Part: Codable, Equatable, Sendable {
        /// Joules that a counter has counted.
        package var measured = 0.0
        /// Joules of the times without a counter.
        package var estimated = 0.0

        package init() {}

        package var joules: Double { measured + estimated }
    }

    /// The seconds, without those in which the machine slept.
    package var seconds = 0.0
    /// The seconds of processors' time that this process had in them.
    package var processorSeconds = 0.0
    package var processor = Part()
    package var memory = Part()

    package init() {}

    package var joules: Double { processor.joules + memory.joules }
    package var estimatedJoules: Double { processor.estimated + memory.estimated }

    /// Whether a file may contain these numbers.
    var isPossible: Bool {
        [seconds, processorSeconds, processor.measured, processor.estimated, memory.measured, memory.estimated]
            .allSatisfy { $0 >= 0 && $0.isFinite }
    }
}

/// The model of energy where no counter can be read.
///
/// E = 4 W · t + 0.375 W/GiB · m, where t is the processors' time of this process over all threads, and m its resident
/// memory, summed over the seconds. It is the share of this process: a load of the processor times its power, which is
/// taken as 4 W a hardware thread. Power supply, disks, screen and idle processors are not in it.
///
/// Source: CodeCarbon 3.3 takes 4 W a thread for processors that it does not know, times the process's load; 3 W for 8 GB
/// of memory is its figure to version 2, and close to the 0.3725 W/GB of Lannelongue et al., Green Algorithms, Advanced
/// Science 8 (12), 2021.
package enum EnergyEstimate {
    /// Watts of a hardware thread that works.
    package static let wattsPerThread = 4.0
    /// Watts of a gibibyte of memory.
    package static let wattsPerGibibyte = 0.375

    /// Joules of the processors.
    static func processor(seconds: Double) -> Double { wattsPerThread * seconds }

    /// Joules of the memory.
    static func memory(bytes: Int, seconds: Double) -> Double {
        wattsPerGibibyte * Double(bytes) / 0x1p30 * seconds
    }
}
