// Everything that a package or a tool needs from Core, in one import.
@_exported import CommandLine
@_exported import Datasets
@_exported import Engine
@_exported import Figures
@_exported import Files
@_exported import Foundations
@_exported import Tensors
@_exported import Training
