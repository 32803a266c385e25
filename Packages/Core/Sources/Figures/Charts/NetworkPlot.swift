import Foundations

/// Nodes and the edges between them: a graph as a drawing, without axes.
public struct NetworkPlot: Figure {
    /// A node at any place of the caller's plane.
    public struct Node: Sendable {
        public var x, y: Double
        /// The number of its group, which gives the color and the name in the legend.
        public var group: Int
        public var label: String
        /// In points.
        public var radius: Double
        /// Whether it has a ring around it.
        public var isRinged: Bool

        public init(
            x: Double, y: Double, group: Int, label: String = "", radius: Double = 9, isRinged: Bool = false
        ) {
            (self.x, self.y, self.group, self.label) = (x, y, group, label)
            (self.radius, self.isRinged) = (radius, isRinged)
        }
    }

    /// An edge between two nodes, by their places in the list.
    public struct Edge: Sendable {
        public var from, to: Int
        /// In points.
        public var width: Double
        public var color: Color

        public init(_ from: Int, _ to: Int, width: Double = 1, color: Color = Color(0xC4CAD1)) {
            (self.from, self.to, self.width, self.color) = (from, to, width, color)
        }
    }

    public var title: String
    /// Below the title, for further explanations; empty for none.
    public var caption: String
    public var nodes: [Node]
    public var edges: [Edge]
    public var groupNames: [String]
    /// The legend's name of nodes with a ring.
    public var ringName: String
    public var size: Size
    public var isFlexible: Bool { true }

    private static let labelFont = Font(size: 11)

    /// - Parameters:
    ///   - title: written above the drawing; empty for none.
    ///   - caption: below the title; empty for none.
    ///   - nodes: their places may be in any unit: the drawing is scaled to fit.
    ///   - edges: drawn in this order, under the nodes.
    ///   - groupNames: of the groups, in order; groups without nodes are left out of the legend.
    ///   - ringName: what the legend calls nodes with a ring.
    ///   - size: in points.
    public init(
        _ title: String, caption: String = "", nodes: [Node], edges: [Edge], groupNames: [String],
        ringName: String = "", size: Size = Size(Theme.width, 640)
    ) {
        Contract.require(
            edges.allSatisfy { nodes.indices.contains($0.from) && nodes.indices.contains($0.to) }, "NetworkPlot",
            "an edge to a node that is not there")
        (self.title, self.caption, self.nodes, self.edges) = (title, caption, nodes, edges)
        (self.groupNames, self.ringName, self.size) = (groupNames, ringName, size)
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        let legend = legend
        var area = frame.inset(
            Margins(left: Theme.margin, top: Theme.margin, right: Theme.margin, bottom: Theme.margin))
        if !title.isEmpty {
            canvas.text(
                Theme.titleFont.fitted(title, to: area.width), at: Point(area.left, area.top), Theme.titleFont,
                anchor: Anchor(.left, .top))
            area = area.inset(Margins(top: Theme.titleFont.lineHeight + Theme.titleGap / 2))
        }
        if !caption.isEmpty {
            canvas.text(
                Theme.legendFont.fitted(caption, to: area.width), at: Point(area.left, area.top), Theme.legendFont,
                Theme.softInk, anchor: Anchor(.left, .top))
            area = area.inset(Margins(top: Theme.legendFont.lineHeight + Theme.titleGap / 2))
        }
        let reserved = legend.reserved(in: frame)
        area = area.inset(reserved)
        legend.draw(on: canvas, beside: area, in: frame)
        let places = places(in: area)
        for edge in edges {
            canvas.line([places[edge.from], places[edge.to]], Canvas.Stroke(edge.color, width: edge.width))
        }
        for (node, place) in zip(nodes, places) {
            if node.isRinged {
                canvas.circle(at: place, radius: node.radius + 4, Canvas.Stroke(Theme.ink, width: 1.6))
            }
            canvas.disc(at: place, radius: node.radius + 1, Theme.paper)
            canvas.disc(at: place, radius: node.radius, Palette.color(node.group))
        }
        drawLabels(on: canvas, places, in: area)
    }

    /// Inside the nodes where they fit, next to them where there is space.
    private func drawLabels(on canvas: Canvas, _ places: [Point], in area: Rect) {
        var labels = PointLabels(area: area)
        func reach(_ node: Node) -> Double { node.radius + (node.isRinged ? 5 : 0) }
        for (node, place) in zip(nodes, places) { labels.avoid(place, radius: reach(node)) }
        for (node, place) in zip(nodes, places) where !node.label.isEmpty {
            if Self.labelFont.width(of: node.label) <= 1.7 * node.radius {
                canvas.text(
                    node.label, at: place, Self.labelFont, Palette.color(node.group).textColor,
                    anchor: Anchor(.center, .middle))
            } else {
                labels.place(node.label, beside: place, radius: reach(node), on: canvas)
            }
        }
    }

    /// The nodes' places on the canvas, as large as the area allows without distortion.
    private func places(in area: Rect) -> [Point] {
        let room = (nodes.map(\.radius).max() ?? 0) + 6
        let inner = area.inset(Margins(left: room, top: room, right: room, bottom: room))
        let (xs, ys) = (nodes.map(\.x), nodes.map(\.y))
        let (left, right) = (xs.min() ?? 0, xs.max() ?? 1)
        let (low, high) = (ys.min() ?? 0, ys.max() ?? 1)
        let scale = min(inner.width / max(1e-9, right - left), inner.height / max(1e-9, high - low))
        let usable = scale.isFinite && scale < 1e8 ? scale : 0
        return nodes.map { node in
            Point(
                inner.center.x + (node.x - (left + right) / 2) * usable,
                inner.center.y - (node.y - (low + high) / 2) * usable)
        }
    }

    private var legend: Legend {
        let used = Set(nodes.map(\.group))
        var entries = groupNames.enumerated().filter { used.contains($0.offset) }.map { index, name in
            let color = Palette.color(index)
            return Legend.Entry(
                name: name, draw: { $0.disc(at: $1, radius: 5.5, color) }, sampleWidth: Legend.markerSampleWidth)
        }
        if !ringName.isEmpty, nodes.contains(where: \.isRinged) {
            entries.append(
                Legend.Entry(
                    name: ringName, draw: { $0.circle(at: $1, radius: 6, Canvas.Stroke(Theme.ink, width: 1.6)) },
                    sampleWidth: Legend.markerSampleWidth))
        }
        return Legend(entries: entries)
    }
}
