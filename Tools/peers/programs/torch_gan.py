"""The models of `gan-train` in PyTorch, written to be fast on a CPU: pictures in memory as float32 tensors, batches
taken by slices of a permutation. The pictures of a step are made once, for the discriminator's update and the
generator's, and the discriminator's weights get no gradient in the latter. Prints one JSON object."""

import argparse
import json

import torch
from torch import nn
from torch.nn import functional as F

import clock
import idx

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--model", choices=["gan", "dcgan"], required=True)
parser.add_argument("--data", required=True)
parser.add_argument("--pictures", type=int, default=6_000)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--batch-size", type=int, default=100)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(0)


def dense(widths, activation, *last):
    layers = []
    for inputs, outputs in zip(widths, widths[1:-1]):
        layers += [nn.Linear(inputs, outputs), *activation()]
    return nn.Sequential(*layers, nn.Linear(widths[-2], widths[-1]), *last)


if arguments.model == "gan":
    generator = dense([100, 256, 512, 1024, 784], lambda: [nn.LeakyReLU(0.2)], nn.Tanh())
    discriminator = dense([784, 1024, 512, 256, 1], lambda: [nn.LeakyReLU(0.2), nn.Dropout(0.3)])
    shape, noise_shape, betas = (784,), (100,), (0.9, 0.999)
else:
    generator = nn.Sequential(
        nn.ConvTranspose2d(100, 128, 7, bias=False), nn.BatchNorm2d(128), nn.ReLU(True),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(True),
        nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
        # A 7 × 7 convolution would be the same, and slower here.
        nn.Flatten(), nn.Linear(128 * 7 * 7, 100, bias=False), nn.LeakyReLU(0.2, True), nn.Linear(100, 1))
    shape, noise_shape, betas = (1, 28, 28), (100, 1, 1), (0.5, 0.999)

images, _ = idx.split(arguments.data, "train")
pictures = torch.tensor(images[:arguments.pictures]).float().div_(127.5).sub_(1).reshape(-1, *shape)
generator_optimizer = torch.optim.Adam(generator.parameters(), 2e-4, betas)
discriminator_optimizer = torch.optim.Adam(discriminator.parameters(), 2e-4, betas)
ones, zeros = torch.ones(arguments.batch_size, 1), torch.zeros(arguments.batch_size, 1)
loss = F.binary_cross_entropy_with_logits


def step(real):
    made = generator(torch.randn(len(real), *noise_shape))
    discriminator_optimizer.zero_grad(set_to_none=True)
    on_real, on_made = discriminator(real), discriminator(made.detach())
    judged = loss(on_real, ones) + loss(on_made, zeros)
    judged.backward()
    discriminator_optimizer.step()
    discriminator.requires_grad_(False)
    generator_optimizer.zero_grad(set_to_none=True)
    deceived = loss(discriminator(made), ones)
    deceived.backward()
    generator_optimizer.step()
    discriminator.requires_grad_(True)
    return judged.item(), deceived.item(), on_real.sigmoid().mean().item(), on_made.sigmoid().mean().item()


seconds = []
for _ in range(arguments.epochs):
    start = clock.now()
    batches = torch.randperm(len(pictures)).split(arguments.batch_size)
    for batch in batches:
        step(pictures[batch])
    seconds.append((clock.now() - start) / len(batches))
# The first epoch warms up and does not count.
counted = seconds[1:] or seconds
print(json.dumps({"seconds_per_step": sum(counted) / len(counted)}))
