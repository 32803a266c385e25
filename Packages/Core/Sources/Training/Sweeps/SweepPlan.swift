import Foundations

/// The trainings of a sweep: an experiment with every combination of the values of one or two settings, with one or
/// more seeds each.
package struct SweepPlan<E: Experiment> {
    package typealias Member = ExperimentSeries<E>.Member

    /// The settings that vary, one or two.
    package var axes: [SweepAxis<E>]
    /// Trainings of each combination, with one seed after the other.
    package var runs: Int
    /// The settings that all trainings have in common.
    package var experiment: E

    package init(_ axes: [SweepAxis<E>], runs: Int, of experiment: E) {
        (self.axes, self.runs, self.experiment) = (axes, runs, experiment)
    }

    /// The plan of these trainings; nil where there is none.
    ///
    /// - Parameter settings: those that can vary.
    package init?(_ members: [Member], among settings: [SweepSetting<E>]) {
        let pairs = settings.indices.flatMap { first in settings[(first + 1)...].map { [settings[first], $0] } }
        guard let first = members.first,
            let varied = (settings.map { [$0] } + pairs).first(where: { settings in
                Self.name(settings.map { ($0, $0.get(first.experiment)) }) == first.name
            })
        else { return nil }
        let axes = varied.map { setting in SweepAxis(setting, members.map { setting.get($0.experiment) }) }
        self.init(axes, runs: 1, of: first.experiment)
        runs = members.count / points.count
        guard members.map(\.name) == self.members.map(\.name) else { return nil }
    }

    /// The combinations of values, grouped by the value of the first setting.
    package var points: [[Double]] {
        axes.reduce([[]]) { points, axis in points.flatMap { point in axis.values.map { point + [$0] } } }
    }

    /// The trainings, grouped by combination.
    package var members: [Member] {
        points.flatMap { point in
            (0..<UInt64(runs)).map { number in
                var own = experiment
                for (axis, value) in zip(axes, point) { axis.setting.set(&own, value) }
                own.seed = experiment.seed &+ number
                let values = Array(zip(axes.map(\.setting), point))
                let title = values.map { "\($0.name) \(Readable.shortest($1))" }.joined(separator: ", ")
                return Member(
                    name: Self.name(values) + (number == 0 ? "" : "-seed-\(own.seed)"),
                    title: title + (runs == 1 ? "" : ", seed \(own.seed)"), experiment: own)
            }
        }
    }

    /// The name of a folder, such as "lr-0.1-batch-size-16".
    private static func name(_ values: [(setting: SweepSetting<E>, value: Double)]) -> String {
        values.map { "\($0.setting.name)-\(Readable.shortest($0.value))" }.joined(separator: "-")
    }

    /// The plan in words: "4 trainings: lr 0.1, 0.01 × batch-size 16, 64".
    package var description: String {
        let lists = axes.map { axis in
            "\(axis.setting.name) \(axis.values.map(Readable.shortest).joined(separator: ", "))"
        }
        let seeds = runs == 1 ? "" : ", \(runs) seeds each"
        return Readable.count(points.count * runs, "training") + ": " + lists.joined(separator: " × ") + seeds
    }
}
