import Core
import Testing

@testable import TabularModels

@Suite("Points of the plane") struct PlaneTaskTests {
    @Test("the grid's class is whether x + y is odd, xor's whether they differ")
    func given() {
        let grid = PlaneTask.grid.points(seed: 5)
        #expect(grid.count == 9 && grid.classCounts == [5, 4])
        for point in 0..<9 {
            #expect(grid.classes[point] == Int32(Int(grid.xs[point] + grid.ys[point]) % 2))
        }
        let xor = PlaneTask.xor.points(seed: 5)
        #expect(zip(xor.xs, xor.ys).map { $0 != $1 ? 1 : 0 } == xor.classes)
    }

    @Test("drawn sets depend on the seed alone, and without noise lie where they should")
    func drawn() {
        for task in [PlaneTask.moons, .spirals, .circles] {
            #expect(task.points(seed: 1) == task.points(seed: 1))
            #expect(task.points(seed: 1) != task.points(seed: 2))
            #expect(task.points(seed: 1).classCounts == [200, 200])
        }
        let circles = PlaneTask.circles.points(50, noise: 0, seed: 3)
        for point in 0..<50 {
            let radius = (circles.xs[point] * circles.xs[point] + circles.ys[point] * circles.ys[point]).squareRoot()
            #expect(abs(radius - (circles.classes[point] == 0 ? 1 : 0.5)) < 1e-12)
        }
        let moons = PlaneTask.moons.points(40, noise: 0, seed: 3)
        for point in 0..<40 {
            #expect(moons.classes[point] == 0 ? moons.ys[point] >= 0 : moons.ys[point] <= 0.5)
        }
        // An arm is the other one turned by half a turn.
        let spirals = PlaneTask.spirals.points(200, noise: 0, seed: 3)
        #expect(zip(spirals.xs, spirals.ys).allSatisfy { $0 * $0 + $1 * $1 <= 1 })
    }

    @Test("a split takes its share of each class and keeps all points")
    func split() {
        let points = PlaneTask.moons.points(101, seed: 2)
        var random = RandomStream(seed: 2, name: .split)
        let (training, test) = points.split(testShare: 0.25, random: &random)
        #expect(test.classCounts == [12, 12] && training.classCounts == [39, 38])
        #expect((training.xs + test.xs).sorted() == points.xs.sorted())
        var again = RandomStream(seed: 2, name: .split)
        #expect(points.split(testShare: 0, random: &again).test.count == 0)
    }

    @Test("standardized points have mean 0 and deviation 1; equal ones are only moved")
    func scaling() {
        let scaling = PlaneScaling(standardizing: PlanePoints(xs: [1, 3], ys: [7, 7], classes: [0, 1]))
        #expect(scaling == PlaneScaling(center: [2, 7], scale: [1, 1]))
        let inputs = scaling.inputs([(x: 1, y: 7), (x: 3, y: 8)])
        #expect(inputs.shape == [2, 2] && inputs.doubles == [-1, 0, 1, 1])
    }
}
