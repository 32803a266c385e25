import Testing

@testable import Training

@Suite("Facts of ranks") struct RankTableTests {
    private func facts(_ host: String = "a", cores: Int = 4, of all: Int = 4) -> RankFacts {
        RankFacts(
            host: host, cores: cores, hostCores: all, version: "1", processor: "x86-64 level 4", engine: "oneDNN 2")
    }

    @Test("a rank uses the cores that it is bound to, or its share of the host's")
    func threads() {
        let bound = RankTable(ranks: [facts(cores: 1), facts(cores: 1)])
        #expect(bound.threads(of: 0) == 1)
        let free = RankTable(ranks: [facts(), facts(), facts("b")])
        #expect(free.threads(of: 0) == 2 && free.threads(of: 2) == 4)
        #expect(RankTable(ranks: (0..<8).map { _ in facts() }).threads(of: 7) == 1)
    }

    @Test("two threads on one core are warned of, with the flag that mends it")
    func binding() {
        let table = RankTable(ranks: [facts(cores: 1), facts(cores: 1)])
        #expect(table.warnings(threads: [1, 1]).isEmpty)
        let warnings = table.warnings(threads: [2, 2])
        #expect(warnings.count == 1 && warnings[0].contains("--bind-to none") && warnings[0].contains("PE=2"))
    }

    @Test("more threads than the cores of a host are warned of")
    func crowded() {
        let table = RankTable(ranks: (0..<3).map { _ in facts(cores: 2, of: 2) })
        let warnings = table.warnings(threads: [1, 1, 1])
        #expect(warnings.count == 1 && warnings[0].contains("3 threads") && warnings[0].contains("2 cores"))
    }

    @Test("other versions are refused, other CPUs are named")
    func differences() {
        var other = facts("b")
        #expect(RankTable(ranks: [facts(), other]).problem == nil)
        other.version = "2"
        #expect(RankTable(ranks: [facts(), other]).problem?.contains("rank 1 on b has version 2") == true)
        other = facts("b")
        other.processor = "x86-64 level 3"
        let table = RankTable(ranks: [facts(), other])
        #expect(table.warnings(threads: [1, 1]).first?.contains("another CPU") == true)
        #expect(table.line(threads: [1, 1], library: "MPICH 4").contains("different CPUs"))
    }

    @Test("the line has ranks, hosts, threads, cores, library and CPUs")
    func line() {
        let line = RankTable(ranks: [facts(cores: 2), facts(cores: 2)]).line(
            threads: [2, 2], library: "Open MPI 4.1.4")
        #expect(line == "2 ranks on a, 2 threads and 2 cores each, Open MPI 4.1.4, equal CPUs (x86-64 level 4)")
    }

    @Test("a few hosts are named, many are counted")
    func hosts() {
        func line(_ hosts: [String]) -> String {
            RankTable(ranks: hosts.map { facts($0) }).line(threads: hosts.map { _ in 4 }, library: "MPICH 4")
        }
        #expect(line(["b", "a", "b"]).hasPrefix("3 ranks on a, b, 4 threads"))
        #expect(line(["a", "b", "c", "d", "e"]).hasPrefix("5 ranks on 5 hosts, 4 threads"))
    }

    @Test("lists of cores are counted", arguments: [("0", 1), ("0-3", 4), ("0-1,4,6-7", 5), ("", 0)])
    func lists(text: String, count: Int) { #expect(RankFacts.count(text) == count) }
}
