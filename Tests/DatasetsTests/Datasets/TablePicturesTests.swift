import Core
import TestSupport
import Testing

@Suite("Pictures in tables of pixels") struct TablePicturesTests {
    /// Twelve pictures of 4 × 4 pixels, a row each.
    private func table(
        header: Bool = true, label: String = "label", isLabelLast: Bool = false, scale: Double = 1, index: Bool = false
    ) -> String {
        let names = (0..<16).map { "pixel\($0)" }
        func line(_ first: String, _ label: String, _ pixels: [String]) -> String {
            ((index ? [first] : []) + (isLabelLast ? pixels + [label] : [label] + pixels)).joined(separator: ",")
        }
        let rows = (0..<12).map { row in
            line(
                "\(row)", "\((row * 7 + 3) % 10)",
                (0..<16).map { pixel in
                    let value = Double((row * 16 + pixel) * 11 % 256) * scale
                    return scale == 1 ? "\(Int(value))" : "\(value)"
                })
        }
        return ((header ? [line("", label, names)] : []) + rows).joined(separator: "\n") + "\n"
    }

    private func read(_ text: String, _ columns: ColumnChoice = ColumnChoice()) throws -> TablePictures {
        var result: TablePictures?
        try withTemporaryFolder { folder in
            try AtomicFile.write(Array(text.utf8), to: folder + "/t.csv")
            result = try TablePictures(folder + "/t.csv", columns)
        }
        return try #require(result)
    }

    private func problem(_ text: String) -> String {
        message { try read(text) }.split(separator: "t.csv: ").last.map(String.init) ?? ""
    }

    @Test("the label first or by its name, with a header or without, bytes or fractions, an index or none")
    func forms() throws {
        let plain = try read(table())
        #expect(plain.pictures.count == 12 && plain.pictures.exampleShape == [1, 4, 4])
        #expect(Array(plain.pictures.labels.prefix(3)) == [3, 0, 7] && plain.pictures.bytes[17] == 187)
        #expect(plain.format == "CSV with commas, header")
        for text in [
            table(header: false), table(label: "class", isLabelLast: true), table(scale: 1.0 / 255), table(index: true),
            table().replacing("\n", with: "\r\n").replacing(",", with: ";"),
        ] {
            let read = try read(text)
            #expect(read.pictures.bytes == plain.pictures.bytes && read.pictures.labels == plain.pictures.labels)
        }
    }

    @Test("the label's column, and columns that are no pixels, are named where they are called otherwise")
    func columns() throws {
        let plain = try read(table())
        let text = table(label: "digit", isLabelLast: true)
        let named = try read(text, ColumnChoice(target: "digit"))
        #expect(named.pictures.bytes == plain.pictures.bytes && named.pictures.labels == plain.pictures.labels)
        let wide = text.split(separator: "\n").enumerated().map { "\($0 == 0 ? "writer" : "w\($0)"),\($1)\n" }.joined()
        let ignoring = try read(wide, ColumnChoice(target: "digit", ignored: ["writer"]))
        #expect(ignoring.pictures.bytes == plain.pictures.bytes)
        #expect(problem(wide).contains("17 columns besides the label"))
        let nothing = message { try read("a,b\n1,2\n3,4\n", ColumnChoice(ignored: ["a", "b"])) }
        #expect(nothing.hasSuffix("line 1: no columns, expected a label and pixels"))
    }

    @Test("what is no table of pictures is refused by line and column")
    func refused() {
        #expect(
            problem("label,a,b,c\n1,2,3,4\n")
                == "line 1: 3 columns besides the label, expected one for each pixel of square pictures, such as 784")
        #expect(
            problem(table().replacing("187", with: "256"))
                == "line 3, column 'pixel1': '256', expected a pixel from 0 to 255, or from 0 to 1")
        #expect(problem(table().replacing("\n3,", with: "\nx,")).contains("column 'label': 'x', expected a label"))
        #expect(problem(table().replacing("187", with: "0.5")).contains("among fractions"))
        #expect(problem("label,a,b,c,d\n").hasSuffix("contains no pictures, expected a row for each"))
    }

    @Test("the table of test pictures lies beside that of training pictures; names of classes are the set's")
    func sets() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/mnist_train.csv"
            try AtomicFile.write(Array(table().utf8), to: file)
            #expect(
                message { try TablePictures.dataset(file, name: "x") }.contains(
                    "has no table of test pictures next to it"))
            try AtomicFile.write(Array(table(header: false).utf8), to: folder + "/mnist_test.csv")
            let set = try TablePictures.dataset(file, name: "x")
            #expect(set.classNames == ImageDataset.digits && set.test.count == 12)
            #expect(TablePictures.files(in: folder) == [file])
            for (from, to) in [("mnist_train", "fashion-mnist_train"), ("mnist_test", "fashion-mnist_test")] {
                try AtomicFile.write(try WholeFile.read("\(folder)/\(from).csv"), to: "\(folder)/\(to).csv")
            }
            #expect(
                try TablePictures.dataset(folder + "/fashion-mnist_train.csv", name: "x").classNames[0] == "T-shirt")
        }
    }
}
