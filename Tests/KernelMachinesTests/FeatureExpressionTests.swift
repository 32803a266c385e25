import Core
import Testing

@testable import KernelMachines

@Suite("Feature expressions") struct FeatureExpressionTests {
    @Test(
        "values",
        arguments: [
            ("x1", 2.0), ("x1*x2", 6), ("x1 ^ 2", 4), ("-x1^2", -4), ("2^-1", 0.5), ("2^3^2", 512),
            ("(x1+x2)*2 - 1", 9),
            ("x2/x1/3", 0.5), ("exp(0) + sqrt(4)", 3), ("abs(1 - x2)", 2), ("max(x1, min(x2, 1e1))", 3),
            ("1.5e+2", 150),
            ("--x1", 2), ("x1 − x2", -1), ("tanh(0)+sin(0)+cos(0)+log(1)", 1),
        ])
    func values(text: String, expected: Double) throws {
        let expressions = try FeatureExpression.list(text, width: 2)
        #expect(expressions.count == 1 && abs(expressions[0].value([2, 3]) - expected) < 1e-12)
    }

    @Test("several, and how they are called")
    func list() throws {
        let map = try FeatureMap("x1*x2,  x1 ^2", width: 2)
        #expect(map.names == ["x1*x2", "x1 ^2"] && map([3, 5]) == [15, 9])
        #expect(try FeatureMap(#require(map.text), width: 2)([3, 5]) == [15, 9])
    }

    @Test(
        "what is no expression, and where",
        arguments: [
            ("", "character 1: the end, expected a number, a feature such as x1, or '('"),
            ("x1 +", "character 5: the end, expected a number, a feature such as x1, or '('"),
            ("x3", "character 1: 'x3', expected x1 to x2"), ("x0", "character 1: 'x0', expected x1 to x2"),
            (
                "x99999999999999999999",
                "character 1: 'x99999999999', expected a number, a feature such as x1, or one of abs, "
                    + "exp, log, sqrt, sin, cos, tanh, min, max"
            ),
            ("(x1", "character 4: the end, expected ')'"), ("x1 x2", "character 4: 'x2', expected an operator or ','"),
            ("1.2.3", "character 1: '1.2.3', expected a number"), ("min(x1)", "character 7: ')', expected ','"),
            ("x1;rm", "character 3: ';rm', expected an operator or ','"),
        ])
    func errors(text: String, message: String) {
        #expect { try FeatureExpression.list(text, width: 2) } throws: { "\($0)" == message }
    }

    @Test("depth and length are bounded")
    func bounds() {
        for text in [
            String(repeating: "(", count: 100_000), String(repeating: "-", count: 9_000) + "x1",
            String(repeating: "x1^", count: 3_000) + "x1", String(repeating: "abs(", count: 2_000),
        ] {
            #expect(throws: FeatureExpressionError.self) { try FeatureExpression.list(text, width: 1) }
        }
    }

    @Test("random texts never trap")
    func fuzz() {
        var random = RandomStream(seed: 1, name: StreamName("texts"))
        let pieces = [
            "x1", "x2", "+", "-", "*", "/", "^", "(", ")", ",", " ", "1", ".5", "e", "abs(", "min(", "é", "x",
        ]
        for _ in 0..<5_000 {
            let text = (0..<12).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
            if let expressions = try? FeatureExpression.list(text, width: 2) {
                for expression in expressions { _ = expression.value([1, 2]) }
            }
        }
    }
}
