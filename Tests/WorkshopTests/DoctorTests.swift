import Core
import TestSupport
import Testing

@testable import Workshop

@Suite("Doctor") struct DoctorTests {
    private func machine(
        _ files: [String: String] = [:], environment: [String: String] = [:], processors: Int = 8, threads: Int = 8
    ) -> Machine {
        Machine(
            file: { files[$0] }, environment: environment, processors: processors, threads: threads, addressLimit: nil,
            engine: EngineFacts.current, canShow: { _ in true }, canRead: { files[$0] != nil })
    }

    private func doctor(_ machine: Machine) throws -> Doctor {
        Doctor(nil, machine: machine, catalog: try Catalog.builtIn())
    }

    @Test("threads that are not limited")
    func free() throws {
        let finding = try doctor(machine()).threads
        #expect(finding.state == .ok && finding.text == "8 (8 processors)" && finding.remedy == nil)
    }

    @Test("more threads than the control group or the affinity allows")
    func limited() throws {
        let grouped = machine([
            "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "250000 100000\n",
            "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
        ])
        let finding = try doctor(grouped).threads
        #expect(finding.state == .warning)
        #expect(finding.text == "8 (8 processors, the control group grants 2.5)")
        #expect(finding.remedy?.hasPrefix("--threads 2, or OMP_NUM_THREADS=2") == true)
        let bound = machine(["/proc/self/status": "Name:\tx\nCpus_allowed_list:\t0-1,5\n"])
        #expect(bound.allowedProcessors == 3)
        #expect(try doctor(bound).threads.text == "8 (8 processors, affinity allows 3)")
        let older = machine([
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        ])
        #expect(older.grantedProcessors == 4)
    }

    @Test("fewer threads than there are processors")
    func few() throws {
        let finding = try doctor(machine(environment: ["OMP_NUM_THREADS": "2"], threads: 2)).threads
        #expect(finding.state == .warning && finding.text == "2 (8 processors, OMP_NUM_THREADS is 2)")
        #expect(finding.remedy == "unset OMP_NUM_THREADS to use 8")
    }

    @Test("memory that a control group limits")
    func memory() throws {
        let files = [
            "/proc/meminfo": "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n",
            "/sys/fs/cgroup/memory.max": "500000000\n",
        ]
        let finding = try doctor(machine(files)).memory
        #expect(finding.state == .warning)
        #expect(finding.text == "16.4 GB, 8.2 GB available, the control group grants 500.0 MB")
        #expect(try doctor(machine()).memory.text == "the system does not report it")
    }

    @Test("whether energy can be read, and what to do where only root may")
    func energy() throws {
        let powercap = FakePowercap()
        var machine = machine()
        machine.powercap = powercap.path
        var finding = try doctor(machine).energy
        #expect(finding.state == .ok && finding.remedy == nil)
        #expect(finding.text == "no RAPL counters here, so it is estimated: 4 W for a thread that works")
        try powercap.write("intel-rapl:0", "package-0", 1)
        try powercap.write("intel-rapl:0:0", "dram", 2)
        finding = try doctor(machine).energy
        #expect(finding.state == .ok && finding.text == "measured by RAPL (package-0, dram)")
        try powercap.forbid("intel-rapl:0")
        finding = try doctor(machine).energy
        let file = "\(powercap.path)/intel-rapl:0/energy_uj"
        #expect(finding.state == .warning)
        #expect(finding.text == "\(file) cannot be read, so it is estimated: 4 W for a thread that works")
        #expect(finding.remedy?.hasPrefix("as root: chmod a+r \(powercap.path)/intel-rapl:*/energy_uj") == true)
    }

    @Test("text that cannot be drawn, and no cache folder, are warnings")
    func lacking() throws {
        var bare = machine()
        bare.canShow = { _ in false }
        let findings = try doctor(bare).findings
        #expect(findings.first { $0.subject == "fonts" }?.state == .warning)
        #expect(findings.first { $0.subject == "cache" }?.text == "neither HOME nor XDG_CACHE_HOME is set")
    }

    @Test("certificates: the machine's, the user's, and none")
    func certificates() throws {
        for file in Certificates.known {
            let finding = try doctor(machine([file: ""])).certificates
            #expect(finding.state == .ok && finding.text == file)
        }
        let none = try doctor(machine()).certificates
        #expect(none.state == .warning && none.remedy == Certificates.remedy)
        let own = ["SSL_CERT_FILE": "own.pem"]
        #expect(try doctor(machine(["own.pem": ""], environment: own)).certificates.text == "own.pem")
        #expect(try doctor(machine([Certificates.known[0]: ""], environment: own)).certificates.state == .warning)
        let empty = machine([Certificates.known[1]: ""], environment: ["SSL_CERT_FILE": ""])
        #expect(try doctor(empty).certificates.text == Certificates.known[1])
    }

    @Test("data sets that are here in any of the usual layouts, and missing ones with the command")
    func datasets() throws {
        let folder = TemporaryFolder()
        try folder.writeIDX(to: "MNIST/raw")
        try folder.write([1], to: "housing/housing.csv")
        let findings = Doctor(folder.path, machine: machine(), catalog: try Catalog.builtIn()).findings
        func finding(_ name: String) -> Finding? { findings.first { $0.subject == "data \(name)" } }
        #expect(finding("mnist")?.text == "in \(folder.path)/MNIST/raw")
        #expect(finding("housing")?.state == .ok)
        #expect(finding("kmnist")?.state == .missing && finding("kmnist")?.remedy == "kumiki fetch kmnist")
    }
}
