import CCurl
import Core
import FoundationEssentials
import Workshop

/// Moves bytes with libcurl, which knows proxies (`https_proxy`, `no_proxy`), certificates and redirections.
struct CurlTransport: Transport {
    /// The seconds without a byte after which a connection counts as broken.
    let patience: Int

    func get(_ request: TransferRequest, into receiver: any TransferReceiver) throws(FetchFailure) {
        guard let handle = curl_easy_init() else {
            throw FetchFailure(.software("libcurl could not be started"), .nothing)
        }
        defer { curl_easy_cleanup(handle) }
        let transfer = CurlTransfer(receiver)
        var headers: UnsafeMutablePointer<curl_slist>?
        if request.offset > 0, let validator = request.validator {
            headers = curl_slist_append(headers, "If-Range: \(validator)")
        }
        defer { curl_slist_free_all(headers) }
        _ = curl_set_text(handle, CURLOPT_URL, request.address)
        _ = curl_set_text(handle, CURLOPT_USERAGENT, "kumiki/\(KumikiVersion.current)")
        _ = curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 1)
        _ = curl_set_number(handle, CURLOPT_MAXREDIRS, 10)
        _ = curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_number(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        _ = curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, patience)
        _ = curl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        _ = curl_set_number(handle, CURLOPT_LOW_SPEED_TIME, patience)
        _ = curl_set_protocols(handle)
        let certificates = Certificates.file(
            environment: ProcessInfo.processInfo.environment, isHere: FileManager.default.isReadableFile(atPath:))
        if let certificates { _ = curl_set_text(handle, CURLOPT_CAINFO, certificates) }
        if request.offset > 0 { _ = curl_set_text(handle, CURLOPT_RANGE, "\(request.offset)-") }
        _ = curl_set_headers(handle, headers)
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        _ = curl_set_watcher(
            handle, { context, _, _, _, _ in CurlTransfer.of(context)?.receiver.isStopped == true ? 1 : 0 }, context)
        _ = curl_set_takers(
            handle, { bytes, size, count, context in CurlTransfer.of(context)?.header(bytes, size * count) ?? 0 },
            { bytes, size, count, context in CurlTransfer.of(context)?.body(bytes, size * count) ?? 0 },
            context)
        let code = withExtendedLifetime(transfer) { curl_easy_perform(handle) }
        if let failure = transfer.failure { throw failure }
        if code == CURLE_OK {
            // A file without bytes has a head, too.
            if !transfer.hasBegun, let head = transfer.head { try receiver.begin(head) }
            return
        }
        throw failure(code, request)
    }

    private func failure(_ code: CURLcode, _ request: TransferRequest) -> FetchFailure {
        let words =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: "no byte came for \(patience) s"
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
                "the server cannot be verified; \(Certificates.remedy)"
            default: String(cString: curl_easy_strerror(code)).lowercasedStart
            }
        let isBroken = [
            CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2_STREAM,
        ].contains(code)
        return FetchFailure(.noInput("\(request.address): \(words)"), isBroken ? .again : .elsewhere)
    }
}

extension String {
    fileprivate var lowercasedStart: String { prefix(1).lowercased() + dropFirst() }
}

/// One transfer, as libcurl's callbacks see it.
private final class CurlTransfer {
    let receiver: any TransferReceiver
    /// The lines of the latest head; a redirection has one of its own.
    private var lines: [String] = []
    private(set) var hasBegun = false
    private(set) var failure: FetchFailure?

    init(_ receiver: any TransferReceiver) { self.receiver = receiver }

    static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    var head: TransferHead? { TransferHead(lines: lines) }

    func header(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes else { return 0 }
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        let line = text.filter { !$0.isNewline }
        if line.hasPrefix("HTTP/") { lines = [] }
        if !line.isEmpty { lines.append(line) }
        return count
    }

    func body(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        do throws(FetchFailure) {
            if !hasBegun {
                hasBegun = true
                guard let head else { throw FetchFailure(.noInput("the server answers without a head"), .elsewhere) }
                try receiver.begin(head)
            }
            try receiver.take(UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        } catch {
            failure = error
            // Fewer bytes than there are end the transfer.
            return count == 0 ? 1 : 0
        }
    }
}
