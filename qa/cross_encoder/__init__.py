"""What the networks have in common: they read two texts as one input, each by itself.

layout    the input: tokens, segments, places in the text
network   a graph in onnxruntime
weights   their files, which ship with the package
"""
