import Foundation
import Testing

/// Chromium without a window, driven over a pipe by the DevTools protocol.
final class Browser {
    /// Where it is; nil on a machine without it.
    static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private let process = Process()
    private let folder = FileManager.default.temporaryDirectory.appending(path: "kumiki-browser-\(UUID().uuidString)")
    private var (input, output): (Int32, Int32) = (-1, -1)
    private var unread: [UInt8] = []
    private var latest = 0
    private var session: String?
    /// The beginning of the addresses that a page may ask for.
    private var home = "file:"
    /// What a page has complained of.
    private(set) var complaints: [String] = []

    /// Far beyond what any page needs.
    private static let patience: Int32 = 60_000

    init() throws {
        let program = try #require(Self.program)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pipes = ["in", "out"].map { folder.appending(path: $0).path }
        for pipe in pipes { try #require(mkfifo(pipe, 0o600) == 0) }
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c",
            "exec '\(program)' --headless=new --no-sandbox --disable-gpu --no-first-run --remote-debugging-pipe "
                + "--user-data-dir='\(folder.path)/profile' 3<'\(pipes[0])' 4>'\(pipes[1])'",
        ]
        (process.standardInput, process.standardOutput, process.standardError) = (
            FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
        )
        try process.run()
        // In the order of the shell, for each waits for the other end.
        (input, output) = (open(pipes[0], O_WRONLY | O_CLOEXEC), open(pipes[1], O_RDONLY | O_CLOEXEC))
        try #require(input >= 0 && output >= 0)
        let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"]
        session =
            try send("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"] as? String
        for domain in ["Runtime", "Log", "Page", "Network"] { try send("\(domain).enable") }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        close(input)
        close(output)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Shows a file in a window of some width.
    func show(_ file: String, width: Int, scheme: String = "light") throws {
        try show(address: URL(filePath: file).absoluteString, width: width, scheme: scheme)
    }

    /// Shows a page that may ask its own server for more, and nobody else.
    func show(address: String, width: Int = 1280, scheme: String = "light") throws {
        home = address
        try send(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600])
        try send(
            "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
        try send("Page.navigate", ["url": address])
        try wait(for: "document.readyState === 'complete' && !!document.querySelector('html.scripted')")
    }

    /// The value of an expression.
    @discardableResult
    func evaluate(_ expression: String) throws -> Any? {
        let answer = try send(
            "Runtime.evaluate", ["expression": expression, "awaitPromise": true, "returnByValue": true])
        if let details = answer["exceptionDetails"] { complaints.append("\(expression): \(details)") }
        return (answer["result"] as? [String: Any])?["value"]
    }

    func number(_ expression: String) throws -> Double {
        try #require(try evaluate(expression) as? Double, "\(expression)")
    }

    func text(_ expression: String) throws -> String {
        try #require(try evaluate(expression) as? String, "\(expression)")
    }

    func holds(_ expression: String) throws -> Bool { try evaluate(expression) as? Bool == true }

    /// Waits until an expression holds: for long where it depends on another process.
    func wait(for expression: String, long: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for _ in 0..<(long ? 10_000 : 1_000) {
            if try holds(expression) { return }
            usleep(20_000)
        }
        Issue.record("\(expression) never holds", sourceLocation: sourceLocation)
    }

    /// Presses a key where the focus is.
    func press(_ key: String) throws {
        var event: [String: Any] = ["type": "keyDown", "key": key]
        if key.count == 1 { event["text"] = key }
        try send("Input.dispatchKeyEvent", event)
        try send("Input.dispatchKeyEvent", ["type": "keyUp", "key": key])
    }

    /// Moves the pointer; with a button it drags.
    func pointer(_ kind: String, x: Double, y: Double, isDown: Bool = false) throws {
        try send(
            "Input.dispatchMouseEvent",
            [
                "type": kind, "x": x, "y": y, "button": kind == "mouseMoved" && !isDown ? "none" : "left",
                "buttons": isDown ? 1 : 0,
                "clickCount": 1,
            ])
    }

    // MARK: - The protocol

    @discardableResult
    private func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        latest += 1
        var message: [String: Any] = ["id": latest, "method": method, "params": parameters]
        message["sessionId"] = session
        let bytes = try [UInt8](JSONSerialization.data(withJSONObject: message)) + [0]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            try #require(count > 0, "the browser has ended")
            sent += count
        }
        while true {
            let answer = try receive()
            if answer["id"] as? Int == latest {
                if let error = answer["error"] { Issue.record("\(method): \(error)") }
                return answer["result"] as? [String: Any] ?? [:]
            }
            note(answer)
        }
    }

    private func note(_ event: [String: Any]) {
        let parameters = event["params"] as? [String: Any] ?? [:]
        switch event["method"] as? String {
        case "Runtime.exceptionThrown": complaints.append("\(parameters["exceptionDetails"] ?? "")")
        case "Log.entryAdded": complaints.append("\(parameters["entry"] ?? "")")
        case "Runtime.consoleAPICalled": complaints.append("\(parameters["args"] ?? "")")
        case "Network.requestWillBeSent":
            let address = (parameters["request"] as? [String: Any])?["url"] as? String ?? ""
            if !address.hasPrefix(home), !address.hasPrefix("data:") { complaints.append("asked for \(address)") }
        default: break
        }
    }

    /// The next message, which ends with a zero.
    private func receive() throws -> [String: Any] {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = unread.firstIndex(of: 0) {
                let message = Data(unread[..<end])
                unread.removeFirst(end + 1)
                return try #require(try JSONSerialization.jsonObject(with: message) as? [String: Any])
            }
            var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            try #require(poll(&ready, 1, Self.patience) == 1, "the browser says nothing")
            let count = read(output, &block, block.count)
            try #require(count > 0, "the browser has ended")
            unread += block[..<count]
        }
    }
}
