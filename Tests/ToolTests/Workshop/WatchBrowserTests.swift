import Foundation
import Testing

@Suite(
    "A training in a browser", .enabled(if: Browser.program != nil, "there is no Chromium on this machine"), .serialized
)
struct WatchBrowserTests {
    @Test("the surface of a training changes while it goes on, the slider stays where it is, and the end is said")
    func surface() throws {
        let place = try Workplace(tool: "plane-train")
        let (tool, port) = try WatchedTrainingTests.endless(in: place)
        let browser = try Browser()
        try browser.show(address: "http://127.0.0.1:\(port)/")
        let connection = "document.getElementById('connection').textContent"
        try browser.wait(for: "\(connection).startsWith('Live')", long: true)
        let surface = "document.querySelector('.live.frames image[href]')"
        try browser.wait(for: "!!\(surface)", long: true)
        let first = try browser.text("\(surface).getAttribute('href')")
        try browser.wait(for: "\(surface)?.getAttribute('href') !== '\(first)' && !!\(surface)", long: true)
        // One frame more, and the last one is shown.
        let slider = "document.querySelector('.live.frames input')"
        try browser.wait(for: "\(slider)?.max > 1 && \(slider).value === \(slider).max", long: true)
        // Charts are drawn again with every state.
        try browser.wait(for: "document.querySelectorAll('[data-chart] .curve path').length > 0", long: true)

        // A reader who looks at another epoch keeps it.
        try browser.evaluate("(s => { s.value = 0; s.dispatchEvent(new Event('input')); })(\(slider))")
        let most = try browser.text("\(slider).max")
        try browser.wait(for: "\(slider) && \(slider).max !== '\(most)' && \(slider).value === '0'", long: true)

        tool.signal(SIGINT)
        #expect(try tool.outcome().code == 130)
        try browser.wait(for: "\(connection) === 'The training has ended.'", long: true)
        try browser.wait(for: "document.querySelector('.state')?.textContent === 'unfinished'", long: true)
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }
}
