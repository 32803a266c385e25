import Core

extension ReproductionReport {
    /// The table of experiments: what each shows, and its references.
    public var list: TextTable {
        var table = TextTable([
            .left("experiment"), .left("group"), .left("title"), .left("figure"), .right("reference"), .left("source"),
        ])
        for record in records {
            let experiment = record.experiment
            let settings = isQuick ? experiment.quick.map { [$0] } ?? [] : Array(experiment.full.prefix(1))
            let figures = settings.flatMap(\.figures)
            if figures.isEmpty { table.add([experiment.name, experiment.group, experiment.title, "", "", ""]) }
            for (number, figure) in figures.enumerated() {
                let own = number == 0 ? [experiment.name, experiment.group, experiment.title] : ["", "", ""]
                table.add(own + [figure.name, figure.expected, figure.source])
            }
        }
        return table
    }

    /// What would be run, and what would be skipped and why.
    public var plan: [String] {
        var table = TextTable([.left("experiment"), .left("data"), .right("time"), .left("command")])
        for record in records {
            if record.state == .skipped {
                table.add([record.experiment.name, "", "", "skipped: \(record.reason ?? "")"])
                continue
            }
            let isDone = record.state == .done
            for (number, command) in record.commands.enumerated() {
                let time = isDone ? "finished" : "about \(Readable.duration(record.expectedSeconds))"
                table.add(
                    (number == 0 ? [record.experiment.name, record.data ?? "built in", time] : ["", "", ""])
                        + [command])
            }
        }
        let open = records.filter { $0.state == .open || $0.state == .failed }
        let seconds = open.reduce(0) { $0 + $1.expectedSeconds }
        return table.lines + [
            "\(Readable.count(open.count, "experiment")) would be run, about \(Readable.duration(seconds)) on two cores"
        ]
    }
}
