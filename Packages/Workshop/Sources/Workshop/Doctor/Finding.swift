import Core

/// A line of `kumiki doctor`.
public struct Finding: Equatable, Sendable {
    /// How it is.
    public enum State: String, Sendable {
        case ok, missing, warning
    }

    /// What was looked at, such as "threads".
    public let subject: String
    public let state: State
    /// What was found.
    public let text: String
    /// What to do; nil where there is nothing to do.
    public let remedy: String?

    init(_ subject: String, _ state: State, _ text: String, remedy: String) {
        (self.subject, self.state, self.text, self.remedy) = (subject, state, text, remedy)
    }

    /// Something that is as it should be.
    init(_ subject: String, _ text: String) { (self.subject, state, self.text, remedy) = (subject, .ok, text, nil) }

    /// The finding for `--json`.
    public var json: JSONValue {
        var object: JSONObject = [
            "subject": .string(subject), "state": .string(state.rawValue), "text": .string(text),
        ]
        object["remedy"] = remedy.map { .string($0) }
        return .object(object)
    }
}
