import Core
import Foundation
import Testing

@Suite(
    "Pages in a browser", .enabled(if: Browser.program != nil, "there is no Chromium on this machine"), .serialized)
struct PageBrowserTests {
    /// Two trainings of a network of the plane, as one page.
    private static func report() throws -> Workplace {
        let place = try Workplace(tool: "kumiki")
        for (name, seed) in [("first", "0"), ("second", "1")] {
            let outcome = try place.start(
                ["--epochs", "60", "--seed", seed, "--run", "./\(name)", "--quiet", "--no-page"], tool: "plane-train"
            ).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
        }
        try place.succeed("report", "first", "second")
        return place
    }

    @Test("curves are read and zoomed, sliders move, and a new state keeps what the reader chose, at two widths")
    func drives() throws {
        let place = try Self.report()
        let browser = try Browser()
        for width in [400, 1280] {
            try browser.show(place.path("report.html"), width: width)
            #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width), "nothing sticks out")
            let charts = try browser.number("document.querySelectorAll('[data-chart] svg.drawing').length")
            #expect(try charts >= 2 && browser.number("kumiki.data.charts.length") == charts)
            #expect(try browser.number("document.querySelectorAll('[data-chart] .curve path').length") >= 2 * charts)

            // The arrow keys read the values, aloud, too.
            try browser.evaluate("document.querySelector('.plot').focus()")
            try browser.press("ArrowRight")
            #expect(try browser.text("document.querySelector('.readout strong').textContent") == "epoch 1")
            #expect(try browser.text("document.querySelector('.chart [role=status]').textContent").contains("second"))
            try browser.press("+")
            let zoomed = "JSON.stringify(kumiki.state.of('chart ' + kumiki.data.charts[0].id).range)"
            let range = try browser.text(zoomed)
            #expect(range.contains(","))

            // The slider over the epochs changes the surface and what is said about it.
            try browser.wait(for: "!!document.querySelector('.live.frames image[href]')")
            let surface = "document.querySelector('.live.frames image').getAttribute('href')"
            let last = try browser.text(surface)
            let slide = "(s => { s.value = 0; s.dispatchEvent(new Event('input')); })"
            try browser.evaluate("\(slide)(document.querySelector('.live.frames input'))")
            #expect(try browser.text(surface) != last)
            #expect(try browser.text("document.querySelector('.live.frames output').textContent") == "0")

            // A run's button takes its curves away.
            try browser.evaluate("document.querySelectorAll('.run')[1].click()")
            #expect(try !browser.holds("!!document.querySelector('.chart [data-run=\"1\"]')"))

            // Another state of the page, with another section, as a live page gets it.
            try browser.evaluate(
                """
                kumiki.update({ title: "Later", sections: kumiki.data.sections.map(({ id, title, html }) =>
                  id === "figures" ? { id, title, html: html + "<p>More</p>" } : { id, title }) })
                """)
            #expect(try browser.text("document.querySelector('h1').textContent") == "Later")
            #expect(try browser.text(zoomed) == range)
            #expect(try !browser.holds("!!document.querySelector('.chart [data-run=\"1\"]')"))
            #expect(try browser.text("document.querySelector('.live.frames output').textContent") == "0")
            #expect(try browser.holds("document.querySelector('#figures').textContent.includes('More')"))
        }
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test("the pointer reads and zooms, day and night have their colors, and names are found")
    func pointer() throws {
        let place = try Self.report()
        let browser = try Browser()
        try browser.show(place.path("report.html"), width: 1280)
        try browser.evaluate("document.querySelector('.plot').scrollIntoView({ behavior: 'instant', block: 'center' })")
        let box = "document.querySelector('.plot').getBoundingClientRect()"
        let (left, top) = (try browser.number("\(box).left"), try browser.number("\(box).top"))
        try browser.pointer("mouseMoved", x: left + 200, y: top + 100)
        try browser.wait(for: "!document.querySelector('.readout').hidden")
        try browser.pointer("mousePressed", x: left + 150, y: top + 100, isDown: true)
        try browser.pointer("mouseMoved", x: left + 300, y: top + 100, isDown: true)
        try browser.pointer("mouseReleased", x: left + 300, y: top + 100)
        try browser.wait(for: "!!kumiki.state.of('chart ' + kumiki.data.charts[0].id).range")
        let paper = "getComputedStyle(document.body).backgroundColor"
        let day = try browser.text(paper)
        try browser.show(place.path("report.html"), width: 1280, scheme: "dark")
        #expect(try browser.text(paper) != day)
        // Every picture has words, every control a name.
        #expect(try browser.number("[...document.images].filter(i => !i.alt && !i.closest('.live')).length") == 0)
        #expect(
            try browser.number(
                "[...document.querySelectorAll('button, input, select')].filter(e => !(e.ariaLabel || e.textContent "
                    + "|| e.closest('label'))).length") == 0)
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }
}
