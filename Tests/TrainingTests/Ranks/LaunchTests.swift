import Core
import Testing

@testable import Training

@Suite("Launch") struct LaunchTests {
    private func launch(_ variables: [String: String]) -> Launch? { Launch { variables[$0] } }

    @Test("the variables of each launcher are known")
    func launchers() {
        let open = launch(["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4", "PMIX_RANK": "1"])
        #expect(open?.launcher == .openMPI && open?.rank == 1 && open?.count == 4)
        let hydra = launch(["PMI_RANK": "3", "PMI_SIZE": "8"])
        #expect(hydra?.launcher == .hydra && hydra?.rank == 3 && hydra?.count == 8)
        let slurm = launch(["PMIX_RANK": "2", "SLURM_STEP_NUM_TASKS": "4", "SLURM_PROCID": "2"])
        #expect(slurm?.launcher == .pmix && slurm?.rank == 2 && slurm?.count == 4)
    }

    @Test("srun without PMIx is known for what it is; a batch script and a process alone are alone")
    func unconnected() {
        let lost = launch(["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "4"])
        #expect(lost?.launcher == .unconnected && lost?.count == 4)
        #expect(launch(["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]) == nil)
        #expect(launch(["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"]) == nil)
        #expect(launch([:]) == nil)
        #expect(launch(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"])?.isShared == false)
    }

    @Test("processes that do not know each other are refused, with both ways out")
    func refusal() throws {
        let lost = try #require(launch(["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "4"]))
        let error = #expect(throws: ToolError.self) { _ = try Communicator.start(lost) }
        #expect(error?.exitCode == 69)
        for word in ["4 processes", "--mpi=pmix", "--part"] { #expect(error?.message.contains(word) == true) }
    }

    @Test("a process alone is rank 0 of 1, and what it sends it receives")
    func alone() throws {
        let alone = try Communicator.start(nil)
        #expect(alone.rank == 0 && alone.size == 1 && alone.version.isEmpty)
        #expect(alone.gather([1, 2, 3]) == [[1, 2, 3]])
        #expect(try alone.values("text") == ["text"])
        #expect(Ranks.shared(alone) { [4, 5] } == [[4, 5]] && Ranks.shared(alone) { nil } == nil)
    }
}
