import Core
import Testing

@Suite("Lists in help") struct HelpListTests {
    @Test("have a line for each choice, its name first, and a hanging indent where a summary is longer")
    func lines() {
        let text = HelpList.lines(of: [
            ("lin", "one linear layer"),
            ("conv", "two convolutions 3×3, each with ReLU and max pooling, then two linear layers"),
        ])
        #expect(
            text == """

                lin   one linear layer
                conv  two convolutions 3×3, each with ReLU and max
                      pooling, then two linear layers
                """)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 53 })
        #expect(HelpList.lines(of: []).isEmpty)
    }
}
