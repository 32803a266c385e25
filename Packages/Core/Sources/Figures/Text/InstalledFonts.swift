import CCairo
import Files
import Foundations

/// The fonts that are installed with the tools, in `share/kumiki/fonts`: a figure has its letters on a machine without
/// fonts, too.
enum InstalledFonts {
    /// Makes them available to Cairo, once, before the first text, beside the machine's own. A build that is not
    /// installed has none, and changes nothing.
    static let areAvailable: Bool = {
        guard let folder = Program.shared("fonts") else { return false }
        let files = FileTree(folder: folder).entries().filter { !$0.isFolder && $0.name.suffix == "ttf" }
        guard !files.isEmpty else { return false }
        _ = cairo_fonts_are_configured()
        return files.reduce(true) { cairo_add_font("\(folder)/\($1.name)") != 0 && $0 }
    }()
}
