extension Page {
    /// The style of every page.
    static let style = HTML(markup: text(PackageResources.page_css))

    /// The script of every page: its frame, charts, and the kinds of live figures.
    static let script = HTML(
        markup: [
            PackageResources.page_js, PackageResources.axis_js, PackageResources.legend_js, PackageResources.chart_js,
            PackageResources.steering_js, PackageResources.live_js, PackageResources.frames_js,
            PackageResources.matrix_js, PackageResources.points_js, PackageResources.heads_js,
            PackageResources.strips_js,
        ].map(text).joined(separator: "\n"))

    /// The bytes of style and script.
    public static var frameBytes: Int { style.text.utf8.count + script.text.utf8.count }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
