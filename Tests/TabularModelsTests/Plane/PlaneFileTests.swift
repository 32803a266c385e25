import Core
import Foundation
import Testing

@testable import TabularModels

@Suite("Points from CSV files") struct PlaneFileTests {
    /// Reads a file of this text; its name is left out of what is thrown.
    private func read(_ text: String) throws -> PlaneFile {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        return try PlaneFile(file)
    }

    private func problem(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch let error as FileError {
            return error.kind == .badData ? String(error.description.dropFirst(error.file.count + 2)) : "\(error.kind)"
        } catch {
            return "\(error)"
        }
    }

    @Test("columns are found by name, in any order, case and company; classes are any two texts")
    func columns() throws {
        let file = try read("id,Class,Y,x\n7,red,2,1\n8,blue,4,-3e0\n9,red,5,6\n")
        #expect(file.points == PlanePoints(xs: [1, -3, 6], ys: [2, 4, 5], classes: [1, 0, 1]))
        #expect(file.classNames == ["blue", "red"])
        let numbers = try read("x1,x2,label\n0,0,10\n1,1,9\n")
        #expect(numbers.classNames == ["9", "10"] && numbers.points.classes == [1, 0])
        #expect(try read("x,y,class\n0,0,1\n1,1,-1\n").classNames == ["-1", "1"])
    }

    @Test("a byte-order mark, CRLF, quotes and a missing last line end change nothing")
    func bytes() throws {
        let plain = try read("x,y,class\n1,2,a\n3,4,b\n")
        #expect(try read("\u{FEFF}x,y,class\r\n1,2,a\r\n3,4,b\r\n").points == plain.points)
        #expect(try read("\"x\",y,class\n\"1\",2,a\n3,4,\"b\"").points == plain.points)
        #expect(try read("x, y ,class\n 1,\t2, a\n3 , 4,b \n").points == plain.points)
        #expect(try read("x,y,class\n1,2,\" a\"\n3,4,new moon").classNames == ["a", "new moon"])
        #expect(try read("x;y;class\n1,0;2,5;a\n3;4;b\n").points.ys == [2.5, 4])
        #expect(try read("1,2,-0\n3,4,0\n5,6,1\n").classNames == ["0", "1"])
    }

    @Test("what is wrong is told with line and column")
    func problems() {
        #expect(problem("") == "line 1: the file is empty, expected a row of column names")
        #expect(problem("x,y,class\n") == "contains no points, expected a line for each")
        #expect(problem("x,y,class\n1,2,a\n1,2\n") == "line 3: 2 fields, expected 3 as in the header")
        #expect(problem("x,y,class\n1,2,a\n1,two,b\n") == "line 3, column 'y': 'two', expected a number")
        #expect(problem("x,y,class\n,2,a\n1,2,b\n") == "line 2, column 'x': empty, expected a number")
        #expect(problem("x,y,class\nnan,2,a\n1,2,b\n") == "line 2, column 'x': 'nan', expected a number")
        #expect(problem("x,y,class\n1,-inf,a\n1,2,b\n") == "line 2, column 'y': '-inf', expected a number")
        #expect(
            problem("x,y,class\n1,1e300,a\n1,2,b\n")
                == "line 2, column 'y': '1e300', expected a number between -1e100 and 1e100")
        #expect(
            problem("x,y,class\n1,2,a\n3,4,a\n") == "column 'class' has only one class, 'a', expected two classes")
        #expect(
            problem("x,y,class\n1,2,a\n3,4,b\n3,4,c\n")
                == "column 'class' has 3 classes, 'a', 'b', 'c', expected two classes")
        #expect(
            problem("a,b\n1,2\n")
                == "line 1: columns a,b, expected x, y and class; --features and --target name others")
    }
}
