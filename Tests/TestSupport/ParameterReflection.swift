import Tensors

/// The parameters that are stored anywhere in `value`: in a layer, in the layers it holds, in arrays and optionals.
public func storedParameters(in value: Any) -> [Parameter] {
    if let parameter = value as? Parameter { return [parameter] }
    return Mirror(reflecting: value).children.flatMap { storedParameters(in: $0.value) }
}

/// What a module's list of parameters lacks, names twice or lists without holding it; nil where nothing is wrong.
public func faultOfParameterList(of module: some Module) -> String? {
    let listed = module.parameters
    let stored = storedParameters(in: module)
    let identifiers = listed.map { ObjectIdentifier($0.parameter) }
    if Set(listed.map(\.name)).count < listed.count { return "a name occurs twice in \(listed.map(\.name))" }
    if Set(identifiers).count < listed.count { return "a parameter is listed twice in \(listed.map(\.name))" }
    let missing = stored.filter { !identifiers.contains(ObjectIdentifier($0)) }
    if !missing.isEmpty { return "parameters of shapes \(missing.map(\.shape)) are not listed" }
    let held = Set(stored.map { ObjectIdentifier($0) })
    let foreign = listed.filter { !held.contains(ObjectIdentifier($0.parameter)) }
    return foreign.isEmpty ? nil : "\(foreign.map(\.name)) are listed but not stored"
}
