/// Class names, compared without regard to case where that is unambiguous.
public enum ClassNames {
    /// The index of a class by its name: the same name, or the only one that differs only in case; nil where there is
    /// none.
    public static func place(of name: String, in names: [String]) -> Int? {
        if let place = names.firstIndex(of: name) { return place }
        let folded = name.lowercased()
        let alike = names.indices.filter { names[$0].lowercased() == folded }
        return alike.count == 1 ? alike[0] : nil
    }
}
