/// How a launcher has started this process as one of several; nil where it was started alone.
package struct Launch: Equatable, Sendable {
    /// What started the processes, as far as the environment says.
    package enum Launcher: Sendable {
        /// Open MPI's `mpirun`.
        case openMPI
        /// The `mpirun` of MPICH and its relatives, or `srun --mpi=pmi2`.
        case hydra
        /// `srun --mpi=pmix`.
        case pmix
        /// `srun` without any of them: no process knows the others.
        case unconnected
    }

    package let launcher: Launcher
    /// The number of this process, from 0.
    package let rank: Int
    /// The number of processes; nil where the environment does not have it.
    package let count: Int?

    /// The launch of this process.
    package static let current = Launch(Platform.environment)

    /// Reads the variables that launchers set.
    ///
    /// - Parameter variable: the value of an environment variable; nil where it is unset.
    package init?(_ variable: (String) -> String?) {
        func number(_ name: String) -> Int? { variable(name).flatMap { Int($0) } }
        let steps = number("SLURM_STEP_NUM_TASKS")
        if let rank = number("OMPI_COMM_WORLD_RANK"), let count = number("OMPI_COMM_WORLD_SIZE") {
            self.init(.openMPI, rank, of: count)
        } else if let rank = number("PMI_RANK") {
            self.init(.hydra, rank, of: number("PMI_SIZE") ?? steps)
        } else if let rank = number("PMIX_RANK") {
            self.init(.pmix, rank, of: steps)
        } else if let rank = number("SLURM_PROCID"), let steps, steps > 1 {
            self.init(.unconnected, rank, of: steps)
        } else {
            return nil
        }
    }

    private init(_ launcher: Launcher, _ rank: Int, of count: Int?) {
        (self.launcher, self.rank, self.count) = (launcher, rank, count)
    }

    /// Whether there are other processes, or may be.
    package var isShared: Bool { count != 1 }

    /// The libraries to try, in order, by their files' names.
    var libraries: [String] {
        let (open, mpich) = (["libmpi.so.40"], ["libmpich.so.12", "libmpi.so.12"])
        return launcher == .hydra ? mpich : launcher == .openMPI ? open : open + mpich
    }

    /// The packages of Debian that contain them.
    var packages: String {
        switch launcher {
        case .hydra: "mpich and libmpich-dev"
        default: "openmpi-bin and libopenmpi-dev"
        }
    }
}
