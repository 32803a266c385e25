#!/usr/bin/env python3
"""Makes `graph.json`: what PyTorch Geometric computes with graph layers, forward and backward.

Needs torch and torch_geometric; everything is worked out in float64. Run it from anywhere:
    python3 Tests/Golden/make-graph-goldens.py
"""

import json
import pathlib

import torch
from torch_geometric.nn import GATConv, GCNConv, SAGEConv

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)

# Seven nodes; the last one stands alone.
pairs = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (3, 5), (0, 5)]
edges = torch.tensor([pair for a, b in pairs for pair in ((a, b), (b, a))]).T
nodes, inputs = 7, 4


def pack(tensor):
    return {
        "shape": list(tensor.shape), "numbers": [float(f"{x:.12g}") for x in tensor.detach().flatten().tolist()]}


def rounded(*shape):
    """Random numbers of few digits, so that the file holds exactly what was computed with."""
    return (torch.randn(*shape) * 0.7).mul(1e4).round().div(1e4)


def case(name, layer):
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(rounded(*parameter.shape))
    layer.eval()
    x = rounded(nodes, inputs)
    x[x.abs() < 0.3] = 0
    leaf = x.clone().requires_grad_()
    output = layer(leaf, edges)
    weighting = rounded(*output.shape)
    (output * weighting).sum().backward()
    tensors = {"x": x, "output": output, "weighting": weighting, "gradient x": leaf.grad}
    tensors |= {f"parameter {key}": value for key, value in layer.named_parameters()}
    tensors |= {f"gradient {key}": value.grad for key, value in layer.named_parameters()}
    return {"name": name, "sizes": {}, "settings": {}, "tensors": {key: pack(value) for key, value in tensors.items()}}


cases = [
    case("gcn", GCNConv(inputs, 3)), case("gat", GATConv(inputs, 3, heads=2)), case("sage", SAGEConv(inputs, 3)),
]
file = pathlib.Path(__file__).parent / "graph.json"
file.write_text(json.dumps({"layers": cases}) + "\n")
