#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A box of unit edges seen from a direction, without perspective: parallel lines stay parallel, and lengths along an
/// axis can be compared at any place.
struct BoxProjection {
    /// A place in the box; each coordinate runs from 0 to 1.
    typealias Place = SIMD3<Double>

    private let cosines: (azimuth: Double, elevation: Double)
    private let sines: (azimuth: Double, elevation: Double)
    /// Points per unit, and the place of the box's middle.
    private let scale: Double
    private let center: Point

    /// The box as large as it fits into `area`.
    ///
    /// - Parameters:
    ///   - azimuth: the direction of the viewer around the z axis, in degrees.
    ///   - elevation: the viewer's height above the floor, in degrees.
    init(azimuth: Double, elevation: Double, in area: Rect) {
        let (turn, tilt) = (azimuth * .pi / 180, elevation * .pi / 180)
        cosines = (cos(turn), cos(tilt))
        sines = (sin(turn), sin(tilt))
        let width = abs(cosines.azimuth) + abs(sines.azimuth)
        let height = abs(sines.elevation) * width + abs(cosines.elevation)
        scale = max(1e-6, min(area.width / width, area.height / height))
        center = area.center
    }

    /// The position of a place on the canvas.
    func callAsFunction(_ place: Place) -> Point {
        let (x, y, z) = (place.x - 0.5, place.y - 0.5, place.z - 0.5)
        let right = -sines.azimuth * x + cosines.azimuth * y
        let away = -(cosines.azimuth * x + sines.azimuth * y)
        let up = cosines.elevation * z + sines.elevation * away
        return Point(center.x + scale * right, center.y - scale * up)
    }

    /// How near a place is to the viewer; larger is nearer.
    func nearness(_ place: Place) -> Double {
        let (x, y, z) = (place.x - 0.5, place.y - 0.5, place.z - 0.5)
        return cosines.elevation * (cosines.azimuth * x + sines.azimuth * y) + sines.elevation * z
    }

    /// How near a place is, from 0 for the box's farthest corner to 1 for its nearest.
    func nearnessShare(_ place: Place) -> Double {
        let reach =
            (abs(cosines.elevation * cosines.azimuth) + abs(cosines.elevation * sines.azimuth)
                + abs(sines.elevation)) / 2
        return (nearness(place) + reach) / (2 * reach)
    }

    /// The coordinates (0 or 1) of the walls whose inner sides the viewer sees.
    var backWalls: Place {
        Place(cosines.azimuth > 0 ? 0 : 1, sines.azimuth > 0 ? 0 : 1, sines.elevation > 0 ? 0 : 1)
    }
}
