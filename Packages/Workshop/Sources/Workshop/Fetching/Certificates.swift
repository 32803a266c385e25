/// The authorities that servers are verified by. The tools bring none of their own, which would grow old: a machine keeps
/// its own up to date.
public enum Certificates {
    /// Where distributions keep them: Debian, Fedora, openSUSE, Alpine and macOS.
    static let known = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// What to do where there are none.
    public static let remedy =
        "install the machine's certificates (Debian: apt-get install ca-certificates), or name a file of them in "
        + "SSL_CERT_FILE"

    /// The file of certificates: that of `SSL_CERT_FILE`, otherwise the first known one that is here; nil where there is
    /// none.
    ///
    /// - Parameters:
    ///   - environment: environment variables. An empty one counts as unset.
    ///   - isHere: whether a file can be read.
    public static func file(environment: [String: String], isHere: (String) -> Bool) -> String? {
        if let named = environment["SSL_CERT_FILE"], !named.isEmpty { return named }
        return known.first(where: isHere)
    }
}
